"""The techniques: passes over a chain that group addresses and follow money."""

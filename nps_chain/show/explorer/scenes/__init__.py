"""What somebody asked to see, and how a step changes it."""

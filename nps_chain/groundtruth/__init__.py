"""What really happened on a chain, and how far off a technique was."""

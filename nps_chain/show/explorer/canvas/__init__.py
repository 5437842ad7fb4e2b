"""What stands on the canvas: nodes and lines, with their signs, and not yet in place."""

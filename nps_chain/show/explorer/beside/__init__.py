"""What is told beside the canvas: panel, table, spoken line, and frames for Python."""

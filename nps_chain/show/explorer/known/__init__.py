"""What is known of a chain as of a height, and of its clusters, tags and kinds."""

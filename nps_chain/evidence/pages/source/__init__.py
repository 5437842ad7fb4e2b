"""The source of a saved page: from bytes to texts, each with its place."""

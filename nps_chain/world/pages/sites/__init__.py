"""The sites, a file a kind: each says what it would answer on a day."""

"""What readers of several formats share: the contract, JSON, and blocks from bytes or fields."""

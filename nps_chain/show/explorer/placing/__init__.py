"""Where nodes, lines and letters stand: time to the right, branches one beneath another."""

"""What a chain is: its tables, its wire format, its addresses, the formats it is read from."""

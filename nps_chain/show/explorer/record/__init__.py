"""Steps taken, taken back and taken again; and the log of them all, which is evidence."""

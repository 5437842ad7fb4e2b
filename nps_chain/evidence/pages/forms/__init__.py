"""The forms of what an investigator takes down: how each is written, checked, and mistaken."""

"""Ratios of the library to what a user would pick instead; see each module."""

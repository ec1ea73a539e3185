"""Readings of pages: counted by page, language and day, and nothing of who reads."""

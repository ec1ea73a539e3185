"""Notices to everybody: a sentence above every public page, from a moment to another."""

"""Modules that every part stands on; they know neither news nor figures."""

"""Mirrors `portal.backends`."""

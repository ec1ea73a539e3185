"""Releases as the newsroom sees them."""

"""Releases as the newsroom sees them: whether commentary is written, and letters to whom their steps concern."""

"""Finished pages that are kept, and how every process learns that they are no longer right."""

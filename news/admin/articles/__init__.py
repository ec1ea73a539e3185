"""Articles in the admin."""

"""Information pages."""

"""Index commentary drafted from the figures of a release."""

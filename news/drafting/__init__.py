"""Content with drafts: what every kind of it has in common, as models to build on and as descriptions of what it says."""

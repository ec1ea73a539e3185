"""Slugs that things had before: an address made of one leads to the thing it named, until another thing takes it."""

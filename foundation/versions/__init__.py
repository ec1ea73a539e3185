"""Versions of things that have no draft: what each said at every save, who saved it, and how two of them differ."""

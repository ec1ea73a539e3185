"""The content of a thing with drafts as plain values: taken down (`snapshot`) and put back (`apply`) as its kind describes."""

from foundation.languages import LANGUAGE_CODES


def snapshot(thing, collections=None):
    """Return the content of a thing as it stands in memory; collections are read from the database unless given."""
    return thing.described.snapshot(thing, collections)


def apply(thing, content, codes=LANGUAGE_CODES):
    """Put a content's fields into a thing in memory, of the texts those in the languages `codes`; return the thing."""
    return thing.described.apply(thing, content, codes)

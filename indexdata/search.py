"""What is searched of index data: the classification, collecting sources and sample units."""

from foundation.searching.documents import Document, describe, facet, in_all_languages
from indexdata.models import CollectingSource, Index, SampleUnit


def _index(index):
    return Document(
        title=in_all_languages(index, "name"),
        body=in_all_languages(index, "description"),
        facets=(facet("kind", "index"),),
    )


def _source(source):
    texts = [text for name in ("trade", "description", "address") for text in in_all_languages(source, name)]
    return Document(
        title=in_all_languages(source, "name"), body=tuple(texts), facets=(facet("kind", "source"),)
    )


def _sample(unit):
    return Document(
        title=in_all_languages(unit, "name"),
        body=in_all_languages(unit, "description"),
        facets=(facet("kind", "sample"),),
    )


def register():
    """Keep index data searchable."""
    describe(Index, _index)
    describe(CollectingSource, _source)
    describe(SampleUnit, _sample)

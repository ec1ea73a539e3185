"""The kinds of index data, each declared once (`foundation.kinds`): index, release, collecting source, sample unit."""

from django.utils.translation import gettext_lazy as _

from foundation.former_slugs.keeping import watch as keep_slugs
from foundation.kinds import Kind, MapFile, Picker, Results, register
from foundation.languages import LANGUAGE_CODES, in_languages
from foundation.searching.documents import Document, facet, in_all_languages

from .arithmetic.periods import parse_period
from .models import CollectingSource, Index, Release, SampleUnit


def register_kinds():
    """Declare the kinds of index data."""
    for kind in (_index(), _release(), _source(), _sample()):
        register(kind)
    keep_slugs(CollectingSource, SampleUnit)


def _index():
    return Kind(
        key="index",
        model=Index,
        public=Index.objects.all,
        texts=("description",),
        address_fields=("path",),
        pages={"indexdata:index": lambda parts: {"path": parts["path"]}},
        document=lambda index: Document(
            title=in_all_languages(index, "name"),
            body=in_all_languages(index, "description"),
            facets=(facet("kind", "index"),),
            names=in_all_languages(index, "name"),
        ),
        results=(
            Results(
                "index",
                _("Index Classification"),
                _("Index"),
                order=("tree_order", "path"),
                place=10,
                suggested=10,
            ),
        ),
        map_file=MapFile("indices", Index.objects.in_tree_order, _named_in),
        picker=Picker(30, Index.objects.all),
    )


def _release():
    return Kind(
        key="release",
        model=Release,
        public=Release.objects.public,
        title="",
        address_fields=("family", "period"),
        pages={"indexdata:release": _release_at},
        may_break=False,  # commentary waits for its release
        map_file=MapFile(
            "releases",
            lambda: Release.objects.public().filter(demonstration=False),
            changed=lambda release: release.public_at,
        ),
        picker=Picker(100, lambda: Release.objects.public().order_by("-public_at"), by_words=False),
    )


def _source():
    return Kind(
        key="source",
        model=CollectingSource,
        public=CollectingSource.objects.all,
        texts=("description", "trade", "address"),
        pages={"indexdata:source": lambda parts: {"slug": parts["slug"]}},
        document=lambda source: Document(
            title=in_all_languages(source, "name"),
            body=tuple(
                text
                for name in ("trade", "description", "address")
                for text in in_all_languages(source, name)
            ),
            facets=(facet("kind", "source"),),
        ),
        results=(
            Results(
                "source",
                _("Collecting Sources"),
                _("Collecting source"),
                order=("order", "slug"),
                place=50,
                suggested=60,
            ),
        ),
        map_file=MapFile("sources", CollectingSource.objects.all, _named_in),
        picker=Picker(50, CollectingSource.objects.all),
    )


def _sample():
    return Kind(
        key="sample",
        model=SampleUnit,
        public=lambda: SampleUnit.objects.filter(active=True),
        texts=("description",),
        pages={"indexdata:sample": lambda parts: {"slug": parts["slug"]}},
        document=lambda unit: Document(
            title=in_all_languages(unit, "name"),
            body=in_all_languages(unit, "description"),
            facets=(facet("kind", "sample"),),
        ),
        results=(
            Results(
                "sample",
                _("Sample Units"),
                _("Sample unit"),
                order=("slug",),
                place=60,
                visible=SampleUnit.objects.for_visitors,
            ),
        ),
        map_file=MapFile(
            "samples",
            lambda: SampleUnit.objects.for_visitors().filter(demonstration=False).prefetch_related(None),
            _named_in,
        ),
        picker=Picker(60, SampleUnit.objects.all),
    )


def _release_at(parts):
    try:
        return {"family": parts["family"], "period": parse_period(parts["code"], parts["family"].frequency)}
    except ValueError:
        return None


def _named_in(thing):
    """Return the languages in which a thing has a name of its own."""
    names = zip(LANGUAGE_CODES, in_languages("name"), strict=True)
    return [code for code, name in names if getattr(thing, name)] or LANGUAGE_CODES

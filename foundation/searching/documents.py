"""What of an object is searched, and keeping its index entry true in the transaction that changes the object.

A model takes the `Searchable` mixin; `describe(model, …)` says what its document is. The entry of an object holds
the terms of both languages, and facets: terms that no text contains, such as the kind.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Model
from django.db.models.signals import post_save
from modelsearch.backends import get_search_backend
from modelsearch.index import Indexed, SearchField
from modeltranslation.settings import AVAILABLE_LANGUAGES
from modeltranslation.utils import build_localized_fieldname

from .text import index_terms

_describers: dict[type[Model], Callable[[Model], "Document"]] = {}


@dataclass(frozen=True)
class Document:
    """What is searched of one object: plain texts of the title, of the rest, and facets."""

    title: tuple[str, ...]
    body: tuple[str, ...] = ()
    facets: tuple[str, ...] = ()

    def title_terms(self):
        """Return the words of the title and the facets, as indexed."""
        return " ".join([*self.facets, *index_terms(*self.title)])

    def all_terms(self):
        """Return the words of title and body and the facets, as indexed."""
        return " ".join([*self.facets, *index_terms(*self.title, *self.body)])


class Searchable(Indexed):
    """Mixin for models whose objects are found by search (see `describe`)."""

    #: The entry is written in the transaction that saves the object, not by a background task.
    search_auto_update = False
    search_fields = [SearchField("title"), SearchField("body")]
    search_related = ((), ())

    @classmethod
    def get_indexed_objects(cls):
        """Return all objects with what their documents need at hand."""
        joined, prefetched = cls.search_related
        queryset = cls._default_manager.prefetch_related(*prefetched)
        return queryset.select_related(*joined) if joined else queryset

    @classmethod
    def _check_search_fields(cls, **kwargs):
        return []  # the two fields are those of the document


def describe(model, document, joined=(), prefetched=()):
    """Declare that `document(obj)` returns the `Document` of an object of `model`, and keep its entries true."""
    _describers[model] = document
    model.search_related = (joined, prefetched)
    post_save.connect(_saved, sender=model, dispatch_uid=f"search-{model._meta.label}")


def document_of(obj):
    """Return the `Document` of an object of a described model."""
    return _describers[type(obj)](obj)


def facet(name, value):
    """Return the term that stands for a property of an object, e.g. `facet("kind", "news")`."""
    return f"zz{name}{value}".replace("-", "").lower()


def reindex(queryset, at_once=500):
    """Write the entries of all objects of a queryset anew."""
    model = queryset.model
    joined, prefetched = model.search_related
    queryset = queryset.select_related(*joined) if joined else queryset
    waiting = []
    for obj in queryset.prefetch_related(*prefetched).iterator(chunk_size=at_once):
        waiting.append(obj)
        if len(waiting) == at_once:
            get_search_backend().add_bulk(model, waiting)
            waiting = []
    if waiting:
        get_search_backend().add_bulk(model, waiting)


def reindex_object(obj):
    """Write the entry of one object anew, as the database holds the object."""
    reindex(type(obj)._default_manager.filter(pk=obj.pk))


def _saved(instance, raw=False, **kwargs):
    if not raw:
        reindex_object(instance)


def in_all_languages(obj, name):
    """Return the texts of a translated field in every language, as a tuple."""
    return tuple(getattr(obj, build_localized_fieldname(name, code)) or "" for code in AVAILABLE_LANGUAGES)

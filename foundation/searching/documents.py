"""The searched text of an object, and keeping its index entry true in the transaction that changes the object.

`describe(model, …)` says what the document of an object is. Its entry holds the terms of both languages, and facets: terms
that no text contains, such as the kind.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Model
from django.db.models.signals import post_delete, post_save
from modeltranslation.settings import AVAILABLE_LANGUAGES
from modeltranslation.utils import build_localized_fieldname

from .entries import entries_of, write_entries
from .pinyin import pinyin_terms
from .text import index_terms


@dataclass(frozen=True)
class Document:
    """The searched text of one object: plain texts of the title, of the rest, facets, and names that are found in pinyin too."""

    title: tuple[str, ...]
    body: tuple[str, ...] = ()
    facets: tuple[str, ...] = ()
    names: tuple[str, ...] = ()

    def title_terms(self):
        """Return the words of the title and the facets, as indexed."""
        return " ".join([*self.facets, *index_terms(*self.title), *pinyin_terms(*self.names)])

    def all_terms(self):
        """Return the words of title and body and the facets, as indexed."""
        return " ".join([*self.facets, *index_terms(*self.title, *self.body), *pinyin_terms(*self.names)])


@dataclass(frozen=True)
class IndexedModel:
    """The way documents of a model are made: by `document(obj)`, with what is `joined` and `prefetched` at hand."""

    document: Callable[[Model], Document]
    joined: tuple[str, ...]
    prefetched: tuple[str, ...]

    def with_all(self, queryset):
        """Return a queryset whose objects have at hand what their documents need."""
        queryset = queryset.prefetch_related(*self.prefetched)
        return queryset.select_related(*self.joined) if self.joined else queryset


_described: dict[type[Model], IndexedModel] = {}


def describe(model, document, joined=(), prefetched=()):
    """Declare that `document(obj)` returns the `Document` of an object of `model`, and keep its entries true."""
    _described[model] = IndexedModel(document, tuple(joined), tuple(prefetched))
    post_save.connect(_saved, sender=model, dispatch_uid=f"search-{model._meta.label}")
    post_delete.connect(_deleted, sender=model, dispatch_uid=f"search-{model._meta.label}")


def described_models():
    """Return the models whose objects are found, in the order they were declared."""
    return list(_described)


def document_of(obj):
    """Return the `Document` of an object of a described model."""
    return _described[type(obj)].document(obj)


def facet(name, value):
    """Return the term that stands for a property of an object, e.g. `facet("kind", "news")`."""
    return f"zz{name}{value}".replace("-", "").lower()


def reindex(queryset, at_once=500):
    """Write the entries of all objects of a queryset anew, by id: writers in one order never wait for each other in a ring."""
    model, documents = queryset.model, {}
    for obj in _described[model].with_all(queryset.order_by("pk")).iterator(chunk_size=at_once):
        documents[obj.pk] = document_of(obj)
        if len(documents) == at_once:
            write_entries(model, documents)
            documents = {}
    if documents:
        write_entries(model, documents)


def reindex_object(obj):
    """Write the entry of one object anew, as the database holds the object."""
    reindex(type(obj)._default_manager.filter(pk=obj.pk))


def _saved(instance, raw=False, **kwargs):
    if not raw:
        reindex_object(instance)


def _deleted(sender, instance, **kwargs):
    entries_of(sender).filter(object_id=instance.pk).delete()


def in_all_languages(obj, name):
    """Return the texts of a translated field in every language, as a tuple."""
    return tuple(getattr(obj, build_localized_fieldname(name, code)) or "" for code in AVAILABLE_LANGUAGES)

"""Finding what an address of the API names, or answering 404 with a sentence."""

from django.db.models import Q
from ninja.errors import HttpError

from foundation.characters import storable
from foundation.former_slugs.finding import named_before
from foundation.languages import in_languages
from indexdata.models import Index

from .refusing import BadParameter


def index_of(name) -> Index | None:
    """Return the index with a code, a path or a former path, or None."""
    return Index.objects.known_as(name).first() if storable(name) == name else None


def known_index(name) -> Index:
    """Return the index with a code, a path or a former path; else 404."""
    node = index_of(name)
    if node is None:
        raise HttpError(404, "There is no index with this code.")
    return node


def asked_thing(parameter, found, sentence):
    """Return what a parameter names (None: nothing was found), or refuse the parameter with a sentence."""
    if found is None:
        raise BadParameter({parameter: sentence})
    return found


def asked_index(code) -> Index:
    """Return the index that the parameter `series` names."""
    return asked_thing("series", index_of(code), "There is no index with this code.")


def known_thing(things, slug, sentence):
    """Return the one of some things that a slug, or a former slug, leads to; else 404 with a sentence."""
    found = thing_of(things, slug)
    if found is None:
        raise HttpError(404, sentence)
    return found


def thing_of(things, slug):
    """Return the one of some things that a slug, or a former slug, leads to, or None."""
    found = things.filter(slug=slug).first() if storable(slug) == slug else None
    return found or named_before(things, slug)


def with_words(nodes, text):
    """Narrow indices to those that have every word of a text in a name or in the path."""
    for word in text.split():
        found = Q(path__icontains=word) | Q(code__iexact=word)
        for name in in_languages("name"):
            found |= Q(**{f"{name}__icontains": word})
        nodes = nodes.filter(found)
    return nodes

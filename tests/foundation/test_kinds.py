"""The register of kinds: one declaration, and everything that handles kinds knows it."""

import pytest
from django.urls import get_resolver

from foundation import kinds
from foundation.kinds import Kind, register
from news.articles.models import Article, Section
from news.linking.models import Reference
from portal.search.tabs import BY_KEY, TABS

KEYS = {
    "article",
    "page",
    "fabric",
    "section",
    "tag",
    "attachment",
    "picture",
    "index",
    "release",
    "source",
    "sample",
}


def test_every_kind_is_declared_once():
    assert {kind.key for kind in kinds.every()} == KEYS
    assert len({kind.model for kind in kinds.every()}) == len(KEYS)
    with pytest.raises(ValueError, match="declared twice"):
        register(Kind("article", Section, Section.objects.all))
    with pytest.raises(ValueError, match="declared twice"):
        register(Kind("essay", Article, Article.objects.published))
    assert kinds.named("essay") is None


def test_a_key_fits_where_it_is_stored():
    assert max(len(kind.key) for kind in kinds.every()) <= Reference._meta.get_field("target_kind").max_length


def test_what_a_declaration_names_exists():
    addresses = set(_names(get_resolver()))
    for kind in kinds.every():
        held = {field.name for field in kind.model._meta.get_fields()}
        named = {name.partition("__")[0] for name in (*kind.address_fields, *kind.texts, kind.title) if name}
        assert named <= held, kind.key
        assert set(kind.pages) <= addresses, kind.key
        assert kind.public().model is kind.model
    for tab in TABS:
        assert tab.visible().model is tab.model
        assert BY_KEY[tab.key] is tab


def _names(resolver, prefix=""):
    for pattern in resolver.url_patterns:
        if hasattr(pattern, "url_patterns"):
            inner = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from _names(pattern, inner)
        elif pattern.name:
            yield f"{prefix}{pattern.name}"


@pytest.mark.django_db
def test_the_kind_of_a_thing_is_found():
    assert kinds.of(Article()).key == "article"
    assert kinds.of(Reference()) is None
    assert kinds.of_model(None) is None
    assert kinds.with_page("news:commentary-part").key == "section"
    assert kinds.with_page("home") is None

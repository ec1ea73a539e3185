"""The kinds with drafts, for tests that try one way of working on each of them."""

from dataclasses import dataclass
from typing import Any

import pytest
from django.urls import reverse

from news.articles.models import Article
from news.enums import Season
from news.fabrics.models import Fabric
from news.pages.models import Page
from tests.factories.news import ArticleFactory, FabricFactory, PageFactory


@dataclass(frozen=True)
class Drafting:
    """A kind: its model, how one is made that is on the site, and a shared value with two that it may have."""

    model: Any
    factory: Any
    shared: str
    values: tuple[Any, Any]

    @property
    def name(self):
        return self.model._meta.model_name

    def make(self, **values):
        """Return a thing on the site, of which title and text are given as `title_en` and the like."""
        return self.factory(**{self.field(name): value for name, value in values.items()})

    def field(self, name):
        """Return the field of the kind that stands for the title or the text: ("title_en") → "name_en"."""
        start, _dash, code = name.partition("_")
        own = {"title": self.model.described.title, "body": self.model.described.body}.get(start)
        return f"{own}_{code}" if own else name

    def page(self, thing, name="change"):
        """Return the address of a page of the admin about a thing."""
        return reverse(f"admin:news_{self.name}_{name}", args=[thing.pk])


KINDS = {
    "article": Drafting(Article, ArticleFactory, "featured", (False, True)),
    "page": Drafting(Page, PageFactory, "order", (0, 7)),
    "fabric": Drafting(Fabric, FabricFactory, "season", (Season.ALL_YEAR, Season.AUTUMN_WINTER)),
}
each_kind = pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
#: Those that had no drafts before.
each_new_kind = pytest.mark.parametrize(
    "kind",
    [kind for name, kind in KINDS.items() if name != "article"],
    ids=[n for n in KINDS if n != "article"],
)

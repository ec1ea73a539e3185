"""The kinds of things search finds: what visitors may see of each, in which order, and how a result reads."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from django.db.models import F
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from foundation.searching.documents import facet
from indexdata.models import CollectingSource, Index, SampleUnit
from news.articles.models import Article
from news.fabrics.models import Fabric
from news.pages.models import Page
from news.tags.models import Tag


@dataclass(frozen=True)
class Kind:
    """One kind of results.

    `visible` returns what visitors may see, as a queryset; it alone decides, the index may hold more. `order` sorts equal
    matches. `walks` tells that the table has an index in that order, so that common words are answered along it.
    `title` and `texts` name the fields shown; `narrowed_by` the filters whose property the entries of the kind have.
    """

    key: str
    plural: str
    singular: str
    visible: Callable
    order: tuple
    title: str
    texts: tuple[str, ...]
    walks: bool = False
    narrowed_by: tuple[str, ...] = ()
    joined: tuple[str, ...] = ()

    @cached_property
    def model(self):
        """Return the model of the kind."""
        return self.visible().model

    @property
    def facet(self):
        """Return the term that every entry of the kind holds."""
        return facet("kind", self.key)


NEWEST = (F("published_at").desc(), F("pk").desc())

NEWS = Kind(
    key="news",
    plural=_("News"),
    singular=_("News"),
    visible=Article.objects.published,
    order=NEWEST,
    title="title",
    texts=("summary", "body"),
    walks=True,
    narrowed_by=("section", "year", "tag", "lang"),
    joined=("section",),
)

KINDS = (
    Kind(
        key="index",
        plural=_("Index Classification"),
        singular=_("Index"),
        visible=Index.objects.all,
        order=("tree_order", "path"),
        title="name",
        texts=("description",),
    ),
    NEWS,
    replace(NEWS, key="commentary", plural=_("Commentary"), singular=_("Commentary")),
    Kind(
        key="fabric",
        plural=_("Popular Fabrics"),
        singular=_("Popular fabric"),
        visible=Fabric.objects.published,
        order=("order", "slug"),
        title="name",
        texts=("description", "composition", "finish"),
        narrowed_by=("tag",),
    ),
    Kind(
        key="source",
        plural=_("Collecting Sources"),
        singular=_("Collecting source"),
        visible=CollectingSource.objects.all,
        order=("order", "slug"),
        title="name",
        texts=("description", "trade", "address"),
    ),
    Kind(
        key="sample",
        plural=_("Sample Units"),
        singular=_("Sample unit"),
        visible=SampleUnit.objects.for_visitors,
        order=("slug",),
        title="name",
        texts=("description",),
    ),
    Kind(
        key="page",
        plural=_("About Us"),
        singular=_("About Us"),
        visible=Page.objects.all,
        order=("order", "slug"),
        title="title",
        texts=("body",),
    ),
    Kind(
        key="tag",
        plural=_("Tags"),
        singular=_("Tag"),
        visible=Tag.objects.in_use,
        order=("slug",),
        title="name",
        texts=(),
    ),
)
BY_KEY = {kind.key: kind for kind in KINDS}

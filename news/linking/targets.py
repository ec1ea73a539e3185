"""What rich text refers to: `ref:<kind>/<key>` in links, pictures by key. Where each leads today, in one query.

A reference survives a changed address. What is gone or not public has no target; its words stay.
"""

import re
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import CharField, F, Value
from django.db.models.functions import Cast, JSONObject

from indexdata.models import CollectingSource, Index, Release, SampleUnit
from news.articles.models import Article, Section
from news.fabrics.models import Fabric
from news.library.models import Attachment, Picture
from news.pages.models import Page
from news.tags.models import Tag

REFERENCE = re.compile(
    r"ref:(?P<kind>[a-z]+)/(?P<key>[1-9][0-9]{0,17})(?P<fragment>#[\w-]{1,100})?\Z", re.ASCII
)


@dataclass(frozen=True)
class Linked:
    """A kind of thing that texts refer to: its model, what visitors may see of it, and what its address is made of."""

    model: type
    public: object
    fields: tuple[str, ...]

    def make(self, key, data):
        """Return the thing with just enough in it to tell its address."""
        own = {name: self._value(name, value) for name, value in data.items() if "__" not in name}
        thing = self.model(pk=key, **own)
        above = {name.partition("__")[2]: value for name, value in data.items() if "__" in name}
        if above:
            thing.section = Section(**above)
        return thing

    def _value(self, name, value):
        return value if name == "file" else self.model._meta.get_field(name).to_python(value)


LINKED = {
    "article": Linked(
        Article, lambda: Article.objects.published(), ("slug", "section__slug", "section__kind")
    ),
    "page": Linked(Page, lambda: Page.objects.all(), ("slug",)),
    "fabric": Linked(Fabric, lambda: Fabric.objects.published(), ("slug",)),
    "index": Linked(Index, lambda: Index.objects.all(), ("path",)),
    "source": Linked(CollectingSource, lambda: CollectingSource.objects.all(), ("slug",)),
    "sample": Linked(SampleUnit, lambda: SampleUnit.objects.filter(active=True), ("slug",)),
    "section": Linked(Section, lambda: Section.objects.all(), ("slug", "kind")),
    "tag": Linked(Tag, lambda: Tag.objects.in_use(), ("slug",)),
    "release": Linked(Release, lambda: Release.objects.public(), ("family", "period")),
    "attachment": Linked(Attachment, lambda: Attachment.objects.all(), ("file", "size", "kind")),
    "picture": Linked(
        Picture,
        lambda: Picture.objects.all(),
        (
            *("file", "width", "height", "focal_x", "focal_y", "decorative", "credit"),
            *("alt_en", "alt_zh_hans", "title_en", "title_zh_hans"),
        ),
    ),
}


def parse_reference(address):
    """Return (kind, key, fragment) of a `ref:` address, or None for anything else."""
    match = REFERENCE.match(address or "")
    if match is None or match["kind"] not in LINKED:
        return None
    return match["kind"], int(match["key"]), match["fragment"] or ""


def targets_of(references):
    """Return `{(kind, key): thing}` of the (kind, key) pairs that visitors can open; one query for all of them."""
    wanted = defaultdict(set)
    for kind, key in references:
        wanted[kind].add(key)
    parts = [
        LINKED[kind]
        .public()
        .filter(pk__in=keys)
        .order_by()
        .values_list(
            Value(kind, output_field=CharField()),
            "pk",
            JSONObject(**{name: _plain(LINKED[kind].model, name) for name in LINKED[kind].fields}),
        )
        for kind, keys in sorted(wanted.items())
    ]
    if not parts:
        return {}
    rows = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
    return {(kind, key): LINKED[kind].make(key, data) for kind, key, data in rows}


def _plain(model, name):
    """Return a field as JSON can hold it on every database: dates and files as text."""
    if name in ("file", "period"):
        return Cast(name, CharField())
    return F(name)

"""Descriptions of contents: which fields make up what a kind of thing says, how they are read, put back and compared.

A content is a dict that JSON can hold: fields under their names, translated ones once per language, foreign keys as
`<name>_id`, moments in ISO format, collections as lists of ids. Each model with drafts has one `ContentOf` as `described`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC
from typing import Any

from django.utils.dateparse import parse_datetime
from modeltranslation.utils import build_localized_fieldname

from foundation.languages import LANGUAGE_CODES
from news.enums import PUBLIC
from news.tags.merging import present_tags
from news.tags.models import Tag
from news.text.sanitising import clean_html

#: When the changes of a live thing are to appear: stands in the content of a draft that names such a moment, in no row.
GOES_LIVE_AT = "goes_live_at"
#: The two moments of everything that has drafts: its date, and when it is taken down.
DATED, GONE = "published_at", "expires_at"


class Chosen:
    """A collection of things in no order."""

    in_order = False

    def __init__(self, name):
        self.name = name

    def read(self, thing):
        """Return the ids that a stored thing has."""
        return sorted(getattr(thing, self.name).values_list("pk", flat=True))

    def write(self, thing, keys):
        """Give a stored thing these, of which some may be gone."""
        getattr(thing, self.name).set(self._present(thing, keys))

    def without_gone(self, thing, keys):
        """Return those of some ids that name something that is still there, in their order."""
        present = set(self._present(thing, keys).values_list("pk", flat=True))
        return [key for key in keys if key in present]

    def _present(self, thing, keys):
        return getattr(thing, self.name).model._default_manager.filter(pk__in=keys)


class ChosenTags(Chosen):
    """Tags; one that was merged is the one it was merged into."""

    def __init__(self):
        super().__init__("tags")

    def write(self, thing, keys):
        thing.tags.set(Tag.objects.filter(pk__in=present_tags(keys)))


class ChosenInOrder(Chosen):
    """Things of the same kind in the order in which they were chosen; a thing never has itself."""

    in_order = True

    def read(self, thing):
        through, source, target = self._names(thing)
        rows = through.objects.filter(**{source: thing.pk}).order_by("pk")
        return list(rows.values_list(target, flat=True))

    def write(self, thing, keys):
        through, source, target = self._names(thing)
        keys = [key for key in dict.fromkeys(keys) if key != thing.pk]
        if keys != self.read(thing):
            getattr(thing, self.name).clear()
            present = set(type(thing)._default_manager.filter(pk__in=keys).values_list("pk", flat=True))
            through.objects.bulk_create(
                [through(**{source: thing.pk, target: key}) for key in keys if key in present]
            )

    def _names(self, thing):
        field = thing._meta.get_field(self.name)
        return (
            field.remote_field.through,
            f"{field.m2m_field_name()}_id",
            f"{field.m2m_reverse_field_name()}_id",
        )


def text_field(name, code):
    """Return the name of a translated field in a language: ("title", "zh-hans") → "title_zh_hans"."""
    return build_localized_fieldname(name, code)


def written_moment(moment):
    """Return a moment as a content holds it: in UTC, so that equal moments are equal texts; "" for none."""
    return moment.astimezone(UTC).isoformat() if moment else ""


def moment_of(text):
    """Return the moment that a content names as text, or None."""
    return parse_datetime(text) if text else None


@dataclass(frozen=True)
class ContentOf:
    """The description of what a kind of thing says.

    - `texts` are its translated fields, each once per language in a content; of them `title` names the thing, `summary` and
      `body` are what the checks read ("" where there is none), `rich` are rich text.
    - `needed`: a content is written in a language that has all of these.
    - `values`, `moments` and `links` (foreign keys) are fields of both languages, `collections` lists of ids.
    - `required` are the links that what is published has.
    - `own`: values that only one thing may have.
    - `uncopied`: values and links that a copy does not take along either, such as a place among others.
    - `uses` names the links and collections to things of a kind (`foundation.kinds`), as (field, kind).
    - `picture` is the link to the picture that stands for the thing.
    """

    texts: tuple[str, ...]
    title: str
    body: str
    needed: tuple[str, ...]
    summary: str = ""
    rich: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    moments: tuple[str, ...] = (DATED, GONE)
    links: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    collections: tuple[Chosen, ...] = ()
    own: tuple[str, ...] = ()
    uncopied: tuple[str, ...] = ()
    uses: tuple[tuple[str, str], ...] = ()
    picture: str = ""

    @property
    def shared(self) -> tuple[str, ...]:
        """Return the names of what all languages share."""
        links = (f"{name}_id" for name in self.links)
        return (*self.values, *self.moments, *links, *self.lists)

    @property
    def lists(self) -> tuple[str, ...]:
        """Return the names of the collections."""
        return tuple(one.name for one in self.collections)

    def text_fields(self, codes: Iterable[str] = LANGUAGE_CODES) -> list[str]:
        """Return the names of all text fields in the given languages."""
        return [text_field(name, code) for code in codes for name in self.texts]

    def snapshot(self, thing, collections=None) -> dict[str, Any]:
        """Return the content of a thing as it stands in memory; collections are read from the database unless given."""
        content = {name: getattr(thing, name) or "" for name in self.text_fields()}
        content |= {name: getattr(thing, name) for name in self.values}
        content |= {name: written_moment(getattr(thing, name)) for name in self.moments}
        content |= {f"{name}_id": getattr(thing, f"{name}_id") for name in self.links}
        for one in self.collections:
            given = (collections or {}).get(one.name)
            content[one.name] = list(given) if given is not None else one.read(thing) if thing.pk else []
        return content

    def apply(self, thing, content, codes: Iterable[str] = LANGUAGE_CODES):
        """Put a content's fields into a thing in memory: shared ones, and the texts of the languages `codes`.

        What the content does not know stays as it is; links to what has been deleted become empty. An empty date leaves
        that of the thing alone. Return the thing.
        """
        for name in (*self.text_fields(codes), *self.values):
            if name in content:
                setattr(thing, name, content[name])
        for name in self.moments:
            moment = content.get(name)
            if moment or (moment == "" and name != DATED):
                setattr(thing, name, parse_datetime(moment) if moment else None)
        for name in self.links:
            if f"{name}_id" in content:
                self._put_link(thing, name, content[f"{name}_id"])
        return thing

    def put_collections(self, thing, content):
        """Give a stored thing the collections that a content knows."""
        for one in self.collections:
            if one.name in content:
                one.write(thing, content[one.name])

    def without_gone(self, thing, content) -> dict[str, Any]:
        """Return a content without what has been deleted of its collections.

        Those to things of a kind are left alone: what is used of them is not deleted.
        """
        guarded = {name for name, _kind in self.uses}
        loose = [one for one in self.collections if one.name not in guarded and content.get(one.name)]
        return {**content, **{one.name: one.without_gone(thing, content[one.name]) for one in loose}}

    def cleaned(self, content) -> dict[str, Any]:
        """Return a content whose rich text is sanitised, with texts that end without space and lines that end alike."""
        tidied = {name: _tidied(content[name]) for name in self.text_fields() if content.get(name)}
        rich = [text_field(name, code) for name in self.rich for code in LANGUAGE_CODES]
        return {**content, **tidied, **{name: clean_html(tidied[name]) for name in rich if name in tidied}}

    def differing(self, old, new) -> list[str]:
        """Return the names of the fields of the content `new` that say something else than `old`.

        Line ends, space around a text, parts of a second and the order of what is in no order say nothing.
        """
        return [name for name, value in new.items() if not self._same(name, old.get(name), value)]

    def is_same(self, old, new) -> bool:
        """Tell whether two contents say the same."""
        return not self.differing(old, new) and not self.differing(new, old)

    def written_languages(self, content) -> list[str]:
        """Return the codes of the languages in which a content has all that is needed."""
        return [
            code
            for code in LANGUAGE_CODES
            if all(content.get(text_field(name, code)) for name in self.needed)
        ]

    def texts_of(self, content, code) -> dict[str, str]:
        """Return the texts of a content in one language, as a dict of field name without language → text."""
        return {name: content.get(text_field(name, code)) or "" for name in self.texts}

    def _put_link(self, thing, name, key):
        field = thing._meta.get_field(name)
        rows = field.related_model._default_manager
        if key is not None and key != getattr(thing, f"{name}_id") and not rows.filter(pk=key).exists():
            key = None
        if key is not None or not (name in self.required and thing.status in PUBLIC):
            setattr(thing, f"{name}_id", key)

    def _same(self, name, one, other):
        return one == other or self._meaning(name, one) == self._meaning(name, other)

    def _meaning(self, name, value):
        """Return a value of a content as it is compared with another."""
        if value in (None, "", []):
            return None
        if name in self.moments or name == GOES_LIVE_AT:
            moment = parse_datetime(value)
            return moment and moment.replace(microsecond=0)
        if any(name == one.name and not one.in_order for one in self.collections):
            return sorted(set(value))
        return _tidied(value) if isinstance(value, str) else value


def _tidied(text):
    tidied = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    return text if tidied == text else tidied  # what is marked as cleaned stays marked

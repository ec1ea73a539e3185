"""Differences between two contents of an article, field by field, in words that editors know."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.dateparse import parse_datetime
from django.utils.html import escape
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from foundation.admin.languages import short_moment
from foundation.comparing import SAME, Row, compare_texts
from foundation.languages import LANGUAGE_CODES
from news.articles.models import Article
from news.editing.content import COLLECTIONS, LINKS, MOMENTS, TEXTS, VALUES, text_field
from news.text.comparing import compare_html

RICH = frozenset({"body"})


@dataclass(frozen=True)
class FieldChange:
    """One field that differs: its name, its language ("" for fields without one) and the rows of the comparison."""

    label: str
    language: str
    rows: list[Row]

    @property
    def language_name(self):
        """Return how the language calls itself, "" for none."""
        return dict(settings.LANGUAGES).get(self.language, "")


def changes_between(old, new):
    """Return the `FieldChange`s from one content to another, the texts of each language first."""
    changes = [
        FieldChange(_label(name), code, _text_rows(name, old.get(field) or "", new.get(field) or ""))
        for code in LANGUAGE_CODES
        for name in TEXTS
        if (old.get(field := text_field(name, code)) or "") != (new.get(field) or "")
    ]
    for name in (*VALUES, *MOMENTS, *(f"{link}_id" for link in LINKS), *COLLECTIONS):
        before, after = old.get(name), new.get(name)
        if (before or None) != (after or None):
            changes.append(
                FieldChange(_label(name), "", [_row(_in_words(name, before), _in_words(name, after))])
            )
    return changes


def _text_rows(name, old, new):
    rows = compare_html(old, new) if name in RICH else compare_texts(old, new)
    if all(row.kind == SAME for row in rows):
        return [_row(_("(other formatting)"), _("(other formatting)"), *rows)]
    return rows


def _row(old, new, *_same):
    return Row("changed", "p", escape(old), escape(new))


def _label(name):
    field = Article._meta.get_field(name.removesuffix("_id") if name != "legacy_id" else name)
    return capfirst(field.verbose_name)


def _in_words(name, value):
    if value in (None, "", []):
        return "–"
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if name in MOMENTS:
        return short_moment(parse_datetime(value))
    if name in COLLECTIONS:
        related = Article._meta.get_field(name).related_model
        return ", ".join(str(thing) for thing in related.objects.filter(pk__in=value)) or "–"
    if (link := name.removesuffix("_id")) in LINKS:
        return str(LINKS[link].objects.filter(pk=value).first() or _("(deleted)"))
    return str(value)

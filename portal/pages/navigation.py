"""The menu as data, and the address of the same page in the other language."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


@dataclass(frozen=True)
class Entry:
    """One entry of the main menu: its key, label, view name and the view names it stands for."""

    key: str
    label: Promise
    view: str
    covers: frozenset[str]


# Translators: the eight entries keep these names and this order; they are the old site's navigation.
ENTRIES = (
    Entry("home", _("Home"), "home", frozenset({"home"})),
    Entry(
        "classification",
        _("Index Classification"),
        "indexdata:classification",
        frozenset(
            {
                "indexdata:index",
                "indexdata:index-revisions",
                "indexdata:compare",
                "indexdata:movers",
                "indexdata:releases",
                "indexdata:release",
                "indexdata:revisions",
                "indexdata:data",
            }
        ),
    ),
    Entry(
        "comments",
        pgettext_lazy("main menu", "Comments"),
        "news:commentary",
        frozenset({"news:commentary-part", "news:commentary-detail"}),
    ),
    Entry("fabrics", _("Popular Fabrics"), "news:fabrics", frozenset({"news:fabric"})),
    Entry("sources", _("Collecting Sources"), "indexdata:sources", frozenset({"indexdata:source"})),
    Entry("samples", _("Sample Units"), "indexdata:samples", frozenset({"indexdata:sample"})),
    Entry(
        "news",
        _("News"),
        "news:news",
        frozenset(
            {"news:section", "news:article", "news:archive", "news:archive-year", "news:archive-month"}
        ),
    ),
    Entry("about", _("About Us"), "news:about", frozenset({"news:page"})),
)


def menu(request):
    """Return the entries as dicts with `label`, `url`, `current` (this page) and `open` (this part of the site)."""
    match = getattr(request, "resolver_match", None)
    here = match.view_name if match else None
    return [
        {
            "key": entry.key,
            "label": entry.label,
            "url": reverse(entry.view),
            "current": here == entry.view,
            "open": here == entry.view or here in entry.covers,
        }
        for entry in ENTRIES
    ]

"""The side columns of the index's pages: the parts of a section as (label, address, current)."""

from django.urls import reverse
from django.utils.translation import gettext, pgettext

from foundation.unread import Unread
from indexdata.enums import Family


def classification_side(path="", view=""):
    """Return title and links of the section Index Classification; `path` is the index shown, if any."""
    return {
        "side_title": gettext("Index Classification"),
        "side_links": Unread(lambda: _classification_links(path, view)),
    }


def _classification_links(path, view):
    links = [
        (
            family.label,
            reverse("indexdata:index", args=[family.value]),
            True if path == family.value else "open" if path.startswith(f"{family.value}/") else False,
        )
        for family in Family
    ]
    return [
        *links,
        (gettext("What moved most"), reverse("indexdata:movers"), view == "movers"),
        (gettext("Compare indices"), reverse("indexdata:compare"), view == "compare"),
        (
            gettext("Release calendar"),
            reverse("indexdata:releases"),
            True if view == "releases" else "open" if view == "release" else False,
        ),
        (pgettext("of figures", "Revisions"), reverse("indexdata:revisions"), view == "revisions"),
        (gettext("Data files"), reverse("indexdata:data"), view == "data"),
    ]


def sources_side(sources, current=None):
    """Return title and links of the section Collecting Sources."""
    links = [(gettext("All collecting sources"), reverse("indexdata:sources"), current is None)]
    links += [(source.name, source.get_absolute_url(), source.pk == current) for source in sources]
    return {"side_title": gettext("Collecting Sources"), "side_links": links}

"""The side column of each part of the newsroom: (label, address, current) with True for the page itself, "open" above it."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from foundation.languages import in_languages
from foundation.unread import Unread
from news.articles.models import Section
from news.enums import Season
from news.pages.models import Page


def news_side(sections, here=None, above=None):
    """Return the side column of News; `here` is the section shown, `above` the section of the article shown."""

    def links():
        found = _parts(sections, here, above)
        for key, label in (("archive", _("Archive")), ("tags", _("Tags"))):
            found.append((label, reverse(f"news:{key}"), here == key or ("open" if above == key else False)))
        return found

    return {"side_title": _("News"), "side_links": Unread(links)}


def commentary_side(sections, here=None, above=None):
    """Return the side column of Comments."""
    links = Unread(lambda: _parts(sections, here, above))
    return {"side_title": pgettext("main menu", "Comments"), "side_links": links}


def about_side(here):
    """Return the side column of About Us: all information pages."""

    def links():
        pages = Page.objects.published().only("slug", *in_languages("title"), "order")
        return [(page.title, page.get_absolute_url(), page.slug == here.slug) for page in pages]

    return {"side_title": _("About Us"), "side_links": Unread(links)}


def fabric_side():
    """Return the side column of one fabric: the sample book, whole and by season."""
    address = reverse("news:fabrics")
    seasons = [(label, f"{address}?season={season}", False) for season, label in Season.choices]
    links = [(_("All fabrics"), address, "open"), *seasons]
    return {"side_title": _("Popular Fabrics"), "side_links": links}


def side_of(section, here=None, above=None):
    """Return the side column of the part of the site a section belongs to."""
    if section.is_commentary:
        return commentary_side(Section.objects.commentary(), here, above)
    return news_side(Section.objects.news(), here, above)


def _parts(sections, here, above):
    return [(section.name, section.get_absolute_url(), _mark(section, here, above)) for section in sections]


def _mark(section, here, above):
    return True if section == here else "open" if section == above else False

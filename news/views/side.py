"""The side column of each part of the newsroom: (label, address, current) with True for the page itself, "open" above it."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from news.enums import Season
from news.models import Page, Section


def news_side(sections, here=None, above=None):
    """Return the side column of News; `here` is the section shown, `above` the section of the article shown."""
    links = [(section.name, section.get_absolute_url(), _mark(section, here, above)) for section in sections]
    links.append(
        (
            _("Archive"),
            reverse("news:archive"),
            here == "archive" or ("open" if above == "archive" else False),
        )
    )
    links.append((_("Tags"), reverse("news:tags"), here == "tags" or ("open" if above == "tags" else False)))
    return {"side_title": _("News"), "side_links": links}


def commentary_side(sections, here=None, above=None):
    """Return the side column of Comments."""
    links = [(section.name, section.get_absolute_url(), _mark(section, here, above)) for section in sections]
    return {"side_title": pgettext("main menu", "Comments"), "side_links": links}


def about_side(here):
    """Return the side column of About Us: all information pages."""
    pages = Page.objects.only("slug", "title_en", "title_zh_hans", "order")
    links = [(page.title, page.get_absolute_url(), page.slug == here.slug) for page in pages]
    return {"side_title": _("About Us"), "side_links": links}


def fabric_side():
    """Return the side column of one fabric: the sample book, whole and by season."""
    address = reverse("news:fabrics")
    links = [(_("All fabrics"), address, "open")]
    links += [(label, f"{address}?season={season}", False) for season, label in Season.choices]
    return {"side_title": _("Popular Fabrics"), "side_links": links}


def side_of(section, here=None, above=None):
    """Return the side column of the part of the site a section belongs to."""
    if section.is_commentary:
        return commentary_side(Section.objects.commentary(), here, above)
    return news_side(Section.objects.news(), here, above)


def _mark(section, here, above):
    return True if section == here else "open" if section == above else False

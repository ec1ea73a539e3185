"""From stored rich text to what readers see: references resolved, pictures in their sizes, figures answered.

Whatever the number of texts and of things they refer to, one query finds what is linked and three find the figures.
Links to what is gone or not public become plain words.
"""

import re
from contextlib import nullcontext
from functools import partial
from urllib.parse import urljoin

from django.template.defaultfilters import filesizeformat
from django.utils.html import escape, format_html
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, gettext, override
from modeltranslation.utils import build_localized_fieldname

from news.library.markup import picture_tag, picture_url
from news.linking.targets import parse_reference, targets_of
from news.linking.uses import uses_in
from news.text.elements import elements, rewritten
from news.text.footnotes import Footnotes
from news.text.number_columns import with_number_columns

from .live_figures import Answers

#: Elements that stand for something else, and how their tags say so.
RULED = ("a", "img", "span", "sup", "figure")
MARKERS = ('="ref:', " data-picture=", " data-figure=", " data-chart=", " data-footnote=")
MARKER = re.compile("|".join(MARKERS))
SIZES = "(max-width: 48rem) 92vw, 42rem"


def render_text(html, **options):
    """Return one stored rich text as safe HTML in the active language; the options are those of `Texts.render`."""
    return Texts([html]).render(html, **options)


class Texts:
    """Some stored texts that are shown together, with everything they refer to read at once."""

    def __init__(self, texts):
        self.found = {html: _speaking(html) for html in texts if html}
        found = [element for one in self.found.values() for element in one]
        wanted = {use for element in found for use in uses_in(element) if isinstance(use[1], int)}
        self.targets = targets_of(wanted)
        self.answers = Answers(found)

    def render(self, html, *, plain=False, base="", language=None):
        """Return a text as safe HTML, its links in the active language.

        `plain` is for feeds: one size per picture, tables for charts. `base` makes the addresses of references
        absolute. `language` is that of the text, where it is not the reader's: figures speak it.
        """
        found = html and self.found.get(html)
        if not found:
            return mark_safe(html or "" if plain else _aligned(html))
        footnotes, pictures = Footnotes(), []
        in_its_language = nullcontext if language in (None, get_language()) else partial(override, language)

        def answer(element, inside):
            with in_its_language():
                return self.answers.answer(element, inside, plain)

        def mark(element, inside):
            with in_its_language():
                return footnotes.mark(element, inside)

        def image(element, _inside):
            key = _picture_key(element)
            if key is None:
                return None
            pictures.append((element.start, self.targets.get(("picture", key))))
            return self._image(element, pictures[-1][1], plain, base)

        def figure(element, inside):
            held = None
            while pictures and pictures[-1][0] > element.start:
                held = pictures.pop()
            put = answer(element, inside)
            return _credited(element, inside, held[1]) if put is None and held else put

        rules = {
            "span": answer,
            "sup": mark,
            "figure": figure,
            "a": lambda element, inside: self._link(element, inside, base),
            "img": image,
        }
        html = rewritten(html, rules, found)
        if not plain:
            html = _aligned(html)
        with in_its_language():
            return mark_safe(html + footnotes.listed())

    def _link(self, element, inside, base):
        address = element.attributes.get("href", "")
        if not address.startswith("ref:"):
            return None
        reference = parse_reference(address)
        thing = self.targets.get(reference[:2]) if reference else None
        if thing is None:
            return inside
        if reference[0] == "attachment":
            return format_html(
                '<a class="attachment" href="{}" download>{}</a> <span class="attachment__size">({}, {})</span>',
                urljoin(base, thing.get_absolute_url()),
                mark_safe(inside),
                thing.get_kind_display(),
                filesizeformat(thing.size),
            )
        if reference[0] == "picture":
            return inside
        address = urljoin(base, thing.get_absolute_url() + reference[2])
        return f'<a href="{escape(address)}">{inside}</a>'

    def _image(self, element, picture, plain, base):
        if picture is None:
            return ""
        alt = element.attributes.get("alt") or None
        if plain:
            words = alt if alt is not None else own_words(picture)
            return format_html(
                '<img src="{}" alt="{}">', urljoin(base, picture_url(picture, "original")), words
            )
        return picture_tag(picture, "original", sizes=SIZES, alt=alt)


def _speaking(html):
    """Return the elements of a text that stand for something else, and its figures."""
    if not any(marker in html for marker in MARKERS):
        return []
    return [
        one
        for one in elements(html, *RULED)
        if one.name == "figure" or MARKER.search(html, one.start, one.opened)
    ]


def _aligned(html):
    """Return a text in which tables tell their columns of numbers."""
    return rewritten(html, {"table": with_number_columns}) if html and "<table" in html else html or ""


def _credited(element, inside, picture):
    """Add the credit of the picture to the caption of its figure; a figure whose picture is gone goes with its caption."""
    if picture is None:
        return ""
    if picture.credit:
        words = gettext("Picture: %(name)s") % {"name": picture.credit}
        credit = format_html('<span class="credit">{}</span>', words)
        if "</figcaption>" in inside:
            inside = inside.replace("</figcaption>", f" {credit}</figcaption>")
        else:
            inside = f"{inside}<figcaption>{credit}</figcaption>"
    return element.with_inside(inside)


def _picture_key(element):
    key = element.attributes.get("data-picture", "")
    return int(key) if key.isdecimal() else None


def own_words(picture):
    """Return the alternative text of the library in the active language; empty for decorative pictures."""
    if picture.decorative:
        return ""
    return getattr(picture, build_localized_fieldname("alt", get_language())) or ""

"""From stored rich text to what readers see: references resolved, pictures in their sizes, figures answered.

Whatever the number of texts and of things they refer to, one query finds what is linked and three find the figures.
Links to what is gone or not public become plain words.
"""

from urllib.parse import urljoin

from django.template.defaultfilters import filesizeformat
from django.utils.html import escape, format_html
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, gettext, override

from news.library.markup import picture_tag, picture_url
from news.linking.targets import parse_reference, targets_of
from news.linking.uses import in_html
from news.text.elements import elements, rewritten
from news.text.footnotes import Footnotes

from .live_figures import Answers

MARKERS = ("ref:", "data-picture", "data-figure", "data-chart", "data-footnote")
SIZES = "(max-width: 48rem) 92vw, 42rem"


def render_text(html, **options):
    """Return one stored rich text as safe HTML in the active language; the options are those of `Texts.render`."""
    return Texts([html]).render(html, **options)


class Texts:
    """Some stored texts that are shown together, with everything they refer to read at once."""

    def __init__(self, texts):
        texts = [html for html in texts if html and any(marker in html for marker in MARKERS)]
        wanted = {one for html in texts for one in in_html(html) if isinstance(one[1], int)}
        self.targets = targets_of(wanted)
        self.answers = Answers(texts)

    def render(self, html, *, plain=False, base="", language=None):
        """Return a text as safe HTML, its links in the active language.

        `plain` is for feeds: one size per picture, tables for charts. `base` makes the addresses of references
        absolute. `language` is that of the text, where it is not the reader's: figures speak it.
        """
        if not html or not any(marker in html for marker in MARKERS):
            return mark_safe(html or "")
        footnotes = Footnotes()
        language = language or get_language()

        def answer(element, inside):
            with override(language):
                return self.answers.answer(element, inside, plain)

        def mark(element, inside):
            with override(language):
                return footnotes.mark(element, inside)

        def figure(element, inside):
            put = answer(element, inside)
            return self._figure(element, inside) if put is None else put

        rules = {
            "span": answer,
            "sup": mark,
            "figure": figure,
            "a": lambda element, inside: self._link(element, inside, base),
            "img": lambda element, inside: self._image(element, plain, base),
        }
        html = rewritten(html, rules)
        with override(language):
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

    def _figure(self, element, inside):
        """Add the credit of the picture to its caption; a figure whose picture is gone goes with its caption."""
        image = next((one for one in elements(element.inside, "img") if _picture_key(one)), None)
        if image is None:
            return None
        picture = self.targets.get(("picture", _picture_key(image)))
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

    def _image(self, element, plain, base):
        key = _picture_key(element)
        if key is None:
            return None
        picture = self.targets.get(("picture", key))
        if picture is None:
            return ""
        alt = element.attributes.get("alt") or None
        if plain:
            words = alt if alt is not None else own_words(picture)
            return format_html(
                '<img src="{}" alt="{}">', urljoin(base, picture_url(picture, "original")), words
            )
        return picture_tag(picture, "original", sizes=SIZES, alt=alt)


def _picture_key(element):
    key = element.attributes.get("data-picture", "")
    return int(key) if key.isdecimal() else None


def own_words(picture):
    """Return the alternative text of the library in the active language; empty for decorative pictures."""
    if picture.decorative:
        return ""
    return getattr(picture, f"alt_{get_language().replace('-', '_')}") or ""

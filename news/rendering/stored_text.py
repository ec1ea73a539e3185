"""From stored rich text to what readers see: references resolved, pictures in their sizes, figures answered.

Whatever the number of texts and of things they refer to, one query finds what is linked and three find the figures.
Links to what is gone or not public become plain words.
"""

import re
from urllib.parse import urljoin

from django.template.defaultfilters import filesizeformat
from django.utils.html import escape, format_html
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, gettext, override

from news.library.markup import picture_tag, picture_url
from news.linking.targets import parse_reference, targets_of
from news.linking.uses import in_html
from news.text.footnotes import number_footnotes

from .live_figures import Answers

LINK = re.compile(r'<a\s[^>]*?href="(ref:[^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
FIGURE = re.compile(r"<figure>(.*?)</figure>", re.DOTALL)
IMAGE = re.compile(r'<img [^>]*data-picture="([0-9]+)"[^>]*>')
ALT = re.compile(r'\salt="([^"]*)"')
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
        with override(language or get_language()):
            html = number_footnotes(self.answers.render(html, plain=plain))
        html = LINK.sub(lambda match: self._link(match, base), html)
        html = FIGURE.sub(lambda match: self._figure(match[1], plain, base), html)
        return mark_safe(IMAGE.sub(lambda match: self._image(match, plain, base), html))

    def _link(self, match, base):
        reference = parse_reference(match[1])
        thing = self.targets.get(reference[:2]) if reference else None
        if thing is None:
            return match[2]
        if reference[0] == "attachment":
            return format_html(
                '<a class="attachment" href="{}" download>{}</a> <span class="attachment__size">({}, {})</span>',
                urljoin(base, thing.get_absolute_url()),
                mark_safe(match[2]),
                thing.get_kind_display(),
                filesizeformat(thing.size),
            )
        if reference[0] == "picture":
            return match[2]
        address = urljoin(base, thing.get_absolute_url() + reference[2])
        return f'<a href="{escape(address)}">{match[2]}</a>'

    def _figure(self, inside, plain, base):
        """Add the credit of the picture to its caption; a figure whose picture is gone goes with its caption."""
        image = IMAGE.search(inside)
        if image is None:
            return f"<figure>{inside}</figure>"
        picture = self.targets.get(("picture", int(image[1])))
        if picture is None:
            return ""
        if picture.credit:
            words = gettext("Picture: %(name)s") % {"name": picture.credit}
            credit = format_html('<span class="credit">{}</span>', words)
            if "</figcaption>" in inside:
                inside = inside.replace("</figcaption>", f" {credit}</figcaption>")
            else:
                inside = f"{inside}<figcaption>{credit}</figcaption>"
        return f"<figure>{inside}</figure>"

    def _image(self, match, plain, base):
        picture = self.targets.get(("picture", int(match[1])))
        if picture is None:
            return ""
        alt = ALT.search(match[0])
        alt = mark_safe(alt[1]) if alt and alt[1] else None
        if plain:
            words = alt if alt is not None else own_words(picture)
            return format_html(
                '<img src="{}" alt="{}">', urljoin(base, picture_url(picture, "original")), words
            )
        return picture_tag(picture, "original", sizes=SIZES, alt=alt)


def own_words(picture):
    """Return the alternative text of the library in the active language; empty for decorative pictures."""
    if picture.decorative:
        return ""
    return getattr(picture, f"alt_{get_language().replace('-', '_')}") or ""

"""The one sanitiser for rich text: what an article or a page may be made of.

Whatever is saved passes through `clean_html`: text typed in the editor, pasted from elsewhere or loaded from files.
Only the tags and attributes named here survive; links lead to web pages, mail, telephone and things of the portal
(`ref:<kind>/<key>`, see `news.linking.targets`), pictures come from the portal's own library. What stands for a live figure, a
chart or a footnote (`news.rendering.live_figures`, `news.text.footnotes`) is kept only when it can be understood.
"""

import re

import nh3
from django.conf import settings

from foundation.characters import storable
from indexdata.converters import PATH_PATTERN

from .tidying import tidied

TAGS = {
    *("p", "br", "hr", "h2", "h3", "h4", "blockquote", "ul", "ol", "li"),
    *("a", "strong", "em", "sub", "sup", "s"),
    *("figure", "figcaption", "img", "span"),
    *("table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td"),
}
ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt", "width", "height", "data-picture"},
    "span": {"data-figure", "data-period", "data-show", "data-words", "data-as-of"},
    "figure": {"data-chart", "data-range", "data-as-of"},
    "sup": {"data-footnote"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
}
SCHEMES = {"http", "https", "mailto", "tel", "ref"}

#: Where a tag around something has gone, what is left may be read otherwise (a heading in a heading): what came out is
#: cleaned again until it stays as it is.
MOST_PASSES = 8
#: What other editors write → what is written here.
_SAME_MEANING = {"b": "strong", "i": "em", "h1": "h2", "h5": "h4", "h6": "h4", "strike": "s", "del": "s"}
_RENAMED = re.compile(rf"<(/?)({'|'.join(_SAME_MEANING)})(?=[\s/>])", re.IGNORECASE)
_OWN_PICTURE = re.compile(rf"{re.escape(settings.MEDIA_URL)}[\w./-]+")
_PATHS = rf"{PATH_PATTERN}(?: {PATH_PATTERN}){{0,3}}"
_KNOWN_VALUES = {
    "data-picture": re.compile(r"[1-9][0-9]{0,17}"),
    "data-figure": re.compile(PATH_PATTERN),
    "data-chart": re.compile(_PATHS),
    "data-period": re.compile(r"latest|\d{4}-\d{2}-\d{2}", re.ASCII),
    "data-show": re.compile(r"value|previous|year-start|year-ago"),
    "data-words": re.compile(r"1"),
    "data-range": re.compile(r"6m|1y|3y|5y|max"),
    "data-as-of": re.compile(r"\d{4}-\d{2}-\d{2}T[\d:.]{5,15}(?:Z|[+-]\d{2}:\d{2})", re.ASCII),
    "data-footnote": re.compile(r"[^\x00-\x1f]{1,1000}"),
}
_COUNT = re.compile(r"[1-9][0-9]{0,3}")
_REFERENCE = re.compile(r"ref:[a-z]{1,12}/[1-9][0-9]{0,17}(?:#[\w-]{1,100})?", re.ASCII)
_SCOPES = {"col", "row", "colgroup", "rowgroup"}


class CleanHtml(str):
    """Rich text that `clean_html` has returned: cleaning it again costs nothing.

    What is made of it is a plain string again, and so is what comes out of the database.
    """

    __slots__ = ()


def clean_html(html: str | None) -> CleanHtml:
    """Return rich text with nothing but allowed markup; text without any content becomes the empty string."""
    return html if isinstance(html, CleanHtml) else CleanHtml(_settled(html or ""))


def clean_fields(instance: object, *names: str) -> None:
    """Clean the named rich text fields of a model instance."""
    for name in names:
        if text := getattr(instance, name):
            setattr(instance, name, clean_html(text))


def _settled(html: str) -> str:
    """Return a text cleaned so often that cleaning changes nothing any more."""
    html = tidied(storable(allowed_in(storable(html))))
    for _pass in range(MOST_PASSES):
        allowed = allowed_in(html)
        if allowed == html:
            break
        html = tidied(storable(allowed))
    return html


def allowed_in(html: str) -> str:
    """Return what of a text is allowed, as nh3 writes it."""
    renamed = _RENAMED.sub(lambda match: f"<{match[1]}{_SAME_MEANING[match[2].lower()]}", html)
    return _CLEANER.clean(renamed)


def _allowed(tag: str, attribute: str, value: str) -> str | None:
    """Return an attribute's value, or None to drop it."""
    if attribute == "src":
        return value if _OWN_PICTURE.fullmatch(value) and ".." not in value else None
    if attribute in _KNOWN_VALUES:
        return value if _KNOWN_VALUES[attribute].fullmatch(value) else None
    if attribute == "href" and value.lower().startswith("ref:"):
        return value if _REFERENCE.fullmatch(value) else None
    if attribute == "scope":
        return value if value in _SCOPES else None
    if attribute in {"colspan", "rowspan", "width", "height", "start"}:
        says_nothing = value == "1" and attribute.endswith("span")
        return value if _COUNT.fullmatch(value) and not says_nothing else None
    return value


_CLEANER = nh3.Cleaner(
    tags=TAGS,
    clean_content_tags={
        "script",
        "style",
        "template",
        "svg",
        "math",
        "iframe",
        "object",
        "noscript",
        "title",
    },
    attributes=ATTRIBUTES,
    attribute_filter=_allowed,
    url_schemes=SCHEMES,
    link_rel="noopener",
    strip_comments=True,
)

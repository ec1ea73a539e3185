"""Checks of how a text is built: headings, tables, pictures, links. Pure."""

from django.utils.translation import gettext as _

from foundation.searching.text import plain_text
from news.linking.targets import parse_reference
from news.text.elements import elements, first

from .findings import ADVICE, SERIOUS, Finding


def check_headings(html, language):
    """Yield what is wrong with the order of headings: a level left out, an empty one, a first one that is no h2."""
    last = 1
    for heading in elements(html, "h2", "h3", "h4"):
        level, words = int(heading.name[1]), plain_text(heading.inside)
        if not words:
            yield Finding(ADVICE, language, "body", _("A heading is empty."))
        if level > last + 1:
            yield Finding(
                ADVICE,
                language,
                "body",
                _("The heading leaves out a level; readers who listen lose their way."),
                words,
            )
        last = level


def check_tables(html, language):
    """Yield tables without header cells."""
    for table in elements(html, "table"):
        if first(table.inside, "th") is None:
            words = plain_text(table.inside)[:60]
            yield Finding(ADVICE, language, "body", _("A table has no header cells."), words)


def check_pictures(html, language, facts):
    """Yield pictures in the text without an alternative text in the language; decorative ones need none."""
    for image in elements(html, "img"):
        key = image.attributes.get("data-picture", "")
        if image.attributes.get("alt") or (key.isdecimal() and _has_words(int(key), language, facts)):
            continue
        yield Finding(
            SERIOUS, language, "body", _("A picture in the text has no alternative text in this language.")
        )


def check_cover(key, field, language, facts):
    """Yield the picture that stands for the thing, chosen in a field, if it has no alternative text in the language."""
    if not key or _has_words(key, language, facts):
        return
    if field == "cover":
        sentence = _(
            "The cover picture has no alternative text in this language and is not marked as decorative."
        )
    else:
        sentence = _("The picture has no alternative text in this language and is not marked as decorative.")
    yield Finding(SERIOUS, language, field, sentence)


def check_links(html, language, facts):
    """Yield links that lead nowhere, to what visitors cannot open, or to an address that has stopped answering."""
    for link in elements(html, "a"):
        if "href" not in link.attributes:
            continue
        address, words = link.attributes["href"], plain_text(link.inside)
        reference = parse_reference(address)
        if (reference and reference[:2] in facts.broken) or (address.startswith("ref:") and not reference):
            yield Finding(
                SERIOUS, language, "body", _("The link leads to something that visitors cannot open."), words
            )
        elif address in facts.failing:
            sentence = _("The address does not answer (%(reason)s).") % {"reason": facts.failing[address]}
            yield Finding(ADVICE, language, "body", sentence, words)
        if not words and first(link.inside, "img") is None:
            yield Finding(ADVICE, language, "body", _("A link has no words."), address)


def _has_words(key, language, facts):
    if key not in facts.alternatives:
        return True  # the picture is gone; that is another finding
    words = facts.alternatives[key]
    return words is None or bool(words.get(language))

"""Footnotes: `<sup data-footnote="what it says">*</sup>` in a text becomes a number and a line at the end."""

from django.utils.html import format_html, format_html_join, urlize
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from .elements import Element


class Footnotes:
    """The footnotes of one text, numbered in the order in which they are met."""

    def __init__(self) -> None:
        self.notes: list[str] = []

    def mark(self, element: Element, inside: str) -> SafeString | None:
        """Put a number in place of a footnote (a `Rule` of `news.text.elements`)."""
        if "data-footnote" not in element.attributes:
            return None
        self.notes.append(element.attributes["data-footnote"])
        return format_html(
            '<sup class="footnote-mark"><a href="#note-{0}" id="note-mark-{0}" aria-label="{1}">{0}</a></sup>',
            len(self.notes),
            gettext("Footnote %(number)s") % {"number": len(self.notes)},
        )

    def listed(self) -> str:
        """Return the list of the footnotes for the end of the text; "" when there are none."""
        if not self.notes:
            return ""
        back = gettext("Back to the text")
        lines = format_html_join(
            "",
            '<li id="note-{0}">{1} <a href="#note-mark-{0}" class="footnote-back" aria-label="{2}">↩</a></li>',
            (
                (at, mark_safe(urlize(note, nofollow=False, autoescape=True)), back)
                for at, note in enumerate(self.notes, 1)
            ),
        )
        return format_html('<ol class="footnotes" aria-label="{}">{}</ol>', gettext("Footnotes"), lines)

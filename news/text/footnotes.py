"""Footnotes: `<sup data-footnote="what it says">*</sup>` in a text becomes a number and a line at the end."""

import re
from html import unescape

from django.utils.html import format_html, format_html_join, urlize
from django.utils.safestring import mark_safe
from django.utils.translation import gettext

MARK = re.compile(r'<sup data-footnote="([^"]*)">[^<]*</sup>')


def number_footnotes(html):
    """Return rich text with numbered footnotes and their list at the end."""
    notes = []

    def number(match):
        notes.append(unescape(match[1]))
        return format_html(
            '<sup class="footnote-mark"><a href="#note-{0}" id="note-mark-{0}" aria-label="{1}">{0}</a></sup>',
            len(notes),
            gettext("Footnote %(number)s") % {"number": len(notes)},
        )

    html = MARK.sub(number, html)
    if not notes:
        return html
    lines = format_html_join(
        "",
        '<li id="note-{0}">{1} <a href="#note-mark-{0}" class="footnote-back" aria-label="{2}">↩</a></li>',
        (
            (
                at,
                mark_safe(urlize(note, nofollow=False, autoescape=True)),
                gettext("Back to the text"),
            )
            for at, note in enumerate(notes, 1)
        ),
    )
    return html + format_html('<ol class="footnotes" aria-label="{}">{}</ol>', gettext("Footnotes"), lines)

"""Small coloured words for states, the same in lists and in forms."""

from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

GOOD, WAITING, BAD, CALM, PLAIN = "good", "waiting", "bad", "calm", "plain"


def badge(text, tone=PLAIN):
    """Return a word as a badge in one of the tones above."""
    return format_html('<span class="badge is-{}">{}</span>', tone, text)


def demonstration_badge(obj):
    """Return the mark of demonstration data, or nothing."""
    return badge(_("Demonstration"), WAITING) if obj.demonstration else ""

"""HTML of figures, changes and periods on pages."""

from django.utils.html import escape, format_html
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from indexdata.arithmetic.periods import period_label, short_period_label
from indexdata.wording.numbers import signed

ARROWS = {1: "▲", -1: "▼", 0: "■"}
WORDS = {1: _("up"), -1: _("down"), 0: _("unchanged")}
KINDS = {1: "rise", -1: "fall", 0: "flat"}


def period(value, frequency):
    """Return a period as readers of the page's language write it."""
    return period_label(value, frequency, get_language())


def short_period(value, frequency):
    """Return a period as columns of figures write it."""
    return short_period_label(value, frequency, get_language())


def change(change):
    """Show a change (`indexdata.arithmetic.changes.Change`): arrow, sign and number; a word for screen readers.

    The stylesheet leaves arrow and word out of what is copied: a sheet gets -0.13%, with the sign that it reads.
    """
    return mark_safe(change_writer()(change))


def change_writer():
    """Return what writes many changes of one page as HTML: the words are looked up once."""
    before = {
        direction: f'<span class="change change--{KINDS[direction]}"><i aria-hidden="true">{ARROWS[direction]}</i>'
        f'<span class="visually-hidden">{escape(word)} </span>'
        for direction, word in WORDS.items()
    }
    none = format_html(
        '<span class="change change--none" title="{}"><span aria-hidden="true">–</span>'
        '<span class="visually-hidden">{}</span></span>',
        gettext("The issue to compare with is not held."),
        gettext("not available"),
    )

    def write(change):
        if not change.available:
            return none
        number = signed(change.percent).replace("−", "-")
        if change.direction:
            number = f'<span aria-hidden="true">{number[0]}</span>{number[1:]}'
        return f"{before[change.direction]}{number}</span>"

    return write


def invented_words():
    """Write for who hears a table that a figure is invented; who sees it reads that from its look and the table's one mark."""
    return format_html('<span class="visually-hidden"> ({})</span>', gettext("demonstration"))


def demo_mark():
    """Write the mark of what is invented to show how the site works."""
    return format_html(
        '<abbr class="demo-mark" title="{}">{}</abbr>',
        gettext("Demonstration figure, never published"),
        gettext("Demo"),
    )

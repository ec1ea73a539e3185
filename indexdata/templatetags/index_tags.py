"""How figures, changes and periods are written on pages."""

from django import template
from django.utils.translation import get_language, gettext, pgettext
from django.utils.translation import gettext_lazy as _

from indexdata.periods import period_label, short_period_label

register = template.Library()

MINUS = "−"
ARROWS = {1: "▲", -1: "▼", 0: "■"}
WORDS = {1: _("up"), -1: _("down"), 0: _("unchanged")}
KINDS = {1: "rise", -1: "fall", 0: "flat"}


@register.filter
def figure(value):
    """Return a value with two decimals, or an en dash for what is missing."""
    return "–" if value is None else f"{value:.2f}".replace("-", MINUS)


@register.filter
def signed(percent):
    """Return a change with its sign and unit: “+0.26%”."""
    if percent is None:
        return "–"
    sign = "+" if percent > 0 else MINUS if percent < 0 else ""
    return f"{sign}{abs(percent):.2f}%"


@register.filter
def period(value, frequency):
    """Return a period as readers of the page's language write it."""
    return period_label(value, frequency, get_language())


@register.filter
def short_period(value, frequency):
    """Return a period as columns of figures write it."""
    return short_period_label(value, frequency, get_language())


@register.inclusion_tag("components/change.html")
def change(change):
    """Show a change (`indexdata.changes.Change`): arrow, sign and number; a word for screen readers."""
    return {
        "change": change,
        "arrow": ARROWS.get(change.direction, ""),
        "word": WORDS.get(change.direction, ""),
        "kind": KINDS.get(change.direction, "none"),
    }


@register.simple_tag
def direction_sentence(change, index=None):
    """Return the direction and size in words: “up 0.26%”; Chinese has other words for prosperity than for prices."""
    if not change.available:
        return gettext("not available")
    if change.direction == 0:
        return gettext("unchanged")
    size = f"{abs(change.percent):.2f}%"
    rises = change.direction > 0
    if index is not None and "prosperity" in index.path.split("/"):
        words = pgettext("prosperity", "up %(size)s") if rises else pgettext("prosperity", "down %(size)s")
    else:
        words = gettext("up %(size)s") if rises else gettext("down %(size)s")
    return words % {"size": size}

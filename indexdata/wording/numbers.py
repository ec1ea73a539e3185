"""Figures and changes as text: figures with two decimals, changes with their sign, and in words."""

from django.utils.translation import gettext, pgettext

MINUS = "−"


def figure(value):
    """Return a value with two decimals, or an en dash for what is missing."""
    return "–" if value is None else f"{value:.2f}".replace("-", MINUS)


def signed(percent):
    """Return a change with its sign and unit: “+0.26%”; an en dash for what is missing."""
    if percent is None:
        return "–"
    sign = "+" if percent > 0 else MINUS if percent < 0 else ""
    return f"{sign}{abs(percent):.2f}%"


def points(difference):
    """Return a difference of two values with its sign: “+0.05”; an en dash for what is missing."""
    return signed(difference).removesuffix("%")


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

"""The details of a security event in words, in the language of whoever reads them."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

#: What each detail is called; a test compares them with what the portal tells.
NAMES = {
    "added": _("added"),
    "alert": _("alert"),
    "articles": _("articles"),
    "at": _("at"),
    "browsers": _("browsers"),
    "codes": _("codes"),
    "comment": _("comment"),
    "comments": _("comments"),
    "comments_erased": _("comments erased"),
    "decision": _("decision"),
    "ended": _("ended"),
    "fields": _("fields"),
    "group": _("group"),
    "handed_to": _("handed to"),
    "held_back": _("held back by"),
    "how": _("how"),
    "keys": _("numbers"),
    "kind": _("kind"),
    "left": _("left"),
    "letter": _("letter"),
    "name": _("name"),
    "permission": _("permission"),
    "removed": _("removed"),
    "second_factor": _("second factor"),
    "seconds": _("seconds"),
    "sessions": _("sessions"),
    "subscription": _("subscription"),
    "subscriptions": _("subscriptions"),
    "superuser": _("superuser"),
    "things": _("things"),
    "typed_texts": _("texts not saved"),
    "unknown_name": _("unknown name"),
}


def in_words(detail):
    """Return the details of an event ({name: value}) as one line, without those that say nothing."""
    return gettext("; ").join(
        gettext("%(name)s: %(value)s") % {"name": NAMES.get(name, name), "value": _value(value)}
        for name, value in detail.items()
        if value not in ("", None, [])
    )


def _value(value):
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)

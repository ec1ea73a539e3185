"""Differences between two contents of a kind, field by field."""

from django.utils.translation import gettext as _

from foundation.admin import changes
from news.drafting.contents import GOES_LIVE_AT
from news.text.comparing import compare_html


def changes_between(model, old, new):
    """Return the `FieldChange`s from one content of a model to another; last, when the changes are to appear."""
    differ = {*model.described.differing(old, new), *model.described.differing(new, old)}
    before, after = ({name: side[name] for name in side if name in differ} for side in (old, new))
    found = changes.changes_between(
        model, before, after, rich=dict.fromkeys(model.described.rich, compare_html)
    )
    if GOES_LIVE_AT in differ:
        moments = (old.get(GOES_LIVE_AT), new.get(GOES_LIVE_AT))
        found.append(changes.change_of_moment(GOES_LIVE_AT, _("Changes appear at"), *moments))
    return found

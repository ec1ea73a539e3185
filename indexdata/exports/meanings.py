"""Meanings of the columns of all files, for their notes, the README of the bulk files and the data package."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from foundation.languages import LANGUAGE_CODES, in_languages, language_tag
from indexdata.enums import ObservationStatus

MEANINGS = {
    "period": _("Monday of the issue (YYYY-MM-DD) of weekly indices, month (YYYY-MM) of monthly ones"),
    "code": _("code of the index, which never changes"),
    "path": _("path of the index in the classification; it changes when the index moves"),
    "family": _("index family"),
    "frequency": _("weekly or monthly"),
    "value": _("value in index points, as published; empty where there is none, and the status says why"),
    "shown": _("the value under the transform that was asked for"),
    "change_on_previous_pct": _("change on the previous issue, in percent"),
    "change_since_year_start_pct": _("change since the last issue of the year before, in percent"),
    "change_year_on_year_pct": _("change on a year ago, in percent"),
    "stated_change_on_previous_pct": _("change on the previous issue as the source stated it, in percent"),
    "stated_change_since_year_start_pct": _(
        "change since the start of the year as the source stated it, in percent"
    ),
    "stated_change_year_on_year_pct": _("change on a year ago as the source stated it, in percent"),
    "status": _("status of the observation (SDMX CL_OBS_STATUS)"),
    "demonstration": _("true for invented figures, which were never published"),
    "vintage": _("1 as first published, one more with each correction"),
    "published_at": _("moment at which the first value was public, Shanghai time (UTC+8)"),
    "revised_at": _("moment since which a corrected value stands, Shanghai time (UTC+8)"),
}


def meaning_of(column) -> str:
    """Return what a column holds, in the language that is active; a column named by an index says so."""
    if column in MEANINGS:
        return str(MEANINGS[column])
    for field, sentence in (
        ("name", gettext("name of the index (%(language)s)")),
        ("reason", gettext("reason of the last correction (%(language)s)")),
    ):
        for code, name in zip(LANGUAGE_CODES, in_languages(field), strict=True):
            if column == name:
                return sentence % {"language": language_tag(code)}
    if column.endswith(INVENTED):
        return gettext("true where the value before it is invented or made with an invented one")
    return gettext("value of the index with this path")


#: What the name of a column of flags ends in where each index has a column of its own.
INVENTED = " demonstration"


def statuses():
    """Return [(code, meaning)] of the statuses of observations, in the language that is active."""
    return [(one.value, str(one.label)) for one in ObservationStatus]

"""Names of structures in every language of the site, by language tag."""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from foundation.languages import LANGUAGE_CODES, in_languages, language_tag
from indexdata.enums import ObservationStatus

from .flows import Flow

Names = dict[str, str]

FREQUENCY_NAMES = {"W": _("Weekly"), "M": _("Monthly")}
CODELIST_NAMES = {
    "CL_FREQ": _("Frequency"),
    "CL_INDEX": _("Indices of the classification"),
    "CL_OBS_STATUS": _("Observation status"),
}
CONCEPT_NAMES = {
    "FREQ": _("Frequency"),
    "INDEX": _("Index"),
    "TIME_PERIOD": _("Period"),
    "OBS_VALUE": _("Value as published"),
    "OBS_STATUS": _("Observation status"),
    "VINTAGE": _("Vintage"),
    "ISSUE_DATE": _("Date of the issue"),
    "VALID_FROM": _("Revised since"),
}
CONCEPT_DESCRIPTIONS = {
    "TIME_PERIOD": _(
        "The ISO week of the issue’s Monday, whose prices describe the week before it; or the month."
    ),
    "VINTAGE": _("1 as first published, one more with each correction."),
    "ISSUE_DATE": _("The Monday that names a weekly issue."),
    "VALID_FROM": _("The moment since which a corrected or added figure stands."),
}
SUBJECT_NAMES = {"PUBLISHED": _("Published figures"), "DEMONSTRATION": _("Demonstration figures (invented)")}
#: Structures of which there is one.
SERIES_NAME = _("Series of the China · Keqiao Textile Index")
CONCEPTS_NAME = _("Concepts")
AGENCIES_NAME = _("Agencies")
SUBJECTS_NAME = _("Kinds of figures")
AGENCY_NAME = _("China · Keqiao Textile Index")
AVAILABILITY_NAME = _("Data that are there")
DEMONSTRATION_NAME = _("%(family)s (demonstration, invented)")
PUBLISHED_DESCRIPTION = _("Figures as published, with every correction since.")
DEMONSTRATION_DESCRIPTION = _(
    "Invented to show how the portal works. These figures were never published and stand for nothing."
)


def in_every_language(text: str | Promise, **values: str | Promise) -> Names:
    """Return a text of the interface by language tag."""
    found = {}
    for code in LANGUAGE_CODES:
        with override(code):
            said = str(text)
            found[language_tag(code)] = (
                said % {name: str(value) for name, value in values.items()} if values else said
            )
    return found


def of_translated(texts: Iterable[str | None]) -> Names:
    """Return the values of a translated field in the order of the site's languages by language tag, without empty ones."""
    pairs = zip(LANGUAGE_CODES, texts, strict=True)
    return {language_tag(code): text for code, text in pairs if text}


def of_flow(flow: Flow) -> Names:
    """Return the names of a dataflow; one of invented figures says so."""
    if flow.demonstration:
        return in_every_language(DEMONSTRATION_NAME, family=flow.family.label)
    return in_every_language(flow.family.label)


def describing(flow: Flow) -> Names:
    """Return the description of a dataflow."""
    return in_every_language(DEMONSTRATION_DESCRIPTION if flow.demonstration else PUBLISHED_DESCRIPTION)


def of_statuses() -> dict[str, Names]:
    """Return `{code: names}` of the observation statuses."""
    return {status.value: in_every_language(status.label) for status in ObservationStatus}


#: The fields in which an index has its name in each language.
INDEX_NAME_FIELDS = in_languages("name")

"""Parameters that each kind of question takes; others are refused."""

STRUCTURES = ("detail", "references")
DATA_21 = (
    "startPeriod",
    "endPeriod",
    "updatedAfter",
    "firstNObservations",
    "lastNObservations",
    "dimensionAtObservation",
    "detail",
    "includeHistory",
)
AVAILABILITY_21 = ("startPeriod", "endPeriod", "updatedAfter", "references", "mode")
#: Components that the standard filters by and this service does not.
UNFILTERED = ("c[OBS_VALUE]", "c[OBS_STATUS]", "c[VINTAGE]", "c[ISSUE_DATE]", "c[VALID_FROM]")
_FILTERS = ("c[FREQ]", "c[INDEX]", "c[TIME_PERIOD]", *UNFILTERED)
#: sdmx1 writes the second of the two.
_UPDATED = ("updatedAfter", "updateAfter")
SCHEMA_30 = ("dimensionAtObservation",)
DATA_30 = (
    *_FILTERS,
    *_UPDATED,
    "asOf",
    "firstNObservations",
    "lastNObservations",
    "dimensionAtObservation",
    "attributes",
    "measures",
    "includeHistory",
)
AVAILABILITY_30 = (*_FILTERS, *_UPDATED, "asOf", "references", "mode")

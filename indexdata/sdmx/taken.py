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

"""One address for one picture: what may be asked for, and how it is written.

Drawing costs time, so that a picture which another address names already is not drawn once more: whoever asks in other
words is told the right ones.
"""

from datetime import date, timedelta
from urllib.parse import urlencode

from indexdata.charts import LIGHT, THEMES
from indexdata.enums import Frequency, Transform
from indexdata.series.parameters import Parameters

from .sizes import CARD, SIZES

#: What stands for saying nothing.
DEFAULTS = {"theme": LIGHT, "size": CARD}
CHOICES = {"theme": THEMES, "size": tuple(SIZES)}


def wrongly_chosen(query, names) -> str:
    """Return which of these names a query gives a choice that there is not; empty when it does with none."""
    return next((name for name in names if query.get(name) and query[name] not in CHOICES[name]), "")


def canonical(query, parameters: Parameters, frequency: str, choices) -> str:
    """Return the query as the address of the picture has it: first and last issue, and no word that says nothing."""
    fields: list[tuple[str, str]] = []
    if parameters.spanned and not (parameters.first or parameters.last):
        fields.append(("all", "1"))
    if parameters.first:
        fields.append(("from", _first_issue(parameters.first, frequency)))
    if parameters.last:
        fields.append(("to", _last_issue(parameters.last, frequency)))
    if parameters.transform != Transform.LEVEL:
        fields.append(("transform", str(parameters.transform.value)))
    if parameters.base and parameters.transform == Transform.REBASED:
        fields.append(("base", _last_issue(parameters.base, frequency)))
    if parameters.monthly:
        fields.append(("monthly", str(parameters.monthly.value)))
    if parameters.by_year:
        fields.append(("view", "years"))
    if parameters.as_of:
        fields.append(("as_of", parameters.as_of_text))
    if parameters.published:
        fields.append(("demonstration", "exclude"))
    fields += [(name, query[name]) for name in choices if query.get(name) not in (None, "", DEFAULTS[name])]
    return urlencode(fields)


def _first_issue(day: date, frequency: str) -> str:
    if Frequency(frequency) == Frequency.MONTHLY:
        return f"{day:%Y-%m}"
    return (day + timedelta(days=-day.weekday() % 7)).isoformat()


def _last_issue(day: date, frequency: str) -> str:
    if Frequency(frequency) == Frequency.MONTHLY:
        return f"{day:%Y-%m}"
    return (day - timedelta(days=day.weekday())).isoformat()

"""The figure of an index as papers and programs of literature cite it."""

from django.utils.translation import get_language, gettext

from indexdata.arithmetic.changes import ObservedValue
from indexdata.arithmetic.periods import period_code, period_label
from indexdata.models import Index

from .numbers import figure


def citation(index: Index, held: ObservedValue, address: str) -> str:
    """Return the sentence that cites a published figure; `address` is the permanent one of the index."""
    return gettext(
        "%(author)s: China · Keqiao Textile Index. %(index)s, %(period)s: %(value)s points. %(address)s"
    ) % {
        "author": _author(),
        "index": index.name,
        "period": period_label(held.period, index.frequency, get_language()),
        "value": figure(held.value),
        "address": address,
    }


def bibtex(index: Index, held: ObservedValue, address: str) -> str:
    """Return the same as an entry of BibTeX; its key is the code of the index with that of the period."""
    code = period_code(held.period, index.frequency)
    fields = {
        "author": "{" + _braceless(_author()) + "}",
        "title": _braceless(": ".join((gettext("China · Keqiao Textile Index"), index.name))),
        "year": str(held.period.year),
        "note": f"{code}: {held.value:.2f}",
        "url": address,
    }
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items())
    return f"@misc{{{index.code}-{code},\n{lines}\n}}"


def _author():
    return gettext("China Textile City Construction and Management Committee Index Office")


def _braceless(text):
    """Return a text without what would end a field."""
    return text.replace("{", "(").replace("}", ")")

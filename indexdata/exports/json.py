"""A series as one JSON object: what it is, what was asked, the observations, and the terms they come under."""

from decimal import Decimal

from django.conf import settings
from django.utils.translation import override

from foundation.languages import LANGUAGE_CODES, in_languages, language_tag
from indexdata.arithmetic.periods import period_code
from indexdata.models import Index
from indexdata.series.monthly import MonthlySeries
from indexdata.series.publication import NO_PUBLICATION, publications_of
from indexdata.series.rows import SeriesAsOf, SeriesWindow

from .rows import export_row

UNIT = "index points"
SOURCE = "China · Keqiao Textile Index"
#: The terms of data use: an address of the site that never changes.
TERMS = "/about/data-use/"
PUBLISHED = "Published figures alone."
INVENTED = "Observations with demonstration = true are invented to show how the portal works and were never published."


def index_facts(index: Index, request) -> dict:
    """Return what an index is, with its name in each language (None where there is none)."""
    with override(settings.LANGUAGE_CODE):
        page = index.get_absolute_url()
    return {
        "code": index.code,
        "path": index.path,
        "name": {
            language_tag(code): getattr(index, name) or None
            for code, name in zip(LANGUAGE_CODES, in_languages("name"), strict=True)
        },
        "family": index.family,
        "parent": index.path.rpartition("/")[0] or None,
        "frequency": str(index.frequency),
        "unit": UNIT,
        "grouping": index.is_grouping,
        "url": request.build_absolute_uri(page),
    }


def observation(row, publications) -> dict:
    """Return one period as JSON holds it: numbers as numbers, what is missing as null, the reason under its languages.

    `publications` is what `publications_of` says of the row.
    """
    published = publications.get((row.stored.index.pk, row.period), NO_PUBLICATION)
    facts = {
        name: float(value) if isinstance(value, Decimal) else value
        for name, value in export_row(row, published).items()
    }
    texts = [facts.pop(name) for name in in_languages("reason")]
    tags = (language_tag(code) for code in LANGUAGE_CODES)
    return facts | {"reason": dict(zip(tags, texts, strict=True)) if any(texts) else None}


def series_document(stored: SeriesAsOf, span: SeriesWindow, parameters, request) -> dict:
    """Return the whole object; the span is named with the ends really used, the base with the period that is 100."""
    monthly = stored if isinstance(stored, MonthlySeries) else None
    left_out = monthly.left_out_between(span.first, span.last) if monthly else []
    publications = publications_of(span.rows, parameters.at)
    observations = [observation(row, publications) for row in span.rows]
    return {
        "index": index_facts(stored.index, request),
        "parameters": {
            "from": span.first and span.first.isoformat(),
            "to": span.last and span.last.isoformat(),
            "transform": str(span.transform),
            "base": span.base and period_code(span.base, stored.frequency),
            "monthly": monthly and str(monthly.how),
            "as_of": parameters.as_of_text or None,
            "demonstration": "include" if parameters.demonstration else "exclude",
        },
        "source": SOURCE,
        "terms": request.build_absolute_uri(TERMS),
        "note": INVENTED if parameters.demonstration else PUBLISHED,
        "left_out": [period_code(month, stored.frequency) for month in left_out],
        "count": len(observations),
        "observations": observations,
    }

"""Releases and comparisons as one JSON object each: what they are, what was asked, the figures, and the terms they come under."""

from django.conf import settings
from django.utils.translation import override

from indexdata.arithmetic.periods import period_code

from .json import INVENTED, PUBLISHED, SOURCE, TERMS, index_facts, observation
from .rows import moment


def release_document(release, rows, publications, parameters, request) -> dict:
    """Return a release with its figures (`tables.figure_rows`); `publications` is what `publications_of` says of them."""
    figures = []
    for row in rows:
        facts = observation(row, publications)
        del facts["shown"]
        figures.append({"index": index_facts(row.stored.index, request), **facts})
    with override(settings.LANGUAGE_CODE):
        page = release.get_absolute_url()
    return {
        "release": {
            "family": release.family,
            "period": release.code,
            "frequency": str(release.frequency),
            "public_at": moment(release.public_at) if release.moment_recorded else None,
            "demonstration": release.demonstration,
            "url": request.build_absolute_uri(page),
        },
        **_said(parameters, request),
        "count": len(figures),
        "figures": figures,
    }


def comparison_document(comparison, first, parameters, request) -> dict:
    """Return a comparison: its indices, and for each period their values and flags in the same order; `first` begins the span."""
    said = _said(parameters, request)
    said["parameters"] |= {
        "from": first and first.isoformat(),
        "to": parameters.last and parameters.last.isoformat(),
        "rebase": comparison.base is not None,
    }
    return {
        "indices": [index_facts(one.index, request) for one in comparison.series],
        "frequency": str(comparison.frequency),
        "base": comparison.base and period_code(comparison.base, comparison.frequency),
        "last_issue_of_month": comparison.monthly_issues,
        **said,
        "count": len(comparison.rows),
        "observations": [
            {
                "period": period_code(period, comparison.frequency),
                "values": [None if value is None else float(value) for value in values],
                "demonstration": marks,
            }
            for period, values, marks in comparison.rows
        ],
    }


def _said(parameters, request):
    return {
        "parameters": {
            "as_of": parameters.as_of_text or None,
            "demonstration": "include" if parameters.demonstration else "exclude",
        },
        "source": SOURCE,
        "terms": request.build_absolute_uri(TERMS),
        "note": INVENTED if parameters.demonstration else PUBLISHED,
    }

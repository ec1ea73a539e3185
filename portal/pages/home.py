"""The front page: named questions to both apps, a constant number of queries."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from foundation.unread import Unread
from indexdata.charts import sparkline
from indexdata.models import Observation, Release
from indexdata.series.newest import Latest, recorded_gaps
from news.articles.page_questions import featured_of_kind, newest_of_kind
from news.enums import SectionKind
from news.fabrics.models import Fabric

from .masthead import masthead

COMMENTARY_SHOWN = 4
NEWS_SHOWN = 5
FABRICS_SHOWN = 6
RELEASES_SHOWN = 5
SPARKLINE_DAYS = {"weekly": 366, "monthly": 3 * 366}


@dataclass(frozen=True)
class Headline:
    """A headline figure with the line of its last year (weekly) or three years (monthly)."""

    latest: Latest
    line: SafeString


def front_page():
    """Return the context of the front page."""
    return {
        "hide_ticker": True,
        "headlines": Unread(lambda: _headlines(masthead().figures)),
        "commentary": Unread(_commentary),
        "news": Unread(_news),
        "fabrics": Unread(_fabrics),
        "coming": Unread(_coming),
    }


def _commentary():
    return newest_of_kind(SectionKind.COMMENTARY, COMMENTARY_SHOWN)


def _news():
    """Return the newest news, featured first; the first one leads."""
    return featured_of_kind(SectionKind.NEWS, NEWS_SHOWN)


def _fabrics():
    fabrics = Fabric.objects.published().select_related("picture")
    return list(fabrics.order_by("order", "pk")[:FABRICS_SHOWN])


def _coming():
    return list(Release.objects.embargoed().order_by("released_at", "family")[:RELEASES_SHOWN])


def _headlines(figures):
    """Draw the recent line of every headline figure: two queries for all."""
    if not figures:
        return []
    since = {
        figure.index.pk: figure.period - timedelta(days=SPARKLINE_DAYS[figure.frequency])
        for figure in figures
    }
    rows = (
        Observation.objects.public()
        .filter(index__in=since, period__gte=min(since.values()))
        .order_by("period")
        .values_list("index_id", "period", "value", "demonstration")
    )
    points = defaultdict(list)
    for pk, *point in rows:
        if point[0] >= since[pk]:
            points[pk].append(tuple(point))
    gaps = recorded_gaps({figure.index.family for figure in figures})
    return [
        Headline(
            figure,
            sparkline(
                points[figure.index.pk],
                figure.frequency,
                gaps[figure.index.family],
                width=260,
                height=64,
                label=_("%(index)s, recent course") % {"index": figure.index.name},
            ),
        )
        for figure in figures
    ]

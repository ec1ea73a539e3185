"""The front page: named questions to both apps, a constant number of queries."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from foundation.unread import Unread
from indexdata.arithmetic.changes import ObservedValue
from indexdata.charts import sparkline
from indexdata.models import Observation, Release
from indexdata.series.newest import Latest, newest_published, recorded_gaps
from indexdata.wording.sentences import issue_sentence
from news.articles.page_questions import lead_and_newest, newest_of_kind
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


@dataclass(frozen=True)
class FrontFigures:
    """The figures of the front page: a sentence about the newest issue, the headlines, the classes of the total.

    `published` is the newest published figure of the total where its newest one is invented, else None.
    """

    sentence: str
    headlines: list[Headline]
    classes: list[Headline]
    published: ObservedValue | None

    @property
    def invented_classes(self):
        """Tell whether any figure of a class is invented."""
        return any(one.latest.held.demonstration for one in self.classes)


def front_page():
    """Return the context of the front page."""
    return {
        "hide_ticker": True,
        "figures": Unread(_figures),
        "commentary": Unread(_commentary),
        "news": Unread(_news),
        "fabrics": Unread(_fabrics),
        "coming": Unread(_coming),
    }


def _commentary():
    return newest_of_kind(SectionKind.COMMENTARY, COMMENTARY_SHOWN)


def _news():
    """Return the newest news by date; the newest featured one leads."""
    return lead_and_newest(SectionKind.NEWS, NEWS_SHOWN)


def _fabrics():
    fabrics = Fabric.objects.published().select_related("picture")
    return list(fabrics.order_by("order", "pk")[:FABRICS_SHOWN])


def _coming():
    return list(Release.objects.embargoed().soonest_first()[:RELEASES_SHOWN])


def _figures():
    """Return the `FrontFigures`, or None without any figure."""
    head = masthead()
    if not head.figures:
        return None
    lines = _with_lines([*head.figures, *head.classes])
    total = head.total
    return FrontFigures(
        issue_sentence(total, head.classes) if total else "",
        lines[: len(head.figures)],
        lines[len(head.figures) :],
        newest_published(total.index) if total and total.held.demonstration else None,
    )


def _with_lines(figures):
    """Draw the recent line of every figure: two queries for all."""
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

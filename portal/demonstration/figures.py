"""Demonstration figures between the published ones and on to the present, and the calendar of coming releases."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from indexdata.enums import ContentState, Family, ObservationStatus
from indexdata.models import Index, Observation, Release
from indexdata.releases.usual_moments import usual_moment

from .calendar import ANNOUNCED, EMBARGOED, coming_issues, markets_closed, past_periods
from .paths import Character, fill

CLASSES = ("raw-materials", "grey-fabric", "apparel-fabric", "home-textile", "apparel-accessories")
#: The indices that get demonstration figures, and how they move: about as their published figures do.
CHARACTERS = {
    Family.PRICE: {
        "price": Character(volatility=0.0025, pull=0.02),
        **{f"price/{name}": Character(volatility=0.0035, pull=0.02) for name in CLASSES},
    },
    Family.PROSPERITY: {
        "prosperity": Character(volatility=0.025, pull=0.12),
        "prosperity/market-circulation": Character(volatility=0.025, pull=0.12),
        "prosperity/production": Character(volatility=0.018, pull=0.12),
        **{f"prosperity/by-category/{name}": Character(volatility=0.03, pull=0.12) for name in CLASSES},
    },
    Family.FOREIGN_TRADE: {
        "foreign-trade/price": Character(volatility=0.025, pull=0.12),
        "foreign-trade/prosperity": Character(volatility=0.035, pull=0.12),
    },
}
CLOSED_NOTE = {
    "gap_status": ObservationStatus.HOLIDAY,
    "note_en": "Demonstration: no issue while the markets are closed over the Spring Festival.",
    "note_zh_hans": "演示：春节市场休市，本期不发布。",
}


@dataclass(frozen=True)
class Plan:
    """The periods of one family: up to where figures are held, and up to where releases are announced."""

    with_figures: list[date]
    announced: list[date]


def load_figures(at, progress: Callable[[str], None]) -> dict[str, int]:
    """Create what is missing of releases and figures at the moment `at`, and return how many of each.

    Nothing that exists is changed: published figures, figures of an earlier run, releases staff entered.
    """
    made = {"releases": 0, "periods without an issue": 0, "figures": 0}
    for family, characters in CHARACTERS.items():
        progress(f"figures: {family.label}")
        releases = {release.period: release for release in Release.objects.filter(family=family)}
        first = min(
            (period for period, release in releases.items() if not release.demonstration), default=None
        )
        if first is None:
            continue
        plan = _plan(family, first, at, releases)
        created = _create_releases(family, plan, at, releases)
        releases.update((release.period, release) for release in created)
        made["periods without an issue"] += sum(release.no_issue for release in created)
        made["releases"] += sum(not release.no_issue for release in created)
        made["figures"] += _create_figures(plan, characters, releases)
    return made


def _plan(family, first, at, releases):
    frequency = family.frequency

    def closed(period):
        return releases[period].no_issue if period in releases else markets_closed(period, frequency)

    past = past_periods(first, at, frequency)
    embargoed = coming_issues(past[-1], frequency, EMBARGOED[frequency], closed)
    announced = coming_issues(past[-1], frequency, ANNOUNCED[frequency], closed)
    return Plan([*past, *embargoed], [*past, *announced])


def _create_releases(family, plan, at, releases):
    new = []
    for period in plan.announced:
        if period in releases:
            continue
        moment = usual_moment(period, family.frequency)
        closed = markets_closed(period, family.frequency)
        new.append(
            Release(
                family=family,
                period=period,
                released_at=moment,
                moment_recorded=moment > at,
                no_issue=closed,
                demonstration=True,
                content_state=ContentState.APPROVED,
                **(CLOSED_NOTE if closed else {}),
            )
        )
    return Release.objects.bulk_create(new)


def _create_figures(plan, characters, releases):
    real = set(
        Observation.objects.published_figures()
        .filter(release__in=[one.pk for one in releases.values()])
        .values_list("period", flat=True)
    )
    issues = [period for period in plan.with_figures if not releases[period].no_issue]
    new = []
    for index in Index.objects.filter(path__in=characters):
        held, level = {}, None
        rows = Observation.objects.current().with_values().filter(index=index).order_by("period")
        for period, value, demonstration in rows.values_list("period", "value", "demonstration"):
            held[period] = value
            level = level if demonstration else value
        if level is None:
            continue
        made = fill(index.path, issues, held, level, characters[index.path])
        new += [
            Observation(index=index, release=releases[period], period=period, value=value, demonstration=True)
            for period, value in made.items()
            if period not in real
        ]
    return len(Observation.objects.bulk_create(new, batch_size=500))

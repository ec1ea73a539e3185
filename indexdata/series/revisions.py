"""Revisions of figures as readers are told them: of one index lately, of one release, first against latest values."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone

from indexdata.models import Observation, Revision

#: A page of an index tells what was revised in so many days.
TOLD_FOR = timedelta(days=90)


@dataclass(frozen=True)
class FirstAndLatest:
    """A figure that was revised: its first value, its latest, and every revision between them, the oldest first."""

    period: date
    latest: Decimal | None
    status: str
    revisions: list[Revision]

    @property
    def first(self) -> Decimal | None:
        """Return the value that came out with the release; None where the release lacked it."""
        return self.revisions[0].old if self.revisions else None

    @property
    def difference(self) -> Decimal | None:
        """Return the latest value less the first, None unless both are there."""
        return None if self.first is None or self.latest is None else self.latest - self.first

    @property
    def percent(self) -> Decimal | None:
        """Return the difference in percent of the first value."""
        first, difference = self.first, self.difference
        return None if first is None or difference is None else difference * 100 / first


def told_lately(index, at=None):
    """Return a query for the revisions of an index that its page tells, the newest first."""
    at = at or timezone.now()
    lately = Revision.objects.public(at).filter(index=index, at__gt=at - TOLD_FOR)
    return lately.with_figures().newest_first()


def revisions_of_release(release, at=None):
    """Return a query for the revisions of the figures of a release, the newest first."""
    of_release = Revision.objects.public(at).filter(observation__release=release)
    return of_release.with_figures().newest_first()


def revised_figures(index, at=None):
    """Return a query for the figures of an index that stand revised, the newest period first."""
    return Observation.objects.public(at).filter(index=index, published_at__isnull=False).order_by("-period")


def first_and_latest(index, figures, at=None) -> list[FirstAndLatest]:
    """Return some figures of `revised_figures` with every revision they had; one query."""
    figures = list(figures)
    steps: dict[date, list[Revision]] = {figure.period: [] for figure in figures}
    revisions = Revision.objects.public(at).filter(observation__index=index, observation__period__in=steps)
    for revision in revisions.with_figures().order_by("at", "pk"):
        steps[revision.observation.period].append(revision)
    return [
        FirstAndLatest(figure.period, figure.value, figure.status, steps[figure.period]) for figure in figures
    ]

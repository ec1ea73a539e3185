"""The published figures of releases as letters tell them, and which of them an alert is about."""

from dataclasses import dataclass

from django.utils.translation import get_language, gettext

from indexdata.enums import Family
from indexdata.models import Release
from indexdata.series.newest import HEADLINE_PATHS, Latest
from indexdata.series.of_release import Figure, figures_of, neighbourhood
from indexdata.wording.bulletins import bulletin_of
from indexdata.wording.numbers import direction_sentence, figure
from indexdata.wording.sentences import told_against

from .models import Alert


@dataclass(frozen=True)
class ReleaseNews:
    """A public release with its published figures, in the order of the tree."""

    release: Release
    figures: list[Figure]

    def figures_for(self, alert: Alert) -> list[Latest]:
        """Return the figures an alert wants told: those of its index or the main ones of its family, where they move enough."""
        if alert.family != self.release.family:
            return []
        held = [one.latest for one in self.figures]
        if alert.index_id:
            told = [latest for latest in held if latest.index.pk == alert.index_id]
        else:
            told = [latest for latest in held if latest.index.path in HEADLINE_PATHS] or held[:1]
        if any(_moved(latest, alert.threshold) for latest in told):
            return told
        return []

    def tells(self, alert: Alert) -> bool:
        """Tell whether an alert wants a letter about the release."""
        return bool(self.figures_for(alert))

    def in_words(self, alerts: list[Alert]) -> dict | None:
        """Return what a letter says of the release to a reader with these alerts; None where none of them is met.

        `title`, `sentence` (may be empty), `lines` (name, value, change and path of each figure) and `path`, in the present language.
        """
        wanted = {latest.index.pk: latest for alert in alerts for latest in self.figures_for(alert)}
        if not wanted:
            return None
        bulletin = bulletin_of(self.figures)
        facts = {"family": self.release.get_family_display(), "period": self.release.label(get_language())}
        return {
            "title": gettext("%(family)s, %(period)s") % facts,
            "sentence": bulletin.sentence if bulletin else "",
            "lines": [
                {
                    "name": latest.index.name, "value": figure(latest.held.value), "change": _change(latest),
                    "path": latest.index.get_absolute_url(),
                }
                for latest in wanted.values()
            ],
            "path": self.release.get_absolute_url(),
        }  # fmt: skip


def news_of(releases, at=None) -> list[ReleaseNews]:
    """Return the news of public releases; one without a published figure is left out. Two queries a release."""
    told = []
    for release in releases:
        gaps = {release.family: neighbourhood(Family(release.family), release.period, at).gaps}
        held = figures_of([release], gaps, at).get(release.pk, [])
        published = [one for one in held if not one.invented and one.latest.held.value is not None]
        if published:
            told.append(ReleaseNews(release, published))
    return told


def _moved(latest: Latest, threshold) -> bool:
    percent = latest.changes.previous.percent
    return threshold is None or (percent is not None and abs(percent) >= threshold)


def _change(latest: Latest) -> str:
    change = latest.changes.previous
    return told_against(direction_sentence(change, latest.index), "previous") if change.available else ""

"""A release in short, in sentences made from its figures: a headline and its main points."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext, ngettext, pgettext

from indexdata.series.newest import HEADLINE_PATHS, Latest
from indexdata.series.of_release import Figure

from .numbers import direction_sentence
from .sentences import change_clause, issue_sentence, name_in_sentence, told_against

#: So few figures make no sentence about how many rose and fell.
FEWEST_COUNTED = 3


@dataclass(frozen=True)
class Bulletin:
    """A release in a few lines: its `leads` (the headline figures), a sentence made from the first, and main points.

    `parts` are the paths of the leads and of what stands right below them: what a printed page of the release keeps.
    """

    leads: list[Latest]
    sentence: str
    points: list[str]
    parts: frozenset[str]


def bulletin_of(figures: Sequence[Figure]) -> Bulletin | None:
    """Return what the figures of a release say in short; None where it holds no headline figure."""
    held = [one.latest for one in figures if one.latest.held.value is not None]
    by_path = {latest.index.path: latest for latest in held}
    leads = [by_path[path] for path in HEADLINE_PATHS if path in by_path]
    if not leads:
        return None
    first = leads[0]
    under = {lead.index.path for lead in leads}
    classes = [latest for latest in held if _parent(latest) in under and latest.index.path not in under]
    own = [latest for latest in classes if _parent(latest) == first.index.path]
    points = [
        *_further(leads[1:]),
        *_since(first),
        *_counted([latest for latest in held if latest.index.path not in under]),
        *_extremes([latest for latest in held if latest.index.path not in under and latest not in classes]),
    ]
    return Bulletin(
        leads, _ended(issue_sentence(first, own)), points,
        frozenset(under | {latest.index.path for latest in classes}),
    )  # fmt: skip


def _ended(sentence):
    return gettext("%(sentence)s.") % {"sentence": sentence}


def _parent(latest):
    return latest.index.path.rpartition("/")[0]


def _further(leads):
    """Yield a sentence for each headline figure beside the first."""
    for lead in leads:
        yield _ended(issue_sentence(lead, []))


def _since(lead):
    """Yield the sentence that says how the headline figure stands to the start of the year and to a year ago."""
    clauses = [
        clause
        for clause in (
            change_clause(lead.changes.year_start, "year-start", lead.index),
            change_clause(lead.changes.year_ago, "year-ago", lead.index),
        )
        if clause
    ]
    if clauses:
        yield gettext("The %(index)s is %(changes)s.") % {
            "index": name_in_sentence(lead.index.name),
            "changes": pgettext("between two changes of an index", " and ").join(clauses),
        }


def _counted(held):
    """Yield the sentence that says how many indices rose, fell and stood still against the issue before."""
    directions = [latest.changes.previous.direction for latest in held if latest.changes.previous.available]
    if len(directions) < FEWEST_COUNTED:
        return
    up, down = (sum(one == way for one in directions) for way in (1, -1))
    yield ngettext(
        "Of %(number)d index below that can be compared with the issue before, %(up)d rose, %(down)d fell and %(flat)d stood still.",
        "Of %(number)d indices below that can be compared with the issue before, %(up)d rose, %(down)d fell and %(flat)d stood still.",
        len(directions),
    ) % {"number": len(directions), "up": up, "down": down, "flat": len(directions) - up - down}  # fmt: skip


def _extremes(held):
    """Yield sentences about what rose most and what fell most among the lower classes."""
    compared = [latest for latest in held if latest.changes.previous.available]
    compared.sort(key=lambda latest: latest.changes.previous.percent or Decimal())
    for latest, way, sentence in (
        (compared[-1:], 1, gettext("Of the lower classes %(name)s rose most, %(change)s.")),
        (compared[:1], -1, gettext("Of the lower classes %(name)s fell most, %(change)s.")),
    ):
        for one in latest:
            if one.changes.previous.direction == way:
                change = told_against(direction_sentence(one.changes.previous, one.index), "previous")
                yield sentence % {"name": name_in_sentence(one.index.name, alone=True), "change": change}

"""Spells of a text beside the figures before its release: “the third rise in a row”, “the highest since March”."""

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from indexdata.arithmetic.periods import period_label
from indexdata.wording.numbers import figure
from indexdata.wording.sentences import measure_sentence
from news.claims.claim import KnownFigures, Measure
from news.claims.histories import Denied, History, Spells, compare_spells, mending_of_spell
from news.claims.spells import Spell, told

from .findings import SERIOUS, Finding, Place


def compared_spells(spells: list[Spell], facts: KnownFigures, release) -> Spells:
    """Return how spells stand to the figures that are held of their indices."""
    histories = {path: _history(path, facts, release) for path in told(spells) & facts.before.keys()}
    return compare_spells(spells, histories)


def _history(path: str, facts: KnownFigures, release) -> History:
    own = facts.of_release.get(path)
    values = {**facts.before.get(path, {}), **({} if own is None else {release.period: own.value})}
    return History(release.period, release.frequency, values, facts.gaps)


def spell_finding(
    denied: Denied, language: str, index, facts: KnownFigures, release, passage: str
) -> Finding:
    """Return the finding about a spell that the figures deny, with its place and what is right."""
    spell, history = denied.spell, _history(denied.path, facts, release)
    right = _run(denied, index, facts, release) if spell.is_run else _beyond(denied, index, history)
    sentence = _("The figures say otherwise. %(right)s") % {"right": right}
    mending = mending_of_spell(denied, history, language)
    start, end = mending.span.start, mending.span.end
    place = Place(spell.passage.text, spell.passage.occurrence, start, end, end, mending.text)
    return Finding(SERIOUS, language, spell.passage.field, sentence, passage, place)


def _run(denied: Denied, index, facts: KnownFigures, release) -> str:
    if denied.count < 2:
        fact = facts.of_release[denied.path]
        return measure_sentence(index, release.period, Measure.PREVIOUS, fact.value, fact.changes.previous)
    said = {
        "index": index.name,
        "period": period_label(release.period, release.frequency, get_language()),
        "number": denied.count,
    }
    if denied.direction > 0:
        sentence = ngettext(
            "%(index)s, %(period)s: %(number)s rise in a row.",
            "%(index)s, %(period)s: %(number)s rises in a row.",
            denied.count,
        )
    else:
        sentence = ngettext(
            "%(index)s, %(period)s: %(number)s fall in a row.",
            "%(index)s, %(period)s: %(number)s falls in a row.",
            denied.count,
        )
    return sentence % said


def _beyond(denied: Denied, index, history: History) -> str:
    assert denied.earlier is not None  # a superlative is denied by an issue
    said = {
        "index": index.name,
        "period": period_label(denied.earlier, history.frequency, get_language()),
        "value": figure(history.values[denied.earlier]),
        "now": figure(history.values[history.period]),
    }
    if denied.spell.direction > 0:
        return (
            _("%(index)s stood higher in the issue of %(period)s, at %(value)s points; now at %(now)s.")
            % said
        )
    return _("%(index)s stood lower in the issue of %(period)s, at %(value)s points; now at %(now)s.") % said

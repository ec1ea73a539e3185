"""A text about a release beside the figures of it: what contradicts them, and what nobody can check."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from indexdata.models import Release
from indexdata.permissions import user_can_see_embargoed_figures
from indexdata.wording.sentences import measure_sentence
from news.claims.claim import Claim, KnownFigures, Measure
from news.claims.clauses import Issue
from news.claims.comparing import Contradiction, change_of, compare
from news.claims.mending import mending_of
from news.claims.spells import Spell
from news.claims.texts import LANGUAGES, Sayings, Vocabulary, Written, said_in
from news.drafting.contents import text_field

from .findings import SERIOUS, Finding, Place
from .held import all_indices, held_by, vocabularies, with_others, with_values_before
from .spells import compared_spells, spell_finding

#: So many signs around a claim are shown with it.
AROUND = 24
#: So many contradictions of a text in one language are told, and so many unchecked numbers; the others are counted.
MOST_TOLD = 100


@dataclass(frozen=True)
class Agreement:
    """A text in one language beside its release: how much agrees, what contradicts, and what is unchecked.

    Of very many the first are told (`MOST_TOLD`): `untold` counts the contradictions and `unlisted` the unchecked numbers
    behind them. `unread` counts the signs of a text that is too long to be read whole.
    """

    language: str
    agreeing: int = 0
    contradictions: list[Finding] = field(default_factory=list)
    unchecked: list[Finding] = field(default_factory=list)
    untold: int = 0
    unlisted: int = 0
    unread: int = 0


def release_of(described, content) -> Release | None:
    """Return the release that a content is about, None where it names none that can have figures."""
    if "release" not in described.links or not content.get("release_id"):
        return None
    return Release.objects.filter(pk=content["release_id"], no_issue=False).first()


def agreements(described, content, codes, release, by) -> list[Agreement]:
    """Return how each language stands to the figures of a release.

    Whoever may not see figures under embargo is told of none: there a text that has numbers waits for somebody who may.
    """
    hidden = not release.is_public() and not (by is not None and user_can_see_embargoed_figures(by))
    indices = all_indices()
    if hidden:
        read = read_in(described, content, codes, release, KnownFigures(release.period), indices)
        return [_under_embargo(described, words.language) for words, said in read if _has_numbers(said)]
    facts = held_by(release)
    read = read_in(described, content, codes, release, facts, indices)
    with_others(facts, release, [claim for _words, said in read for claim in said.claims])
    with_values_before(facts, release, [spell for _words, said in read for spell in said.spells])
    return compared_with(read, facts, release, indices)


def read_in(described, content, codes, release, facts, indices) -> list[tuple[Vocabulary, Sayings]]:
    """Return what a content says of a release in each language whose words are known."""
    issue = Issue(release.period, release.frequency)
    codes = [code for code in codes if code in LANGUAGES]
    return [
        (words, said_in(_written(described, content, words.language), words, issue))
        for words in vocabularies(release, facts, codes, indices)
    ]


def compared_with(read, facts, release, indices) -> list[Agreement]:
    """Return how what was read in each language stands to figures."""
    by_path = {index.path: index for index in indices}
    return [_agreement(words, said, facts, release, by_path) for words, said in read]


def _agreement(words: Vocabulary, said: Sayings, facts: KnownFigures, release, by_path) -> Agreement:
    compared, spells = compare(said.claims, facts), compared_spells(said.spells, facts, release)
    wrong = compared.contradictions
    unchecked: list[Claim | Spell] = [*compared.unchecked, *spells.unchecked]
    found = [_finding(one, words, by_path[one.path], facts, release) for one in wrong[:MOST_TOLD]]
    denied = [one for one in spells.denied if not _is_told(one.spell, found)]
    found += [
        spell_finding(one, words.language, by_path[one.path], facts, release, around(one.spell))
        for one in denied[: MOST_TOLD - len(found)]
    ]
    return Agreement(
        words.language,
        compared.agreeing + spells.agreeing,
        found,
        [_unchecked(claim, words) for claim in unchecked[:MOST_TOLD]],
        len(wrong) + len(denied) - len(found),
        max(0, len(unchecked) - MOST_TOLD),
        said.unread,
    )


def _is_told(spell: Spell, found: list[Finding]) -> bool:
    """Tell whether a finding stands at the same place: a direction that is wrong is put right first."""
    passage, span = spell.passage, spell.span
    return any(
        (one.field, place.text, place.occurrence) == (passage.field, passage.text, passage.occurrence)
        and place.start < span.end
        and span.start < place.end
        for one in found
        if (place := one.place) is not None
    )


def _written(described, content, code):
    names = dict.fromkeys(filter(None, (described.title, described.summary, described.body)))
    return [
        Written(name, content.get(text_field(name, code)) or "", name in described.rich) for name in names
    ]


def _has_numbers(said):
    return bool(said.unread or said.spells) or any(claim.number is not None for claim in said.claims)


def _under_embargo(described, code):
    sentence = _(
        "Its numbers are of figures under embargo, which you may not see: somebody who may see them checks and publishes it."
    )
    return Agreement(code, contradictions=[Finding(SERIOUS, code, described.body, sentence)])


def _finding(found: Contradiction, words: Vocabulary, index, facts: KnownFigures, release) -> Finding:
    claim = found.claim
    fact = facts.of(found.path, claim.period)
    assert fact is not None  # it was compared with
    period = claim.period or release.period
    change = None if claim.measure is Measure.LEVEL else change_of(fact, claim.measure)
    told = _measure(fact, change)
    right = measure_sentence(index, period, told, fact.value, change)
    sentence = _("The figures say otherwise. %(right)s") % {"right": right}
    if found.other is not None:
        other = measure_sentence(index, period, found.other, fact.value, change_of(fact, found.other))
        sentence = _("%(sentence)s What stands there is another change. %(other)s") % {
            "sentence": sentence,
            "other": other,
        }
    mending = mending_of(found, words.language)
    passage = claim.passage
    start, end = mending.span.start, mending.span.end
    until = max(end, claim.number.end) if claim.number is not None and claim.number.span.end == end else end
    place = Place(passage.text, passage.occurrence, start, end, until, mending.text)
    return Finding(SERIOUS, words.language, passage.field, sentence, around(claim), place)


def _measure(fact, change) -> Measure:
    """Return which of the changes of a figure one is; its level where it is none."""
    named = (Measure.PREVIOUS, fact.changes.previous), (Measure.YEAR_START, fact.changes.year_start)
    return next((name for name, one in named if one is change), Measure.YEAR_AGO if change else Measure.LEVEL)


def _unchecked(claim: Claim | Spell, words: Vocabulary) -> Finding:
    span, passage = claim.span, claim.passage
    place = Place(passage.text, passage.occurrence, span.start, span.end, span.end)
    return Finding("", words.language, passage.field, "", around(claim), place)


def around(claim: Claim | Spell) -> str:
    """Return a claim or a spell with some words around it."""
    text, span, cell = claim.passage.text, claim.span, claim.passage.cell
    if cell is not None:
        return " · ".join(filter(None, (cell.row, cell.column, text)))
    start, end = max(0, span.start - AROUND), min(len(text), span.end + AROUND)
    return f"{'…' if start else ''}{text[start:end].strip()}{'…' if end < len(text) else ''}"

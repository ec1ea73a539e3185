"""The figures that a text about a release is compared with, and the names it may call them by."""

from modeltranslation.utils import build_localized_fieldname

from indexdata.enums import Family
from indexdata.models import Index, Observation, Release
from indexdata.series.of_release import figures_as_entered, figures_of, neighbourhood
from news.claims.claim import Claim, Fact, KnownFigures
from news.claims.names import NamedIndex
from news.claims.spells import Spell, told
from news.claims.texts import Vocabulary

#: So many other issues that a text names are looked up.
MOST_OTHERS = 12
#: Of so many indices the values before are read, and so many of them.
MOST_HISTORIES, MOST_VALUES = 12, 12_000


def held_by(release) -> KnownFigures:
    """Return the figures of a release, of one to come as they were entered; without those that may not be told of it."""
    gaps = {release.family: neighbourhood(Family(release.family), release.period).gaps}
    public = release.is_public()
    figures = figures_of([release], gaps).get(release.pk, []) if public else figures_as_entered(release, gaps)
    facts = KnownFigures(release.period)
    facts.of_release.update(_facts(figures, release))
    return facts


def with_others(facts: KnownFigures, release, claims: list[Claim]) -> KnownFigures:
    """Add the public figures of the other issues that claims are about: two queries where there are such."""
    named = sorted({claim.period for claim in claims if claim.period is not None})[:MOST_OTHERS]
    if not named:
        return facts
    family = Family(release.family)
    others = list(Release.objects.public().filter(family=family, period__in=named))
    if others:
        gaps = {release.family: neighbourhood(family, release.period).gaps}
        figures = figures_of(others, gaps)
        for other in others:
            for path, fact in _facts(figures.get(other.pk, []), other).items():
                facts.of_others[path, other.period] = fact
    return facts


def with_values_before(facts: KnownFigures, release, spells: list[Spell]) -> KnownFigures:
    """Add the public values before a release of the indices of which spells are told: two queries where there are such."""
    paths = sorted(told(spells) & facts.of_release.keys())[:MOST_HISTORIES]
    if not paths:
        return facts
    figures = Observation.objects.public().with_values()
    gaps = Release.objects.gaps().filter(family=release.family, period__lt=release.period)
    if not release.demonstration:
        figures, gaps = figures.published_figures(), gaps.filter(demonstration=False)
    rows = figures.filter(index__path__in=paths, period__lt=release.period).order_by("-period")
    for path, period, value in rows.values_list("index__path", "period", "value")[:MOST_VALUES]:
        facts.before.setdefault(path, {})[period] = value
    facts.gaps = frozenset(gaps.order_by("-period").values_list("period", flat=True)[:MOST_VALUES])
    return facts


def _facts(figures, release):
    return {
        one.latest.index.path: Fact(one.latest.held.value, one.latest.changes)
        for one in figures
        if one.latest.held.value is not None and (release.demonstration or not one.latest.held.demonstration)
    }


def all_indices() -> list[Index]:
    """Return all indices with their other names: two queries."""
    return list(Index.objects.in_tree_order().prefetch_related("aliases"))


def vocabularies(release, facts: KnownFigures, codes, indices) -> list[Vocabulary]:
    """Return the names of some indices in some languages. The total is the highest figure, where there is one."""
    total = _total(facts)
    return [Vocabulary(code, _named(indices, code), release.family, total) for code in codes]


def _named(indices, code):
    field = build_localized_fieldname("name", code)
    return tuple(
        NamedIndex(index.path, index.family, tuple(names))
        for index in indices
        if (
            names := [
                *filter(None, [getattr(index, field)]),
                *(alias.name for alias in index.aliases.all() if alias.language == code),
            ]
        )
    )


def _total(facts: KnownFigures) -> str:
    depth = min((path.count("/") for path in facts.of_release), default=0)
    highest = [path for path in facts.of_release if path.count("/") == depth]
    return highest[0] if len(highest) == 1 else ""

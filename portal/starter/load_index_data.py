"""Load the classification, the published figures with their provenance, and the markets."""

from itertools import groupby

from django.db.models import Q

from indexdata.enums import ContentState
from indexdata.models import (
    CollectingSource,
    Event,
    Index,
    IndexAlias,
    Observation,
    Provenance,
    Release,
    SourceFact,
)
from indexdata.models.classification import folded_name
from indexdata.releases.usual_moments import usual_moment

from .figures import STATED
from .reading import Content
from .record import Record


def load_classification(content: Content) -> int:
    """Create the nodes of the tree that have not been loaded yet and return how many."""
    record = Record("class")
    rows = {row.path: row for row in content.classification}
    order = {path: number for number, path in enumerate(_tree_order(rows), 1)}
    ids = dict(Index.objects.values_list("path", "pk"))

    def make(row):
        node, _created = Index.objects.get_or_create(
            path=row.path,
            defaults={
                "parent_id": ids.get(row.parent),
                "family": row.family,
                "code": row.code,
                "name_en": row.name_en,
                "name_zh_hans": row.name_zh,
                "own_translation": row.own_translation,
                "is_grouping": "grouping of ours" in row.note,
                "tree_order": order[row.path],
                "staff_note": row.note,
                "source_url": row.source_url,
            },
        )
        ids[row.path] = node.pk
        return node

    return record.make(content.classification, lambda row: row.path, make)


def load_aliases(content: Content) -> int:
    """Write down the other names of nodes that have not been yet, and return how many."""
    indices = dict(Index.objects.values_list("code", "pk"))
    named = [
        (row.code, language, name)
        for row in content.classification
        if row.code in indices
        for language, names in (("en", row.aliases_en), ("zh-hans", row.aliases_zh))
        for name in names
    ]

    def make(one):
        code, language, name = one
        alias, _created = IndexAlias.objects.get_or_create(
            index_id=indices[code],
            folded=folded_name(name),
            defaults={"language": language, "name": name},
        )
        return alias

    return Record("alias").make(named, "/".join, make)


def _tree_order(rows):
    """Paths so that every parent stands right before its children, siblings in the order of the file."""
    children = {
        parent: list(group) for parent, group in groupby(sorted(rows, key=_parent_of), key=_parent_of)
    }
    waiting = list(reversed(children.get("", [])))
    while waiting:
        path = waiting.pop()
        yield path
        waiting.extend(reversed(children.get(path, [])))


def _parent_of(path):
    return path.rpartition("/")[0]


def load_releases(content: Content) -> int:
    """Create one release per family and period with published values, and the periods known to have had none.

    A release cannot be later than the commentary that names it. A demonstration release gives way to a published one.
    """
    commented = {row.release.identity: row.published for row in content.articles if row.release}
    identities = dict.fromkeys((figure.family, figure.period) for figure in content.figures)
    gaps = {(row.family, row.issue): row.evidence for row in content.gaps}

    def make(identity):
        family, period = identity
        usual = usual_moment(period, family.frequency)
        released_at = min(usual, commented.get(identity, usual))
        values = {
            "released_at": released_at,
            "public_at": released_at,
            "content_state": ContentState.APPROVED,
            "moment_recorded": False,
            "no_issue": identity in gaps,
            "demonstration": False,
        }
        release, created = Release.objects.get_or_create(family=family, period=period, defaults=values)
        if not created and release.demonstration:
            Release.objects.filter(pk=release.pk).update(**values)
        return release

    return Record("release").make([*identities, *gaps], lambda identity: "/".join(map(str, identity)), make)


def load_figures(content: Content) -> tuple[int, int]:
    """Create the figures not loaded yet with their provenance; return how many of each.

    A figure that staff entered already stays; a demonstration figure gives way to a published one.
    """
    record = Record("figure")
    indices = dict(Index.objects.values_list("path", "pk"))
    releases = {
        (release.family, release.period): release for release in Release.objects.filter(demonstration=False)
    }
    new = [
        figure
        for figure in content.figures
        if figure.key not in record and figure.path in indices and (figure.family, figure.period) in releases
    ]
    if not new:
        return 0, 0
    wanted = {(indices[figure.path], figure.period): figure for figure in new}
    _make_room(wanted)
    held = {
        (row.index_id, row.period): row.pk
        for row in Observation.objects.current().filter(index__in={index for index, _period in wanted})
    }
    made = Observation.objects.bulk_create(
        Observation(
            index_id=index,
            release=releases[figure.family, period],
            period=period,
            value=figure.value,
            **figure.stated,
        )
        for (index, period), figure in wanted.items()
        if (index, period) not in held
    )
    provenance = [
        _provenance(observation, row)
        for observation in made
        for row in wanted[observation.index_id, observation.period].sources
    ]
    Provenance.objects.bulk_create(provenance)
    held.update({(observation.index_id, observation.period): observation.pk for observation in made})
    record.remember((figure.key, held[place]) for place, figure in wanted.items())
    return len(made), len(provenance)


def _make_room(wanted):
    for index, period in wanted:
        Observation.objects.filter(Q(index=index, period=period), demonstration=True).delete()


def _provenance(observation, row):
    return Provenance(
        observation=observation,
        source_url=row.source_url,
        note=row.period_note,
        stated_value=row.value,
        **{field: getattr(row, column) for column, field in STATED.items()},
    )


def load_events(content: Content) -> int:
    """Create the events not loaded yet, and return how many."""

    def make(row):
        return Event.objects.create(**row.model_dump(exclude={"key"}))

    return Record("event").make(content.events, lambda row: row.key, make)


def load_markets(content: Content) -> int:
    """Create the markets not loaded yet, with their facts and classes, and return how many."""
    indices = dict(Index.objects.values_list("path", "pk"))
    order = {row.slug: number for number, row in enumerate(content.markets, 1)}

    def make(row):
        values = row.model_dump(exclude={"slug", "facts", "classes"})
        market, created = CollectingSource.objects.get_or_create(
            slug=row.slug, defaults={**values, "order": order[row.slug]}
        )
        if created:
            market.classes.set([indices[path] for path in row.classes if path in indices])
            for number, fact in enumerate(row.facts, 1):
                value_en, value_zh_hans = fact.values
                SourceFact.objects.create(
                    source=market,
                    label_en=fact.label_en,
                    label_zh_hans=fact.label_zh_hans,
                    value_en=value_en,
                    value_zh_hans=value_zh_hans,
                    source_url=fact.source_url,
                    order=number,
                )
        return market

    return Record("market").make(content.markets, lambda row: row.slug, make)

"""Finding and ranking: matches in the title before matches in the text, then the order of the kind (newest first).

The number of queries does not depend on what is found. A word that few articles hold is looked up in the full text
index and its matches are sorted. A word that more than `FEW` hold is met soon when walking the articles newest first,
so they are walked until the page is full. Counts stop at `COUNTED`.
"""

from dataclasses import dataclass, field

from django.db import connection
from django.db.models import Case, Value, When

from indexdata.searching.matching import candidates, counting, index_plans, is_match

FEW = 10_000
SAMPLE = 4_000
COUNTED = 1_000


@dataclass
class Found:
    """What was found of one kind: keys in order (as many as were wanted), their number, and whether it was cut off."""

    keys: list[int] = field(default_factory=list)
    count: int = 0
    more: bool = False


def find(query, kinds, wanted, facets=()):
    """Return {kind key: Found} for a question.

    `wanted` says how many keys of each kind are needed, counted from the best one; `facets` narrow the results.
    """
    found = {kind.key: Found() for kind in kinds}
    if not query:
        return found
    searches = [Search(kind, (kind.facet, *facets, *query.terms), wanted.get(kind.key, 0)) for kind in kinds]
    with index_plans():
        common = _common(searches)
        parts = []
        for search in searches:
            if (search.kind.key, "body") not in common:
                parts.append(search.sorted_matches())
                continue
            parts.append(search.sampled_matches())
            if search.wanted:
                search.title_is_common = (search.kind.key, "title") in common
                parts.append(search.title_matches())
        for key, part, keys in _run(parts):
            if part == "count":
                found[key].count, found[key].more = len(keys), True
            else:
                found[key].keys = keys
            if part == "sorted":
                found[key].count, found[key].more = len(keys), len(keys) > COUNTED
        short = [
            search
            for search in searches
            if (search.kind.key, "body") in common and len(found[search.kind.key].keys) < search.wanted
        ]
        for key, _part, keys in _run(
            [search.text_matches(len(found[search.kind.key].keys)) for search in short]
        ):
            found[key].keys += keys
    for result in found.values():
        result.count = min(max(result.count, len(result.keys)), COUNTED)
        result.keys = result.keys[:COUNTED]
    return found


@dataclass
class Search:
    """The search of one kind for some terms; each method returns (kind key, part, queryset of keys)."""

    kind: object
    terms: tuple[str, ...]
    wanted: int
    title_is_common: bool = False

    def sorted_matches(self):
        """All matches, sorted: right when they are few."""
        in_title = When(pk__in=candidates(self.terms, "title", FEW), then=Value(0))
        rows = self._visible().filter(pk__in=candidates(self.terms, "body", FEW))
        rows = rows.alias(tier=Case(in_title, default=Value(1))).order_by("tier", *self.kind.order)
        return self.kind.key, "sorted", rows[: COUNTED + 1]

    def sampled_matches(self):
        """Some visible matches, to count to "1,000+"."""
        rows = self._visible().filter(pk__in=candidates(self.terms, "body", SAMPLE)).order_by()
        return self.kind.key, "count", rows[:COUNTED]

    def title_matches(self):
        """The best `wanted` matches in the title."""
        if self.title_is_common:
            rows = self._visible().filter(is_match(self.kind.model, self.terms, "title"))
        else:
            rows = self._visible().filter(pk__in=candidates(self.terms, "title", FEW))
        return self.kind.key, "title", rows.order_by(*self.kind.order)[: self.wanted]

    def text_matches(self, found):
        """The best matches in the text alone, as many as are still wanted."""
        rows = self._visible().filter(is_match(self.kind.model, self.terms, "body"))
        rows = rows.exclude(is_match(self.kind.model, self.terms, "title"))
        return self.kind.key, "text", rows.order_by(*self.kind.order)[: self.wanted - found]

    def _visible(self):
        return self.kind.visible().select_related(None).prefetch_related(None)


def _common(searches):
    """Return the (kind key, column) pairs that hold the terms more than `FEW` times."""
    walking = [search for search in searches if search.kind.walks]
    asked = [(search.kind.key, column, search.terms) for search in walking for column in ("title", "body")]
    if not asked:
        return set()
    counts = [counting(terms, column, FEW + 1) for _key, column, terms in asked]
    sql = " UNION ALL ".join(f"SELECT {at} AS part, ({sql}) AS n" for at, (sql, _params) in enumerate(counts))
    with connection.cursor() as cursor:
        cursor.execute(sql, [param for _sql, params in counts for param in params])
        return {asked[at][:2] for at, n in cursor.fetchall() if n > FEW}


def _run(parts):
    """Run several searches in one query; return [(kind key, part, keys in order)] of those that found something."""
    if not parts:
        return []
    pieces, params = [], []
    for at, (_key, _part, rows) in enumerate(parts):
        sql, own = rows.values_list("pk").query.sql_with_params()
        pieces.append(f"SELECT {at}, ROW_NUMBER() OVER (), found.* FROM ({sql}) found")  # noqa: S608
        params += own
    keys = [[] for _ in parts]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(pieces), params)
        for at, place, pk, *_rest in cursor.fetchall():
            keys[at].append((place, pk))
    return [
        (key, part, [pk for _place, pk in sorted(keys[at])])
        for at, (key, part, _rows) in enumerate(parts)
        if keys[at]
    ]

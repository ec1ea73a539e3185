"""Finding and ranking: matches in the title before matches in the text, then the order of the kind (newest first).

The number of queries does not depend on what is found. A word that few articles hold is looked up in the full text
index and its matches are sorted. A word that more than `FEW` hold is met soon when walking the articles newest first,
so they are walked until the page is full. Counts stop at `COUNTED`.
"""

from dataclasses import dataclass, field

from django.db import connection
from django.db.models import Case, Q, Value, When
from django.utils.functional import cached_property

from foundation.searching.matching import candidates, counting, index_plans, is_match
from portal.freshness.parts import remember

from .tabs import Tab

FEW = 4_000
FEW_WHEN_DEEP = 10_000
DEEP = 200
SAMPLE = 1_500
COUNTED = 1_000
#: On PostgreSQL a full text index lists all matches of a common word before the first is used. So the newest entries
#: are asked first: a word that so many of them hold is common, and with so many articles there are more than `COUNTED`.
PROBED, COMMON_AMONG_PROBED, ENOUGH_ARTICLES = 150, 30, 20_000


@dataclass
class RankedKeys:
    """Results of one kind: keys in order (as many as were wanted), their number, and whether it was cut off."""

    keys: list[int] = field(default_factory=list)
    count: int = 0
    more: bool = False


def find(query, kinds, wanted, narrowing=()):
    """Return {kind key: Found} for a question.

    `wanted` says how many keys of each kind are needed, counted from the best one; `narrowing` are the filters that were
    chosen. Kinds that do not have what a filter asks for are not searched.
    """
    found = {kind.key: RankedKeys() for kind in kinds}
    if not query:
        return found
    facets, names = [one.facet for one in narrowing], {one.name for one in narrowing}
    within = Q(*(one.rows for one in narrowing))
    searches = [
        Search(kind, (kind.facet, *facets, *query.terms), wanted.get(kind.key, 0), within)
        for kind in kinds
        if names.issubset(kind.narrowed_by)
    ]
    with index_plans():
        searches = _held(searches)
        for search, part, keys in run_parts([part for each in searches for part in each.first_parts()]):
            result = found[search.kind.key]
            if part != "count":
                result.keys = keys
            if part != "title":
                result.count, result.more = len(keys), search.is_common or len(keys) > COUNTED
        for each in searches:
            if not each.counted:
                found[each.kind.key].count, found[each.kind.key].more = COUNTED, True
        short = [each for each in searches if each.is_common and len(found[each.kind.key].keys) < each.wanted]
        for search, _part, keys in run_parts(
            [each.text_matches(len(found[each.kind.key].keys)) for each in short]
        ):
            found[search.kind.key].keys += keys
    for result in found.values():
        result.count = min(max(result.count, len(result.keys)), COUNTED)
        result.more = result.more and result.count > 0
        result.keys = result.keys[:COUNTED]
    return found


@dataclass
class Search:
    """The search of one kind for some terms, in parts that can run together: (search, name, queryset of keys).

    `in_title` and `in_text` count the entries with all terms, up to just over `few`, whether visitors may see them or not.
    `within` is what an index of the table knows of the terms: only that part of it is walked.
    `counted` tells that how many there are is still to be looked at; else there are more than `COUNTED`.
    """

    kind: Tab
    terms: tuple[str, ...]
    wanted: int
    within: Q = field(default_factory=Q)
    in_title: int = 0
    in_text: int = 0
    counted: bool = True

    @property
    def few(self):
        """Return how many matches are sorted rather than met by walking: more when many are wanted."""
        return FEW_WHEN_DEEP if self.wanted > DEEP or not self.kind.walks else FEW

    @property
    def is_common(self):
        """Tell whether the terms are met soon by walking the table in its order."""
        return self.kind.walks and self.in_text > self.few

    def first_parts(self):
        """Return the parts that can run at once: everything of rare terms, titles and a sample of common ones."""
        if not self.is_common:
            return [self.sorted_matches()]
        titles = [self.title_matches()] if self.wanted and self.in_title else []
        return [self.sampled_matches(), *titles] if self.counted else titles

    def sorted_matches(self):
        """All matches, sorted."""
        in_title = When(pk__in=candidates(self.terms, "title", self.few), then=Value(0))
        rows = self.visible.filter(pk__in=candidates(self.terms, "body", self.few))
        rows = rows.alias(tier=Case(in_title, default=Value(1))).order_by("tier", *self.kind.order)
        return self, "sorted", rows[: COUNTED + 1]

    def sampled_matches(self):
        """Some visible matches, to count to "1,000+"."""
        rows = self.visible.filter(pk__in=candidates(self.terms, "body", SAMPLE)).order_by()
        return self, "count", rows[:COUNTED]

    def title_matches(self):
        """The best matches in the title, as many as are wanted."""
        if self.in_title > self.few:
            rows = self.visible.filter(self.within, is_match(self.kind.model, self.terms, "title"))
        else:
            rows = self.visible.filter(pk__in=candidates(self.terms, "title", self.few))
        return self, "title", rows.order_by(*self.kind.order)[: self.wanted]

    def text_matches(self, found):
        """The best matches in the text alone, as many as are still wanted."""
        rows = self.visible.filter(self.within, is_match(self.kind.model, self.terms, "body"))
        if self.in_title:
            rows = rows.exclude(is_match(self.kind.model, self.terms, "title"))
        return self, "text", rows.order_by(*self.kind.order)[: self.wanted - found]

    @cached_property
    def visible(self):
        """Return the things of a kind that visitors may see, without what only its pages need."""
        return self.kind.visible().select_related(None).prefetch_related(None)


def _held(searches):
    """Count the entries of the searches that may be common and return the searches worth running; one query.

    Kinds that are not walked are few: looking their matches up costs as much as counting them.
    """
    walked = [search for search in searches if search.kind.walks]
    if connection.vendor == "postgresql":
        _probe(walked)
    asked = [(search, column) for search in walked if not search.is_common for column in ("title", "body")]
    if not asked:
        return searches
    counts = [counting(search.terms, column, search.few + 1) for search, column in asked]
    sql = " UNION ALL ".join(f"SELECT {at} AS part, ({sql}) AS n" for at, (sql, _params) in enumerate(counts))
    with connection.cursor() as cursor:
        cursor.execute(sql, [param for _sql, params in counts for param in params])
        held = dict(cursor.fetchall())
    for at, (search, column) in enumerate(asked):
        setattr(search, {"title": "in_title", "body": "in_text"}[column], held[at])
    return [search for search in searches if search.in_text or not search.kind.walks]


def _probe(searches):
    """Find out which searches are common from the newest entries alone; one query, if there are articles enough."""
    if not searches or not _many_articles(searches[0]):
        return
    parts = []
    for search in searches:
        newest = search.visible.order_by(*search.kind.order)[:PROBED]
        rows = search.visible.filter(pk__in=newest.values("pk")).order_by()
        parts += [
            (search, column, rows.filter(is_match(search.kind.model, search.terms, column)))
            for column in ("title", "body")
        ]
    hits = {(search.kind.key, column): len(keys) for search, column, keys in run_parts(parts)}
    for search in searches:
        if hits.get((search.kind.key, "body"), 0) >= COMMON_AMONG_PROBED:
            search.in_text, search.counted = search.few + 1, False
            # A word in none of the newest titles is in few: they are looked up. Else they are met by walking.
            search.in_title = search.few + 1 if hits.get((search.kind.key, "title")) else 1


def _many_articles(search):
    rows = search.visible.order_by(*search.kind.order).values_list("pk")
    return remember(
        f"many-{search.kind.model._meta.label}", lambda: rows[ENOUGH_ARTICLES : ENOUGH_ARTICLES + 1].exists()
    )


def run_parts(parts):
    """Run parts of searches in one query; return [(search, name, keys in order)] of those that found something."""
    if not parts:
        return []
    pieces, params = [], []
    for at, (_search, _name, rows) in enumerate(parts):
        sql, own = rows.values_list("pk").query.sql_with_params()
        pieces.append(f"SELECT {at}, ROW_NUMBER() OVER (), found.* FROM ({sql}) found")  # noqa: S608
        params += own
    keys: list[list[tuple[int, int]]] = [[] for _ in parts]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(pieces), params)
        for at, place, pk, *_rest in cursor.fetchall():
            keys[at].append((place, pk))
    return [
        (search, name, [pk for _place, pk in sorted(keys[at])])
        for at, (search, name, _rows) in enumerate(parts)
        if keys[at]
    ]

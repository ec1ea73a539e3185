"""Lists of articles that may be a million long: every page costs what the first one costs.

How many there are, and where a page far back begins, follows from counts by month that the database keeps; what is still to
come and what will be taken down is put right for the moment. The ids of a page come from an index, the rows last.
"""

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import timedelta

from django.core.paginator import Paginator
from django.db.models import IntegerField, QuerySet, Sum, Value
from django.db.models.lookups import GreaterThanOrEqual, LessThan
from django.utils import timezone
from django.utils.functional import cached_property

from foundation.composed import Composed
from foundation.unindexed import Unindexed
from news.tags.models import TaggedItem, TagMonth
from news.visibility.definition import HOURS_AHEAD
from news.visibility.questions import seen_at

from .models import Article, SectionMonth
from .months import month_bounds, year_bounds
from .page_questions import listed

PER_PAGE = 20


@dataclass(frozen=True)
class Listing:
    """A list: its `rows`, visible or not, with the name of the article's id in them, and the kept counts of its months.

    `met` are the same rows for questions that narrow them to few by a moment of their own: which rows are of the list is
    then asked of those few. Where the list `pins`, articles stand first while they are pinned. `form` tells the list from
    others: questions of lists of the same form differ by their values alone.
    """

    form: tuple
    rows: QuerySet = field(compare=False)
    key: str
    months: QuerySet = field(compare=False)
    met: QuerySet = field(compare=False)
    pins: bool = field(default=False, compare=False)

    def numbers(self, at):
        """Return {month: number of visible articles at a moment}, newest month first; two queries."""
        numbers = Counter(dict(_kept_numbers(self)))
        for moment, step in _steps(self, at=at):
            numbers[month_of(moment)] += step
        return dict(
            sorted(((month, number) for month, number in numbers.items() if number > 0), reverse=True)
        )

    def pinned_at(self, at):
        """Return {id: moment} of the visible articles pinned at a moment, newest first; one query."""
        if not self.pins:
            return {}
        return dict(sorted(_pinned(self, at=at), key=lambda row: (row[1], row[0]), reverse=True))

    def place(self, numbers, first, without):
        """Return where a page begins: (end of its month or None for the first, place within what lies before that end).

        `first` is its place in the list, `without` is {id: moment} of the articles that stand elsewhere.
        """
        left_out = Counter(map(month_of, without.values()))
        before = 0
        for month, held in numbers.items():
            held -= left_out.get(month, 0)
            if before + held > first:
                return month_bounds(*divmod(month, 100))[1] if before else None, first - before
            before += held
        return None, first - before

    def _asked(self, ask, at, numbers, first, number, without):
        end, place = self.place(numbers, first, without)
        bounds = {} if end is None else {"end": end}
        return ask(self, place, number, at=at, without=tuple(without), **bounds)

    def keys(self, at, numbers, first, number, without):
        """Return the ids of `number` visible articles from the place `first` on, some left out; one query."""
        return list(self._asked(_keys, at, numbers, first, number, without))

    def articles(self, at, numbers, first, number, without):
        """Return `number` visible articles from the place `first` on as lists show them, some left out; one query."""
        return list(self._asked(_articles, at, numbers, first, number, without))

    def in_month(self, year, month):
        """Return the part of the list that is dated in a month."""
        months = self.months.filter(month=year * 100 + month)
        return self._within(month_bounds(year, month), months, year, month)

    def in_year(self, year):
        """Return the part of the list that is dated in a year."""
        months = self.months.filter(month__gt=year * 100, month__lt=(year + 1) * 100)
        return self._within(year_bounds(year), months, year)

    def _within(self, bounds, months, *form):
        rows = self.rows.filter(published_at__gte=bounds[0], published_at__lt=bounds[1])
        published = Unindexed("published_at")
        met = self.met.filter(GreaterThanOrEqual(published, bounds[0]), LessThan(published, bounds[1]))
        return replace(self, form=(*self.form, *form), rows=rows, months=months, met=met, pins=False)


@Composed
def _kept_numbers(listing):
    return listing.months.order_by("-month").values_list("month").annotate(total=Sum("number"))


@Composed
def _steps(listing, at):
    """Return (moment, step) of what the kept numbers count too soon, and of what they do not count though it is seen."""
    rows = listing.met.order_by()
    return _stepping(rows.still_to_come(at), -1).union(_stepping(rows.still_to_go(at), 1), all=True)


@Composed
def _pinned(listing, at):
    # Put in order by `pinned_at`: asked for an order, SQLite would walk the whole list.
    return listing.met.pinned_at(at).order_by().values_list("pk", "published_at")


def _page_keys(listing, place, number, at, without, end=None):
    rows = listing.rows.filter(*seen_at(at))
    if without:
        rows = rows.exclude(**{f"{listing.key}__in": without})
    if end is not None:
        rows = rows.filter(published_at__lt=end)
    ordered = rows.order_by("-published_at", f"-{listing.key}").values_list(listing.key, flat=True)
    return ordered[place : place + number]


_keys = Composed(_page_keys)


@Composed
def _articles(listing, place, number, at, without, end=None):
    keys = _page_keys(listing, place, number, at, without, end)
    return Article.objects.published(at).for_list().filter(pk__in=keys)


class ListPaginator(Paginator):
    """The pages of a `Listing` at a moment: four queries for any of them, five where something pinned stands on it."""

    def __init__(self, listing, per_page=PER_PAGE, at=None):
        self.listing, self.at = listing, at or timezone.now()
        super().__init__([], per_page)

    @cached_property
    def numbers(self):
        return self.listing.numbers(self.at)

    @cached_property
    def count(self):
        return sum(self.numbers.values())

    def page(self, number):
        """Return a page whose objects are articles as lists show them."""
        number = self.validate_number(number)
        articles = self._articles((number - 1) * self.per_page) if self.count else []
        return self._get_page(articles, number, self)  # type: ignore[attr-defined]  # the stubs leave it out

    def _articles(self, first):
        pinned = self.listing.pinned_at(self.at)
        above = list(pinned)[first : first + self.per_page]
        place, more = max(0, first - len(pinned)), self.per_page - len(above)
        if not above:
            return self.listing.articles(self.at, self.numbers, place, more, pinned)
        keys = self.listing.keys(self.at, self.numbers, place, more, pinned) if more else ()
        return listed([*above, *keys], self.at)


def kind_list(kind, pins=False):
    """Return the list of all articles of a kind (`SectionKind`)."""
    rows = Article.objects.of_kind(kind)
    months = SectionMonth.objects.filter(section__kind=kind)
    return Listing(("kind", kind), rows, "pk", months, Article.objects.belonging_to(section_kind=kind), pins)


def section_list(section):
    """Return the list of a section, pinned ones first."""
    rows = Article.objects.in_section(section)
    months = SectionMonth.objects.filter(section=section)
    met = Article.objects.belonging_to(section_id=section.pk)
    return Listing(("section", section.pk), rows, "pk", months, met, pins=True)


def tag_list(tag):
    """Return the list of the articles that carry a tag."""
    rows = TaggedItem.objects.on_articles(tag)
    return Listing(("tag", tag.pk), rows, "object_id", TagMonth.objects.filter(tag=tag), rows)


def month_of(moment):
    """Return the month of the archive in which a moment lies, e.g. 202306, as the database counts it."""
    local = moment + timedelta(hours=HOURS_AHEAD)
    return local.year * 100 + local.month


def _stepping(rows, step):
    return rows.annotate(step=Value(step, IntegerField())).values_list("published_at", "step")

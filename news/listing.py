"""Lists of articles that may be a million long: every page costs what the first one costs.

How many there are, and where a page far back begins, follows from counts by month that the database keeps; what is still to
come and what will be taken down is put right for the moment. The ids of a page come from an index, the rows last.
"""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import timedelta

from django.core.paginator import Paginator
from django.db.models import IntegerField, QuerySet, Sum, Value
from django.utils import timezone
from django.utils.functional import cached_property

from news.models import Article, SectionMonth, TaggedItem, TagMonth
from news.models.article_questions import seen_at
from news.months import month_bounds, year_bounds
from news.visibility.definition import HOURS_AHEAD

PER_PAGE = 20


@dataclass(frozen=True)
class Listing:
    """A list: its `rows`, visible or not, with the name of the article's id in them, and the kept counts of its months.

    `moving` are the same rows, for questions about the few that a moment of their own finds. `has_pins` tells whether
    pinned ones stand first. `first_month` and `last_month` bound what is counted (`rows` are bounded themselves).
    """

    rows: QuerySet
    key: str
    months: QuerySet
    moving: QuerySet
    has_pins: bool = False
    first_month: int = 0
    last_month: int = 999_999

    def numbers(self, at):
        """Return {month: number of visible articles at a moment}, newest month first; two queries."""
        months = self.months.filter(month__gte=self.first_month, month__lte=self.last_month)
        kept = months.order_by("-month").values_list("month").annotate(total=Sum("number"))
        numbers = Counter(dict(kept))
        moving = self.moving.order_by()
        coming, going = moving.still_to_come(at), moving.still_to_go(at)
        for moment, step in _stepping(coming, -1).union(_stepping(going, 1), all=True):
            if self.first_month <= (month := month_of(moment)) <= self.last_month:
                numbers[month] += step
        return dict(
            sorted(((month, number) for month, number in numbers.items() if number > 0), reverse=True)
        )

    def pinned_at(self, at):
        """Return {id: moment} of the visible articles pinned at a moment, newest first; one query."""
        if not self.has_pins:
            return {}
        # Put in order here: asked for an order, SQLite would walk the whole list.
        found = self.moving.pinned_at(at).order_by().values_list("pk", "published_at")
        return dict(sorted(found, key=lambda row: (row[1], row[0]), reverse=True))

    def keys(self, at, numbers, first, number, without):
        """Return the question for the ids of `number` visible articles from the place `first` on, some left out.

        `without` is {id: moment}: those that stand elsewhere.
        """
        rows = self.rows.filter(*seen_at(at))
        if without:
            rows = rows.exclude(**{f"{self.key}__in": list(without)})
        left_out = Counter(map(month_of, without.values()))
        before = 0
        for month, held in numbers.items():
            held -= left_out.get(month, 0)
            if before + held > first:
                if before:
                    rows = rows.filter(published_at__lt=month_bounds(*divmod(month, 100))[1])
                break
            before += held
        ordered = rows.order_by("-published_at", f"-{self.key}").values_list(self.key, flat=True)
        return ordered[first - before : first - before + number]

    def in_month(self, year, month):
        """Return the part of the list that is dated in a month."""
        return self._within(month_bounds(year, month), year * 100 + month, year * 100 + month)

    def in_year(self, year):
        """Return the part of the list that is dated in a year."""
        return self._within(year_bounds(year), year * 100 + 1, year * 100 + 12)

    def _within(self, bounds, first, last):
        rows = self.rows.filter(published_at__gte=bounds[0], published_at__lt=bounds[1])
        return replace(self, rows=rows, has_pins=False, first_month=first, last_month=last)


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
        return self._get_page(
            self._articles((number - 1) * self.per_page) if self.count else [], number, self
        )

    def _articles(self, first):
        pinned = self.listing.pinned_at(self.at)
        above = list(pinned)[first : first + self.per_page]
        place, more = max(0, first - len(pinned)), self.per_page - len(above)
        keys = self.listing.keys(self.at, self.numbers, place, more, pinned)
        public = Article.objects.published(self.at)
        if not above:
            return list(public.for_list().filter(pk__in=keys))
        return public.listed([*above, *(keys if more else ())])


def kind_list(kind, pins=False):
    """Return the list of all articles of a kind (`SectionKind`)."""
    return Listing(
        rows=Article.objects.of_kind(kind),
        key="pk",
        months=SectionMonth.objects.filter(section__kind=kind),
        moving=Article.objects.belonging_to(section_kind=kind),
        has_pins=pins,
    )


def section_list(section):
    """Return the list of a section, pinned ones first."""
    return Listing(
        rows=Article.objects.in_section(section),
        key="pk",
        months=SectionMonth.objects.filter(section=section),
        moving=Article.objects.belonging_to(section_id=section.pk),
        has_pins=True,
    )


def tag_list(tag):
    """Return the list of the articles that carry a tag."""
    rows = TaggedItem.objects.on_articles(tag)
    return Listing(rows, "object_id", TagMonth.objects.filter(tag=tag), moving=rows)


def month_of(moment):
    """Return the month of the archive in which a moment lies, e.g. 202306, as the database counts it."""
    local = moment + timedelta(hours=HOURS_AHEAD)
    return local.year * 100 + local.month


def _stepping(rows, step):
    return rows.annotate(step=Value(step, IntegerField())).values_list("published_at", "step")

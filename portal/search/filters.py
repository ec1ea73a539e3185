"""Narrowing a search: section, year, tag and language of articles; what is offered and what was asked for."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.conf import settings
from django.db.models import Q, Subquery
from django.utils import timezone
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from foundation.former_slugs.finding import named_before
from foundation.searching.documents import facet
from news.articles.models import Article, Section
from news.tags.models import Tag
from portal.freshness.parts import remember

NAMES = ("section", "year", "tag", "lang")
MOST_TAGS = 60


@dataclass(frozen=True)
class Filter:
    """One way to narrow a search: its parameter and name, what can be chosen, what is chosen ("" for nothing).

    `label` is how the choice reads; `facet` the term that matching entries hold; `rows` is what an index of articles knows of
    the choice, so that only a part of it is walked.
    """

    name: str
    title: str
    options: list[tuple[str, str]]
    value: str = ""
    label: str = ""
    facet: str = ""
    rows: Q = field(default_factory=Q)


def read_filters(query, options):
    """Return the filters with what was asked for of each among the `offered` options; what is unknown counts as not asked."""
    return [_section(query, options), _year(query, options), _tag(query, options), _language(query)]


@dataclass(frozen=True)
class Options:
    """Choices by which a search of the whole site can be narrowed; tags are those that are used most, in that order."""

    sections: Sequence[Section]
    tags: list[Tag]
    years: list[str]


def offered():
    """Return what can be chosen (`Options`): two queries, kept as long as no public content changes."""
    return remember("search-options", _options)


def _options():
    oldest = Article.objects.published().order_by("published_at", "pk").values("published_at")[:1]
    sections = list(Section.objects.annotate(oldest=Subquery(oldest)))
    first = sections[0].oldest if sections else None
    this = localtime(timezone.now()).year
    return Options(
        sections=sections,
        tags=list(Tag.objects.with_counts().order_by("-number", "slug")[:MOST_TAGS]),
        years=[str(year) for year in range(this, localtime(first).year - 1, -1)] if first else [],
    )


def _section(query, options):
    asked = query.get("section")
    chosen = next((one for one in options.sections if one.slug == asked), None)
    chosen = chosen or named_before(Section.objects.all(), asked)
    return Filter(
        "section", _("Section"), [(one.slug, str(one)) for one in options.sections],
        *((chosen.slug, str(chosen), facet("section", chosen.pk), Q(section=chosen.pk)) if chosen else ()),
    )  # fmt: skip


def _year(query, options):
    chosen = query.get("year", "")
    return Filter(
        "year", _("Year"), [(year, year) for year in options.years],
        *(
            (chosen, chosen, facet("year", chosen), Q(published_at__year=int(chosen)))
            if chosen in options.years else ()
        ),
    )  # fmt: skip


def _tag(query, options):
    """A tag that is not among the most used ones can be asked for by its address."""
    chosen, tags = query.get("tag", "")[:100].replace("\x00", ""), list(options.tags)
    found = next((one for one in tags if one.slug == chosen), None)
    if chosen and found is None:
        in_use = Tag.objects.in_use()
        found = in_use.filter(slug=chosen).first() or named_before(in_use, chosen)
        tags += [found] if found else []
    return Filter(
        "tag", _("Tag"), sorted(((one.slug, str(one)) for one in tags), key=lambda option: option[1]),
        *((found.slug, str(found), facet("tag", found.pk)) if found else ()),
    )  # fmt: skip


def _language(query):
    names, chosen = dict(settings.LANGUAGES), query.get("lang", "")
    return Filter(
        "lang", _("Written in"), list(names.items()),
        *((chosen, names[chosen], facet("lang", chosen)) if chosen in names else ()),
    )  # fmt: skip

"""Feeds of releases and of single indices: what is published, with all its figures; invented ones for who asks for them."""

from collections import defaultdict
from dataclasses import dataclass

from django.contrib.syndication.views import Feed
from django.http import Http404, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import get_language, gettext

from foundation.atom import FullTextAtom, tag_uri
from indexdata.exports.headers import open_to_all
from indexdata.models import Index, Release, ReleaseChange, Revision

from .arithmetic.periods import period_code, period_label
from .series.newest import Latest, recorded_gaps
from .series.of_release import figures_of
from .series.parameters import asks_for_demonstration
from .series.rows import SeriesRow, stored_series
from .wording.cards import card_sentence, marked
from .wording.dates import change_sentence
from .wording.revisions import revision_sentence
from .wording.sentences import figure_sentence

RELEASES_SHOWN = 20
PERIODS_SHOWN = 30
REVISIONS_SHOWN = 50


@dataclass(frozen=True)
class FeedAsked:
    """The feed that is asked for: of which index (None for all), and whether with invented figures."""

    invented: bool = False
    index: Index | None = None

    def url(self, address):
        """Return the address of the feed as it was asked for."""
        return f"{address}?demonstration=include" if self.invented else address

    def guid(self, *names):
        """Return the identity of the feed; that with invented figures is another one."""
        return tag_uri(get_language(), *names, *(["demonstration"] if self.invented else []))


class FigureFeed(Feed):
    """The base of all feeds; entries are prepared in `items`, so that they cost no query of their own."""

    feed_type = FullTextAtom

    def author_name(self):
        return gettext("China Textile City Construction and Management Committee Index Office")

    def item_extra_kwargs(self, item):
        return {"content": item.content}

    def item_title(self, item):
        return item.title

    def item_description(self, item):
        return item.summary

    def item_link(self, item):
        return item.link

    def item_guid(self, item):
        return item.identity

    def item_pubdate(self, item):
        return item.published

    def item_updateddate(self, item):
        return item.updated


class Entry:
    """One entry of a feed."""

    def __init__(self, *, title, summary, link, identity, published, updated, content, demonstration):
        self.title = gettext("%(title)s (demonstration)") % {"title": title} if demonstration else title
        self.summary, self.link, self.identity = summary, link, identity
        self.published, self.updated, self.content = published, updated, content


class ChosenFeed(FigureFeed):
    """The base of feeds that give published figures alone unless `demonstration=include` asks for the invented ones."""

    def __call__(self, request, *args, **kwargs):
        try:
            asks_for_demonstration(request.GET.get("demonstration", ""))
        except ValueError as error:
            text = f"demonstration: {error}\n"
            return open_to_all(HttpResponse(text, status=400, content_type="text/plain; charset=utf-8"))
        return super().__call__(request, *args, **kwargs)


class ReleasesFeed(ChosenFeed):
    """The newest releases with their figures, and the newest changes of dates."""

    def get_object(self, request):
        return FeedAsked(bool(asks_for_demonstration(request.GET.get("demonstration", ""))))

    def title(self):
        return gettext("China Textile City Index: releases")

    def subtitle(self):
        return gettext("Every release of the indices with its figures.")

    def link(self):
        return reverse("indexdata:releases")

    def feed_url(self, asked):
        return asked.url(reverse("indexdata:feed-releases"))

    def feed_guid(self, asked):
        return asked.guid("releases")

    def items(self, asked):
        public, changes = Release.objects.public(), ReleaseChange.objects.of_dates()
        if not asked.invented:
            public = public.filter(demonstration=False)
            changes = changes.filter(release__demonstration=False)
        releases = list(public.order_by("-public_at", "-period", "family")[:RELEASES_SHOWN])
        figures = figures_of(releases, recorded_gaps({release.family for release in releases}))
        entries = [
            release_entry(
                release, [one for one in figures.get(release.pk, []) if asked.invented or not one.invented]
            )
            for release in releases
        ]
        entries += [date_entry(change) for change in changes.select_related("release")[:RELEASES_SHOWN]]
        return sorted(entries, key=lambda entry: entry.published, reverse=True)[:RELEASES_SHOWN]


def release_entry(release, figures):
    """Return a release as an entry; its title says the head figure where the release has one."""
    language = get_language()
    corrections = [figure.mark.corrected_at for figure in figures if figure.mark.corrected_at]
    demonstration = any(figure.latest.held.demonstration for figure in figures)
    head = next((figure for figure in figures if figure.latest.held.value is not None), None)
    return Entry(
        title=gettext("%(family)s, %(period)s")
        % {"family": release.get_family_display(), "period": release.label(language)},
        summary=card_sentence(head.latest) if head else "",
        link=release.get_absolute_url(),
        identity=tag_uri(language, "release", release.family, release.code),
        published=release.public_at,
        updated=max([release.public_at, *corrections]),
        content=render_to_string(
            "indexdata/feed_release.html",
            {"release": release, "figures": figures, "demonstration": demonstration},
        ),
        demonstration=release.demonstration,
    )


def date_entry(change):
    """Return a change of a release's date as an entry."""
    release, language = change.release, get_language()
    sentence = change_sentence(change)
    return Entry(
        title=gettext("%(state)s: %(title)s")
        % {
            "state": change.get_after_display(),
            "title": gettext("%(family)s, %(period)s")
            % {"family": release.get_family_display(), "period": release.label(language)},
        },
        summary=marked(sentence, release.demonstration),
        link=release.get_absolute_url(),
        identity=tag_uri(language, "release", release.family, release.code, "date", str(change.pk)),
        published=change.at,
        updated=change.at,
        content=format_html("<p>{}</p>", sentence),
        demonstration=release.demonstration,
    )


class RevisionsFeed(FigureFeed):
    """The newest revisions of published figures, of any age of the figure."""

    def title(self):
        return gettext("China Textile City Index: revisions")

    def subtitle(self):
        return gettext("Every correction of a published figure: the value before, the value now and why.")

    def link(self):
        return reverse("indexdata:revisions")

    def feed_url(self):
        return reverse("indexdata:feed-revisions")

    def feed_guid(self):
        return tag_uri(get_language(), "revisions")

    def items(self):
        newest = Revision.objects.public().newest_first().values_list("pk", flat=True)[:REVISIONS_SHOWN]
        revisions = Revision.objects.filter(pk__in=list(newest)).with_figures().newest_first()
        return [revision_entry(revision) for revision in revisions]


def revision_entry(revision):
    """Return a revision as an entry: from which value to which, and why."""
    index, language, release = revision.index, get_language(), revision.observation.release
    sentence = revision_sentence(revision)
    reason = revision.reason.strip()
    return Entry(
        title=gettext("%(index)s, %(period)s") % {"index": index.name, "period": release.label(language)},
        summary=f"{sentence} {reason}".strip(),
        link=release.get_absolute_url(),
        identity=tag_uri(language, "revision", index.code, release.code, str(revision.observation.vintage)),
        published=revision.at,
        updated=revision.at,
        content=format_html("<p>{}</p><p>{}</p>", sentence, reason)
        if reason
        else format_html("<p>{}</p>", sentence),
        demonstration=False,
    )


class IndexFeed(ChosenFeed):
    """The newest figures of one index."""

    def get_object(self, request, path):
        index = Index.objects.filter(path=path).first()
        if index is None:
            raise Http404
        return FeedAsked(bool(asks_for_demonstration(request.GET.get("demonstration", ""))), index)

    def title(self, asked):
        return gettext("China Textile City Index: %(index)s") % {"index": asked.index.name}

    def link(self, asked):
        return asked.index.get_absolute_url()

    def feed_url(self, asked):
        return asked.url(reverse("indexdata:feed-index", args=[asked.index.path]))

    def feed_guid(self, asked):
        return asked.guid("index", asked.index.path)

    def items(self, asked):
        index = asked.index
        stored = stored_series([index])[index.pk]
        if not asked.invented:
            stored = stored.published_only()
        withdrawn = {period for period in stored.missing if stored.marks[period].is_withdrawn}
        told = sorted(stored.held.keys() | withdrawn, reverse=True)
        revisions = _revisions_of(asked)
        periods = told[:PERIODS_SHOWN] + [period for period in told[PERIODS_SHOWN:] if period in revisions]
        moments = dict(
            Release.objects.public()
            .filter(family=index.family, period__in=periods)
            .values_list("period", "public_at")
        )
        return [
            index_entry(SeriesRow(stored, period), moments[period], revisions[period])
            for period in periods
            if period in moments
        ]


def _revisions_of(asked):
    """Return the newest revisions of an index by period, the newest first."""
    found = defaultdict(list)
    revisions = Revision.objects.public().filter(index=asked.index)
    for revision in revisions.newest_first().with_figures()[:PERIODS_SHOWN]:
        if asked.invented or not revision.observation.demonstration:
            found[revision.observation.period].append(revision)
    return found


def index_entry(row, public_at, revisions=()):
    """Return one figure of an index as an entry, with what it was before; `revisions` are its own, the newest first."""
    index, language = row.stored.index, get_language()
    code = period_code(row.period, index.frequency)
    sentence = gettext("This figure was withdrawn.")
    if row.held:
        sentence = figure_sentence(Latest(index, row.held, row.changes, index.frequency))
    changes = [(revision.at, revision_sentence(revision), revision.reason.strip()) for revision in revisions]
    newest = [text for _at, *texts in changes[:1] for text in texts if text]
    summary = newest if newest and not row.held else [marked(sentence, row.demonstration), *newest]
    return Entry(
        title=gettext("%(index)s: %(value)s, %(period)s")
        % {
            "index": index.name,
            "value": f"{row.value:.2f}" if row.held else gettext("withdrawn"),
            "period": period_label(row.period, index.frequency, language),
        },
        summary=("" if language.startswith("zh") else " ").join(summary),
        link=reverse("indexdata:release", args=[index.family, code]),
        identity=tag_uri(language, "index", index.path, code),
        published=public_at,
        updated=max(public_at, row.mark.corrected_at or public_at),
        content=render_to_string(
            "indexdata/feed_index.html",
            {"row": row, "index": index, "sentence": sentence, "changes": changes},
        ),
        demonstration=row.demonstration,
    )

"""The newsroom's part of the desk: what somebody who writes finds there of articles and all else that has drafts."""

from datetime import timedelta
from itertools import chain

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from foundation.languages import in_languages
from foundation.large_lists import AtLeast
from news.articles.models import Article
from news.drafting.rows import beside, models_with_drafts
from news.editing.coming import coming
from news.editing.models import SentBack
from news.editing.states import REVIEWED
from news.enums import ArticleStatus
from news.linking.uses import broken_lately, edit_address, with_sources
from news.permissions import user_can_approve, user_can_view

SHOWN = 6
#: So many things besides articles are looked through for the lists.
MOST = 60
WEEK = timedelta(days=7)
MY_DRAFTS, COMING, UNTRANSLATED = "?stage=draft&mine=1", "?coming=1", "?translation=missing"
TEXTS = ("body", "summary", *in_languages("body", "summary"), "latest_revision__content")


def newsroom(user, now):
    """Return what the newsroom's part of the desk shows a person at a moment; a handful of queries."""
    recent = Article.objects.order_by("-updated_at", "-pk")
    waiting = Article.objects.order_by("staged_at", "pk")
    live = recent.on_site(now)
    lists = [
        (
            _("My drafts"), _("You have no draft."),
            recent.drafts_of(user), MY_DRAFTS,
        ),
        (_("In review"), _("Nothing waits for review."), waiting.at_stage(ArticleStatus.IN_REVIEW), "?stage=in-review"),
        (
            _("Approved"), _("Nothing approved waits to be published."),
            waiting.at_stage(ArticleStatus.APPROVED), "?stage=approved",
        ),
        (
            _("Scheduled this week"), _("Nothing appears, changes or goes by itself this week."),
            None, COMING,
        ),
        (
            _("Published without translation"), _("Everything published is there in both languages."),
            live.without_translation(), UNTRANSLATED,
        ),
        (
            _("Translation older than its original"), _("Every translation fits its original."),
            recent.with_outdated_translation(), "?translation=outdated",
        ),
    ]  # fmt: skip
    besides, sent_back = _besides(user, now)
    return {
        "lists": [
            (
                title,
                empty,
                *_list(_first_coming(now) if rows is None else _first_articles(rows), besides, address),
            )
            for title, empty, rows, address in lists
        ],
        "notes": _notes(user),
        "sent_back": _sent_back(user, sent_back),
        "broken": _first(_broken()),
        "may_approve": user_can_approve(user),
        "may_add": user.has_perm("news.add_article"),
        "editors_alone": settings.EDITORS_MAY_PUBLISH,
        "four_eyes": settings.FOUR_EYES,
    }


def _list(articles, besides, address):
    """Return (articles, ways to all, address, other things) of a list: the first ones, and for what is left out where it is."""
    found, more = articles
    others = besides.get(address, {})
    things = list(chain(*others.values()))
    if address == COMING:
        things.sort(key=lambda thing: thing.event.moment)
    shown = things[:SHOWN]
    ways = [_all_of(Article, AtLeast(SHOWN), address)] if more else []
    for model, held in others.items():
        if any(thing not in shown for thing in held):
            ways.append(_all_of(model, len(held) if len(held) < MOST else AtLeast(MOST), address))
    return found, ways, address, shown


def _all_of(model, number, address):
    """Return (what there is, how many, where) of the list of the admin that shows all of a kind."""
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"
    return model._meta.verbose_name_plural, number, f"{reverse(name)}{address}"


def _seen_by(user):
    """Return the models with drafts of which somebody sees things, articles first."""
    return [model for model in models_with_drafts() if model is Article or user_can_view(user, model)]


def _notes(user):
    """Return the first notes of others on passages of what somebody writes, and whether there are more; one query a kind."""
    found: list = []
    for model in _seen_by(user):
        found += beside(model, "notes").objects.to(user)[: SHOWN + 1]
    for note in found:
        note.edit_address = edit_address(note.thing)
    return _first(sorted(found, key=lambda note: note.created_at))


def _besides(user, now):
    """Return ({address of a list: {model: its things with drafts that are no articles}}, what was sent back to somebody of them).

    One query for each kind.
    """
    found: dict[str, dict] = {}
    sent_back = []
    for model in _seen_by(user):
        if model is Article:
            continue
        rows = model.objects.at_work(now, now + WEEK)
        for thing in rows.select_related("latest_revision", "scheduled_revision", "sent_back__by")[:MOST]:
            addresses = list(_lists_of(thing, user, now))
            for address in addresses:
                found.setdefault(address, {}).setdefault(model, []).append(thing)
            if MY_DRAFTS in addresses and hasattr(thing, "sent_back"):
                sent_back.append(thing.sent_back)
    return found, sent_back


def _lists_of(thing, user, now):
    """Yield the addresses of the lists that a thing stands in, with the moment or event it stands there for."""
    thing.kind_name, thing.edit_address = thing._meta.verbose_name, edit_address(thing)
    thing.moment_shown = _moment_of(thing)
    events = [event for event in coming(thing, now) if now < event.moment <= now + WEEK]
    if events:
        thing.event = events[0]
        yield COMING
    own = user.pk in (thing.author_id, thing.latest_revision and thing.latest_revision.author_id)
    if thing.stage == ArticleStatus.DRAFT and own:
        yield MY_DRAFTS
    if thing.stage in REVIEWED:
        yield f"?stage={thing.stage}"
    if thing.is_public(now) and not all(
        getattr(thing, name) for name in in_languages(*thing.described.needed)
    ):
        yield UNTRANSLATED
    if thing.translation_outdated:
        yield "?translation=outdated"


def _sent_back(user, besides):
    """Return the first things that were sent back to somebody, and whether there are more."""
    found = [*SentBack.objects.to(user).select_related("thing", "by")[: SHOWN + 1], *besides]
    for note in found:
        note.edit_address = edit_address(note.thing)
    return _first(sorted(found, key=lambda note: note.sent_at, reverse=True))


def _first_articles(rows):
    """Return the first articles, and whether there are more: their ids, which an index holds in this order, then rows."""
    keys = rows.values("pk")[: SHOWN + 1]
    found, more = _first(_rows_of(keys).order_by(*rows.query.order_by))
    for article in found:
        article.moment_shown = _moment_of(article)
    return found, more


def _moment_of(article):
    """Return since when an article waits for somebody, when its draft was saved, or since when readers read it as it is."""
    if article.stage in REVIEWED:
        return article.staged_at or article.updated_at
    if article.stage == ArticleStatus.PUBLISHED:
        return article.last_change
    return article.latest_revision.created_at if article.latest_revision else article.updated_at


def _first_coming(now):
    """Return the first articles that appear, change or go this week, each with that `event`, and whether there are more."""
    rows = Article.objects.first_changing(now, now + WEEK, SHOWN + 1)
    found = []
    for article in _rows_of(rows.values("pk")):
        article.event = next(event for event in coming(article, now) if event.moment > now)
        found.append(article)
    return _first(sorted(found, key=lambda article: (article.event.moment, article.pk)))


def _rows_of(keys):
    return (
        Article.objects.filter(pk__in=keys)
        .select_related("section", "release", "latest_revision")
        .defer(*TEXTS)
    )


def _first(rows):
    """Return the first rows, and whether there are more."""
    rows = list(rows[: SHOWN + 1])
    return rows[:SHOWN], len(rows) > SHOWN


def _broken():
    return [
        (str(source), edit_address(source), row.place)
        for row, source in with_sources(broken_lately(SHOWN + 1))
    ]

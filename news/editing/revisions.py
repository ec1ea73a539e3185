"""Revisions of articles: one at each save by hand, never changed, and what the newest one says."""

from copy import copy

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from foundation.languages import LANGUAGE_CODES
from news.articles.models import Article, Revision
from news.linking.uses import REVISIONS, keep
from news.tags.merging import present_tags

from .content import COLLECTIONS, apply, cleaned, is_same, snapshot
from .content_uses import in_content
from .translation_states import note_translation


def content_of(revision, merged=None):
    """Return the content of a revision; a tag that was merged since is the one it was merged into.

    `merged` is `news.tags.merging.merged_tags()` where many revisions are read, so that it is asked once.
    """
    keys = revision.content.get("tags")
    return {**revision.content, "tags": present_tags(keys, merged)} if keys else revision.content


def latest_content(article, merged=None):
    """Return the newest content of an article: its draft's when it has one, else that of its row."""
    if article.draft_status and article.latest_revision_id:
        return content_of(article.latest_revision, merged)
    return snapshot(article)


def with_latest_content(article):
    """Return the article with its newest content in memory, and what its row says as `article.row`; do not save it."""
    if article.draft_status and article.latest_revision_id:
        content = article.latest_revision.content
        article._row = copy(article)
        apply(article, content)
    return article


def put_in_row(article, content, codes=LANGUAGE_CODES):
    """Write a content into the article's row and its collections, of the texts those in the languages `codes`."""
    apply(article, content, codes)
    article.save()
    for name, (_read, write) in COLLECTIONS.items():
        if name in content:
            write(article, content[name])


@transaction.atomic
def save_revision(article, content, by, note=""):
    """Keep a content as the newest revision of an article and return it, or None when nothing has changed.

    The article's row is left alone but for the pointers to its revisions. An article of which no revision was ever
    kept gets one of what its row holds first, so that there is something to compare with.
    """
    content = cleaned(content)
    stored = Article.objects.select_for_update(of=("self",)).get(pk=article.pk)
    latest = stored.latest_revision
    if latest is None and not is_same(held := snapshot(stored), content):
        latest = _keep(stored, held, stored.author, "", stored.updated_at)
    if latest is not None and is_same(content_of(latest), content):
        _point(article, stored, latest)
        return None
    revision = _keep(stored, content, by, note)
    note_translation(stored, revision, latest)
    _point(article, stored, revision)
    return revision


def hand_over_revision(article, heir, sentence):
    """Keep the newest content once more as somebody else's; what waits for its moment in it waits in the new revision."""
    latest = article.latest_revision
    revision = _keep(article, latest.content, heir, sentence)
    pointers = {"latest_revision": revision}
    if article.scheduled_revision_id == latest.pk:
        pointers["scheduled_revision"] = revision
    Article.objects.filter(pk=article.pk).update(**pointers)
    return revision


def keep_undated(article, sentence):
    """Keep the newest content once more without a moment of publishing, as its author's: the article has got its date."""
    latest = article.latest_revision
    revision = _keep(article, {**latest.content, "published_at": ""}, latest.author, sentence)
    Article.objects.filter(pk=article.pk).update(latest_revision=revision)
    article.latest_revision = revision


def _keep(article, content, by, note, at=None):
    number = (article.revisions.aggregate(last=Max("number"))["last"] or 0) + 1
    revision = Revision.objects.create(
        article=article,
        number=number,
        content=content,
        author=by,
        note=note[:255],
        created_at=at or timezone.now(),
    )
    keep(article, REVISIONS, in_content(content_of(revision)))
    return revision


def _point(article, stored, revision):
    """Note in the row, and in the caller's article, which revision is the latest and how the translation stands."""
    fields = {
        "latest_revision": revision,
        "original_language": stored.original_language,
        "translation_basis": stored.translation_basis,
        "translation_outdated": stored.translation_outdated,
    }
    Article.objects.filter(pk=article.pk).update(**fields)
    for name, value in fields.items():
        setattr(article, name, value)

"""Saving what was written: into the row of an article that nobody can read yet, else into a draft beside it."""

from django.db import transaction
from django.utils.translation import gettext as _

from foundation.history import note as note_in_history
from news.articles.models import Article
from news.enums import ArticleStatus
from news.linking.uses import note as note_uses
from news.permissions import keeps_approval

from .content import apply, cleaned, snapshot
from .revisions import put_in_row, save_revision

REVIEWED = frozenset({ArticleStatus.IN_REVIEW, ArticleStatus.APPROVED})


@transaction.atomic
def save_content(article, content, by, note=""):
    """Save a content by hand: keep a revision and return it, or None when nothing has changed.

    What visitors read stays as it is: the content of a published or scheduled article becomes its draft. A change to
    what is in review or approved makes it a draft again, unless `keeps_approval` says otherwise. `by` may be None for work
    done by a command. The article is left in memory with the content in it.
    """
    stored = Article.objects.select_for_update(of=("self",)).get(pk=article.pk)
    content = cleaned(content)
    revision = save_revision(stored, content, by, note)
    if stored.status == ArticleStatus.PUBLISHED:
        _set_draft_status(stored, content, changed=revision is not None, by=by)
    else:
        put_in_row(stored, content)
        if revision and stored.status in REVIEWED and not keeps_approval(by):
            _back_to_draft(stored, by, status=ArticleStatus.DRAFT)
    note_uses(stored)
    _copy_state(stored, article)
    apply(article, content)
    return revision


def restore(article, revision, by):
    """Make what an old revision says the newest content, as a revision of its own; return it (None: no change)."""
    note = _("As in revision %(number)s.") % {"number": revision.number}
    return save_content(article, revision.content, by, note)


def discard_draft(article, by):
    """Drop the unpublished changes of a published article: what is live becomes the newest content again.

    The dropped text stays in the revisions.
    """
    stored = Article.objects.get(pk=article.pk)
    return save_content(article, snapshot(stored), by, _("The unpublished changes were dropped."))


def differs_from_row(article, content):
    """Tell whether a content says anything else than the article's row."""
    held = snapshot(article)
    return any(value != held.get(name) for name, value in content.items() if name != "published_at" or value)


def _set_draft_status(stored, content, changed, by):
    if not differs_from_row(stored, content):
        new = ""
    elif not stored.draft_status or (changed and stored.draft_status in REVIEWED and not keeps_approval(by)):
        new = ArticleStatus.DRAFT
    else:
        new = stored.draft_status
    if stored.draft_status in REVIEWED and new == ArticleStatus.DRAFT:
        _back_to_draft(stored, by, draft_status=new)
    elif new != stored.draft_status:
        Article.objects.filter(pk=stored.pk).update(draft_status=new)
        stored.draft_status = new


def _back_to_draft(stored, by, **fields):
    Article.objects.filter(pk=stored.pk).update(**fields)
    for name, value in fields.items():
        setattr(stored, name, value)
    if by:
        note_in_history(by, [stored], _("Changed after it was submitted: a draft again."))


def _copy_state(stored, article):
    for name in (
        "status",
        "draft_status",
        "latest_revision",
        "original_language",
        "translation_basis",
        "translation_outdated",
        "slug",
        "updated_at",
    ):
        setattr(article, name, getattr(stored, name))

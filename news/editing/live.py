"""Writing a content into the row as what visitors read, at once or at a moment to come."""

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from foundation.background.mishaps import settle
from foundation.languages import LANGUAGE_CODES
from news.articles.models import Article
from news.enums import ArticleStatus
from news.linking.uses import note as note_uses

from .content import text_fields, written_moment
from .drafts import differs_from_row
from .old_ids import holder_of_old_id
from .revisions import latest_content, put_in_row, save_revision
from .states import PublishingError

#: The kind under which a scheduled change that failed is remembered.
DUE_CHANGE = "due-change"


def go_live(stored, content, revision, moment, languages):
    """Write the content of a revision into the row as what visitors read from `moment` on; the rest remains a draft."""
    was_published = stored.status == ArticleStatus.PUBLISHED
    newest = latest_content(stored)
    held_back = [code for code in LANGUAGE_CODES if code not in languages]
    shown = content if was_published else {**content, **dict.fromkeys(text_fields(held_back), "")}
    stored.status = ArticleStatus.PUBLISHED
    put_in_row(
        stored,
        {**shown, "published_at": written_moment(moment)},
        languages if was_published else LANGUAGE_CODES,
    )
    still_draft = differs_from_row(stored, {**newest, "published_at": ""})
    Article.objects.filter(pk=stored.pk).update(
        draft_status=(stored.draft_status or ArticleStatus.DRAFT) if still_draft else "",
        live_revision=revision,
        scheduled_revision=None,
        scheduled_for=None,
        scheduled_by=None,
        scheduled_languages=[],
    )
    note_uses(stored)
    settle(DUE_CHANGE, str(stored.pk))


def schedule_draft(stored, content, by, moment, languages):
    """Note that the draft of a live article goes live at a moment in the future."""
    save_revision(stored, content, by)
    Article.objects.filter(pk=stored.pk).update(
        scheduled_revision=stored.latest_revision,
        scheduled_for=moment,
        scheduled_by=by,
        scheduled_languages=languages,
        draft_status=stored.draft_status or ArticleStatus.APPROVED,
    )


def clear_schedule(stored):
    """Take back that the draft of a live article goes live at a moment."""
    Article.objects.filter(pk=stored.pk).update(
        scheduled_revision=None, scheduled_for=None, scheduled_by=None, scheduled_languages=[]
    )
    settle(DUE_CHANGE, str(stored.pk))


def moment_of(text):
    """Return the moment that a content names as text, or None."""
    return parse_datetime(text) if text else None


def require_own_old_id(article, content):
    """Refuse a content with the id on the old site that another article has."""
    number = content.get("legacy_id")
    taken = (
        number and number != article.legacy_id and holder_of_old_id(number, besides=article.pk, drafts=False)
    )
    if taken:
        raise PublishingError(
            _("Another article has the id on the old site that this one is given."), code="refused"
        )

"""Writing a content into the row as what visitors read."""

from django.utils import timezone
from django.utils.translation import gettext as _

from foundation.languages import LANGUAGE_CODES
from news.articles.models import Article
from news.enums import ArticleStatus
from news.linking.uses import note as note_uses

from .content import COLLECTIONS, SHARED, differing, snapshot, text_fields, written_moment
from .drafts import differs_from_row
from .old_ids import holder_of_old_id
from .revisions import latest_content, put_in_row
from .states import PublishingError


def go_live(stored, content, revision, dated, languages, fields=SHARED, at=None):
    """Write the content of a revision into the row as what visitors read; the rest remains a draft.

    `dated` is the article's own date (first publication), `at` the moment of this change (None: now), `fields` names the
    fields of both languages that are written.
    """
    was_published = stored.status == ArticleStatus.PUBLISHED
    read_before = _read(stored) if was_published and stored.published_at <= (at or timezone.now()) else None
    newest = latest_content(stored)
    written = {*fields, *text_fields()}
    shown = {name: value for name, value in content.items() if name in written}
    if not was_published:
        held_back = [code for code in LANGUAGE_CODES if code not in languages]
        shown |= dict.fromkeys(text_fields(held_back), "")
    stored.status = ArticleStatus.PUBLISHED
    put_in_row(
        stored,
        {**shown, "published_at": written_moment(dated)},
        languages if was_published else LANGUAGE_CODES,
    )
    still_draft = differs_from_row(stored, {**newest, "published_at": ""})
    after = {
        "draft_status": (stored.draft_status or ArticleStatus.DRAFT) if still_draft else "",
        "live_revision": revision,
    }
    if at:
        after["updated_at"] = at
    if read_before is not None and differing(read_before, _read(stored)):
        after["changed_at"] = at or timezone.now()
    Article.objects.filter(pk=stored.pk).update(**after)
    for name, value in after.items():
        setattr(stored, name, value)
    note_uses(stored)


def _read(article):
    """Return what readers read of an article as a content: its texts and its cover."""
    held = snapshot(article, dict.fromkeys(COLLECTIONS, ()))
    return {name: held[name] for name in (*text_fields(), "cover_id")}


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

"""Beginning an article as a copy of another: its newest text, as a draft of its own."""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from foundation.history import note
from foundation.languages import LANGUAGE_CODES
from news.articles.models import Article
from news.drafting.contents import text_field

from .content import apply, snapshot
from .drafts import save_content
from .revisions import latest_content, put_in_row
from .states import PublishingError

#: What belongs to one article alone: its address, its moments, its place on front pages, in a series and among releases.
OWN = {
    "slug": "",
    "legacy_id": None,
    "published_at": "",
    "expires_at": "",
    "pinned_until": "",
    "featured": False,
    "series_id": None,
    "release_id": None,
}
LONGEST_TITLE = 200


@transaction.atomic
def copy(article, by):
    """Return a new draft with the newest content of an article; refuse whoever may not add articles, or see this one."""
    if not (by.has_perm("news.add_article") and by.has_perm("news.view_article")):
        raise PublishingError(_("You may not add articles."), code="refused")
    source = Article.objects.get(pk=article.pk)
    content = {**latest_content(source), **OWN}
    for code in LANGUAGE_CODES:
        name = text_field("title", code)
        if content[name]:
            with override(code):
                content[name] = (_("Copy of %(title)s") % {"title": content[name]})[:LONGEST_TITLE]
    made = Article(section_id=source.section_id, author=by, original_language=source.original_language)
    apply(made, content).save()
    put_in_row(made, {**content, "slug": made.slug})
    sentence = gettext_noop("A copy of article %(number)s.")
    save_content(made, snapshot(made), by, _(sentence) % {"number": source.pk})
    note(by, [made], sentence, number=source.pk)
    made.refresh_from_db()
    return made

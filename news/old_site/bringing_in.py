"""A saved page of the old site becomes a draft; one that is in the site already is recognised."""

from dataclasses import dataclass
from datetime import datetime, time

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from foundation.languages import in_any_language
from news.articles.models import Article, Section
from news.editing.content import snapshot, text_field, texts_of
from news.editing.drafts import save_content
from news.editing.revisions import latest_content
from news.enums import ArticleStatus
from news.text.sanitising import clean_html

from .decoding import UnreadableError

CREATED, UPDATED, ADDED, SAME, SKIPPED = "created", "updated", "language added", "unchanged", "skipped"


@dataclass(frozen=True)
class ImportOutcome:
    """The outcome for one page, and the reason."""

    kind: str
    article: Article
    reason: str = ""


@transaction.atomic
def bring_in(page, update=False, section=None):
    """Make a draft article of an `OldPage`, or recognise the one that is there; return the `ImportOutcome`.

    A page is recognised by its old id, else by its title in its language. The missing language of an article is
    added; a text that is there is replaced only on request (`update`), and never the one that visitors read: it
    becomes a draft. `section` is used where the page does not tell its own; without either the page is refused.
    """
    article = _known(page)
    texts = {
        text_field("title", page.language): page.title,
        text_field("body", page.language): clean_html(page.body),
    }
    if article is None:
        return ImportOutcome(CREATED, _create(page, texts, _section_of(page) or section))
    content = latest_content(article)
    present = texts_of(content, page.language)
    if all(content[name] == text for name, text in texts.items()):
        return ImportOutcome(SAME, article)
    missing = not (present["title"] or present["body"])
    if not missing and not update:
        how = "its id" if page.old_id and article.legacy_id == page.old_id else "its title"
        return ImportOutcome(SKIPPED, article, f"is in the site already, by {how}")
    save_content(article, {**content, **texts}, None, "Brought in from the old site.")
    return ImportOutcome(ADDED if missing else UPDATED, article)


def _known(page):
    if page.old_id:
        found = Article.objects.filter(legacy_id=page.old_id).first()
        if found:
            return found
    title = text_field("title", page.language)
    same = Article.objects.filter(**{f"{title}__iexact": page.title})
    if page.old_id:
        same = same.filter(Q(legacy_id=None) | Q(legacy_id=page.old_id))
    return same.order_by("pk").first()


def _section_of(page):
    if page.part and page.name is not None:
        found = Section.objects.filter(legacy_section__iexact=page.part, legacy_name=page.name).first()
        if found:
            return found
    if page.section:
        return Section.objects.filter(in_any_language("name", "iexact", page.section)).first()
    return None


def _create(page, texts, section):
    if section is None:
        raise UnreadableError("The section is unknown; name one with --section.")
    article = Article(section=section, status=ArticleStatus.DRAFT, legacy_id=page.old_id, **texts)
    article.original_language = page.language
    if page.published:
        article.published_at = timezone.make_aware(datetime.combine(page.published, time(9)))
    article.save()
    save_content(article, snapshot(article), None, "Brought in from the old site.")
    return article

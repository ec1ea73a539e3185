"""A saved page of the old site becomes a draft; one that is in the site already is recognised."""

from dataclasses import dataclass
from datetime import datetime, time

from django.db import transaction
from django.utils import timezone

from foundation.languages import in_any_language
from news.articles.models import Article, Section
from news.drafting.contents import text_field
from news.editing.content import snapshot
from news.editing.drafts import save_content
from news.editing.own_values import holder_of
from news.editing.revisions import latest_content
from news.enums import ArticleStatus
from news.text.sanitising import clean_html

from .decoding import BROKEN, UnreadableError
from .pictures import NEW as NEW_PICTURE
from .pictures import PagePictures, without_pictures
from .recognising import BEFORE, recognise, remember

CREATED, UPDATED, ADDED, SAME, SKIPPED = "created", "updated", "language added", "unchanged", "skipped"
ASKED = "in doubt"
#: An answer to what is in doubt: the page is an article of its own.
NEW = object()
#: So many articles are named in a question.
MOST_NAMED = 3


@dataclass(frozen=True)
class ImportOutcome:
    """The outcome for one page, and the reason; the article is None where it is in doubt: `reason` asks then."""

    kind: str
    article: Article | None
    reason: str = ""


@transaction.atomic
def bring_in(page, update=False, section=None, answer=None, pictures=None, dry=False):
    """Make a draft article of an `OldPage`, or recognise the one that is there; return the `ImportOutcome`.

    A page is recognised as `news.old_site.recognising` says; where that is in doubt nothing is done, unless `answer` names
    the article or is NEW. The missing language of an article is added; a text that is there is replaced only on request
    (`update`), and never the one that visitors read: it becomes a draft. `section` is used where the page does not tell its
    own; without either the page is refused. `pictures` (`PagePictures`) come into the library with a text that is written;
    with `dry` they are only counted.
    """
    found = recognise(page)
    article, how = found.article, found.how
    if isinstance(answer, Article):
        article, how = answer, "your answer"
    elif found.doubtful and answer is not NEW:
        return ImportOutcome(ASKED, None, _question(found.doubtful))
    pictures = pictures or PagePictures(page, lambda source: None)
    if article is None:
        section = _section_of(page) or section
        if section is None:
            raise UnreadableError("The section is unknown; name one with --section.")
        outcome = ImportOutcome(CREATED, _create(page, _texts(page, pictures.put(True, dry)), section))
    else:
        outcome = _bring_into(article, page, pictures, how, update, dry)
    remember(page, outcome.article)
    return outcome


def _bring_into(article, page, pictures, how, update, dry):
    content = latest_content(article)
    present = article.described.texts_of(content, page.language)
    texts = _texts(page, pictures.put())
    if all(content[name] == text for name, text in texts.items()) and not pictures.counted[NEW_PICTURE]:
        return ImportOutcome(SAME, article)
    body = text_field("body", page.language)
    only_pictures = without_pictures(content[body]) == without_pictures(texts[body]) and pictures.has_more(
        content[body]
    )
    if how == BEFORE and not only_pictures:
        return ImportOutcome(SAME, article, "was brought in before and has been edited since")
    missing = not (present["title"] or present["body"])
    if not missing and not update:
        why = "its pictures are beside it now" if how == BEFORE else f"is in the site already, by {how}"
        return ImportOutcome(SKIPPED, article, why)
    if not missing and _signs_broken(texts.values()) > _signs_broken(present.values()):
        return ImportOutcome(SKIPPED, article, "has broken signs, which the text on the site has not")
    texts = _texts(page, pictures.put(True, dry))
    save_content(article, {**content, **texts}, None, "Brought in from the old site.")
    return ImportOutcome(ADDED if missing else UPDATED, article)


def _texts(page, body):
    return {
        text_field("title", page.language): page.title,
        text_field("body", page.language): clean_html(body),
    }


def _signs_broken(texts):
    return sum(text.count(BROKEN) for text in texts)


def _question(doubtful):
    asked = [
        f"article {article.pk} “{article}”{f' of {timezone.localdate(article.published_at)}' if article.published_at else ''}"
        f" ({why})"
        for article, why in doubtful[:MOST_NAMED]
    ]
    more = f" or one of {len(doubtful) - MOST_NAMED} more" if len(doubtful) > MOST_NAMED else ""
    return f"Is it {' or '.join(asked)}{more}? Say --article and its number, or --new"


def _section_of(page):
    if page.part and page.name is not None:
        found = Section.objects.filter(legacy_section__iexact=page.part, legacy_name=page.name).first()
        if found:
            return found
    if page.section:
        return Section.objects.filter(in_any_language("name", "iexact", page.section)).first()
    return None


def _create(page, texts, section):
    free = page.old_id if page.old_id and holder_of(Article, "legacy_id", page.old_id) is None else None
    article = Article(section=section, status=ArticleStatus.DRAFT, legacy_id=free, **texts)
    article.original_language = page.language
    if page.published:
        article.published_at = timezone.make_aware(datetime.combine(page.published, time(9)))
    article.save()
    save_content(article, snapshot(article), None, "Brought in from the old site.")
    return article

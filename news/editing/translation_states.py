"""The state of an article's translation: which is the original, and is the translation up to date?"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.languages import LANGUAGE_CODES

from .content import text_field, texts_of, written_languages


class TranslationState(models.TextChoices):
    """The state of an article in one language."""

    MISSING = "missing", _("Missing")
    DRAFT = "draft", _("Draft")
    UP_TO_DATE = "up-to-date", _("Up to date")
    OUTDATED = "outdated", _("Outdated")


def translation_of(article):
    """Return the code of the language an article is translated into."""
    return next(code for code in LANGUAGE_CODES if code != article.original_language)


def states(article, content, live):
    """Return {language: TranslationState} of an article.

    `content` is its newest content, `live` that of its row while it is published, else None. A language is up to date
    when what is live is what was written last, and its original has not changed since.
    """
    written = {code: any(texts_of(content, code).values()) for code in LANGUAGE_CODES}
    found = {}
    for code in LANGUAGE_CODES:
        if not written[code]:
            found[code] = TranslationState.MISSING
        elif code != article.original_language and article.translation_outdated:
            found[code] = TranslationState.OUTDATED
        elif live is not None and texts_of(live, code) == texts_of(content, code):
            found[code] = TranslationState.UP_TO_DATE
        else:
            found[code] = TranslationState.DRAFT
    return found


def note_translation(article, revision, previous):
    """Note on the article (in memory) what a new revision means for its translation.

    A translation that changed is one of the original as it now stands. One that did not, while the original changed,
    is outdated until it changes, somebody says that it still fits (`confirm_translation`), or the original is as it was.
    """
    present = written_languages(revision.content)
    if len(present) == 1:
        article.original_language = present[0]
    original, target = article.original_language, translation_of(article)
    now = texts_of(revision.content, target)
    before = texts_of(previous.content, target) if previous else {}
    if not any(now.values()):
        article.translation_basis, article.translation_outdated = None, False
    elif now != before:
        article.translation_basis, article.translation_outdated = revision, False
    else:
        article.translation_basis = article.translation_basis or previous
        basis = texts_of(article.translation_basis.content, original)
        article.translation_outdated = basis != texts_of(revision.content, original)


def confirm_translation(article):
    """Say that the translation fits the original as it stands in the newest revision; the row is updated."""
    article.translation_basis, article.translation_outdated = article.latest_revision, False
    type(article).objects.filter(pk=article.pk).update(
        translation_basis=article.latest_revision, translation_outdated=False
    )


def changed_since_translated(article, content):
    """Return [(field, as translated, as it stands)] of the original's texts that changed since it was translated."""
    if article.translation_basis is None:
        return []
    code = article.original_language
    before, now = texts_of(article.translation_basis.content, code), texts_of(content, code)
    return [(text_field(name, code), before[name], now[name]) for name in now if before[name] != now[name]]

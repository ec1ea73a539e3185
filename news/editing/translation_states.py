"""The state of a thing's translation: which is the original, and is the translation up to date?"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.languages import LANGUAGE_CODES
from news.drafting.contents import text_field


class TranslationState(models.TextChoices):
    """The state of a thing in one language."""

    MISSING = "missing", _("Missing")
    DRAFT = "draft", _("Draft")
    UP_TO_DATE = "up-to-date", _("Up to date")
    OUTDATED = "outdated", _("Outdated")


def translation_of(thing):
    """Return the code of the language a thing is translated into."""
    return next(code for code in LANGUAGE_CODES if code != thing.original_language)


def states(thing, content, live):
    """Return {language: TranslationState} of a thing.

    `content` is its newest content, `live` that of its row while it is published, else None. A language is up to date
    when what is live is what was written last, and its original has not changed since.
    """
    texts_of = thing.described.texts_of
    written = {code: any(texts_of(content, code).values()) for code in LANGUAGE_CODES}
    found = {}
    for code in LANGUAGE_CODES:
        if not written[code]:
            found[code] = TranslationState.MISSING
        elif code != thing.original_language and thing.translation_outdated:
            found[code] = TranslationState.OUTDATED
        elif live is not None and texts_of(live, code) == texts_of(content, code):
            found[code] = TranslationState.UP_TO_DATE
        else:
            found[code] = TranslationState.DRAFT
    return found


def note_translation(thing, revision, previous):
    """Note on the thing (in memory) what a new revision means for its translation.

    A translation that changed is one of the original as it now stands. One that did not, while the original changed,
    is outdated until it changes, somebody says that it still fits (`confirm_translation`), or the original is as it was.
    """
    described = thing.described
    present = described.written_languages(revision.content)
    if len(present) == 1:
        thing.original_language = present[0]
    original, target = thing.original_language, translation_of(thing)
    now = described.texts_of(revision.content, target)
    before = described.texts_of(previous.content, target) if previous else {}
    if not any(now.values()):
        thing.translation_basis, thing.translation_outdated = None, False
    elif now != before:
        thing.translation_basis, thing.translation_outdated = revision, False
    else:
        thing.translation_basis = thing.translation_basis or previous
        basis = described.texts_of(thing.translation_basis.content, original)
        thing.translation_outdated = basis != described.texts_of(revision.content, original)


def confirm_translation(thing):
    """Say that the translation fits the original as it stands in the newest revision; the row is updated."""
    thing.translation_basis, thing.translation_outdated = thing.latest_revision, False
    type(thing).objects.filter(pk=thing.pk).update(
        translation_basis=thing.latest_revision, translation_outdated=False
    )


def changed_since_translated(thing, content):
    """Return [(field, as translated, as it stands)] of the original's texts that changed since it was translated."""
    if thing.translation_basis is None:
        return []
    code = thing.original_language
    texts_of = thing.described.texts_of
    before, now = texts_of(thing.translation_basis.content, code), texts_of(content, code)
    return [(text_field(name, code), before[name], now[name]) for name in now if before[name] != now[name]]

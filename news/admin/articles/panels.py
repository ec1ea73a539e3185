"""Panels around the form of an article: how the languages stand, what was saved meanwhile by somebody else."""

from django.conf import settings

from foundation.admin.badges import CALM, GOOD, PLAIN, WAITING, badge
from foundation.comparing import compare_texts
from news.editing.coming import coming
from news.editing.content import snapshot
from news.editing.sending_back import note_of
from news.editing.translation_states import TranslationState, changed_since_translated, states
from news.enums import ArticleStatus
from news.text.comparing import compare_html

from .own_pages import OwnPages

STATE_TONES = {
    TranslationState.MISSING: PLAIN,
    TranslationState.DRAFT: CALM,
    TranslationState.UP_TO_DATE: GOOD,
    TranslationState.OUTDATED: WAITING,
}


class Panels(OwnPages):
    """the panels beside the form."""

    def on_form(self, request, form, article):
        return {
            "conflict": form.conflict,
            "translation": translation_of_form(article) if article is not None else None,
            "sent_back": note_of(article) if article is not None else None,
            "coming": coming(article.row) if article is not None else (),
        }


def translation_of_form(article):
    """Return how the languages of an article stand, as badges, and what of the original changed since translating."""
    content = snapshot(article, dict.fromkeys(article.described.lists, ()))
    live = None
    if article.status == ArticleStatus.PUBLISHED:
        live = (
            snapshot(article.row, dict.fromkeys(article.described.lists, ()))
            if article.has_draft
            else content
        )
    found = states(article, content, live)
    return {
        "states": [
            (name, code == article.original_language, badge(found[code].label, STATE_TONES[found[code]]))
            for code, name in settings.LANGUAGES
        ],
        "outdated": TranslationState.OUTDATED in found.values(),
        "changed": [
            (field, compare_html(old, new) if field.startswith("body") else compare_texts(old, new))
            for field, old, new in (
                changed_since_translated(article, content) if article.translation_outdated else ()
            )
        ],
    }

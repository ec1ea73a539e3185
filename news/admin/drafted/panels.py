"""Panels around the form of a thing: how the languages stand, what was saved meanwhile by somebody else."""

from django.conf import settings

from foundation.admin.badges import CALM, GOOD, PLAIN, WAITING, badge
from foundation.comparing import compare_texts
from foundation.languages import in_languages
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

    def on_form(self, request, form, thing):
        return {
            "conflict": form.conflict,
            "translation": translation_of_form(thing) if thing is not None else None,
            "sent_back": note_of(thing) if thing is not None else None,
            "coming": coming(thing.row) if thing is not None else (),
        }


def translation_of_form(thing):
    """Return how the languages of a thing stand, as badges, and what of the original changed since translating."""
    content = snapshot(thing, dict.fromkeys(thing.described.lists, ()))
    live = None
    if thing.status == ArticleStatus.PUBLISHED:
        live = snapshot(thing.row, dict.fromkeys(thing.described.lists, ())) if thing.has_draft else content
    found = states(thing, content, live)
    return {
        "states": [
            (name, code == thing.original_language, badge(found[code].label, STATE_TONES[found[code]]))
            for code, name in settings.LANGUAGES
        ],
        "outdated": TranslationState.OUTDATED in found.values(),
        "changed": [
            (
                field,
                compare_html(old, new)
                if field in in_languages(*thing.described.rich)
                else compare_texts(old, new),
            )
            for field, old, new in (
                changed_since_translated(thing, content) if thing.translation_outdated else ()
            )
        ],
    }

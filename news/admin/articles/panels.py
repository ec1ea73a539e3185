"""What stands around the form of an article: how the languages stand, what was saved meanwhile by somebody else."""

from django.conf import settings

from foundation.admin.badges import CALM, GOOD, PLAIN, WAITING, badge
from news.editing.content import COLLECTIONS, snapshot
from news.editing.translation_states import TranslationState, changed_since_translated, states
from news.enums import ArticleStatus
from news.text.comparing import compare_html, compare_texts

from .changes import changes_between

STATE_TONES = {
    TranslationState.MISSING: PLAIN,
    TranslationState.DRAFT: CALM,
    TranslationState.UP_TO_DATE: GOOD,
    TranslationState.OUTDATED: WAITING,
}


class PanelsMixin:
    """For the article admin: the panels beside the form."""

    change_form_template = "admin/news/article/change_form.html"

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        form = context["adminform"].form
        context["conflict"] = conflict_of(form)
        if obj is not None:
            context["translation"] = translation_of_form(obj)
        return super().render_change_form(request, context, add, change, form_url, obj)


def conflict_of(form):
    """Return how what was typed differs from what somebody else saved meanwhile; None when nobody did."""
    theirs = getattr(form, "theirs", None)
    if theirs is None:
        return None
    collections = {
        name: sorted(thing.pk for thing in form.cleaned_data[name])
        for name in COLLECTIONS
        if name in form.cleaned_data
    }
    mine = snapshot(form.instance, collections)
    return {"theirs": theirs, "changes": changes_between(theirs.content, mine)}


def translation_of_form(article):
    """Return how the languages of an article stand, as badges, and what of the original changed since translating."""
    content = snapshot(article, dict.fromkeys(COLLECTIONS, ()))
    live = None
    if article.status == ArticleStatus.PUBLISHED:
        live = snapshot(article.row, dict.fromkeys(COLLECTIONS, ())) if article.has_draft else content
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

"""Beginning a commentary from the figures of a release: an article in all languages, as a draft to be worked on."""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from foundation.history import note
from foundation.languages import LANGUAGE_CODES
from indexdata.enums import Family
from indexdata.permissions import user_can_see_embargoed_figures
from news.articles.models import Article, Section
from news.drafting.contents import text_field
from news.editing.content import snapshot
from news.editing.drafts import save_content
from news.editing.states import PublishingError
from news.permissions import user_can_add

from . import sentences
from .telling import told

#: The part of Comments that a commentary goes into where the office has it: prices have one, everything else the other.
OF_PRICES, OF_OTHERS = "price-trend", "warning-forecast"


def may_draft(by, release):
    """Tell whether somebody may begin a commentary about a release: before its moment, whoever may see its figures."""
    return user_can_add(by, Article()) and (release.is_public() or user_can_see_embargoed_figures(by))


@transaction.atomic
def draft_commentary(release, by):
    """Return a new draft that tells what a release brought, in every language of the site.

    Raises `PublishingError` where somebody may not, no figure can be told, or no part of Comments is there.
    """
    if not may_draft(by, release):
        raise PublishingError(_("You may not write about this release yet."), code="refused")
    facts = told(release)
    if facts is None:
        raise PublishingError(_("This release has no figures to write about yet."))
    section = section_for(release)
    if section is None:
        raise PublishingError(
            _("There is no part of Comments for it to stand in. Please make one under Sections.")
        )
    article = Article(author=by, section=section, release=release)
    content: dict[str, str] = {}
    for code in LANGUAGE_CODES:
        with override(code):
            content |= {
                text_field("title", code): sentences.title(facts),
                text_field("summary", code): sentences.summary(facts),
                text_field("body", code): sentences.body(facts),
            }
    article.save()
    sentence = gettext_noop("Drafted from the figures of %(release)s.")
    save_content(article, {**snapshot(article), **content}, by, _(sentence) % {"release": release})
    note(by, [article], sentence, release=release)
    article.refresh_from_db()
    return article


def section_for(release):
    """Return the part of Comments where commentary on a release stands, None where there is none."""
    wanted = OF_PRICES if release.family == Family.PRICE else OF_OTHERS
    parts = list(Section.objects.commentary())
    return next((part for part in parts if part.slug == wanted), parts[0] if parts else None)

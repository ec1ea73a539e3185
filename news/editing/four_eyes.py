"""Four eyes: whoever wrote any of a text since it was last published puts it out only with somebody else."""

from django.conf import settings

from foundation.languages import LANGUAGE_CODES
from news.articles.models import Article
from news.enums import ArticleStatus

from .content import text_fields


def needs_second_person(user, article):
    """Tell whether the user may not put an article out alone: FOUR_EYES is on, and nobody has approved what they wrote."""
    return article.stage != ArticleStatus.APPROVED and may_not_approve(user, article)


def may_not_approve(user, article):
    """Tell whether FOUR_EYES keeps the user from approving an article: some of its unpublished text is their own."""
    return settings.FOUR_EYES and wrote_since_publication(user, article)


def wrote_since_publication(user, article):
    """Tell whether the user saved any revision of an article that a second person has not put out since."""
    if not article.latest_revision_id:
        return user.pk == article.author_id
    return article.revisions.filter(number__gt=_newest_passed(article), author=user).exists()


def _newest_passed(article):
    """Return the number of the newest revision that went out whole, or is scheduled to; 0 when none did.

    Of a revision that went out in one language only the other one is still nobody's but its authors'.
    """
    scheduled = article.scheduled_revision
    if scheduled and set(article.scheduled_languages or LANGUAGE_CODES) == set(LANGUAGE_CODES):
        return scheduled.number
    live = article.live_revision
    if live is None:
        return 0
    names = text_fields()
    held = Article.objects.filter(pk=article.pk).values(*names).get()
    for revision in article.revisions.filter(number__lte=live.number).newest_first().iterator(chunk_size=20):
        if all((revision.content.get(name) or "") == (held[name] or "") for name in names):
            return revision.number
    return 0

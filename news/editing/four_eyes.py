"""Four eyes: whoever wrote any of a text since it was last published puts it out only with somebody else."""

from django.conf import settings

from foundation.languages import LANGUAGE_CODES
from news.enums import ArticleStatus


def needs_second_person(user, thing):
    """Tell whether the user may not put a thing out alone: FOUR_EYES is on, and nobody has approved what they wrote."""
    return thing.stage != ArticleStatus.APPROVED and may_not_approve(user, thing)


def may_not_approve(user, thing):
    """Tell whether FOUR_EYES keeps the user from approving a thing: some of its unpublished text is their own."""
    return settings.FOUR_EYES and wrote_since_publication(user, thing)


def wrote_since_publication(user, thing):
    """Tell whether the user saved any revision of a thing that a second person has not put out since."""
    if not thing.latest_revision_id:
        return user.pk == thing.author_id
    return thing.revisions.filter(number__gt=_newest_passed(thing), author=user).exists()


def _newest_passed(thing):
    """Return the number of the newest revision that went out whole, or is scheduled to; 0 when none did.

    Of a revision that went out in one language only the other one is still nobody's but its authors'.
    """
    scheduled = thing.scheduled_revision
    if scheduled and set(thing.scheduled_languages or LANGUAGE_CODES) == set(LANGUAGE_CODES):
        return scheduled.number
    live = thing.live_revision
    if live is None:
        return 0
    names = thing.described.text_fields()
    held = type(thing).objects.filter(pk=thing.pk).values(*names).get()
    for revision in thing.revisions.filter(number__lte=live.number).newest_first().iterator(chunk_size=20):
        if all((revision.content.get(name) or "") == (held[name] or "") for name in names):
            return revision.number
    return 0

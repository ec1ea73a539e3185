"""Handing on the work of a colleague who leaves: things visitors do not see yet, drafts of live ones, texts typed and not saved."""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from foundation.history import note
from foundation.people import name_of
from news.drafting.rows import beside, models_with_drafts, write
from news.enums import ArticleStatus

from .revisions import hand_over_revision


@transaction.atomic
def hand_on(leaver, heir, by):
    """Give what somebody was at work on to a colleague; return (things, working copies) as numbers.

    Things that visitors do not see yet, scheduled ones among them, get the colleague as author; live ones keep their
    author's name, and their drafts become the colleague's, with text, stage and the moment they wait for unchanged.
    The history of each says so, as done by `by`. Working copies go on as texts of further windows.
    """
    given, copies = [], 0
    for model in models_with_drafts():
        given += _hand_on_of(model, leaver, heir)
        copies += (
            beside(model, "working_copies").objects.filter(editor=leaver).update(editor=heir, open_at=None)
        )
    names = {"leaver": name_of(leaver), "heir": name_of(heir)}
    note(by, given, gettext_noop("Handed on from %(leaver)s to %(heir)s."), **names)
    return len(given), copies


def _hand_on_of(model, leaver, heir):
    """Give the things of a model that somebody was at work on to a colleague; return them."""
    unseen = list(
        model.objects.filter(author=leaver).never_shown(timezone.now()).only("pk", model.described.title)
    )
    model.objects.filter(pk__in=[thing.pk for thing in unseen]).update(author=heir)
    drafts = _hand_on_drafts(model, leaver, heir)
    return list({thing.pk: thing for thing in (*unseen, *drafts)}.values())


def _hand_on_drafts(model, leaver, heir):
    """Give the drafts of what is published that somebody wrote or scheduled to a colleague; return the things."""
    theirs = Q(latest_revision__author=leaver) | Q(scheduled_by=leaver)
    drafts = model.objects.filter(theirs, status=ArticleStatus.PUBLISHED).exclude(draft_status="")
    things = list(drafts.select_for_update(of=("self",)).select_related("latest_revision"))
    for thing in things:
        if thing.latest_revision and thing.latest_revision.author_id == leaver.pk:
            hand_over_revision(thing, heir, _("Handed on from %(leaver)s.") % {"leaver": name_of(leaver)})
        if thing.scheduled_by_id == leaver.pk:
            write(thing, scheduled_by=heir)
    return things

"""Mishaps on the desk: told to whom it concerns, with its reason, to be tried again, taken back or dismissed."""

from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_POST
from django_tasks_db.models import DBTaskResult

from foundation.background import mending
from foundation.background.chores import CHORES
from foundation.background.mishaps import TITLES
from foundation.background.models import Mishap, WorkerRecord
from foundation.background.reasons import in_words
from foundation.background.work import policy_named
from foundation.clocks import CLOCKS_DIFFER
from foundation.history import note
from news.editing.publishing import unschedule
from news.editing.schedule import DUE_CHANGE, named_by
from news.editing.states import PublishingError

SHOWN, MOST = 6, 200
SILENT_FOR = timedelta(minutes=5)


def mishaps_of(user):
    """Return the mishaps that concern somebody: by the permission each names; administrators see all."""
    rows = Mishap.objects.for_good()
    return rows if user.is_superuser else rows.filter(concerns__in=user.get_all_permissions())


def on_desk(user, most=SHOWN):
    """Return the newest mishaps that concern somebody, ready to be shown, and whether there are more; one query."""
    rows = list(mishaps_of(user)[: most + 1])
    for mishap in rows:
        policy = policy_named(mishap.kind)
        mishap.title = TITLES.get(mishap.kind) or (policy and policy.title) or _("Work in the background")
        mishap.said = in_words(mishap.reason)
        if mishap.kind == "chore" and mishap.key in CHORES:
            mishap.label = CHORES[mishap.key].title
        mishap.can_try_again = bool(mishap.work)
        mishap.can_take_back = mishap.kind == DUE_CHANGE
    return rows[:most], len(rows) > most


def nobody_works(user):
    """Tell an administrator whether work waits in the queue and no worker has been seen for minutes."""
    if not user.is_superuser or settings.BACKGROUND_WORK != "database":
        return False
    now = timezone.now()
    since = now - SILENT_FOR
    waiting = DBTaskResult.objects.filter(status="READY", enqueued_at__lt=since)
    return (
        waiting.exists()
        and not WorkerRecord.objects.filter(seen_at__range=(since, now + CLOCKS_DIFFER)).exists()
    )


def urls(site):
    """Return the addresses of the desk's mishaps, guarded as the admin's pages are."""
    return [
        path("mishaps/", site.admin_view(lambda request: _all(site, request)), name="mishaps"),
        path("mishaps/<int:pk>/<slug:verb>/", site.admin_view(_mend), name="mend-mishap"),
    ]


def _all(site, request):
    rows, more = on_desk(request.user, MOST)
    context = {
        **site.each_context(request),
        "title": _("What failed by itself"),
        "mishaps": rows,
        "more": more,
    }
    return TemplateResponse(request, "admin/desk/all_mishaps.html", context)


@require_POST
def _mend(request, pk, verb):
    verbs = {"try-again": _try_again, "dismiss": _dismiss, "take-back": _take_back}
    mishap = get_object_or_404(mishaps_of(request.user), pk=pk) if pk < 2**63 else None
    if verb not in verbs or mishap is None:
        raise Http404
    verbs[verb](request, mishap)
    return redirect("admin:mishaps" if "all" in request.POST else "admin:index")


def _try_again(request, mishap):
    if not mending.can_try_again(mishap):
        messages.error(request, _("This cannot be tried again: what it needs is not kept."))
        return
    mending.try_again(mishap)
    note(request.user, [mishap], gettext_noop("Tried again."))
    messages.success(request, _("It is tried again now. If it fails once more, it is shown here."))


def _dismiss(request, mishap):
    mending.dismiss(mishap, request.user)
    note(request.user, [mishap], gettext_noop("Dismissed."))
    messages.success(request, _("Dismissed: it is not tried again."))


def _take_back(request, mishap):
    if mishap.kind != DUE_CHANGE:
        raise PermissionDenied
    model, key = named_by(mishap.key)
    thing = get_object_or_404(model, pk=key)
    try:
        unschedule(thing, request.user)
    except PublishingError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("No longer scheduled; the draft is kept."))

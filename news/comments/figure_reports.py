"""Errors that readers report in figures: taken in within the limits that comments have, decided by index officers, forgotten."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from foundation.batches import update_in_batches
from foundation.history import note
from indexdata.models import Observation
from news.permissions import user_can_answer_figure_reports

from .bans import is_banned
from .locking import one_at_a_time
from .models import FigureReport
from .networks import KEPT_FOR

#: So many reports from one network in so long.
LIMITS = ((timedelta(hours=1), 5), (timedelta(days=1), 20))
#: An address is kept so long after the report was answered, and so long where nobody answers.
EMAIL_AFTER_ANSWER, EMAIL_AT_MOST = timedelta(days=30), timedelta(days=180)


class FigureReportRefused(ValidationError):
    """A report is not taken in; `code` is "too_many" or "banned"."""


class FigureReportUndecided(ValueError):
    """A report cannot be decided; the message says why."""


def public_figure(index, release):
    """Return the public figure of an index in a release, None where there is none."""
    figures = Observation.objects.public().filter(index=index, release=release)
    return figures.order_by("demonstration").first()


def take_in(figure, text, email, language, origin, at=None):
    """Keep what a reader says is wrong with a public figure; the same text about it from the same network is kept once.

    Raises `FigureReportRefused` when one network sends too many, or may not send.
    """
    now = at or timezone.now()
    if is_banned(origin, email, now):
        raise FigureReportRefused(_("Reports from you are not accepted at the moment."), code="banned")
    with transaction.atomic():
        one_at_a_time(f"figure reports of {origin.network}")
        here = FigureReport.objects.filter(network__in=origin.networks)
        if here.filter(index=figure.index_id, release=figure.release_id, text=text).exists():
            return
        for span, most in LIMITS:
            if here.filter(created_at__gt=now - span).count() >= most:
                raise FigureReportRefused(
                    _(
                        "Several reports have just come from your network. Please wait a while: what you wrote is still here."
                    ),
                    code="too_many",
                )
        FigureReport.objects.create(
            index_id=figure.index_id, release_id=figure.release_id, value=figure.value, text=text, email=email,
            language=language, network=origin.network, created_at=now,
        )  # fmt: skip


def decide(report, state, by, remark=""):
    """Say what became of a report: answered, dismissed, or led to a correction."""
    if not user_can_answer_figure_reports(by):
        raise FigureReportUndecided(_("You may not answer reports of errors."))
    with transaction.atomic():
        stored = FigureReport.objects.select_for_update(of=("self",)).get(pk=report.pk)
        if stored.state != FigureReport.State.NEW:
            raise FigureReportUndecided(_("This report has been answered already."))
        stored.state, stored.decided_by, stored.decided_at = state, by, timezone.now()
        stored.remark = remark.strip()
        stored.save(update_fields=["state", "decided_by", "decided_at", "remark"])
        words = {"state": FigureReport.State(state).label, "reason": stored.remark}
        note(by, [stored], gettext_noop("%(state)s. %(reason)s"), **words)
    report.state = state


def forget_senders(now, write=True) -> int:
    """Forget networks and addresses of reports that are needed no longer; return of how many reports."""
    reports = FigureReport.objects.all()
    networks = reports.filter(created_at__lte=now - KEPT_FOR).exclude(network="")
    emails = reports.filter(
        Q(decided_at__lte=now - EMAIL_AFTER_ANSWER) | Q(created_at__lte=now - EMAIL_AT_MOST)
    ).exclude(email="")
    number = reports.filter(Q(pk__in=networks.values("pk")) | Q(pk__in=emails.values("pk"))).count()
    if write and number:
        update_in_batches(networks, network="")
        update_in_batches(emails, email="")
    return number

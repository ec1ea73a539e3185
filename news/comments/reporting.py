"""Readers' reports: they put a comment first in the moderators' queue; a report takes nothing down."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from .models import CommentReport

#: So many reports from one network in so long.
LIMIT = (timedelta(hours=1), 5)


class ReportRefused(ValidationError):
    """A report is not taken in; `code` is "too_many"."""


def report(comment, reason, remark, origin, at=None):
    """Keep a reader's report about a visible comment; a second one from the same network changes nothing.

    Raises `ReportRefused` when one network reports too much.
    """
    now = at or timezone.now()
    here = CommentReport.objects.filter(network__in=origin.networks)
    if here.filter(comment=comment, handled_at=None).exists():
        return
    span, most = LIMIT
    if here.filter(created_at__gt=now - span).count() >= most:
        raise ReportRefused(
            _("Several reports have just come from your network. Please wait a while."), code="too_many"
        )
    CommentReport.objects.create(
        comment=comment, reason=reason, remark=remark, network=origin.network, created_at=now
    )

"""A moderator's decision through a link in the daily letter: the link shows the comment, a button decides, once."""

from django.db import transaction
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from foundation.audit import Event, record
from news.comments.digest import asked_for
from news.comments.moderating import ModerationError, set_status

from .private import private_page


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request, token):
    """Show the comment a letter is about, and carry out the decision when the button is pressed."""
    asked = asked_for(token)
    is_good = asked is not None and not asked.used_up
    context, status = {"asked": asked}, 200 if is_good else 410
    if is_good and request.method == "POST":
        try:
            _carry_out(request, asked)
            context["done"] = True
        except ModerationError as refusal:
            context["refusal"], status = str(refusal), 409
    return private_page(request, "decide", context, _("Decide about a comment"), status)


@transaction.atomic
def _carry_out(request, asked):
    """Decide as the link says, and tell the audit trail whose link it was."""
    set_status(asked.comment, asked.status, asked.moderator, _("By a link in the daily letter"))
    record(
        Event.LETTER_LINK_USED,
        request,
        by=asked.moderator,
        letter="digest",
        comment=asked.comment.pk,
        decision=asked.status.value,
    )

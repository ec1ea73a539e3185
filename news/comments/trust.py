"""Whom moderators need not read first: readers with a confirmed e-mail address and enough approved comments."""

from news.enums import CommentStatus

from .models import Comment


def is_trusted(confirmed_email, rules):
    """Tell whether the owner of a confirmed address is approved at once: so many approvals, and no spam ever.

    The address must have been confirmed in the browser that sends: a typed address or name earns nothing.
    """
    if not rules.trusted_after or not confirmed_email:
        return False
    statuses = list(
        Comment.objects.by_email(confirmed_email)
        .filter(status__in=[CommentStatus.APPROVED, CommentStatus.SPAM])
        .newest_first()
        .values_list("status", flat=True)[: rules.trusted_after + 50]
    )
    return CommentStatus.SPAM not in statuses and len(statuses) >= rules.trusted_after

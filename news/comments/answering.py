"""The index office's own word under readers' comments."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from foundation.history import note
from foundation.people import name_of
from news.enums import CommentStatus
from news.permissions import user_can_moderate

from .following import thread_of
from .models import Comment
from .models.comment import LONGEST_COMMENT
from .moderating import decide_by_rules
from .reader_text import harmless_text, says_something


def answer(comment, text, by, at=None):
    """Publish the office's reply to a public comment and return it; raise ValidationError for what cannot be."""
    if not user_can_moderate(by):
        raise ValidationError(_("You may not moderate reader comments."))
    if comment.status != CommentStatus.APPROVED:
        raise ValidationError(_("Approve the comment first: readers would see an answer to nothing."))
    text = harmless_text(text)
    if not says_something(text):
        raise ValidationError(_("Please write a reply."))
    if len(text) > LONGEST_COMMENT:
        raise ValidationError(_("A reply holds 3,000 characters at most."))
    with transaction.atomic():
        reply = Comment.objects.create(
            article=comment.article,
            parent=thread_of(comment),
            name=name_of(by)[:60],
            body=text,
            language=comment.language,
            staff=by,
            from_office=True,
            created_at=at or timezone.now(),
        )
        decide_by_rules(reply, CommentStatus.APPROVED, _("Written by the index office"))
        note(by, [reply], gettext_noop("Answered"))
    return reply

"""Having the staff written to about what was just done in the admin."""

from foundation.background.work import hand_in
from news.editing.review_letters import send_staff_letters
from news.letters.sending import new_event


def write_letters(request, kind, thing, text="", note=None):
    """Have the staff written to about a thing (`news.editing.review_letters`), once what was done to it is saved."""
    hand_in(
        send_staff_letters, kind, thing.pk, request.user.pk, request.build_absolute_uri("/"), text,
        note and note.pk, new_event(), thing._meta.model_name,
    )  # fmt: skip

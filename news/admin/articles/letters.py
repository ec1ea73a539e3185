"""Having the staff written to about what was just done in the admin."""

from foundation.background.work import hand_in
from news import tasks


def write_letters(request, kind, article, text="", note=None):
    """Have the staff written to about an article (`news.letters.staff`), once what was done to it is saved."""
    hand_in(
        tasks.send_staff_letters, kind, article.pk, request.user.pk, request.build_absolute_uri("/"), text,
        note and note.pk, tasks.new_event(),
    )  # fmt: skip

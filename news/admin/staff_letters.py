"""Having the staff written to about what was just done in the admin."""

from django.db import transaction

from news import tasks


def write_letters(request, kind, article, text="", note=None):
    """Have the staff written to about an article (`news.staff_letters`), once what was done to it is saved."""
    letter = (kind, article.pk, request.user.pk, request.build_absolute_uri("/"), text, note and note.pk)
    transaction.on_commit(lambda: tasks.send_staff_letters.enqueue(*letter))

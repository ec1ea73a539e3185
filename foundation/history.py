"""The line every verb leaves behind: who did what to which object, in Django's own history of the admin."""

from django.contrib.admin.models import CHANGE, LogEntry


def note(by, objects, sentence):
    """Write one line per object into the history; `sentence` says what `by` did to it."""
    LogEntry.objects.log_actions(by.pk, objects, CHANGE, str(sentence))

"""Revisions in words."""

from django.utils.translation import gettext

from .numbers import figure


def revision_sentence(revision):
    """Return from which value to which a figure was revised, without its reason."""
    words = {"old": figure(revision.old), "new": figure(revision.new)}
    if revision.is_withdrawal and revision.is_addition:
        return gettext("Recorded as missing.")
    if revision.is_withdrawal:
        return gettext("Withdrawn; it was %(old)s.") % words
    if revision.is_addition or revision.replaced.value is None:
        return gettext("Added: %(new)s.") % words
    return gettext("Corrected from %(old)s to %(new)s.") % words

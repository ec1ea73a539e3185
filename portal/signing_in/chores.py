"""Chores of signing in."""

from django.utils.translation import gettext_lazy as _

from foundation.background.chores import daily, register_chore
from portal.signing_in.forgetting import forget_sign_ins


def register():
    """Register the chores; called once when the applications are ready."""
    register_chore("forget-sign-ins", _("Forgetting old sign-ins"), daily("04:10"), forget_and_say)


def forget_and_say():
    """Forget old sign-ins and return what went, as a short sentence."""
    return ", ".join(f"{count} {name}" for name, count in forget_sign_ins().items())

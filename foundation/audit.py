"""Security events: what every part of the portal tells, and the portal's audit trail writes down.

`record` sends a signal; `portal.audit` keeps it as a row that nobody can change. It is called in the transaction of
what happened, so that one is never kept without the other.
"""

from django.db.models import TextChoices
from django.dispatch import Signal
from django.utils.translation import gettext_lazy as _


class Event(TextChoices):
    """Everything that the audit trail tells about."""

    SIGNED_IN = "signed-in", _("signed in")
    SIGN_IN_FAILED = "sign-in-failed", _("sign-in failed")
    SIGN_IN_BLOCKED = "sign-in-blocked", _("sign-in held back: too many failures")
    SIGNED_OUT = "signed-out", _("signed out")
    SECOND_FACTOR_FAILED = "second-factor-failed", _("second factor failed")
    FACTOR_ADDED = "factor-added", _("second factor added")
    FACTOR_REMOVED = "factor-removed", _("second factor removed")
    FACTORS_RESET = "factors-reset", _("second factors reset by somebody else")
    RECOVERY_CODES_MADE = "recovery-codes-made", _("recovery codes made")
    RECOVERY_CODE_USED = "recovery-code-used", _("recovery code used")
    PROVED_AGAIN = "proved-again", _("proved again who they are")
    PROOF_FAILED = "proof-failed", _("failed to prove again who they are")
    SESSION_ENDED = "session-ended", _("session ended")
    PASSWORD_CHANGED = "password-changed", _("password changed")
    PASSWORD_LETTER_ASKED = "password-letter-asked", _("letter for a new password asked for")
    PASSWORD_CHOSEN = "password-chosen", _("password chosen through a letter")
    ADDRESS_LETTER_ASKED = "address-letter-asked", _("new e-mail address of their own asked for")
    ADDRESS_CHANGED = "address-changed", _("new e-mail address confirmed through a letter")
    INVITED = "invited", _("invited by letter")
    ACCOUNT_MADE = "account-made", _("account made")
    ACCOUNT_CHANGED = "account-changed", _("account changed")
    ACCOUNT_CLOSED = "account-closed", _("account closed")
    ACCOUNT_DELETED = "account-deleted", _("account deleted")
    RIGHTS_CHANGED = "rights-changed", _("groups or permissions changed")
    READERS_DATA_TAKEN = "readers-data-taken", _("readers’ data taken out")
    LETTER_LINK_USED = "letter-link-used", _("link of a letter used")
    DELETED_IN_BULK = "deleted-in-bulk", _("many things deleted at once")


#: Sent with `event`, `request`, `by`, `about` and `detail`.
happened = Signal()


def record(event, request=None, *, by=None, about=None, **detail):
    """Tell that a security event happened.

    `event` is an `Event`; `request` says from where; `by` is the account that did it (that of the request when left
    out); `about` the account it was done to, when that is another; `detail` are plain values that say what.
    """
    happened.send(sender=None, event=Event(event), request=request, by=by, about=about, detail=detail)

"""Forgetting old records of signing in, once a day."""

from django.utils import timezone

from foundation.batches import delete_in_batches
from portal.audit import forgetting as audit
from portal.signing_in import devices, limits, wanted_addresses
from portal.signing_in.models import StaffSession


def forget_sign_ins(now=None):
    """Forget old lines of the audit trail, counts, devices and ended sessions; return how many of each, by name."""
    now = now or timezone.now()
    return {
        "security events": audit.forget_old(now),
        "counts of failures": limits.forget_old(now),
        "known devices": devices.forget_old(now),
        "addresses never confirmed": wanted_addresses.forget_old(now),
        "ended sessions": delete_in_batches(StaffSession.objects.filter(expire_date__lte=now)),
    }

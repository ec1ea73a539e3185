"""Forgets what the audit trail has kept for long enough: the only way its lines go."""

from datetime import timedelta

from django.conf import settings
from django.db import connections, transaction
from django.utils import timezone

from portal.audit.models import SecurityEvent
from portal.audit.protection import TABLE, forgetting

AT_ONCE = 5000


def forget_old(now=None, using="default"):
    """Delete lines older than SIGN_INS_KEPT_DAYS, some thousands a transaction, and return how many went."""
    before = (now or timezone.now()) - timedelta(days=settings.SIGN_INS_KEPT_DAYS)
    gone = 0
    while True:
        old = SecurityEvent.objects.using(using).filter(at__lt=before).order_by("at")
        ids = list(old.values_list("pk", flat=True)[:AT_ONCE])
        if not ids:
            return gone
        connection = connections[using]
        with transaction.atomic(using=using), forgetting(using), connection.cursor() as cursor:
            marks = ", ".join(["%s"] * len(ids))
            cursor.execute(f"DELETE FROM {TABLE} WHERE id IN ({marks})", ids)  # noqa: S608 - a constant and marks
        gone += len(ids)

"""Writes security events down as they are told (`foundation.audit`)."""

from django.utils import timezone

from portal.audit.models import SecurityEvent, shown_name
from portal.audit.origins import origin_of
from portal.audit.requests import current_request

LONGEST_VALUE = 300


def write_down(sender, event, request=None, by=None, about=None, detail=None, **kwargs):
    """Keep one security event; the receiver of `foundation.audit.happened`."""
    request = request or current_request()
    if by is None and request is not None:
        user = getattr(request, "user", None)
        by = user if user is not None and user.is_authenticated else None
    if about is not None and by is not None and about.pk == by.pk:
        about = None
    SecurityEvent.objects.create(
        at=timezone.now(),
        event=event,
        by=by if by is not None and by.pk else None,
        by_name=shown_name(by),
        about=about if about is not None and about.pk else None,
        about_name=shown_name(about),
        detail={name: _plain(value) for name, value in (detail or {}).items() if value not in (None, "", [])},
        **(origin_of(request) if request is not None else {}),
    )


def _plain(value):
    """Return a value as it may be kept: numbers as they are, everything else as short text without NUL."""
    if isinstance(value, bool | int):
        return value
    if isinstance(value, list | tuple | set):
        return [_plain(one) for one in sorted(value, key=str)][:100]
    return str(value).replace("\0", "")[:LONGEST_VALUE]

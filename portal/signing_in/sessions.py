"""Sessions of the staff in the database: each ends after a time without a request, and at the latest some hours after
signing in. A row that is gone is a session that has ended, at once and on every process."""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore as DatabaseSessionStore
from django.utils import timezone
from django.utils.crypto import salted_hmac

from portal.signing_in.models import KnownDevice, StaffSession

ORIGIN, STARTED = "_origin", "_started"
USER = "_auth_user_id"
#: The moment of the last request is written so often at most.
NOTED_EVERY = timedelta(minutes=1)


class SessionStore(DatabaseSessionStore):
    """Django's sessions in the database, in rows that say whose they are and from where."""

    row = None

    @classmethod
    def get_model_class(cls):
        return StaffSession

    def _get_session_from_db(self):
        row = super()._get_session_from_db()  # type: ignore[misc]  # the stubs leave it out
        if row is not None and has_ended(row):
            row.delete()
            self._session_key = None
            row = None
        self.row = row
        return row

    def create_model_instance(self, data):
        now = timezone.now()
        started = datetime.fromisoformat(data[STARTED]) if STARTED in data else now
        origin = data.get(ORIGIN, {})
        return StaffSession(
            session_key=self._get_or_create_session_key(),  # type: ignore[attr-defined]  # the stubs leave it out
            session_data=self.encode(data),
            expire_date=started + longest(),
            user_id=data.get(USER),
            device_id=origin.get("device"),
            started_at=started,
            seen_at=now,
            **{name: origin.get(name, "") for name in ("address", "network", "browser")},
        )


def longest():
    """Return how long a session lasts at most."""
    return timedelta(hours=settings.SESSION_HOURS)


def has_ended(row, now=None):
    """Tell whether a session has been idle, or lasted, for too long."""
    now = now or timezone.now()
    return row.seen_at < now - timedelta(minutes=settings.SESSION_IDLE_MINUTES) or row.expire_date <= now


def begin(session, origin, device):
    """Note in a session who began it from where: at sign-in."""
    session[STARTED] = timezone.now().isoformat()
    session[ORIGIN] = {**origin, "device": device.pk if device else None}


def note_request(session, now=None):
    """Note that the owner of a session has just asked for something."""
    row, now = session.row, now or timezone.now()
    if row is not None and row.user_id and abs(now - row.seen_at) >= NOTED_EVERY:  # a clock may be set back
        StaffSession.objects.filter(pk=row.pk).update(seen_at=now)


def of_person(user):
    """Return the sessions of a person that have not ended, the one used last first."""
    idle = timezone.now() - timedelta(minutes=settings.SESSION_IDLE_MINUTES)
    return StaffSession.objects.filter(user=user, seen_at__gte=idle, expire_date__gt=timezone.now()).order_by(
        "-seen_at"
    )


def handle(row):
    """Return what names a session in a form; its key is a secret and stays on the server."""
    return salted_hmac("portal.signing_in.sessions", row.session_key, algorithm="sha256").hexdigest()[:32]


def end(rows):
    """End sessions and forget the devices they were begun on; return how many ended."""
    rows = list(rows)
    KnownDevice.objects.filter(pk__in=[row.device_id for row in rows if row.device_id]).delete()
    StaffSession.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return len(rows)


def end_all(user, but=None):
    """End all sessions of a person and forget all their devices, except the session with the key `but`."""
    kept = user.staff_sessions.filter(session_key=but).first() if but else None
    user.known_devices.exclude(pk=kept.device_id if kept else None).delete()
    return user.staff_sessions.exclude(session_key=but).delete()[0]


def renew(users):
    """Let the sessions of people whose rights changed take a new key with their next request."""
    StaffSession.objects.filter(user__in=users).update(renew=True)

"""What each request of the admin means for its session."""

from django.conf import settings

from portal.signing_in import sessions


class SessionUseMiddleware:
    """Notes that the owner of a session is at work, and gives the session a new key when their rights have changed.

    The heartbeat of an open form is no sign of life: it goes on when nobody sits there.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.path_info.startswith(f"/{settings.ADMIN_URL}") and request.user.is_authenticated:
            row = getattr(request.session, "row", None)
            if row is not None and row.renew:
                request.session.cycle_key()
            elif not is_heartbeat(request):
                sessions.note_request(request.session)
        return self.get_response(request)


def is_heartbeat(request):
    """Tell whether a script sent this by itself."""
    return request.method == "POST" and request.path_info.endswith("/typed/") and "_typed" not in request.POST

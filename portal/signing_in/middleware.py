"""The session of each request of the admin: kept alive or ended, and proofs asked for."""

from django.conf import settings
from django.contrib import admin

from portal.signing_in import factors, proofs, sessions, steps
from portal.signing_in.addresses import is_sensitive
from portal.signing_in.second_step import ask_again
from portal.signing_in.typed_before import is_form_of_a_thing, sent_fields
from portal.signing_in.views import ask_to_sign_in


class SessionUseMiddleware:
    """Notes that the owner of a session is at work, and gives the session a new key when their rights have changed.

    Whoever has come to need a second factor meanwhile is sent back to show one. Sensitive steps ask again who it is.
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
            if lacks_factor(request):
                return steps.send_back(request)
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        match = request.resolver_match
        if request.method == "POST" and not request.user.is_authenticated and is_form_of_a_thing(match):
            sent = sent_fields(request)
            return ask_to_sign_in(admin.site, request, sent).render() if sent else None
        if match.app_name != "admin" or not admin.site.has_permission(request):
            return None
        if proofs.is_recent(request.session) or not is_sensitive(request, match.url_name):
            return None
        carried = sent_fields(request) if request.method == "POST" else ()
        return ask_again(admin.site, request, request.get_full_path(), carried).render()


def lacks_factor(request):
    """Tell whether the person must have a second factor and has shown none in this session."""
    return (
        bool(settings.SECOND_FACTOR_REQUIRED)
        and not request.session.get(proofs.FACTOR)
        and factors.must_have_factor(request.user)
    )


def is_heartbeat(request):
    """Tell whether a script sent this by itself."""
    return request.path_info.endswith("/typed/") and "_typed" not in request.POST

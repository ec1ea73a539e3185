"""A form that nobody typed is not shown again: its page would be as long as what was sent."""

from django.http import HttpResponse

from portal.serving.refusals import refusal
from portal.signing_in.typed_before import CARRIED, is_form_of_a_thing

#: In characters, of one field; the longest thing that visitors may write is a comment of 3,000.
MOST_TYPED = 30_000


class TypedMiddleware:
    """Refuses forms of visitors with a field longer than anybody types, before a view sees them. Staff write articles.

    Stands after the form's guard, which has read the fields.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        """Answer 413 instead of the view."""
        if request.method != "POST" or not _is_long(request.META) or request.user.is_authenticated:
            return None
        fields = [
            value
            for name in request.POST
            if not _comes_back(request, name)
            for value in (name, *request.POST.getlist(name))
        ]
        if all(len(value) <= MOST_TYPED for value in fields):
            return None
        status, headers, body = refusal(413, request.path_info)
        return HttpResponse(body, status=status, headers=dict(headers))


def _comes_back(request, name):
    """Tell whether a field belongs to a form of the admin whose session has ended: it is carried through signing in."""
    match = request.resolver_match
    return match.app_name == "admin" and (name.startswith(CARRIED) or is_form_of_a_thing(match))


def _is_long(meta):
    length = meta.get("CONTENT_LENGTH") or "0"
    return not length.isdigit() or int(length) > MOST_TYPED

"""A form sent after its session had ended goes along through signing in, and comes back as it was typed.

Nothing is kept on the server: the fields travel as hidden fields of the pages in between (`carried-…`), for nobody is signed
in who could own them. Passwords and files are left out. The form that comes back is shown, neither checked nor saved.
"""

import re

from django.forms.utils import ErrorDict
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

CARRIED = "carried-"
#: Marks a form that comes back.
MARK = "_typed_before"
#: In characters, of all fields together.
LARGEST_CARRIED = 1_000_000
_FORM_OF_A_THING = re.compile(r"\w+_(add|change)")


def is_form_of_a_thing(match):
    """Tell whether an address of the admin is the form of a thing, by its `ResolverMatch`."""
    return match.app_name == "admin" and bool(_FORM_OF_A_THING.fullmatch(match.url_name or ""))


def sent_fields(request):
    """Return what a form sent, to be carried along: no tokens, no passwords, no files; nothing of one that is too large."""
    pairs = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name not in ("csrfmiddlewaretoken", MARK) and "password" not in name
    ]
    return pairs if sum(len(name) + len(value) for name, value in pairs) <= LARGEST_CARRIED else []


def carried_fields(request):
    """Return what is carried along by the page that was sent, under the names it had."""
    return [
        (name.removeprefix(CARRIED), value)
        for name, values in request.POST.lists()
        for value in values
        if name.startswith(CARRIED)
    ]


def bring_back(site, request, signed_in, carried):
    """Answer with the page that leads back to the form, instead of `signed_in`, the redirect of whoever has just signed in."""
    context = {
        **site.each_context(request),
        "title": _("What you had typed"),
        "next": signed_in.url,
        "carried": carried,
        "mark": MARK,
    }
    page = TemplateResponse(request, "admin/signing_in/typed_before.html", context)
    page.cookies.update(signed_in.cookies)
    return page


def as_typed(form_class):
    """Return a class of forms that show what was sent, and check and save nothing."""

    class Unchecked(form_class):  # type: ignore[misc, valid-type]  # made of whichever form it is
        def full_clean(self):
            self._errors, self.cleaned_data = ErrorDict(), {}

        def is_valid(self):
            return False

    return Unchecked

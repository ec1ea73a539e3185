"""From the right password to a session: whoever has or needs a second factor is asked for it first.

Until then the session holds who is about to sign in (`pending`) and nobody is signed in: no part of the portal can
take them for somebody who is.
"""

import time

from django.contrib.auth import get_user_model, login, logout
from django.http import HttpResponseRedirect
from django.urls import reverse

from portal.signing_in import devices, factors, mark, proofs

PENDING = "_pending"
SHOW, SET_UP = "show", "set-up"
#: A password is good for so long: to show a factor, to set one up.
SECONDS = {SHOW: 600, SET_UP: 1800}


def after_password(request, user, next_address):
    """Go on after the right password; return the answer."""
    if factors.has_factor(user):
        return wait_for(request, user, SHOW, next_address)
    if factors.must_have_factor(user):
        return wait_for(request, user, SET_UP, next_address)
    return complete(request, user, next_address)


def wait_for(request, user, step, next_address):
    """Keep in the session that a person has still to show or set up a second factor, and lead them there."""
    request.session.flush()
    request.session[PENDING] = {
        "user": user.pk,
        "step": step,
        "at": int(time.time()),
        "next": next_address,
        "password": user.get_session_auth_hash(),
    }
    return HttpResponseRedirect(reverse("admin:second_factor" if step == SHOW else "admin:my_account"))


def pending(request, step):
    """Return who has still to take this step in this session, or None."""
    held = request.session.get(PENDING)
    if not held or held["step"] != step or not 0 <= time.time() - held["at"] <= SECONDS[step]:
        return None
    user = get_user_model().objects.filter(pk=held["user"], is_active=True, is_staff=True).first()
    return user if user is not None and user.get_session_auth_hash() == held["password"] else None


def next_address(request):
    """Return where the person who is signing in wanted to go."""
    return (request.session.get(PENDING) or {}).get("next") or reverse("admin:index")


def complete(request, user, next_address, factor=""):
    """Sign a person in and lead them to where they wanted to go; `factor` says which second factor they showed."""
    request.session.pop(PENDING, None)
    if request.user.is_authenticated:
        request.session.flush()  # who signs in again gets a new session, even as the same person
    if factor:
        request.session[proofs.FACTOR] = factor
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    response = HttpResponseRedirect(next_address or reverse("admin:index"))
    devices.set_cookie(request, response)
    mark.put(response)
    return response


def send_back(request):
    """Sign out somebody who came to need a second factor while signed in, and lead them to the step before."""
    user, address = request.user, request.get_full_path() if request.method == "GET" else ""
    logout(request)
    return wait_for(request, user, SHOW if factors.has_factor(user) else SET_UP, address)

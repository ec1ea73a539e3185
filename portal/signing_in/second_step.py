"""The second step of signing in, and proving again before a sensitive step: a code, a passkey, or the password."""

from django import forms
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from foundation.audit import Event, record
from portal.signing_in import factors, limits, passkeys, proofs, steps
from portal.signing_in.forms import held_back_in_words
from portal.signing_in.typed_before import bring_back, carried_fields

TOO_MANY = 429


def second_factor(site, request):
    """Ask whoever has given the right password for a code or a passkey."""
    user = steps.pending(request, steps.SHOW)
    if user is None:
        return HttpResponseRedirect(reverse("admin:login"))
    error, status = "", 200
    if request.method == "POST":
        try:
            if request.POST.get("passkey"):
                passkeys.prove(request, user, request.POST["passkey"])
                factor = factors.PASSKEY
            else:
                factor = factors.check_code(user, request.POST.get("code", ""), request)
        except limits.TooManyAttempts as held:
            factor, error, status = None, held_back_in_words(held.seconds), TOO_MANY
        except passkeys.PasskeyRefused:
            factor = None
        if factor:
            signed_in = steps.complete(request, user, steps.next_address(request), factor)
            carried = carried_fields(request)
            return bring_back(site, request, signed_in, carried) if carried else signed_in
        error = error or _("That was not right. Please try again.")
    return factor_page(site, request, user, error, status)


def factor_page(site, request, user, error="", status=200):
    """Return the page that asks for a code or a passkey; what a form had sent before goes along."""
    context = {
        **site.each_context(request),
        "title": _("Second factor"),
        "error": error,
        "carried": carried_fields(request),
        "has_passkey": passkeys.are_possible(request)
        and user.passkeys.filter(host=passkeys.host_of(request)).exists(),
    }
    return TemplateResponse(request, "admin/signing_in/second_factor.html", context, status=status)


def passkey_options(site, request):
    """Return what the browser needs to show a passkey of whoever is signing in or signed in, as JSON."""
    user = steps.pending(request, steps.SHOW) or (request.user if site.has_permission(request) else None)
    if user is None or request.method != "POST" or not passkeys.are_possible(request):
        return HttpResponse(status=403)
    return HttpResponse(passkeys.options_to_prove(request, user), content_type="application/json")


class ProofForm(forms.Form):
    """The password once more."""

    password = forms.CharField(
        max_length=4096,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "autofocus": True}),
    )


def prove(site, request):
    """Ask again who it is, then go on to `next`; a form that was sent before is given back with a button to send it."""
    address = request.POST.get(REDIRECT_FIELD_NAME) or request.GET.get(REDIRECT_FIELD_NAME, "")
    return ask_again(site, request, address, carried_fields(request), answered=request.method == "POST")


def ask_again(site, request, address, carried=(), answered=False):
    """Answer with the page that asks again, or go on when it was answered rightly."""
    if not url_has_allowed_host_and_scheme(address, {request.get_host()}, request.is_secure()):
        address = reverse("admin:index")
    error, status = "", 200
    if answered:
        error, status = _answered_wrongly(request)
        if not error:
            proofs.note(request.session)
            record(Event.PROVED_AGAIN, request)
            if not carried:
                return HttpResponseRedirect(address)
    context = {
        **site.each_context(request),
        "title": _("Please say again who you are"),
        "next": address,
        "carried": carried,
        "proved": answered and not error,
        "error": error,
        "has_passkey": passkeys.are_possible(request)
        and request.user.passkeys.filter(host=passkeys.host_of(request)).exists(),
    }
    return TemplateResponse(request, "admin/signing_in/prove.html", context, status=status)


def _answered_wrongly(request):
    """Return what is wrong with the proof that was sent, and the status to answer with; empty and 200 when nothing."""
    user = request.user
    try:
        if request.POST.get("passkey"):
            passkeys.prove(request, user, request.POST["passkey"])
            return "", 200
        form = ProofForm(request.POST)
        attempt = limits.Attempt({limits.FACTOR: limits.key(limits.FACTOR, user.pk)})
        if form.is_valid() and user.check_password(form.cleaned_data["password"]):
            attempt.succeeded()
            return "", 200
        record(Event.PROOF_FAILED, request)
    except limits.TooManyAttempts as held:
        return held_back_in_words(held.seconds), TOO_MANY
    except passkeys.PasskeyRefused:
        pass
    return _("That was not right. Please try again."), 200

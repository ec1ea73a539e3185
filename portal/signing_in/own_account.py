"""Everybody's own page about signing in: second factors, recovery codes, sessions.

Whoever needs a second factor and has none comes here after the password and can do nothing else until it is set up.
"""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django_otp.plugins.otp_totp.models import TOTPDevice

from foundation.audit import Event, record
from portal.signing_in import factors, passkeys, proofs, sessions, steps, wanted_addresses

APP_KEY = "_app_key"


def for_owner(view):
    """Let in whoever is signed in, and whoever has still to set up a factor; the view gets them as `user`."""

    def answer(site, request, *args, **kwargs):
        user = request.user if site.has_permission(request) else steps.pending(request, steps.SET_UP)
        if user is None:
            return redirect_to_login(request.get_full_path(), reverse("admin:login"))
        return view(site, request, user, *args, **kwargs)

    return answer


def _answer(site, request, template, title, **context):
    context = {
        **site.each_context(request),
        "title": title,
        "setting_up": not request.user.is_authenticated,
        **context,
    }
    return TemplateResponse(request, f"admin/signing_in/{template}.html", context)


def _back():
    return HttpResponseRedirect(reverse("admin:my_account"))


@for_owner
def my_account(site, request, user):
    """Show the factors and sessions of whoever asks."""
    own = request.session.session_key
    rows = sessions.of_person(user) if request.user.is_authenticated else []
    return _answer(
        site,
        request,
        "my_account",
        _("Signing in"),
        apps=TOTPDevice.objects.filter(user=user, confirmed=True).order_by("pk"),
        passkeys=user.passkeys.order_by("pk"),
        passkeys_possible=passkeys.are_possible(request),
        codes_left=user.recovery_codes.count(),
        wanted=wanted_addresses.wanted_by(user),
        must_have=factors.must_have_factor(user),
        sessions=[(row, sessions.handle(row), row.session_key == own) for row in rows],
    )


@for_owner
def add_app(site, request, user):
    """Show a QR code and keep the app when it shows the right code."""
    error = ""
    key = request.session.get(APP_KEY)
    if request.method == "POST" and key:
        code = "".join(request.POST.get("code", "").split())
        name = _("Authenticator app")
        if code.isascii() and code.isdigit() and factors.add_app(user, key, code[:6], name):
            del request.session[APP_KEY]
            return _added(site, request, user, factors.APP)
        error = _("That was not the code the app shows now. Please try again.")
    if not key:
        key = request.session[APP_KEY] = factors.new_app_key()
    address = factors.app_address(user, key, request.get_host())
    return _answer(
        site,
        request,
        "add_app",
        _("Add an authenticator app"),
        qr_code=factors.qr_code(address),
        secret=factors.secret_in_words(key),
        error=error,
    )


@for_owner
def add_passkey_options(site, request, user):
    """Return what the browser needs to make a passkey, as JSON."""
    if request.method != "POST" or not passkeys.are_possible(request):
        return HttpResponse(status=403)
    return HttpResponse(
        passkeys.options_to_add(request, user, _("China Textile City Index")), content_type="application/json"
    )


@for_owner
def add_passkey(site, request, user):
    """Keep the passkey that the browser has made."""
    name = " ".join(request.POST.get("name", "").replace("\0", "").split())[:60] or _("Passkey")
    try:
        passkeys.add(request, user, request.POST.get("passkey", ""), name)
    except passkeys.PasskeyRefused:
        messages.error(request, _("The passkey could not be added. Please try again."))
        return _back()
    return _added(site, request, user, factors.PASSKEY)


def _added(site, request, user, factor):
    """Go on after a factor was added: sign in whoever had to, end the other sessions, show the first recovery codes."""
    address = reverse("admin:my_account")
    response = None
    if not request.user.is_authenticated:
        address = steps.next_address(request)
        response = steps.complete(request, user, address, factor)
    else:
        request.session[proofs.FACTOR] = factor
        sessions.end_all(user, but=request.session.session_key)
    if user.recovery_codes.exists():
        return response or _back()
    page = _show_codes(site, request, user, address)
    for cookie in response.cookies.values() if response else ():
        page.cookies[cookie.key] = cookie
    return page


def _show_codes(site, request, user, address):
    codes = factors.make_recovery_codes(user)
    return _answer(site, request, "recovery_codes", _("Recovery codes"), codes=codes, next=address)


@for_owner
def new_codes(site, request, user):
    """Make new recovery codes and show them, once."""
    if request.method != "POST" or not factors.has_factor(user):
        return _back()
    return _show_codes(site, request, user, reverse("admin:my_account"))


@for_owner
def remove_factor(site, request, user, kind, pk):
    """Remove an app or a passkey of one's own; never the last one of somebody who must have one."""
    if request.method != "POST":
        return _back()
    own = TOTPDevice.objects.filter(user=user) if kind == factors.APP else user.passkeys
    thing = own.filter(pk=pk).first()
    others = TOTPDevice.objects.filter(user=user).count() + user.passkeys.count() - 1
    if thing is not None and not others and factors.must_have_factor(user):
        messages.error(request, _("You need a second factor: add another one first."))
    elif thing is not None:
        factors.remove(user, thing, kind)
        sessions.end_all(user, but=request.session.session_key)
        messages.success(request, _("Removed. Your other sessions have ended."))
    return _back()


@for_owner
def end_sessions(site, request, user):
    """End one session of one's own, or all others."""
    if request.method != "POST":
        return _back()
    own, wanted = request.session.session_key, request.POST.get("session", "")
    rows = [
        row
        for row in sessions.of_person(user)
        if row.session_key != own and wanted in ("others", sessions.handle(row))
    ]
    ended = sessions.end(rows)
    if ended:
        record(Event.SESSION_ENDED, request, by=user, sessions=ended, browsers=[row.browser for row in rows])
    messages.success(request, _("Ended."))
    return _back()

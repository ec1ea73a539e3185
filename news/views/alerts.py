"""Pages of letters about figures: ask for them, confirm them, see and end them."""

from django.core.signing import BadSignature
from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from foundation.audit import Event, record
from news.alerts import subscribing
from news.alerts.forms import AlertForm
from news.comments import browser_cookies
from news.comments.networks import origin_of

from .private import link_over, private_page

_asked = require_http_methods(["GET", "HEAD", "POST"])


@never_cache
@_asked
def follow(request):
    """Take in what somebody wants letters about; the answer tells nobody whether the address is known."""
    title = _("Letters about figures")
    if request.method != "POST":
        form = AlertForm(what=request.GET.get("what", ""))
        return private_page(request, "follow", {"form": form}, title)
    form = AlertForm(request.POST)
    if not form.is_valid():
        return private_page(request, "follow", {"form": form}, title, 400)
    email = form.cleaned_data["email"]
    if not subscribing.asked_too_often(email, origin_of(request)):
        site = request.build_absolute_uri("/")
        subscribing.follow_figures(email, form.wanted(), get_language(), site)
    return private_page(request, "follow", {"sent": True}, title)


@never_cache
@_asked
def confirm(request, token):
    """Confirm an e-mail address and an alert by a button: mail scanners open links. The link works once."""
    alert = subscribing.alert_to_confirm(token)
    if alert is None:
        return link_over(request, follow=True)
    context, first = {"alert": alert, "before": bool(alert.confirmed_at)}, False
    if request.method == "POST" and not alert.confirmed_at:
        with transaction.atomic():
            if first := subscribing.confirm(alert):
                record(Event.LETTER_LINK_USED, request, letter="alert-confirm", alert=alert.pk)
        context |= {"done": first, "before": not first}
    response = private_page(request, "follow_confirm", context, _("Letters about figures"))
    if first:
        browser_cookies.remember_confirmed(request, response, alert.reader.email)
    return response


@never_cache
@csrf_exempt
@_asked
def letters(request, token):
    """Show a reader's letters and end them: all by one POST of a mail program (RFC 8058), one or all by a button.

    The key in the address is the right to do so; a POST without `alert` ends everything.
    """
    title = _("Letters about figures")
    try:
        reader = subscribing.reader_of(token)
    except BadSignature:
        return link_over(request, cut=True, follow=True)
    if request.method == "POST" and reader:
        number = request.POST.get("alert", "")
        one = int(number) if number.isascii() and number.isdigit() and len(number) < 19 else None
        if number and one is None:
            return link_over(request, follow=True)
        with transaction.atomic():
            ended = subscribing.end(reader, one)
            record(Event.LETTER_LINK_USED, request, letter="alert-end", ended=ended)
    alerts = list(reader.alerts.with_what()) if reader else []
    context = {"alerts": alerts, "email": reader.email if reader else "", "ended": request.method == "POST"}
    return private_page(request, "follow_letters", context, title)

"""Pages for readers beside commenting: report a comment, confirm and end letters, see and erase their own data."""

from django.core.signing import BadSignature
from django.db import transaction
from django.http import JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from foundation.audit import Event, record
from news.comments import browser_cookies, erasing, following
from news.comments.forms import AddressForm, ReportForm
from news.comments.models import Comment
from news.comments.networks import origin_of
from news.comments.reporting import ReportRefused
from news.comments.reporting import report as keep_report

from .private import link_over, private_page

_asked = require_http_methods(["GET", "HEAD", "POST"])


@never_cache
@_asked
def report(request, pk):
    """Take in a reader's report about a public comment."""
    comment = get_object_or_404(Comment.objects.visible().select_related("article__section"), pk=pk)
    form, status = ReportForm(request.POST if request.method == "POST" else None), 200
    context = {"comment": comment, "article": comment.article, "form": form}
    if form.is_bound:
        status = 400
        if form.is_valid():
            try:
                keep_report(
                    comment, form.cleaned_data["reason"], form.cleaned_data["remark"], origin_of(request)
                )
                context["done"], status = True, 200
            except ReportRefused as refused:
                form.add_error(None, refused)
                status = 429
    return private_page(request, "report", context, _("Report a comment"), status)


@never_cache
@_asked
def confirm(request, token):
    """Confirm an e-mail address and a subscription, in a second step: mail scanners open links, people press buttons.

    The link works once: whoever finds it later is told so, and is not taken for the reader.
    """
    subscription = following.subscription_to_confirm(token)
    if subscription is None:
        return link_over(request)
    context = {"subscription": subscription, "article": subscription.thread.article}
    if subscription.confirmed_at:
        return private_page(request, "confirm", {**context, "before": True}, _("Letters about replies"))
    if request.method != "POST":
        return private_page(request, "confirm", context, _("Letters about replies"))
    with transaction.atomic():
        if first := following.confirm(subscription):
            record(Event.LETTER_LINK_USED, request, letter="confirm", subscription=subscription.pk)
    context |= {"done": True} if first else {"before": True}
    response = private_page(request, "confirm", context, _("Letters about replies"))
    if first:
        browser_cookies.remember_confirmed(request, response, subscription.reader.email)
    return response


@never_cache
@csrf_exempt
@_asked
def unfollow(request, token):
    """End a subscription: a mail program by one POST (RFC 8058), a person by a button."""
    try:
        subscription = following.subscription_to_end(token)
    except BadSignature:
        return link_over(request, cut=True)
    if request.method == "POST":
        if subscription:
            with transaction.atomic():
                record(Event.LETTER_LINK_USED, request, letter="unfollow", subscription=subscription.pk)
                following.unfollow(subscription)
        return private_page(request, "unfollow", {"done": True}, _("Letters about replies"))
    if subscription is None:
        return private_page(request, "unfollow", {"done": True}, _("Letters about replies"))
    context = {"subscription": subscription, "article": subscription.thread.article}
    return private_page(request, "unfollow", context, _("Letters about replies"))


@never_cache
@_asked
def my_data(request):
    """Send whoever asks a letter with a link to what we hold of the address; nobody is told whether we hold anything."""
    form = AddressForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        limited = erasing.asked_too_often(form.cleaned_data["email"], origin_of(request))
        if not limited:
            erasing.send_data_link(
                form.cleaned_data["email"], get_language(), request.build_absolute_uri("/")
            )
        return private_page(request, "my_data", {"sent": True}, _("Your data"))
    return private_page(request, "my_data", {"form": form}, _("Your data"), 400 if form.is_bound else 200)


@never_cache
@_asked
def my_data_of(request, token):
    """Show, hand out and erase what we hold of the address the link was sent to."""
    email = erasing.email_of(token)
    if not email:
        return link_over(request)
    if request.method == "POST":
        with transaction.atomic():
            number = erasing.erase(email)
            record(Event.LETTER_LINK_USED, request, letter="my-data", comments_erased=number)
        response = private_page(request, "my_data", {"erased": True, "number": number}, _("Your data"))
        browser_cookies.forget_all(response)
        return response
    data = erasing.data_of(email)
    if "download" in request.GET:
        if request.method == "GET":
            numbers = [one["id"] for one in data["comments"]]
            followed = len(data["subscriptions"])
            record(Event.READERS_DATA_TAKEN, request, comments=numbers, subscriptions=followed)
        response = JsonResponse(data, json_dumps_params={"ensure_ascii": False, "indent": 2})
        response.headers["Content-Disposition"] = 'attachment; filename="comments.json"'
        return response
    return private_page(request, "my_data", {"data": data, "email": email}, _("Your data"))

"""A form that is sent twice, by a double click or an impatient second one, is carried out once.

Forms name their window (`foundation.windows`). What a window sends and is carried out is noted with the answer, in one
transaction with what it did; the same sent again, even while the first is still at work, gets that answer once more and
does nothing. A form that was refused leaves no note: it may be sent as often as one likes.
"""

import json
from datetime import timedelta
from functools import wraps
from hashlib import sha256
from http.cookies import SimpleCookie

from django.contrib import messages
from django.contrib.messages.storage.cookie import MessageDecoder, MessageEncoder
from django.db import models, transaction
from django.http import HttpResponse
from django.utils import timezone

from foundation.batches import delete_in_batches
from foundation.windows import window_of

KEPT_FOR = timedelta(days=1)
#: The header with which an answer leads a form in a dialog elsewhere.
LEADS_ON = "HX-Redirect"


class SentForm(models.Model):
    """A form that was sent and carried out: a keyed hash of what was sent, and what was answered."""

    key = models.CharField(max_length=64, unique=True)
    answer = models.JSONField(null=True)
    sent_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        default_permissions = ()

    def __str__(self):
        return self.key


def answered_once(request, answer):
    """Return `answer()`, or the answer that the same form has had before from the same window."""
    window = window_of(request)
    if request.method != "POST" or not window:
        return answer()
    with transaction.atomic():
        sent, is_first = SentForm.objects.get_or_create(key=_key(request, window))
        if not is_first:
            return _again(request, sent.answer)
        response = answer()
        sent.answer = _kept(request, response)
        if sent.answer is None:
            sent.delete()
        else:
            sent.save(update_fields=["answer"])
    return response


def once(view):
    """Make a view, or a method that is one, carry each form out once."""

    @wraps(view)
    def wrapped(*args, **kwargs):
        request = next(one for one in args if hasattr(one, "POST"))
        return answered_once(request, lambda: view(*args, **kwargs))

    return wrapped


def close_window(request):
    """Note that the form of a window has been carried out: what that window sent a moment before comes too late."""
    if window := window_of(request):
        SentForm.objects.get_or_create(key=_key_of_window(request, window))


def is_closed(request):
    """Tell whether the form of the window that sends this has been carried out already."""
    window = window_of(request)
    return bool(window) and SentForm.objects.filter(key=_key_of_window(request, window)).exists()


def forget_sent(now=None):
    """Forget forms that were sent long ago, and return how many."""
    return delete_in_batches(SentForm.objects.filter(sent_at__lt=(now or timezone.now()) - KEPT_FOR))


def _key_of_window(request, window):
    return sha256(json.dumps([window, request.user.pk]).encode()).hexdigest()


def _key(request, window):
    """Return a hash of who sent what where. The name of the window is random and kept nowhere: nothing can be guessed."""
    fields = sorted((name, values) for name, values in request.POST.lists() if name != "csrfmiddlewaretoken")
    files = sorted(
        (name, [(file.name, file.size) for file in values]) for name, values in request.FILES.lists()
    )
    told = json.dumps([window, request.user.pk, request.path, fields, files])
    return sha256(told.encode("utf-8", "surrogatepass")).hexdigest()


def _kept(request, response):
    """Return an answer to a form that was carried out as plain values; None for one that shows the form again.

    Such an answer leads elsewhere or closes a window; a view marks any other as `carried_out`.
    """
    leads_on = response.has_header("Location") or response.has_header(LEADS_ON)
    is_popup = "popup_response" in str(getattr(response, "template_name", ""))
    if not (leads_on or is_popup or getattr(response, "carried_out", False)):
        return None
    if is_popup:
        response.render()
    told = getattr(messages.get_messages(request), "_queued_messages", [])
    for message in told:
        message._prepare()  # words of the language they were told in
    return {
        "status": response.status_code,
        "headers": {name: response[name] for name in ("Location", LEADS_ON) if response.has_header(name)},
        "body": "" if leads_on else response.content.decode(),
        "cookies": [cookie.OutputString() for cookie in response.cookies.values()],
        "messages": json.dumps(told, cls=MessageEncoder),
    }


def _again(request, kept):
    response = HttpResponse(kept["body"], status=kept["status"], headers=kept["headers"])
    for text in kept["cookies"]:
        response.cookies.update(SimpleCookie(text))
    for message in json.loads(kept["messages"], cls=MessageDecoder):
        messages.add_message(request, message.level, message.message, message.extra_tags or "")
    return response

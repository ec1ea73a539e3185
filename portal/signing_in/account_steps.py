"""Steps an administrator takes with a colleague's account: invites, resets second factors, closes it when they leave."""

from django import forms
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from foundation.audit import Event, record
from foundation.background.work import hand_in
from foundation.people import name_of
from news.editing.handing_on import hand_on
from portal.signing_in import factors, sessions
from portal.signing_in.letters import FACTORS_RESET, INVITATION, send_staff_letter

INVITE, RESET, CLOSE = "invite", "reset-factors", "close"
STEPS = {
    INVITE: gettext_lazy("Write an invitation with a link to choose a password"),
    RESET: gettext_lazy("Reset the second factors"),
    CLOSE: gettext_lazy("Close the account"),
}
SENTENCES = {
    INVITE: gettext_lazy(
        "A letter goes to the person's e-mail address. Its link works once, for three days."
    ),
    RESET: gettext_lazy(
        "All apps, passkeys and recovery codes of the account are removed, its sessions end, and the person is written to."
    ),
    CLOSE: gettext_lazy(
        "The person can sign in no more and all their sessions end. Unpublished articles, drafts of published ones and "
        "texts not saved go to a colleague."
    ),
}


class Colleague(forms.ModelChoiceField):
    """Another active member of the staff, by name."""

    def label_from_instance(self, obj):
        return name_of(obj)


class CloseForm(forms.Form):
    """To whom the leaver's work goes."""

    def __init__(self, person, *args, **kwargs):
        super().__init__(*args, **kwargs)
        people = get_user_model().objects.filter(is_active=True, is_staff=True).exclude(pk=person.pk)
        self.fields["heir"] = Colleague(
            people.order_by("username"), required=False, label=_("Their work goes to")
        )


def account_step(site, request, pk, step):
    """Ask whether a step is meant, and take it."""
    if not request.user.has_perm("auth.change_user"):
        raise PermissionDenied
    if step not in STEPS:
        raise Http404
    person = get_object_or_404(get_user_model(), pk=pk)
    if person.is_superuser and not request.user.is_superuser:
        raise PermissionDenied
    back = reverse("admin:auth_user_change", args=[person.pk])
    if step == CLOSE and person.pk == request.user.pk:
        messages.error(request, _("You cannot close your own account."))
        return HttpResponseRedirect(back)
    form = CloseForm(person, request.POST or None) if step == CLOSE else None
    if request.method == "POST" and (form is None or form.is_valid()):
        done = TAKEN[step](request, person, form)
        messages.success(request, done)
        return HttpResponseRedirect(back)
    context = {
        **site.each_context(request),
        "title": f"{STEPS[step]}: {name_of(person)}",
        "sentence": SENTENCES[step],
        "form": form,
        "button": STEPS[step],
        "back": back,
    }
    return TemplateResponse(request, "admin/signing_in/account_step.html", context)


def invite(request, person, _form=None):
    """Write the letter with which a person chooses their first password."""
    if not person.email:
        return _("Without an e-mail address no letter can go.")
    record(Event.INVITED, request, about=person)
    hand_in(send_staff_letter, person.pk, INVITATION, get_language(), request.build_absolute_uri("/"))
    return _("A letter is on its way to %(address)s.") % {"address": person.email}


@transaction.atomic
def _reset(request, person, _form):
    factors.reset(person, request)
    sessions.end_all(person)
    hand_in(send_staff_letter, person.pk, FACTORS_RESET, get_language(), request.build_absolute_uri("/"))
    return _("The second factors were reset.")


@transaction.atomic
def _close(request, person, form):
    heir = form.cleaned_data["heir"]
    articles, copies = hand_on(person, heir, request.user) if heir else (0, 0)
    person.is_active = False
    person.save(update_fields=["is_active"])
    heir_name = heir.get_username() if heir else ""
    record(
        Event.ACCOUNT_CLOSED,
        request,
        about=person,
        articles=articles,
        typed_texts=copies,
        handed_to=heir_name,
    )
    return _("The account is closed. Handed on: %(articles)s articles, %(copies)s texts not saved.") % {
        "articles": articles,
        "copies": copies,
    }


TAKEN = {INVITE: invite, RESET: _reset, CLOSE: _close}

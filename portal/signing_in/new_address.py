"""The pages where somebody changes the e-mail address of their own account."""

from django import forms
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from foundation.audit import Event, record
from foundation.background.work import hand_in
from portal.signing_in import limits, wanted_addresses
from portal.signing_in.forms import held_back_in_words
from portal.signing_in.letters import ADDRESS_NOTICE, NEW_ADDRESS, send_staff_letter

TOO_MANY, GONE = 429, 410


class AddressForm(forms.Form):
    """The new address; the one the account has is none."""

    email = forms.EmailField(max_length=254)

    def __init__(self, user, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_email(self):
        address = self.cleaned_data["email"]
        if address.casefold() == self.user.email.casefold():
            raise ValidationError(_("That is your address already."))
        return address


def signed_in(view):
    """Let in who is signed in altogether."""

    def answer(site, request, *args, **kwargs):
        if not site.has_permission(request):
            return redirect_to_login(request.get_full_path(), reverse("admin:login"))
        return view(site, request, *args, **kwargs)

    return answer


def _page(site, request, status=200, **context):
    context = {**site.each_context(request), "title": _("My e-mail address"), **context}
    return TemplateResponse(request, "admin/signing_in/new_address.html", context, status=status)


@signed_in
def ask(site, request):
    """Take the address that somebody wants and write to it, and to the one they have; or take the wish back."""
    if "take_back" in request.POST:
        wanted_addresses.take_back(request.user)
        messages.success(request, _("Taken back: your address stays as it is."))
        return HttpResponseRedirect(reverse("admin:my_account"))
    form = AddressForm(request.user, request.POST or None)
    if request.method != "POST" or not form.is_valid():
        errors = [error for of_field in form.errors.values() for error in of_field]
        return _page(site, request, typed=request.POST.get("email", ""), errors=errors)
    address = form.cleaned_data["email"]
    try:
        limits.Attempt({limits.ACCOUNT: limits.key(limits.ACCOUNT, "new address", request.user.pk)})
    except limits.TooManyAttempts as held:
        return _page(site, request, TOO_MANY, typed=address, errors=[held_back_in_words(held.seconds)])
    _write(request, address)
    messages.success(
        request,
        _(
            "A letter is on its way to %(address)s. Its link puts the address in force; it works once, for three days."
        )
        % {"address": address},
    )
    return HttpResponseRedirect(reverse("admin:my_account"))


@transaction.atomic
def _write(request, address):
    user = request.user
    wanted_addresses.want(user, address)
    record(Event.ADDRESS_LETTER_ASKED, request)
    for kind in (NEW_ADDRESS, ADDRESS_NOTICE):
        hand_in(send_staff_letter, user.pk, kind, get_language(), request.build_absolute_uri("/"))


@signed_in
def confirm(site, request, token):
    """Answer the link of the letter: ask with a button, for programs that look at links press none, and take it."""
    if request.method != "POST":
        wanted = wanted_addresses.opened_by(request.user, token)
        return _page(site, request, 200 if wanted else GONE, wanted=wanted, linked=True)
    try:
        if not wanted_addresses.put_in_force(request.user, token):
            return _page(site, request, GONE, linked=True)
    except wanted_addresses.AddressTaken:
        return _page(
            site,
            request,
            errors=[
                _(
                    "This address belongs to another account. Yours stays as it is: please ask for another one."
                )
            ],
        )
    record(Event.ADDRESS_CHANGED, request)
    messages.success(request, _("Your new e-mail address is in force."))
    return HttpResponseRedirect(reverse("admin:my_account"))

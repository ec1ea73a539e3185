"""A new password by letter: the same answer and the same work whether there is such an account or not."""

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.contrib.auth.forms import SetPasswordForm
from django.contrib.auth.views import PasswordResetConfirmView
from django.db.models import Q
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse, reverse_lazy
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from unfold.widgets import INPUT_CLASSES

from foundation.audit import Event, record
from foundation.background.work import hand_in
from portal.signing_in import devices, limits
from portal.signing_in.letters import NEW_PASSWORD, send_staff_letter

LONGEST_NAME = 254


def forgotten(site, request):
    """Take a user name or an e-mail address and write to the account, when there is one."""
    status, sent = 200, False
    if request.method == "POST":
        typed = request.POST.get("name", "").replace("\0", "").strip()[:LONGEST_NAME]
        sent = _ask(request, typed) if typed else False
        status = 200 if sent or not typed else 429
    context = {**site.each_context(request), "title": _("New password by letter"), "sent": sent}
    context["too_many"] = status == 429
    return TemplateResponse(request, "admin/signing_in/forgotten.html", context, status=status)


def _ask(request, typed):
    """Hand in the letter; return whether the address and network may ask at all."""
    address = limits.counted_address(request)
    try:
        limits.Attempt({limits.ADDRESS: limits.key(limits.ADDRESS, "letter", address)})
    except limits.TooManyAttempts:
        return False
    people = get_user_model().objects.filter(is_active=True, is_staff=True).exclude(email="")
    user = people.filter(Q(username=typed) | Q(email__iexact=typed)).order_by("pk").first()
    who = user.pk if user else 0
    try:
        limits.Attempt({limits.ACCOUNT: limits.key(limits.ACCOUNT, "letter", who or typed)})
    except limits.TooManyAttempts:
        return True
    record(Event.PASSWORD_LETTER_ASKED, request, about=user)
    hand_in(send_staff_letter, who, NEW_PASSWORD, get_language(), request.build_absolute_uri("/"))
    return True


class ChoosePasswordForm(SetPasswordForm):
    """The new password, twice, in the look of the admin."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["class"] = " ".join(INPUT_CLASSES)


class ChoosePasswordView(PasswordResetConfirmView):
    """Lets the holder of a letter's link choose a password, once; the browser is known to the account from then on."""

    form_class = ChoosePasswordForm
    template_name = "admin/signing_in/choose_password.html"
    success_url = reverse_lazy("admin:login")
    reset_url_token = "set"  # noqa: S105

    def form_valid(self, form):
        response = super().form_valid(form)
        record(Event.PASSWORD_CHOSEN, self.request, by=self.user)
        devices.remember(self.request, self.user)
        devices.set_cookie(self.request, response)
        messages.success(self.request, _("Your new password is in force. You can sign in with it now."))
        return response


def choose_password(site, request, uidb64, token):
    """Answer the link of a letter."""
    if request.user.is_authenticated:
        return HttpResponseRedirect(reverse("admin:my_account"))
    context = {**site.each_context(request), "title": _("Choose a password")}
    return ChoosePasswordView.as_view(extra_context=context)(request, uidb64=uidb64, token=token)

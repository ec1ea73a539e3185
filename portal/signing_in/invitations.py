"""The forms of accounts: who somebody is, where letters reach them, their groups. Owners choose their passwords themselves."""

from django import forms
from django.contrib.auth import get_user_model
from django.utils.translation import gettext_lazy as _
from unfold.forms import UserChangeForm


class AddressedForm(forms.ModelForm):
    """A form of an account whose address is nobody else's: a forgotten password must lead to one person."""

    def clean_email(self):
        address = self.cleaned_data["email"]
        others = (
            get_user_model()
            .objects.filter(is_active=True, email__iexact=address)
            .exclude(pk=self.instance.pk)
        )
        if address and others.exists():
            raise forms.ValidationError(
                _("The account “%(name)s” has this address already.") % {"name": others[0].get_username()}
            )
        return address


class InvitationForm(AddressedForm):
    """Makes a member of the staff who has no password yet; the invitation carries a link to choose one."""

    class Meta:
        model = get_user_model()
        fields = ("username", "first_name", "last_name", "email", "groups")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"].required = True
        self.fields["email"].help_text = _(
            "The invitation goes there, and every letter about the person's work."
        )

    def save(self, commit=True):
        self.instance.is_staff = True
        self.instance.set_unusable_password()
        return super().save(commit)


class StaffForm(AddressedForm, UserChangeForm):
    """Changes an account: whoever is in a group is a member of the staff, and has an address that letters reach."""

    def clean(self):
        data = super().clean() or {}
        if data.get("groups") or data.get("is_superuser"):
            data["is_staff"] = True
        needs_address = data.get("is_active") and data.get("is_staff") and "email" in self.fields
        if needs_address and not data.get("email") and "email" not in self.errors:
            self.add_error(
                "email",
                _(
                    "Invitations, forgotten passwords and letters about the work go to this address: please enter it."
                ),
            )
        return data

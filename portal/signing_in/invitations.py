"""The forms of accounts: who somebody is, where letters reach them, their groups. Owners choose their passwords themselves."""

from django import forms
from django.conf import settings
from django.contrib.auth import get_user_model
from django.utils.translation import gettext_lazy as _
from unfold.forms import UserChangeForm
from unfold.widgets import UnfoldAdminSelectWidget

from news.letters.models import OFFICE_LANGUAGE, LetterChoices


class AddressedForm(forms.ModelForm):
    """A form of an account: its address is nobody else's, since a forgotten password must lead to one person.

    Letters come in the `language` that is chosen here or, later, by the person.
    """

    language = forms.ChoiceField(
        label=_("language of letters"),
        choices=settings.LANGUAGES,
        required=False,
        widget=UnfoldAdminSelectWidget,
        help_text=_("The person may choose another one under “Letters to me”."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "language" in self.fields:
            self.fields["language"].initial = language_of(self.instance)

    def keep_language(self):
        """Keep the language that was chosen for letters to a stored account."""
        if chosen := self.cleaned_data.get("language"):
            LetterChoices.objects.update_or_create(user=self.instance, defaults={"language": chosen})

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


def language_of(user):
    """Return the language of letters to somebody: that of the office for whoever has none of their own."""
    chosen = LetterChoices.objects.filter(user=user.pk).values_list("language", flat=True).first()
    return chosen or OFFICE_LANGUAGE


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

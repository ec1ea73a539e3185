"""The form that makes an account: name, e-mail address, groups. Its owner chooses the password."""

from django import forms
from django.contrib.auth import get_user_model


class InvitationForm(forms.ModelForm):
    """Makes a member of the staff who has no password yet; the invitation carries a link to choose one."""

    class Meta:
        model = get_user_model()
        fields = ("username", "first_name", "last_name", "email", "groups")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"].required = True

    def save(self, commit=True):
        self.instance.is_staff = True
        self.instance.set_unusable_password()
        return super().save(commit)

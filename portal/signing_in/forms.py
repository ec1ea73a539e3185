"""The sign-in form: name and password, under the limits."""

from django.contrib.auth import authenticate, get_user_model
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, ngettext
from unfold.forms import AuthenticationForm

from foundation.audit import Event, record
from portal.signing_in import devices, limits

HELD_BACK = "held_back"


class SignInForm(AuthenticationForm):
    """Name and password; `wait` is how many seconds the next attempt has to wait when this one was held back."""

    wait = 0

    def clean(self):
        name, password = self.cleaned_data.get("username"), self.cleaned_data.get("password")
        if not name or not password:
            return self.cleaned_data
        device = devices.known_to(self.request, name)
        try:
            attempt = limits.Attempt(limits.keys_of(self.request, name, device))
        except limits.TooManyAttempts as held:
            self.wait = held.seconds
            raise ValidationError(held_back_in_words(held.seconds), code=HELD_BACK) from None
        self.user_cache = authenticate(self.request, username=name, password=password)
        try:
            if self.user_cache is None:
                raise self.get_invalid_login_error()
            self.confirm_login_allowed(self.user_cache)
        except ValidationError:
            self._failed(name, attempt)
            raise
        attempt.succeeded()
        return self.cleaned_data

    def _failed(self, name, attempt):
        account = get_user_model().objects.filter(username=name).first()
        unknown = "" if account else limits.key(limits.ACCOUNT, name)[:12]
        record(Event.SIGN_IN_FAILED, self.request, about=account, unknown_name=unknown)
        if attempt.next_wait:
            record(
                Event.SIGN_IN_BLOCKED,
                self.request,
                about=account,
                unknown_name=unknown,
                held_back=attempt.next_kind,
                seconds=int(attempt.next_wait.total_seconds()),
            )


def held_back_in_words(seconds):
    """Return the sentence for whoever has to wait; the same for names that exist and names that do not."""
    minutes = -(-seconds // 60)
    wait = ngettext(
        "Too many attempts have failed. Please try again in %(minutes)s minute.",
        "Too many attempts have failed. Please try again in %(minutes)s minutes.",
        minutes,
    ) % {"minutes": minutes}
    return (
        wait
        + " "
        + gettext(
            "A browser in which you have signed in before is not held back by the failures of others; and a letter for a "
            "new password lets you in at once."
        )
    )

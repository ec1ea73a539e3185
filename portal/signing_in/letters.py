"""Letters about signing in: to choose a password, by whoever was invited or has forgotten theirs; what was reset; and
a new e-mail address.

The link is made when the letter is written, so that no token stands in the queue. It is good for three days and until the
password is another one: once.
"""

from django.contrib.auth import get_user_model
from django.contrib.auth.tokens import default_token_generator
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext_lazy as _

from foundation.background.work import in_background
from foundation.people import name_of
from news.letters.models import LetterChoices
from news.letters.sending import send_letter
from portal.signing_in import wanted_addresses

INVITATION, NEW_PASSWORD, FACTORS_RESET = "invitation", "new_password", "factors_reset"
#: To the address somebody wants, with the link; to the one they have.
NEW_ADDRESS, ADDRESS_NOTICE = "new_address", "address_notice"


@in_background("staff-letter", _("Letter about signing in"), concerns="auth.change_user")
def send_staff_letter(user_id, kind, language, site):
    """Write one of the letters above to a member of the staff; to nobody when the account is gone or was never there."""
    user = get_user_model().objects.filter(pk=user_id, is_active=True, is_staff=True).first()
    wanted = wanted_addresses.wanted_by(user) if user and kind in (NEW_ADDRESS, ADDRESS_NOTICE) else None
    to = wanted.address if wanted and kind == NEW_ADDRESS else user and user.email
    if user is None or not to or (wanted is None and kind in (NEW_ADDRESS, ADDRESS_NOTICE)):
        return False
    chosen = LetterChoices.objects.filter(pk=user.pk).first()
    root = site.rstrip("/")
    context = {
        "name": name_of(user),
        "username": user.get_username(),
        "site": root + reverse("admin:index"),
        "address": root + password_address(user),
        "own": root + reverse("admin:my_account"),
    }
    if wanted:
        key = wanted_addresses.key_of(wanted)
        context["wanted"] = wanted.address
        context["confirm"] = root + reverse("admin:my_account_address_link", args=[key])
    return send_letter(to, kind, chosen.language if chosen else language, context)


def password_address(user):
    """Return the address where the owner of an account may choose a password, once."""
    who = urlsafe_base64_encode(force_bytes(user.pk))
    return reverse("admin:password_choose", args=[who, default_token_generator.make_token(user)])

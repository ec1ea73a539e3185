"""Second factors of an account: an authenticator app, passkeys, and recovery codes for the day both are lost."""

import secrets
from base64 import b32encode
from urllib.parse import quote

import segno
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django_otp.plugins.otp_totp.models import TOTPDevice
from django_otp.util import random_hex

from foundation.audit import Event, record
from portal.signing_in import limits
from portal.signing_in.models import RecoveryCode

APP, PASSKEY, RECOVERY = "app", "passkey", "recovery"
CODES, GROUPS, GROUP_LENGTH = 10, 4, 4
#: Without what is mistaken for something else: 0 and O, 1, I and L.
LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def has_factor(user):
    """Tell whether an account has an authenticator app or a passkey."""
    return TOTPDevice.objects.filter(user=user, confirmed=True).exists() or user.passkeys.exists()


def must_have_factor(user):
    """Tell whether an account needs a second factor to sign in (SECOND_FACTOR_REQUIRED)."""
    names = settings.SECOND_FACTOR_REQUIRED
    if not names:
        return False
    return (user.is_superuser and settings.SUPERUSERS in names) or user.groups.filter(name__in=names).exists()


def new_app_key():
    """Return a new secret for an authenticator app."""
    return random_hex(20)


def app_address(user, key, issuer):
    """Return the address that an authenticator app reads from the QR code."""
    return f"otpauth://totp/{_quoted(issuer)}:{_quoted(user.get_username())}?secret={secret_in_words(key)}&issuer={_quoted(issuer)}"


def qr_code(address):
    """Return a QR code as SVG: dark on white whatever the theme, for cameras."""
    return segno.make(address, error="m").svg_inline(scale=5, border=4, dark="#000", light="#fff")


def secret_in_words(key):
    """Return the secret as people type it into an app."""
    return b32encode(bytes.fromhex(key)).decode().rstrip("=")


@transaction.atomic
def add_app(user, key, code, name):
    """Keep an authenticator app when the code it shows is right; return whether it was."""
    device = TOTPDevice(user=user, key=key, name=name[:60], confirmed=True)
    device.save()
    if not device.verify_token(code):
        device.delete()
        return False
    record(Event.FACTOR_ADDED, by=user, kind=APP, name=name)
    return True


def check_code(user, code, request):
    """Return which factor a typed code is of, `APP` or `RECOVERY`, or None; raise `limits.TooManyAttempts` after too many."""
    attempt = limits.Attempt({limits.FACTOR: limits.key(limits.FACTOR, user.pk)})
    plain = "".join(code.split()).replace("-", "").upper()[:40]
    factor = _used_recovery_code(user, plain, request) or _right_app_code(user, plain)
    if factor:
        attempt.succeeded()
    else:
        record(Event.SECOND_FACTOR_FAILED, request, about=user)
    return factor


@transaction.atomic
def _right_app_code(user, code):
    if not (code.isascii() and code.isdigit() and len(code) == 6):
        return None
    # Locked, so that one code does not let two requests in.
    devices = TOTPDevice.objects.select_for_update().filter(user=user, confirmed=True)
    return APP if any(device.verify_token(code) for device in devices) else None


def _used_recovery_code(user, code, request):
    if len(code) != GROUPS * GROUP_LENGTH:
        return None
    used, _kinds = RecoveryCode.objects.filter(user=user, code_hash=_hash(code)).delete()
    if not used:
        return None
    record(Event.RECOVERY_CODE_USED, request, by=user, left=user.recovery_codes.count())
    return RECOVERY


@transaction.atomic
def make_recovery_codes(user):
    """Make new recovery codes, which end the old ones, and return them: they are shown once and kept as hashes."""
    codes = ["".join(secrets.choice(LETTERS) for _n in range(GROUPS * GROUP_LENGTH)) for _c in range(CODES)]
    user.recovery_codes.all().delete()
    RecoveryCode.objects.bulk_create(RecoveryCode(user=user, code_hash=_hash(code)) for code in codes)
    record(Event.RECOVERY_CODES_MADE, by=user, codes=CODES)
    return ["-".join(code[n : n + GROUP_LENGTH] for n in range(0, len(code), GROUP_LENGTH)) for code in codes]


@transaction.atomic
def remove(user, thing, kind):
    """Remove an app or a passkey; with the last one the recovery codes go too."""
    record(Event.FACTOR_REMOVED, by=user, kind=kind, name=thing.name)
    thing.delete()
    if not has_factor(user):
        user.recovery_codes.all().delete()


@transaction.atomic
def reset(user, request):
    """Take all second factors from an account whose owner has lost them; by somebody who may change accounts."""
    TOTPDevice.objects.filter(user=user).delete()
    user.passkeys.all().delete()
    user.recovery_codes.all().delete()
    record(Event.FACTORS_RESET, request, about=user, at=timezone.now().isoformat(timespec="minutes"))


def _hash(code):
    return salted_hmac("portal.signing_in.recovery", code, algorithm="sha256").hexdigest()


def _quoted(text):
    return quote(str(text), safe="")

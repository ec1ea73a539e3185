"""Passkeys: what the browser is asked for and what it answers, checked by the webauthn library.

A challenge lies in the session, is good for five minutes and for one answer. A passkey works under the host name it
was made for; browsers know none for bare addresses.
"""

import json
import time
from ipaddress import ip_address

from django.db import transaction
from django.utils import timezone

from foundation.audit import Event, record
from foundation.people import name_of
from portal.signing_in import limits
from portal.signing_in.models import Passkey

CHALLENGE = "_passkey_challenge"
CHALLENGE_SECONDS = 300
LONGEST_ANSWER = 20_000


class PasskeyRefused(ValueError):
    """The browser's answer proves nothing."""


def host_of(request):
    """Return the name passkeys are made for: the request's host, which ALLOWED_HOSTS has let through."""
    host = request.get_host()
    return host.partition("]")[0].lstrip("[") if host.startswith("[") else host.partition(":")[0]


def are_possible(request):
    """Tell whether browsers know passkeys under this host: it has a name, and HTTPS or is this machine."""
    try:
        ip_address(host_of(request))
    except ValueError:
        return request.is_secure() or host_of(request) == "localhost"
    return False


def options_to_add(request, user, site_name):
    """Return what the browser needs to make a passkey, as JSON, and remember the challenge."""
    import webauthn  # heavy: few requests are about passkeys

    structs = webauthn.helpers.structs
    options = webauthn.generate_registration_options(
        rp_id=host_of(request),
        rp_name=site_name,
        user_name=user.get_username(),
        user_display_name=name_of(user),
        user_id=f"staff-{user.pk}".encode(),
        authenticator_selection=structs.AuthenticatorSelectionCriteria(
            resident_key=structs.ResidentKeyRequirement.PREFERRED
        ),
        exclude_credentials=_described(user, host_of(request)),
    )
    return _remember(request, options)


def options_to_prove(request, user):
    """Return what the browser needs to show one of the account's passkeys, as JSON, and remember the challenge."""
    import webauthn  # heavy: few requests are about passkeys

    host = host_of(request)
    options = webauthn.generate_authentication_options(rp_id=host, allow_credentials=_described(user, host))
    return _remember(request, options)


@transaction.atomic
def add(request, user, answer, name):
    """Keep the passkey the browser made; raise `PasskeyRefused` when the answer does not fit what was asked."""
    import webauthn  # heavy: few requests are about passkeys

    challenge = _challenge(request)
    try:
        made = webauthn.verify_registration_response(
            credential=_read(answer),
            expected_challenge=challenge,
            expected_rp_id=host_of(request),
            expected_origin=_origin(request),
        )
    except Exception as error:  # whatever the library meets in an answer that anybody may have made
        raise PasskeyRefused(str(error)) from error
    one = webauthn.helpers.bytes_to_base64url(made.credential_id)
    if len(one) > 1400 or Passkey.objects.filter(credential_id=one).exists():
        raise PasskeyRefused("known")
    passkey = Passkey.objects.create(
        user=user,
        name=name,
        host=host_of(request),
        credential_id=one,
        public_key=made.credential_public_key,
        sign_count=made.sign_count,
    )
    record(Event.FACTOR_ADDED, request, by=user, kind="passkey", name=name)
    return passkey


def prove(request, user, answer):
    """Check that the browser holds a passkey of the account; raise `PasskeyRefused`, or `limits.TooManyAttempts` after too many."""
    attempt = limits.Attempt({limits.FACTOR: limits.key(limits.FACTOR, user.pk)})
    try:
        _check(request, user, answer)
    except PasskeyRefused:
        record(Event.SECOND_FACTOR_FAILED, request, about=user, kind="passkey")
        raise
    attempt.succeeded()


@transaction.atomic
def _check(request, user, answer):
    import webauthn  # heavy: few requests are about passkeys

    challenge, credential = _challenge(request), _read(answer)
    named = str(credential.get("id", "")).replace("\0", "")[:1400]
    passkey = (
        Passkey.objects.select_for_update()
        .filter(user=user, host=host_of(request), credential_id=named)
        .first()
    )
    if passkey is None:
        raise PasskeyRefused("unknown")
    try:
        proved = webauthn.verify_authentication_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=passkey.host,
            expected_origin=_origin(request),
            credential_public_key=bytes(passkey.public_key),
            credential_current_sign_count=passkey.sign_count,
        )
    except Exception as error:
        raise PasskeyRefused(str(error)) from error
    passkey.sign_count, passkey.used_at = proved.new_sign_count, timezone.now()
    passkey.save(update_fields=["sign_count", "used_at"])


def _described(user, host):
    import webauthn  # heavy: few requests are about passkeys

    ids = user.passkeys.filter(host=host).values_list("credential_id", flat=True)
    return [
        webauthn.helpers.structs.PublicKeyCredentialDescriptor(id=webauthn.helpers.base64url_to_bytes(one))
        for one in ids
    ]


def _remember(request, options):
    import webauthn  # heavy: few requests are about passkeys

    request.session[CHALLENGE] = [webauthn.helpers.bytes_to_base64url(options.challenge), int(time.time())]
    return webauthn.options_to_json(options)


def _challenge(request):
    """Return the challenge of this session, which is then used up."""
    import webauthn  # heavy: few requests are about passkeys

    challenge, at = request.session.pop(CHALLENGE, ("", 0))
    request.session.save()
    if not challenge or not 0 <= time.time() - at <= CHALLENGE_SECONDS:
        raise PasskeyRefused("no challenge")
    return webauthn.helpers.base64url_to_bytes(challenge)


def _origin(request):
    return f"{request.scheme}://{request.get_host()}"


def _read(answer):
    try:
        credential = json.loads(answer[:LONGEST_ANSWER])
    except ValueError as error:
        raise PasskeyRefused("not JSON") from error
    if not isinstance(credential, dict):
        raise PasskeyRefused("no object")
    return credential

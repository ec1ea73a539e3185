"""Models of signing in: failures, devices, sessions and second factors."""

from django.conf import settings
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils.translation import gettext_lazy as _


class FailureCount(models.Model):
    """Failures under one key: an account, an address, a network, a device. Keys are keyed hashes; no name is kept."""

    key = models.CharField(max_length=64, primary_key=True)
    failures = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("count of failed sign-ins")
        verbose_name_plural = _("counts of failed sign-ins")
        default_permissions = ()

    def __str__(self):
        return f"{self.key[:8]}: {self.failures}"


class KnownDevice(models.Model):
    """A browser in which an account has signed in before; its cookie holds the token whose hash is kept here."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="known_devices")
    token_hash = models.CharField(max_length=64)
    made_at = models.DateTimeField(auto_now_add=True)
    seen_at = models.DateTimeField()

    class Meta:
        verbose_name = _("known device")
        verbose_name_plural = _("known devices")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["user", "token_hash"], name="device_known_once")]

    def __str__(self):
        return f"{self.user_id}: {self.seen_at}"


class StaffSession(AbstractBaseSession):
    """A session of the admin, and what its owner is shown of it."""

    session_key = models.CharField(max_length=64, primary_key=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="staff_sessions"
    )
    device = models.ForeignKey(KnownDevice, models.SET_NULL, null=True)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    address = models.CharField(max_length=45, blank=True)
    network = models.CharField(max_length=50, blank=True)
    browser = models.CharField(max_length=80, blank=True)
    #: The rights of its owner have changed: the session takes a new key with the next request.
    renew = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        default_permissions = ()

    @classmethod
    def get_session_store_class(cls):
        from portal.signing_in.sessions import SessionStore  # circle: a session's store is made of its model

        return SessionStore


class Passkey(models.Model):
    """A passkey (WebAuthn credential) of an account: it works under the name it was made for."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="passkeys")
    name = models.CharField(_("name"), max_length=60)
    host = models.CharField(max_length=255)
    credential_id = models.CharField(max_length=1400, unique=True)
    public_key = models.BinaryField()
    sign_count = models.PositiveBigIntegerField(default=0)
    made_at = models.DateTimeField(auto_now_add=True)
    used_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("passkey")
        verbose_name_plural = _("passkeys")
        default_permissions = ()

    def __str__(self):
        return self.name


class WantedAddress(models.Model):
    """The e-mail address that somebody wants for their account; the row goes when the letter's link is used."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="wanted_address"
    )
    address = models.EmailField(_("e-mail address"))
    asked_at = models.DateTimeField()

    class Meta:
        verbose_name = _("e-mail address asked for")
        verbose_name_plural = _("e-mail addresses asked for")
        default_permissions = ()

    def __str__(self):
        return f"{self.user_id}: {self.asked_at}"


class RecoveryCode(models.Model):
    """A code that stands in for a second factor once; only its keyed hash is kept, and the row goes when it is used."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="recovery_codes")
    code_hash = models.CharField(max_length=64)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("recovery code")
        verbose_name_plural = _("recovery codes")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["user", "code_hash"], name="recovery_code_once")]

    def __str__(self):
        return f"{self.user_id}: {self.made_at}"

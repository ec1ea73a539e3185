"""The keys under which networks are hashed."""

import secrets

from django.db import models


def new_secret():
    """Return 32 random bytes as hexadecimal digits."""
    return secrets.token_hex(32)


class NetworkKey(models.Model):
    """A random key for hashes of networks and browsers. When it is deleted, nobody can tell what it hashed."""

    secret = models.CharField(max_length=64, default=new_secret)
    created_at = models.DateTimeField(db_index=True)

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self):
        return f"{self.pk} ({self.created_at:%Y-%m-%d})"

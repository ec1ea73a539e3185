"""The mark of a session of the staff: a cookie that scripts of public pages read, without any secret in it.

Public pages are the same for everybody. Only where the mark is does their script ask the admin (`portal.staff.here`) what
this person may do with the page they see. It says where to ask, so that no public page names the address of the admin.
"""

from urllib.parse import quote

from django.conf import settings
from django.urls import reverse

MARK = "desk"


def put(response):
    """Mark the browser of whoever has just signed in, for as long as a session lasts at most."""
    response.set_cookie(
        MARK, quote(reverse("admin:here"), safe=""), max_age=settings.SESSION_HOURS * 3600,
        secure=settings.SESSION_COOKIE_SECURE, httponly=False, samesite="Lax",
    )  # fmt: skip


def take_away(response):
    """Take the mark off the browser of whoever is signed in no more."""
    response.delete_cookie(MARK, samesite="Lax")

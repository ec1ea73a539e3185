"""Telling who may send more than the public: asked before a large body is read, with nothing but the headers."""

from importlib import import_module

from django.conf import settings
from django.contrib.auth import get_user
from django.db import close_old_connections
from django.http import HttpRequest, parse_cookie


def may_upload(scope):
    """Tell whether a request comes from signed-in staff."""
    cookies = parse_cookie(scope.headers.get("cookie") or "")
    key = cookies.get(settings.SESSION_COOKIE_NAME)
    if not key:
        return False
    close_old_connections()
    try:
        request = HttpRequest()
        request.COOKIES = cookies
        request.session = import_module(settings.SESSION_ENGINE).SessionStore(key)
        user = get_user(request)
        return user.is_active and user.is_staff
    finally:
        close_old_connections()

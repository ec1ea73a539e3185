"""Middleware for what Django does otherwise or lacks; each class is about one thing."""

from csp.middleware import CSPMiddleware
from django.conf import settings
from django.core.exceptions import BadRequest
from django.middleware.gzip import GZipMiddleware
from django.utils import translation

from foundation.languages import language_of_address
from foundation.visitors import is_trusted_proxy
from portal.serving.content_security import admin_policy

PERMISSIONS_POLICY = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"


class TrustedProxyMiddleware:
    """Believes X-Forwarded-Proto from trusted proxies only. Installed when TRUSTED_PROXIES is set."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not is_trusted_proxy(request.META.get("REMOTE_ADDR", "")):
            request.META.pop("HTTP_X_FORWARDED_PROTO", None)
        return self.get_response(request)


class SecurityHeadersMiddleware:
    """Adds the headers that neither Django nor django-csp sets."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response


class ContentSecurityPolicyMiddleware(CSPMiddleware):
    """The strict policy for public pages; the admin's own policy under its address (reasons in settings)."""

    def process_response(self, request, response):
        if request.path_info.startswith(f"/{settings.ADMIN_URL}"):
            response._csp_replace = admin_policy(settings.ADMIN_CONTENT_SECURITY_POLICY)
        return super().process_response(request, response)


class AdminCompressionMiddleware(GZipMiddleware):
    """Compresses pages of the admin, with random padding against guessing by length; public pages have their own way."""

    def process_response(self, request, response):
        if not request.path_info.startswith(f"/{settings.ADMIN_URL}"):
            return response
        return super().process_response(request, response)


class LanguageMiddleware:
    """Takes the language of public pages from the address alone, so that no page varies on cookie or Accept-Language.

    The admin speaks the language its user chose (cookie) or the browser prefers.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.path_info.startswith(f"/{settings.ADMIN_URL}"):
            language = translation.get_language_from_request(request)
        else:
            language = language_of_address(request.path_info)
        translation.activate(language)
        request.LANGUAGE_CODE = language
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


class NullCharacterMiddleware:
    """Answers 400 to an address that holds a NUL: no page has one in its address, and PostgreSQL takes none.

    Search is left alone: there any input is at worst a page without results.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        query = request.META.get("QUERY_STRING", "")
        if "\0" in request.path_info or (
            ("%00" in query or "\0" in query) and "/search/" not in request.path_info
        ):
            raise BadRequest("The address holds a NUL character.")
        return self.get_response(request)

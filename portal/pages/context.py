"""Facts about the site for every page template."""

from django.conf import settings
from django.utils.translation import get_language

from foundation.languages import LANGUAGE_CODES, in_language, short_name
from foundation.unread import Unread
from news.notices.showing import notices_now, shown_in
from portal.freshness.parts import remember

from .masthead import masthead
from .navigation import menu


def site(request):
    """Return the site-wide template variables; nothing here depends on who is asking.

    The admin needs none, but for the previews of public pages that it shows (`request.is_preview`).
    """
    in_admin = not getattr(request, "is_preview", False)
    if in_admin and request.path_info.startswith(f"/{settings.ADMIN_URL}"):
        return {}
    code = get_language()
    code = code if code in LANGUAGE_CODES else settings.LANGUAGE_CODE
    return {
        "language_code": code,
        "own_language": settings.LANGUAGE_CODE,
        "view_name": getattr(getattr(request, "resolver_match", None), "view_name", None),
        "plain_path": None if request.META.get("QUERY_STRING") else request.path,
        "menu": Unread(lambda: menu(request)),
        "masthead": Unread(masthead),
        "notices": Unread(lambda: shown_in(remember("notices", notices_now), code)),
        "page_addresses": {
            language: request.build_absolute_uri(in_language(request.path, language))
            for language in LANGUAGE_CODES
        },
        "other_languages": [
            {"code": other, "name": short_name(other), "path": in_language(request.get_full_path(), other)}
            for other in LANGUAGE_CODES
            if other != code
        ],
    }

"""503: what cannot be answered while something is away, in the dress of its address, with what was typed given back.

Nothing here asks the database or the cache: the site's layout has its menu and both languages, but no figures.
"""

import logging

from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.template import loader
from django.utils import translation
from django.utils.translation import gettext as _

from foundation.languages import language_of_address
from portal.serving import outages
from portal.serving.addressed import is_admin, is_data, is_file, is_machine, is_script
from portal.serving.for_programs import error_answer
from portal.serving.given_back import given_back

log = logging.getLogger("portal.serving.unavailable")

PLAIN, SITE = "errors/plain.html", "base.html"
PROGRAMS = "The service is not available at the moment. Please try again later."


def unavailable(request, reason, error=None):
    """Return the 503 for what is away (`outages.DATABASE`, `CACHE`, `DISK`, `STORE`), and log it; caused by `error`.

    The response says what is away in its attribute `outage`, for who could still answer an earlier page.
    """
    if error is not None:
        outages.note(reason, error, request.path)
    in_admin = is_admin(request)
    language = (
        translation.get_language_from_request(request) if in_admin else language_of_address(request.path_info)
    )
    with translation.override(language):
        response = _answer(request, reason, in_admin)
    response.status_code = 503
    response.headers["Retry-After"] = str(outages.RETRY_AFTER[reason])
    response.headers["Cache-Control"] = "no-store"
    response.headers["Content-Language"] = language
    response.outage = reason
    response._has_been_logged = True
    return response


def _answer(request, reason, in_admin):
    if is_machine(request):
        return error_answer(request.path_info, 503, PROGRAMS)
    sentence = _("This cannot be answered at the moment. Please try again in a minute.")
    if is_data(request) or (is_script(request) and request.method == "POST" and in_admin):
        return _json(sentence)
    if is_file(request) or is_script(request):
        return HttpResponse(f"{sentence}\n", content_type="text/plain; charset=utf-8")
    return HttpResponse(_page(request, reason, in_admin))


def _page(request, reason, in_admin):
    form = given_back(request, in_admin)
    context = {
        "reason": reason if in_admin else "",
        "form": form,
        "sends": request.method == "POST",
        "token": get_token(request) if form else "",
        "address": request.get_full_path(),
        "masthead": None,
        "notices": None,
        "layout": PLAIN if in_admin else SITE,
        "in_admin": in_admin,
    }
    try:
        return loader.render_to_string("errors/503.html", context, None if in_admin else request)
    except Exception:
        if in_admin:
            raise
        log.exception("The page that says something is away could not be made in the site's layout")
        return loader.render_to_string("errors/503.html", {**context, "layout": PLAIN})


def _json(sentence):
    return JsonResponse({"error": sentence}, json_dumps_params={"ensure_ascii": False})

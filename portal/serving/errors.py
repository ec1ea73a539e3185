"""Error pages: in the language of the address, helpful, telling nothing of the inside, kept by no cache.

Programs get a sentence as JSON. Pages under the admin, and pages for requests whose host is not ours, stand alone:
the site's layout needs a known host and belongs to the public pages. What cannot be answered because something is away is
said by `portal.serving.unavailable`.
"""

import logging
import sys

from django.core.exceptions import DisallowedHost
from django.http import HttpResponse, HttpResponsePermanentRedirect, HttpResponseServerError
from django.template import loader
from django.utils import translation

from foundation.former_slugs.finding import moved_to
from foundation.former_slugs.leading import lead_to
from foundation.languages import language_of_address
from news.addresses.redirecting import feed_redirect, redirect_for
from news.articles.models import Article, Section
from portal.serving import outages
from portal.serving.addressed import is_admin, is_machine
from portal.serving.for_programs import NOT_KEPT, error_answer
from portal.serving.unavailable import unavailable

log = logging.getLogger("portal.serving.errors")

SENTENCES = {
    400: "The request could not be understood.",
    403: "This is not open to you.",
    404: "There is nothing at this address.",
    500: "The server failed to answer. Please try again later.",
}
LATEST_ARTICLES = 5
LAST_RESORT = (
    "<!DOCTYPE html><html lang=en><title>Error</title><h1>The server failed to answer</h1><p>服务器未能响应。"
)


def bad_request(request, exception=None):
    """400: the request makes no sense, or asks for a host that is not this site."""
    return _answer(request, 400, alone=isinstance(exception, DisallowedHost))


def permission_denied(request, exception=None):
    """403: the visitor may not do this."""
    return _answer(request, 403)


def page_not_found(request, exception=None):
    """404: nothing is here; unless editors have entered where the address leads, or that it is gone, or a thing had it before."""
    return _redirected(request) or _moved(request) or _answer(request, 404)


def csrf_failure(request, reason=""):
    """403: a form was sent without the token that proves it came from this site."""
    return _answer(request, 403, template="errors/csrf.html")


def gone(request, section=None):
    """410: something was here once. Shows the sections, `section` first, and the latest articles.

    Editors may have entered where its address leads.
    """
    return _redirected(request, ask_gone=False) or _answer(
        request,
        410,
        {
            "suggested": section,
            "sections": Section.objects.all(),
            "latest": Article.objects.published().newest(LATEST_ARTICLES),
        },
    )


def server_error(request):
    """500: we failed. The page needs no database, no request and no context.

    It is no failure of ours when something is away (503), or when the address asked for what no table can hold (404; 400
    for what was sent).
    """
    error = sys.exc_info()[1]
    if reason := outages.outage_of(error):
        return unavailable(request, reason, error)
    if outages.is_beyond_the_database(error):
        reads = request.method in ("GET", "HEAD")
        return _logged(page_not_found(request) if reads else bad_request(request))
    if is_machine(request):
        return json_error(request, 500)
    try:
        body: str = loader.render_to_string("errors/500.html")
    except Exception:
        body = LAST_RESORT
    return _unkept(HttpResponseServerError(body))


def json_error(request, status, sentence=""):
    """Return an error in the form that a machine address promises."""
    return error_answer(request.path_info, status, sentence or SENTENCES[status])


def _answer(request, status, context=None, *, template="", alone=False):
    if is_machine(request) and status in SENTENCES:
        return json_error(request, status)
    language = language_of_address(request.path_info)
    alone = alone or is_admin(request)
    if not is_admin(request):
        translation.activate(language)
    context = {**(context or {}), "status": status, "layout": "errors/plain.html" if alone else "base.html"}
    template = template or f"errors/{status}.html"
    try:
        body = loader.render_to_string(template, context, None if alone else request)
    except Exception:
        if alone:
            raise
        log.exception("The page for status %s could not be made", status)
        body = loader.render_to_string(template, {"status": status, "layout": "errors/plain.html"})
    return _unkept(HttpResponse(body, status=status))


def _redirected(request, ask_gone=True):
    """Return the answer that editors have entered for an address without a page, or None."""
    if request.method not in ("GET", "HEAD") or is_machine(request) or is_admin(request):
        return None
    try:
        target = redirect_for(request.path, request.META.get("QUERY_STRING", ""))
    except Exception as error:
        if outages.is_beyond_the_database(error):
            return None
        raise
    if target:
        return _unkept(HttpResponsePermanentRedirect(target))
    return gone(request) if target == "" and ask_gone else None


def _moved(request):
    """Lead to what an address named before (`foundation.former_slugs`), with its query; None where that is not known."""
    match = request.resolver_match
    if request.method not in ("GET", "HEAD") or not match or is_admin(request):
        return None
    with translation.override(language_of_address(request.path_info)):
        address = moved_to(match, request.path) or feed_redirect(match)
    return _unkept(lead_to(request, address)) if address else None


def _logged(response):
    """Return a response that needs no line in the log: whoever asks for nonsense does not fill it."""
    response._has_been_logged = True
    return response


def _unkept(response):
    response.headers["Cache-Control"] = NOT_KEPT
    return response

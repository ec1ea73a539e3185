"""The old site's addresses and its table over HTTP."""

from django.http import Http404, HttpResponse, HttpResponsePermanentRedirect, JsonResponse
from django.views.decorators.http import require_safe

from portal.serving import errors

from .rules import CHINESE, ENGLISH, Gone, OldAddress, target_for
from .table import answer, parse_question

#: Browsers keep a permanent redirect for ever unless told otherwise; what an old address leads to may change.
REDIRECT_KEPT = "public, max-age=3600"
TABLE = "flzs/table_data"
JSON = "application/json; charset=utf-8"


@require_safe
def redirect_old(request, old_path) -> HttpResponse:
    """Redirect (301) an old address to its page; answer 410 for what is gone, 404 for what never was."""
    prefix, path = _split(old_path.strip("/").lower())
    if path == TABLE and not prefix:
        return table_data(request)
    old = OldAddress(
        path=path,
        query={name.lower(): request.GET[name] for name in request.GET},
        language=_asked_language(request, prefix),
    )
    target = target_for(old)
    if target is None:
        raise Http404("The old site had no such address.")
    if isinstance(target, Gone):
        return errors.gone(request, section=target.section)
    return HttpResponsePermanentRedirect(target, headers={"Cache-Control": REDIRECT_KEPT})


@require_safe
def table_data(request) -> HttpResponse:
    """Answer one page of the old table as JSON; 400 with a sentence for values the old site did not know."""
    try:
        question = parse_question(request.GET)
    except ValueError as error:
        return errors.json_error(request, 400, str(error))
    return JsonResponse(answer(question), json_dumps_params={"ensure_ascii": False}, content_type=JSON)


def _split(path: str) -> tuple[str | None, str]:
    """Return the language that an address begins with, or None, and the rest of it."""
    first, slash, rest = path.partition("/")
    return (first, rest) if slash and first in (ENGLISH, CHINESE) else (None, path)


def _asked_language(request, prefix):
    """Return the language that the host or else the prefix of the address asks for, or None."""
    if request.get_host().lower().startswith("en."):
        return ENGLISH
    return prefix

"""Suggestions while somebody types: titles that begin to match, of what visitors may see."""

from django.http import JsonResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from foundation.searching.looking_up import typed_terms
from foundation.searching.matching import found_by, index_plans, ways
from foundation.searching.text import LONGEST_QUERY
from portal.search.ranking import Search, run_parts
from portal.search.results import objects_of
from portal.search.tabs import SUGGESTED
from portal.search.text import in_language

EACH, MOST, LOOKED_AT = 3, 8, 300


@require_safe
def suggest(request):
    """Answer `?q=` with titles, their addresses and kinds as JSON; nothing for words that lead nowhere."""
    terms = typed_terms(" ".join(request.GET.get("q", "")[:LONGEST_QUERY].replace("\x00", " ").split()))
    code = get_language()
    found = []
    for kind, thing in _best(terms) if terms else ():
        title, _language = in_language(thing, kind.title, code)
        found.append(
            {"title": title or str(thing), "url": thing.get_absolute_url(), "kind": str(kind.singular)}
        )
    return JsonResponse({"suggestions": found[:MOST]}, json_dumps_params={"ensure_ascii": False})


def _best(terms):
    searches = [Search(kind, (kind.facet, *terms), EACH) for kind in SUGGESTED]
    parts = []
    with index_plans():
        questions = [(search.kind.model, search.terms, "title") for search in searches]
        for search, question, way in zip(searches, questions, ways(questions), strict=True):
            rows = search.visible.filter(found_by(way, *question, LOOKED_AT))
            parts.append((search, "title", rows.order_by(*search.kind.order)[:EACH]))
        keys = {search.kind.key: found for search, _part, found in run_parts(parts)}
    return objects_of(SUGGESTED, keys)[0]

"""The way from a public page to its form, for signed-in staff: asked by a script of the page, answered as data.

The page itself stays the one that everybody gets (`portal.signing_in.mark`).
"""

from django.http import JsonResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from foundation import kinds
from foundation.languages import language_of_address
from news.linking.own_addresses import reference_of
from news.linking.targets import parse_reference
from portal.signing_in import mark

LONGEST = 1000


def urls(site):
    """Return the address where public pages ask."""
    return [path("here/", never_cache(require_safe(lambda request: _here(site, request))), name="here")]


def _here(site, request):
    """Answer `?path=` of a public page: where its thing is edited and where the desk is, in the language of the page."""
    if not site.has_permission(request):
        response = JsonResponse({"links": []}, status=403)
        mark.take_away(response)
        return response
    address = request.GET.get("path", "")[:LONGEST].partition("?")[0]
    with override(language_of_address(address)):
        links = [{"address": reverse("admin:index"), "words": _("Desk")}]
        if edited := editing_address(site, request, address):
            links.insert(0, {"address": edited, "words": _("Edit this page")})
        label = _("For the editorial office")
    return JsonResponse({"label": label, "links": links})


def editing_address(site, request, address):
    """Return where the thing of a public page is edited, "" where there is none or the person may not see it there."""
    found = parse_reference(reference_of(address, "")) if address.startswith("/") else None
    kind = found and kinds.named(found[0])
    model_admin = kind and site._registry.get(kind.model)
    thing = model_admin and model_admin.get_object(request, str(found[1]))
    if not thing or not model_admin.has_view_or_change_permission(request, thing):
        return ""
    meta = kind.model._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[thing.pk])

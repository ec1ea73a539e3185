"""Leading from an address to the present one of the same page."""

from django.http import HttpResponsePermanentRedirect


def lead_to(request, address):
    """Return the redirect (301) to an address, asked what the request asks: a page number, an order."""
    query = request.META.get("QUERY_STRING", "")
    return HttpResponsePermanentRedirect(f"{address}{'?' if query else ''}{query}")

"""What every list page needs: one page of results, and what the templates say about it."""

from django.core.paginator import Paginator

from news.listing import PER_PAGE, ListPaginator


def list_page(request, listing):
    """Return the context of one page of a `news.listing.Listing`, as `one_page` does for a queryset."""
    return _context(ListPaginator(listing), request)


def one_page(request, queryset, per_page=PER_PAGE):
    """Return the context of one page of `queryset`: `page_obj` and `canonical_query`.

    A page number that makes no sense shows the first page, one past the end the last (`Paginator.get_page`).
    """
    return _context(Paginator(queryset, per_page), request)


def _context(paginator, request):
    page = paginator.get_page(request.GET.get("page"))
    return {"page_obj": page, "canonical_query": f"page={page.number}" if page.number > 1 else ""}

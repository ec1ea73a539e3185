"""Pages of lists: one page of results, and what the templates say about it."""

from django.core.paginator import Paginator

from foundation.unread import Unread
from news.articles.listing import PER_PAGE, ListPaginator


def list_page(request, listing):
    """Return the context of one page of a `news.articles.listing.Listing`, as `one_page` does for a queryset."""
    return _context(ListPaginator(listing), request)


def one_page(request, queryset, per_page=PER_PAGE):
    """Return the context of one page of `queryset`: `page_obj` (an `Unread`), `page_number` and `canonical_query`.

    A page number that makes no sense shows the first page, one past the end the last (`Paginator.get_page`).
    """
    return _context(Paginator(queryset, per_page), request)


def _context(paginator, request):
    """The first page is read when its part of the page is made, others at once for their number."""
    asked = request.GET.get("page")
    page = Unread(lambda: paginator.get_page(asked))
    number = page.open().number if asked else 1
    return {
        "page_obj": page,
        "page_number": number,
        "canonical_query": f"page={number}" if number > 1 else "",
    }

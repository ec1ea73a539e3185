"""What every list page needs: one page of results, and what the templates say about it."""

from django.core.paginator import Paginator

PER_PAGE = 20


def one_page(request, queryset, per_page=PER_PAGE):
    """Return the context of one page of `queryset`: `page_obj` and `canonical_query`.

    A page number that makes no sense shows the first page, one past the end the last (`Paginator.get_page`).
    """
    page = Paginator(queryset, per_page).get_page(request.GET.get("page"))
    return {"page_obj": page, "canonical_query": f"page={page.number}" if page.number > 1 else ""}

"""The list of articles in the admin: words are looked up in the search index."""

from django.db.models import Q

from foundation.admin.large_list import LargeListMixin
from foundation.languages import in_languages
from foundation.large_lists import CappedPaginator
from foundation.searching.documents import facet
from foundation.searching.looking_up import holding
from news.admin.list_filters import AGES
from news.articles.models import Article
from news.drafting.searching import drafts_holding
from news.enums import SectionKind

FACETS = tuple(facet("kind", kind) for kind in SectionKind.values)
BODIES = ("body", *in_languages("body"))


class ArticlePaginator(CappedPaginator):
    """Pages of articles without their texts."""

    def whole(self):
        rows = super().whole()
        # The history of an article is divided into pages by the same paginator.
        return rows.defer(*BODIES) if rows.model is Article else rows


class ArticleListMixin(LargeListMixin):
    """For the admin of articles."""

    paginator = ArticlePaginator
    #: "All" would be more than is counted.
    list_disable_select_all = True

    def get_ordering(self, request):
        """Put what has aged in the order of age, as an index holds it; all else newest first."""
        return ("updated_at", "pk") if request.GET.get("age") in AGES else super().get_ordering(request)

    def get_search_results(self, request, queryset, search_term):
        """Find articles by the number in their address or words of title and text, as the search index holds them.

        A word that few hold is looked up, also while it is unfinished; one that many hold is met soon on the way through the list.
        """
        word = search_term.strip()
        if word.isascii() and word.isdigit() and len(word) < 10:
            numbered = queryset.filter(Q(pk=int(word)) | Q(legacy_id=int(word)))
            if numbered.exists():
                return numbered, False
        found = holding(self.model, FACETS, search_term, also=lambda: drafts_holding(self.model, search_term))
        return (queryset if found is None else queryset.filter(found)), False

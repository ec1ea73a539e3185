"""The list of articles in the admin: words are looked up in the search index."""

from django.db.models import Q

from foundation.admin.large_list import LargeListMixin
from foundation.languages import in_languages
from foundation.large_lists import CappedPaginator
from foundation.searching.documents import facet
from foundation.searching.looking_up import holding
from foundation.searching.text import index_terms, plain_text, query_terms
from news.admin.list_filters import AGES
from news.articles.models import Article
from news.enums import UNPUBLISHED, SectionKind

#: So many of the newest texts of each stage are looked through for drafts of what is published.
MOST_DRAFTS = 200
FACETS = tuple(facet("kind", kind) for kind in SectionKind.values)
BODIES = ("body", *in_languages("body"))


class ArticlePaginator(CappedPaginator):
    """Pages of articles without their texts."""

    def whole(self):
        rows = super().whole()
        # The history of an article is divided into pages by the same paginator.
        return rows.defer(*BODIES) if rows.model is Article else rows


def drafts_holding(words):
    """Return the ids of articles whose draft beside the live text holds all words: of the newest drafts of each stage.

    The index holds what visitors read and no draft: a search of theirs must not find by it.
    """
    wanted = set(query_terms(words).terms)
    if not wanted:
        return []
    found = []
    for stage in UNPUBLISHED:
        newest = Article.objects.at_stage(stage).order_by("-updated_at", "-pk")
        keys = list(newest.values_list("pk", flat=True)[:MOST_DRAFTS])
        drafts = Article.objects.filter(pk__in=keys).exclude(draft_status="").order_by()
        for key, content in drafts.values_list("pk", "latest_revision__content"):
            texts = (
                plain_text(str((content or {}).get(name) or "")) for name in Article.described.text_fields()
            )
            if wanted <= set(index_terms(*texts)):
                found.append(key)
    return found


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
        found = holding(self.model, FACETS, search_term, also=lambda: drafts_holding(search_term))
        return (queryset if found is None else queryset.filter(found)), False

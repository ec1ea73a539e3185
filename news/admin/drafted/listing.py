"""The list of what has drafts: words are looked for in drafts, too."""

from news.drafting.searching import drafts_holding


class DraftsFoundMixin:
    """For the admin of a model with drafts whose list is short: its rows are searched, and beside them the newest drafts."""

    def get_search_results(self, request, queryset, search_term):
        found, repeats = super().get_search_results(request, queryset, search_term)
        drafted = drafts_holding(self.model, search_term)
        return (found | queryset.filter(pk__in=drafted) if drafted else found), repeats

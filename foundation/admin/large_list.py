"""Lists of the admin that may be a million long (`foundation.large_lists`)."""

from django.db.models import Model
from unfold.views import ChangeList

from foundation import kinds
from foundation.large_lists import CappedPaginator
from foundation.searching.looking_up import holding


class IdsFirstList(ChangeList):
    """A list whose rows are read by their ids also where all of them stand on one page."""

    def get_results(self, request):
        super().get_results(request)
        if not self.multi_page or (self.show_all and self.can_show_all):
            self.result_list = self.paginator.rows_of(self.queryset)


class LargeListMixin:
    """For the admin of a table that grows."""

    paginator = CappedPaginator
    show_full_result_count = False

    def get_changelist(self, request, **kwargs):
        return IdsFirstList


class IndexedListMixin(LargeListMixin):
    """For the admin of a kind that grows and has entries in the search index: words are looked up there."""

    model: type[Model]

    def get_search_results(self, request, queryset, search_term):
        """Find things by whole words, the last of which may be unfinished, and by pairs of Chinese characters."""
        if not search_term.strip():
            return queryset, False
        kind = kinds.of_model(self.model)
        found = holding(self.model, kind.facets, search_term) if kind else None
        return (queryset.none() if found is None else queryset.filter(found)), False

"""Lists of the admin that may be a million long (`foundation.large_lists`)."""

from unfold.views import ChangeList

from foundation.large_lists import CappedPaginator


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

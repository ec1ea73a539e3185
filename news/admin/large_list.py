"""Lists of the admin that may be a million long: nothing is counted to the end, words are looked up in the search index."""

from django.core.paginator import Paginator
from django.db.models import Q
from django.utils.functional import cached_property

from indexdata.searching.documents import facet
from indexdata.searching.matching import Prefix, candidates, index_plans, is_match
from indexdata.searching.text import query_terms
from news.enums import SectionKind

MOST_COUNTED = 1000
BODIES = ("body", "body_en", "body_zh_hans")


class Many(int):
    """A number that was not counted to the end."""

    def __str__(self):
        return f"{int(self):,}+"


class CappedPaginator(Paginator):
    """Pages of the first thousand rows: who looks for more narrows the list. Ids first, then rows without their texts."""

    @cached_property
    def count(self):
        """Return how many rows there are, and for more than a thousand just that."""
        found = self.object_list.order_by().values("pk")[: MOST_COUNTED + 1].count()
        return Many(MOST_COUNTED) if found > MOST_COUNTED else found

    def page(self, number):
        """Return a page whose objects were read by their ids."""
        number = self.validate_number(number)
        first = (number - 1) * self.per_page
        keys = list(self.object_list.values_list("pk", flat=True)[first : first + self.per_page])
        rows = self.object_list.order_by().defer(*BODIES).in_bulk(keys)
        return self._get_page([rows[key] for key in keys if key in rows], number, self)


class LargeListMixin:
    """For the admin of articles."""

    paginator = CappedPaginator
    show_full_result_count = False
    #: "All" would be more than is counted.
    list_disable_select_all = True

    def get_search_results(self, request, queryset, search_term):
        """Find articles by the number in their address or words of title and text, as the search index holds them.

        A word that few hold is looked up, also while it is unfinished; one that many hold is met soon on the way through the list.
        """
        word = search_term.strip()
        if word.isascii() and word.isdigit() and len(word) < 10:
            numbered = queryset.filter(Q(pk=int(word)) | Q(legacy_id=int(word)))
            if numbered.exists():
                return numbered, False
        terms = query_terms(search_term).terms
        if not terms:
            return queryset, False
        found = self._keys(terms)
        if not found and terms[-1].isascii():
            found = self._keys((*terms[:-1], Prefix(terms[-1], terms[-1])))[:MOST_COUNTED]
        if len(found) <= MOST_COUNTED:
            return queryset.filter(pk__in=found), False
        return queryset.filter(is_match(self.model, terms, "body")), False

    def _keys(self, terms):
        """Return the ids of articles whose entry holds all terms; of each kind at most one more than is counted."""
        found = []
        with index_plans():
            for kind in SectionKind.values:
                asked = candidates((facet("kind", kind), *terms), "body", MOST_COUNTED + 1)
                found += self.model.objects.filter(pk__in=asked).order_by().values_list("pk", flat=True)
        return found

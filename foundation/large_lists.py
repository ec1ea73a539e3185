"""Pages of lists for staff that may be a million long: nothing is counted to the end, ids come before rows.

Asked for ids alone a database reads an index in the order of the list; asked for rows with what they refer to, it may
begin at the other table and sort.
"""

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.utils.functional import cached_property

MOST_COUNTED = 1000


class AtLeast(int):
    """A number that was not counted to the end."""

    def __str__(self):
        return f"{int(self):,}+"


class CappedPaginator(Paginator):
    """Pages of the first thousand rows: who looks for more narrows the list."""

    object_list: QuerySet

    @cached_property
    def count(self):
        """Return how many rows there are, and for more than a thousand just that."""
        found = self.object_list.order_by().values("pk")[: MOST_COUNTED + 1].count()
        return AtLeast(MOST_COUNTED) if found > MOST_COUNTED else found

    def page(self, number):
        """Return a page whose objects were read by their ids."""
        number = self.validate_number(number)
        first = (number - 1) * self.per_page
        rows = self.rows_of(self.object_list[first : first + self.per_page])
        return self._get_page(rows, number, self)  # type: ignore[attr-defined]  # the stubs leave it out

    def rows_of(self, part):
        """Return the rows of a part of the list, in its order."""
        keys = list(part.values_list("pk", flat=True))
        found = {row.pk: row for row in self.whole().filter(pk__in=keys).order_by()}
        return [found[key] for key in keys if key in found]

    def whole(self):
        """Return the question for all rows, with what a page shows of them."""
        rows = self.object_list.model._default_manager.all()
        rows.query.select_related = self.object_list.query.select_related
        return rows

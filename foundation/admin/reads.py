"""Readings of a thing in its list and on its form (`foundation.readership`)."""

from django.contrib import admin
from django.db.models import Model
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from foundation import kinds
from foundation.readership.telling import MONTH, WEEK, reads_of, with_reads


class ReadsMixin:
    """For the admin of a kind whose pages are counted: a column `reads`, and a field `reads_shown`."""

    model: type[Model]

    @property
    def kind_key(self):
        """Return the key of the kind."""
        kind = kinds.of_model(self.model)
        return kind.key if kind else ""

    def get_queryset(self, request):
        """Return the things; on a form with their readings, in the query that reads the thing."""
        things = super().get_queryset(request)  # type: ignore[misc]  # the admin has it
        address = request.resolver_match
        if address and (address.url_name or "").endswith("_change"):
            return with_reads(things, self.kind_key)
        return things

    def changelist_view(self, request, extra_context=None):
        """Give the rows that a page of the list shows their readings, in one query."""
        answer = super().changelist_view(request, extra_context)  # type: ignore[misc]  # the admin has it
        shown = (getattr(answer, "context_data", None) or {}).get("cl")
        if shown is not None:
            rows = list(shown.result_list)
            numbers = reads_of(self.kind_key, [row.pk for row in rows])
            for row in rows:
                row.reads_in_a_month = numbers.get(row.pk, 0)
            shown.result_list = rows
        return answer

    @display(description=_("read in 30 days"))
    def reads(self, obj):
        """Return how often the page was read in a month."""
        return number_format(getattr(obj, "reads_in_a_month", 0), force_grouping=True)

    @admin.display(description=_("read"))
    def reads_shown(self, obj):
        """Return how often the page was read in a week and a month."""
        month = getattr(obj, "reads_in_a_month", None)
        if not month:
            return _("Not once in %(days)s days") % {"days": MONTH}
        return _("%(week)s in %(few)s days, %(month)s in %(many)s days") % {
            "week": number_format(obj.reads_in_a_week or 0, force_grouping=True),
            "few": WEEK,
            "month": number_format(month, force_grouping=True),
            "many": MONTH,
        }

"""Readings of a thing in its list and on its form (`foundation.readership`)."""

from django.contrib import admin
from django.db.models import Model
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from foundation import kinds
from foundation.languages import LANGUAGE_CODES, short_name
from foundation.readership.telling import MONTH, WEEK, reads_by_language, reads_of


class ReadsMixin:
    """For the admin of a kind whose pages are counted: a column `reads`, and a field `reads_shown`."""

    model: type[Model]

    @property
    def kind_key(self):
        """Return the key of the kind."""
        kind = kinds.of_model(self.model)
        return kind.key if kind else ""

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
        """Return how often the page was read in a week and a month, in each language."""
        found = reads_by_language(self.kind_key, obj.pk) if obj.pk else {}
        if not found:
            return _("Not once in %(days)s days") % {"days": MONTH}
        week, month = found.pop("")
        said = _("%(week)s in %(few)s days, %(month)s in %(many)s days") % {
            "week": number_format(week, force_grouping=True),
            "few": WEEK,
            "month": number_format(month, force_grouping=True),
            "many": MONTH,
        }
        by_language = " · ".join(
            f"{short_name(code)} {number_format(found[code][1], force_grouping=True)}"
            for code in LANGUAGE_CODES
            if code in found
        )
        return _("%(times)s (%(languages)s)") % {"times": said, "languages": by_language}

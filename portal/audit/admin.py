"""The audit trail in the admin: read by whoever may do everything, changed by nobody."""

from django.contrib import admin
from django.contrib.auth import get_user_model
from django.utils.html import format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.contrib.filters.admin import DropdownFilter
from unfold.decorators import display

from foundation.admin.days import DaysFilter
from foundation.admin.languages import short_moment
from foundation.admin.large_list import LargeListMixin
from foundation.audit import Event
from foundation.people import name_of
from portal.audit.models import SecurityEvent
from portal.audit.wording import in_words


class EventFilter(DropdownFilter):
    """One kind of event."""

    title = _("what")
    parameter_name = "event"

    def lookups(self, request, model_admin):
        return Event.choices

    def queryset(self, request, queryset):
        return queryset.filter(event=self.value()) if self.value() else queryset


class PersonFilter(DropdownFilter):
    """Filter by what one person did or what was done to their account."""

    title = _("person")
    parameter_name = "person"

    def lookups(self, request, model_admin):
        people = get_user_model().objects.filter(is_staff=True).order_by("username")[:500]
        return [(str(person.pk), name_of(person)) for person in people]

    def queryset(self, request, queryset):
        value = self.value() or ""
        return queryset.of_person(int(value)) if value.isdecimal() and len(value) < 16 else queryset


@admin.register(SecurityEvent)
class SecurityEventAdmin(LargeListMixin, ModelAdmin):
    """Every security event, the newest first."""

    list_display = ("moment", "person", "what", "account", "in_detail", "from_where")
    list_display_links = None
    list_filter = (EventFilter, PersonFilter, ("at", DaysFilter))
    list_filter_submit = True
    list_per_page = 50
    ordering = ("-pk",)
    sortable_by = ()
    actions = None

    def get_ordering(self, request):
        """List the lines of some days by their moments: an index holds those days alone, in this order."""
        of_days = any(request.GET.get(f"at_{end}") for end in ("from", "to"))
        return ("-at", "-pk") if of_days else self.ordering

    def has_view_permission(self, request, obj=None):
        return request.user.is_active and request.user.is_superuser

    has_module_permission = has_view_permission

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    @display(description=_("when"))
    def moment(self, obj):
        return short_moment(obj.at)

    @display(description=_("person"))
    def person(self, obj):
        return obj.by_name or "–"

    @display(description=_("what"))
    def what(self, obj):
        return obj.label

    @display(description=_("whose account"))
    def account(self, obj):
        return obj.about_name or "–"

    @display(description=_("in detail"))
    def in_detail(self, obj):
        return in_words(obj.detail)

    @display(description=_("from where"))
    def from_where(self, obj):
        return (
            format_html_join(mark_safe("<br>"), "{}", ((one,) for one in (obj.address, obj.browser) if one))
            or "–"
        )

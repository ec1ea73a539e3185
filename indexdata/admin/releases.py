"""Releases in the admin: the calendar, and the figures of each release, before and after its moment."""

from django.contrib import admin, messages
from django.db import transaction
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin, TabularInline
from unfold.contrib.filters.admin import ChoicesDropdownFilter, RadioFilter
from unfold.decorators import display

from foundation.admin.badges import BAD, CALM, GOOD, PLAIN, WAITING, badge, demonstration_badge
from foundation.admin.languages import PublicPageMixin, SideBySideMixin, short_moment
from foundation.admin.reads import ReadsMixin
from foundation.languages import in_languages
from indexdata.enums import ContentState, DateState, Standing
from indexdata.models import EmbargoRead, Observation, Release
from indexdata.permissions import (
    user_can_enter_figures,
    user_can_release_figures,
    user_can_see_embargoed_figures,
)
from indexdata.releases.dating import record_announcement
from indexdata.releases.entering import enter
from indexdata.releases.states import ReleasingError

from .changes import change_text, with_changes
from .figure_forms import FigureForm, FigureFormSet, ReleaseForm
from .figure_grid import FigureGridMixin
from .release_checks import ReleaseChecksMixin
from .release_log import DATE_FIELDS, FIGURE_FIELDS, ReleaseLogMixin
from .release_steps import ReleaseStepsMixin


class StateFilter(RadioFilter):
    """Public, under embargo, or recorded as not issued."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [("embargoed", _("Under embargo")), ("public", _("Public")), ("gap", _("No issue"))]

    def queryset(self, request, queryset):
        match self.value():
            case "embargoed":
                return queryset.embargoed()
            case "public":
                return queryset.public()
            case "gap":
                return queryset.gaps()
        return queryset


class FigureInline(TabularInline):
    """The figures of a release: open before its moment, read-only afterwards."""

    model = Observation
    form = FigureForm
    formset = FigureFormSet
    fields = ("index", "value", "on_previous", "status", "stated_previous", "is_demonstration")
    readonly_fields = ("on_previous", "is_demonstration")
    autocomplete_fields = ("index",)
    show_change_link = True
    hide_title = True
    extra = 0
    can_delete = False

    def get_queryset(self, request):
        return super().get_queryset(request).current().select_related("index").order_by("index__tree_order")

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        formset.form.user = request.user
        return formset

    def has_view_permission(self, request, obj=None):
        return user_can_see_embargoed_figures(request.user)

    def has_add_permission(self, request, obj=None):
        return obj is not None and not obj.no_issue and user_can_enter_figures(request.user, obj)

    def has_change_permission(self, request, obj=None):
        return self.has_add_permission(request, obj)

    @display(description=_("on previous issue"))
    def on_previous(self, obj):
        return change_text(obj.changes.previous) if obj.pk else "–"

    @display(description=_("demonstration"))
    def is_demonstration(self, obj):
        return demonstration_badge(obj)


STATES = {ContentState.DRAFT: WAITING, ContentState.CHECKED: CALM, ContentState.APPROVED: GOOD}


@admin.register(Release)
class ReleaseAdmin(
    ReadsMixin,
    ReleaseStepsMixin,
    ReleaseChecksMixin,
    FigureGridMixin,
    ReleaseLogMixin,
    SideBySideMixin,
    PublicPageMixin,
    ModelAdmin,
):
    """The release calendar."""

    class Media:
        css = {"all": ["css/admin/releases.css"]}

    form = ReleaseForm
    list_display = (
        "issue",
        "family",
        "moment",
        "state",
        "figures",
        "is_demonstration",
        "reads",
        "public_page",
    )
    list_filter = (("family", ChoicesDropdownFilter), StateFilter, "demonstration")
    list_filter_submit = True
    date_hierarchy = "period"
    search_fields = ("period", *in_languages("note"))
    search_help_text = _("Part of the period, e.g. 2025-06")
    ordering = ("-period", "family")
    inlines = [FigureInline]
    fieldsets = (
        (
            None,
            {
                "fields": (
                    ("family", "period"),
                    ("released_at", "expected_month", "moment_recorded"),
                    ("no_issue", "gap_status"),
                    in_languages("note"),
                )
            },
        ),
    )

    def get_queryset(self, request):
        current = Q(observations__superseded_at__isnull=True)
        return super().get_queryset(request).annotate(figure_count=Count("observations", filter=current))

    def get_search_results(self, request, queryset, search_term):
        """Find releases; where one is chosen the newest comes first, what lies further ahead after all others."""
        found, distinct = super().get_search_results(request, queryset, search_term)
        if request.path == reverse("admin:autocomplete"):
            found = found.newest_first()
        return found, distinct

    def change_view(self, request, object_id, form_url="", extra_context=None):
        answer = super().change_view(request, object_id, form_url, extra_context)
        shown = getattr(answer, "context_data", None) or {}
        if shown.get("original") and user_can_see_embargoed_figures(request.user):
            EmbargoRead.objects.keep(request.user, [shown["original"]])
        return answer

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or obj.no_issue:
            return fieldsets
        shown = [*DATE_FIELDS]
        if user_can_see_embargoed_figures(request.user):
            shown += [name for name in FIGURE_FIELDS if name != "checks" or not obj.is_public()]
        return [(_("Where it stands"), {"fields": shown}), *fieldsets]

    def get_readonly_fields(self, request, obj=None):
        if obj is None:
            return ()
        fixed = ("family", "period", "released_at", "expected_month", *DATE_FIELDS, *FIGURE_FIELDS)
        return (*fixed, "no_issue") if obj.is_public() else fixed

    def get_inline_formsets(self, request, formsets, inline_instances, obj=None, **kwargs):
        """Give the figures of the release their changes, in two queries for all of them."""
        for formset in formsets:
            if formset.model is Observation:
                with_changes(form.instance for form in formset.initial_forms if form.instance.index_id)
        return super().get_inline_formsets(request, formsets, inline_instances, obj, **kwargs)

    def save_formset(self, request, form, formset, change):
        try:
            with transaction.atomic():
                for figure in formset.save(commit=False):
                    enter(figure, request.user)
        except ReleasingError as refusal:  # it came out while the figures were typed
            messages.error(request, str(refusal))
            return
        formset.save_m2m()

    def save_model(self, request, obj, form, change):
        """Save; a new release is announced: with its moment, or for a month."""
        if not change and obj.released_at is None:
            obj.date_state = DateState.PROVISIONAL
        super().save_model(request, obj, form, change)
        if not change:
            record_announcement(obj, request.user)

    def has_delete_permission(self, request, obj=None):
        """Refuse to delete a published release, unless it is empty: nobody could do anything else with it."""
        if obj is not None and obj.is_public():
            return user_can_release_figures(request.user) and not obj.observations.exists()
        return super().has_delete_permission(request, obj)

    def has_history_permission(self, request):
        """Show the history to those who may see embargoed figures: its lines name them."""
        return user_can_see_embargoed_figures(request.user)

    def hidden_from(self, user):
        """Before its moment nothing of a release is known but the moment."""
        return (
            () if user_can_see_embargoed_figures(user) else (*in_languages("note"), "figures", *FIGURE_FIELDS)
        )

    def is_on_site(self, obj):
        return obj.is_public()

    @display(description=_("issue"), ordering="period")
    def issue(self, obj):
        return obj.label(get_language())

    @display(description=_("release moment"), ordering="released_at")
    def moment(self, obj):
        return short_moment(obj.released_at, obj.moment_recorded)

    @display(description=_("state"))
    def state(self, obj):
        if obj.no_issue:
            return badge(_("No issue"), PLAIN)
        standing = obj.standing()
        if standing == Standing.PUBLIC:
            return badge(_("Public"), GOOD)
        date = "" if standing == Standing.CONFIRMED else badge(standing.label, BAD)
        figures = badge(obj.get_content_state_display(), STATES[obj.content_state])
        return format_html("{} {}", date, figures)

    @display(description=_("figures"), ordering="figure_count")
    def figures(self, obj):
        return format_html('<span class="figure">{}</span>', obj.figure_count)

    @display(description=_("demonstration"))
    def is_demonstration(self, obj):
        return demonstration_badge(obj)

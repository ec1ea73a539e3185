"""Observations in the admin: entered before the release, afterwards only corrected by a new vintage."""

from functools import partial

from django.conf import settings
from django.contrib import admin, messages
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods
from unfold.admin import ModelAdmin, TabularInline
from unfold.contrib.filters.admin import ChoicesDropdownFilter, RadioFilter
from unfold.decorators import action, display

from foundation.admin.badges import GOOD, PLAIN, WAITING, badge, demonstration_badge
from foundation.languages import in_languages
from indexdata.arithmetic.periods import period_label
from indexdata.enums import ObservationStatus
from indexdata.models import EmbargoRead, Observation, Provenance
from indexdata.permissions import user_can_release_figures
from indexdata.releases.correcting import propose
from indexdata.releases.entering import enter, leave_out
from indexdata.releases.releasing import correct
from indexdata.releases.states import ReleasingError
from indexdata.wording.numbers import figure

from .changes import change_text, with_changes
from .figure_forms import CorrectionForm, FigureForm
from .importing import import_figures


class VintageFilter(RadioFilter):
    """The newest vintage of each figure, or the replaced ones."""

    title = _("vintage")
    parameter_name = "vintage"

    def lookups(self, request, model_admin):
        return [
            ("current", _("Newest")),
            ("replaced", _("Replaced by a correction")),
            ("corrections", _("Corrections")),
        ]

    def queryset(self, request, queryset):
        match self.value():
            case "current":
                return queryset.filter(superseded_at__isnull=True)
            case "replaced":
                return queryset.filter(superseded_at__isnull=False)
            case "corrections":
                return queryset.filter(vintage__gt=1)
        return queryset


class ProvenanceInline(TabularInline):
    """Sources of a figure, in its form."""

    model = Provenance
    hide_title = True
    fields = ("source_url", "stated_value", "stated_previous", "stated_year_start", "stated_year_ago", "note")
    extra = 0


@admin.register(Observation)
class ObservationAdmin(ModelAdmin):
    """Figures in all vintages."""

    form = FigureForm
    compressed_fields = False
    list_display = (
        "index_name",
        "period_shown",
        "value_shown",
        "state",
        "vintage",
        "is_demonstration",
        "release",
    )
    list_filter = (
        ("index__family", ChoicesDropdownFilter),
        VintageFilter,
        "demonstration",
        ("status", ChoicesDropdownFilter),
    )
    list_filter_submit = True
    list_select_related = ("index", "release")
    date_hierarchy = "period"
    search_fields = (*(f"index__{name}" for name in in_languages("name")), "index__path")
    search_help_text = _("Name or path of the index")
    ordering = ("-period", "index__tree_order", "-vintage")
    autocomplete_fields = ("index", "release")
    inlines = [ProvenanceInline]
    actions_detail = ("correct_figure",)

    def get_urls(self):
        view = require_http_methods(["GET", "POST"])(partial(import_figures, self))
        page = path("import/", self.admin_site.admin_view(view), name="indexdata_observation_import")
        return [page, *super().get_urls()]

    def get_fieldsets(self, request, obj=None):
        figure = (
            ("index", "release"),
            ("value", "status"),
            ("stated_previous", "stated_year_start", "stated_year_ago"),
        )
        if obj is None:
            return ((None, {"fields": figure}),)
        history = (
            ("state", "is_demonstration", "vintage"),
            ("published_at", "superseded_at", "entered_by"),
            "reason",
        )
        return (
            (None, {"fields": figure}),
            (_("Changes shown"), {"fields": (("shown_previous", "shown_year_start", "shown_year_ago"),)}),
            (_("Vintage"), {"fields": (*history, "other_vintages")}),
        )

    def get_readonly_fields(self, request, obj=None):
        if obj is None:
            return ()
        derived = ("state", "is_demonstration", "vintage", "published_at", "superseded_at", "entered_by", "reason",
                   "other_vintages", "shown_previous", "shown_year_start", "shown_year_ago", "index", "release")  # fmt: skip
        return derived if self._is_open(obj) else (*derived, *FigureForm.Meta.fields[2:])

    def changelist_view(self, request, extra_context=None):
        answer = super().changelist_view(request, extra_context)
        shown = getattr(answer, "context_data", None) or {}
        if "cl" in shown:
            EmbargoRead.objects.keep(request.user, [figure.release for figure in shown["cl"].result_list])
        return answer

    def change_view(self, request, object_id, form_url="", extra_context=None):
        answer = super().change_view(request, object_id, form_url, extra_context)
        shown = getattr(answer, "context_data", None) or {}
        if shown.get("original"):
            EmbargoRead.objects.keep(request.user, [shown["original"].release])
        return answer

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        form.user = request.user
        return form

    def has_delete_permission(self, request, obj=None):
        """Refuse to delete a published figure."""
        return super().has_delete_permission(request, obj) and (obj is None or self._is_open(obj))

    def save_model(self, request, obj, form, change):
        if not change or form.changed_data:
            enter(obj, request.user)

    def delete_view(self, request, object_id, extra_context=None):
        """Delete a figure, or say that its release came out while somebody was asked whether they are sure."""
        try:
            return super().delete_view(request, object_id, extra_context)
        except ReleasingError as refusal:
            messages.error(request, str(refusal))
            return HttpResponseRedirect(reverse("admin:indexdata_observation_change", args=[object_id]))

    def delete_model(self, request, obj):
        leave_out(obj, request.user)

    def delete_queryset(self, request, queryset):
        for one in queryset.select_related("release"):
            try:
                leave_out(one, request.user)
            except ReleasingError as refusal:
                raise ReleasingError(
                    _("Nothing was deleted. %(figure)s: %(why)s") % {"figure": one, "why": refusal}
                ) from refusal

    def response_action(self, request, queryset):
        """Do to all that were chosen, or to none: whatever holds one back is said alone."""
        try:
            with transaction.atomic():
                return super().response_action(request, queryset)
        except ReleasingError as refusal:
            messages.error(request, str(refusal))
            return HttpResponseRedirect(request.get_full_path())

    def get_object(self, request, object_id, from_field=None):
        obj = super().get_object(request, object_id, from_field)
        return with_changes([obj])[0] if obj else None

    def get_actions_detail(self, request, object_id):
        """Offer the correction where there is something to correct."""
        obj = self.get_object(request, object_id)
        correctable = obj and obj.superseded_at is None and obj.release.is_public()
        return super().get_actions_detail(request, object_id) if correctable else []

    @action(
        description=_("Correct this figure"), icon="edit_note", permissions=["release"], url_path="correct",
        dialog={"title": _("Correct this figure"), "description": _(
                    "It is a new vintage, which a second person publishes; the old value stays."),
                "form_class": CorrectionForm, "form_submit_text": _("Correct this figure")},
    )  # fmt: skip
    def correct_figure(self, request, form, object_id):
        figure = self.get_object(request, object_id)
        if figure is None:
            raise Http404
        try:
            alone, said = settings.ONE_PERSON_RELEASES, form.cleaned_data
            status = ObservationStatus.MISSING if said["withdraw"] else None
            obj = (correct if alone else propose)(
                figure, said["value"], request.user, form.reasons, status=status
            )
        except ReleasingError as refusal:
            messages.error(request, str(refusal))
            target = reverse("admin:indexdata_observation_change", args=[object_id])
        else:
            done = (
                _("The correction is public now.")
                if alone
                else _("The correction waits for a second person.")
            )
            messages.success(request, done)
            page = "observation" if alone else "draftvintage"
            target = reverse(f"admin:indexdata_{page}_change", args=[obj.pk])
        return HttpResponse(headers={"HX-Redirect": target})

    def has_release_permission(self, request, obj=None):
        return user_can_release_figures(request.user)

    @staticmethod
    def _is_open(obj):
        """Tell whether the figure may still be changed directly: its release has not come."""
        return not obj.release.is_public()

    @display(description=_("index"), ordering="index__tree_order")
    def index_name(self, obj):
        return str(obj.index)

    @display(description=_("period"), ordering="period")
    def period_shown(self, obj):
        return period_label(obj.period, obj.index.frequency, get_language())

    @display(description=_("value"), ordering="value")
    def value_shown(self, obj):
        return format_html('<span class="figure">{}</span>', figure(obj.value))

    @display(description=_("state"))
    def state(self, obj):
        if obj.superseded_at and obj.superseded_at <= timezone.now():
            return badge(_("Replaced"), PLAIN)
        public = obj.release.is_public() and (obj.published_at is None or obj.published_at <= timezone.now())
        return badge(_("Public"), GOOD) if public else badge(_("Under embargo"), WAITING)

    @display(description=_("demonstration"))
    def is_demonstration(self, obj):
        return demonstration_badge(obj)

    @display(description=_("on previous issue"))
    def shown_previous(self, obj):
        return change_text(obj.changes.previous)

    @display(description=_("since the start of the year"))
    def shown_year_start(self, obj):
        return change_text(obj.changes.year_start)

    @display(description=_("year-on-year"))
    def shown_year_ago(self, obj):
        return change_text(obj.changes.year_ago)

    @display(description=_("other vintages"))
    def other_vintages(self, obj):
        """List the other vintages of the same figure, newest first."""
        rows = (
            Observation.objects.filter(index=obj.index_id, period=obj.period)
            .exclude(pk=obj.pk)
            .order_by("-vintage")
        )
        links = format_html_join(
            ", ", '<a href="{}">{}: {}</a>',
            ((reverse("admin:indexdata_observation_change", args=[row.pk]), row.vintage, row.value) for row in rows),
        )  # fmt: skip
        return links or "–"

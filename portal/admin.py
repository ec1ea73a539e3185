"""People in the admin: staff accounts and groups in the look of the rest."""

from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.auth.admin import GroupAdmin as DjangoGroupAdmin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group, User
from django.contrib.contenttypes.models import ContentType
from django.db.models import Count
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django_otp.plugins.otp_totp.models import TOTPDevice
from django_tasks_db.models import DBTaskResult
from unfold.admin import ModelAdmin
from unfold.contrib.filters.admin import RadioFilter, RelatedDropdownFilter
from unfold.decorators import action, display
from unfold.forms import AdminPasswordChangeForm

from foundation.admin.days import DaysFilter
from foundation.admin.languages import short_moment
from foundation.history import said
from foundation.languages import names_of
from foundation.people import name_of
from news.comments.models import Comment
from news.permissions import user_can_approve, user_can_moderate
from portal.audit.admin import SecurityEventAdmin  # noqa: F401 - registers itself
from portal.signing_in import account_steps
from portal.signing_in.invitations import InvitationForm, StaffForm, language_of

admin.site.unregister(User)
admin.site.unregister(Group)
admin.site.unregister(DBTaskResult)  # the desk tells what failed, without arguments
admin.site.unregister(TOTPDevice)  # its key is for its owner's eyes alone


class KindFilter(RelatedDropdownFilter):
    """The kinds of things that have a list in the admin, by the names they have there."""

    def field_choices(self, field, request, model_admin):
        kinds = ContentType.objects.get_for_models(*model_admin.admin_site._registry)
        named = [(kind.pk, capfirst(model._meta.verbose_name)) for model, kind in kinds.items()]
        return sorted(named, key=lambda one: str(one[1]))


@admin.register(LogEntry)
class HistoryAdmin(ModelAdmin):
    """The history of the admin: every line that saving, deleting and the verbs leave behind. Nothing is changed here."""

    list_display = ("moment", "person", "what", "object_link", "content_type")
    list_display_links = None
    list_filter = (
        ("user", RelatedDropdownFilter),
        ("action_time", DaysFilter),
        ("content_type", KindFilter),
    )
    list_filter_submit = True
    list_select_related = ("user", "content_type")
    search_fields = ("object_repr", "change_message")
    search_help_text = _("Name of the thing, or words of what was done")
    show_full_result_count = False
    list_per_page = 50

    def get_queryset(self, request):
        """Return the lines about things whose own history this person may read."""
        lines = super().get_queryset(request)
        if request.user.is_superuser:
            return lines
        kept = set() if user_can_moderate(request.user) else {Comment}
        readable = [
            model
            for model, one in self.admin_site._registry.items()
            if model not in kept and one.may_read_history(request)
        ]
        kinds = ContentType.objects.get_for_models(*readable).values()
        return lines.filter(content_type__in=[kind.pk for kind in kinds])

    def has_view_permission(self, request, obj=None):
        return request.user.is_superuser or user_can_approve(request.user)

    def has_module_permission(self, request):
        return self.has_view_permission(request)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    @display(description=_("when"), ordering="action_time")
    def moment(self, obj):
        return short_moment(obj.action_time)

    @display(description=_("person"), ordering="user__username")
    def person(self, obj):
        return name_of(obj.user)

    @display(description=_("what"))
    def what(self, obj):
        return said(obj) or obj.get_action_flag_display()

    @display(description=_("thing"), ordering="object_repr")
    def object_link(self, obj):
        address = obj.get_admin_url()
        if not address or obj.is_deletion():
            return obj.object_repr
        return format_html('<a class="row-link" href="{}">{}</a>', address, obj.object_repr)


def _to_step(object_id, step):
    """Lead to the page that asks whether a step is meant."""
    if not str(object_id).isdecimal():
        raise Http404
    return HttpResponseRedirect(reverse("admin:auth_user_step", args=[object_id, step]))


class AddressFilter(RadioFilter):
    """Accounts that no letter reaches."""

    title = _("e-mail address")
    parameter_name = "address"

    def lookups(self, request, model_admin):
        return [("none", _("missing"))]

    def queryset(self, request, queryset):
        return queryset.filter(email="") if self.value() == "none" else queryset


@admin.register(User)
class UserAdmin(DjangoUserAdmin, ModelAdmin):
    """Staff accounts."""

    form = StaffForm
    add_form = InvitationForm
    add_fieldsets = (
        (None, {"fields": ("username", "first_name", "last_name", "email", "language", "groups")}),
    )
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("Personal info"), {"fields": ("first_name", "last_name", "email", "language", "groups")}),
        (_("Permissions"), {"fields": ("is_active", "is_staff", "is_superuser", "user_permissions")}),
        (_("Important dates"), {"fields": ("last_login", "date_joined")}),
    )
    actions_detail = ("invite", "reset_factors", "close")
    change_password_form = AdminPasswordChangeForm
    compressed_fields = False
    list_display = ("heading", "address", "member_of", "is_active", "is_superuser", "last_login")
    list_filter = ("groups", AddressFilter, "is_active", "is_staff", "is_superuser")
    autocomplete_fields = ("groups",)

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("groups")

    def save_related(self, request, form, formsets, change):
        """Invite whoever has just got an account, once their groups are there."""
        super().save_related(request, form, formsets, change)
        form.keep_language()
        if not change:
            self.message_user(request, account_steps.invite(request, form.instance))

    @action(description=account_steps.STEPS[account_steps.INVITE], permissions=["change"])
    def invite(self, request, object_id):
        return _to_step(object_id, account_steps.INVITE)

    @action(description=account_steps.STEPS[account_steps.RESET], permissions=["change"])
    def reset_factors(self, request, object_id):
        return _to_step(object_id, account_steps.RESET)

    @action(description=account_steps.STEPS[account_steps.CLOSE], permissions=["change"])
    def close(self, request, object_id):
        return _to_step(object_id, account_steps.CLOSE)

    @display(description=_("person"), ordering="username", header=True)
    def heading(self, obj):
        return [name_of(obj), obj.username, obj.username[:2].upper()]

    @display(description=_("language of letters"))
    def language(self, obj):
        return names_of([language_of(obj)])

    @display(description=_("e-mail address"), ordering="email")
    def address(self, obj):
        return obj.email or format_html('<em class="is-missing">{}</em>', _("missing"))

    @display(description=_("groups"), label=True)
    def member_of(self, obj):
        return [group.name for group in obj.groups.all()]


@admin.register(Group)
class GroupAdmin(DjangoGroupAdmin, ModelAdmin):
    """Groups; the project keeps the permissions of its own four up to date."""

    compressed_fields = False
    list_display = ("name", "members")

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(member_count=Count("user"))

    @display(description=_("members"), ordering="member_count")
    def members(self, obj):
        return obj.member_count

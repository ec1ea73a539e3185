"""People in the admin: staff accounts and groups in the look of the rest."""

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin as DjangoGroupAdmin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group, User
from django.db.models import Count
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.decorators import display
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm

admin.site.unregister(User)
admin.site.unregister(Group)


@admin.register(User)
class UserAdmin(DjangoUserAdmin, ModelAdmin):
    """Staff accounts."""

    form = UserChangeForm
    add_form = UserCreationForm
    change_password_form = AdminPasswordChangeForm
    compressed_fields = False
    list_display = ("heading", "email", "member_of", "is_active", "is_superuser", "last_login")
    list_filter = ("groups", "is_active", "is_staff", "is_superuser")
    autocomplete_fields = ("groups",)

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("groups")

    @display(description=_("person"), ordering="username", header=True)
    def heading(self, obj):
        return [obj.get_full_name() or obj.username, obj.username, obj.username[:2].upper()]

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

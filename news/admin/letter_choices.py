"""Everybody's own page: which letters the portal writes to them."""

from django.contrib import admin
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.decorators import display

from news.letters.models import LetterChoices


@admin.register(LetterChoices)
class LetterChoicesAdmin(ModelAdmin):
    """One's own choices only; the list leads to them."""

    readonly_fields = ("address",)
    fieldsets = (
        (None, {"fields": ("address", "language")}),
        (_("Letters"), {"fields": ("about_review", "about_notes", "about_comments", "about_releases")}),
    )

    def changelist_view(self, request, extra_context=None):
        own, _new = LetterChoices.objects.get_or_create(
            user=request.user, defaults={"language": get_language()}
        )
        return HttpResponseRedirect(reverse("admin:news_letterchoices_change", args=[own.pk]))

    def get_queryset(self, request):
        return super().get_queryset(request).filter(user=request.user).select_related("user")

    def has_module_permission(self, request):
        return request.user.is_staff

    def has_view_permission(self, request, obj=None):
        return request.user.is_staff

    has_change_permission = has_view_permission

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    @display(description=_("letters go to"))
    def address(self, obj):
        return obj.user.email or _("nowhere: ask an administrator to enter your e-mail address")

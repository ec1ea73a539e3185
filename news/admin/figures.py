"""Indices in the admin know which texts use them: the page of `indexdata`, with the newsroom's answer on it."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from indexdata.admin.classification import IndexAdmin
from indexdata.models import Index

from .uses import UsesMixin

admin.site.unregister(Index)


@admin.register(Index)
class IndexWithUsesAdmin(UsesMixin, IndexAdmin):
    """The classification; what texts and fabrics use is not deleted."""

    use_kind = "index"

    def get_readonly_fields(self, request, obj=None):
        return (*super().get_readonly_fields(request, obj), "used_in")

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        return [*fieldsets, (_("Used in texts"), {"fields": ("used_in",)})] if obj else fieldsets

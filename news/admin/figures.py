"""Figures in the admin know which texts use them: pages of `indexdata`, with the newsroom's answer on them.

An index, a release, a collecting source or a sample unit that a text, a kept text or a revision names is not deleted.
"""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from indexdata.admin.classification import IndexAdmin
from indexdata.admin.releases import ReleaseAdmin
from indexdata.admin.samples import SampleUnitAdmin
from indexdata.admin.sources import CollectingSourceAdmin
from indexdata.models import CollectingSource, Index, Release, SampleUnit

from .uses import UsesMixin

for _model in (CollectingSource, Index, Release, SampleUnit):
    admin.site.unregister(_model)


class UsesBelowMixin(UsesMixin):
    """The uses of a thing of index data as the last part of its page."""

    def get_readonly_fields(self, request, obj=None):
        return (*super().get_readonly_fields(request, obj), "used_in")

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        may_see = "used_in" not in self.get_hidden(request)
        return [*fieldsets, (_("Used in texts"), {"fields": ("used_in",)})] if obj and may_see else fieldsets


@admin.register(Index)
class IndexWithUsesAdmin(UsesBelowMixin, IndexAdmin):
    """The classification."""

    use_kind = "index"


@admin.register(Release)
class ReleaseWithUsesAdmin(UsesBelowMixin, ReleaseAdmin):
    """The release calendar."""

    use_kind = "release"
    held_by = ("articles",)


@admin.register(CollectingSource)
class CollectingSourceWithUsesAdmin(UsesBelowMixin, CollectingSourceAdmin):
    """The markets."""

    use_kind = "source"


@admin.register(SampleUnit)
class SampleUnitWithUsesAdmin(UsesBelowMixin, SampleUnitAdmin):
    """Enterprises and merchants."""

    use_kind = "sample"

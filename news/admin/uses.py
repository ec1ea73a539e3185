"""The uses of a thing on its admin page; a thing that is used is not deleted."""

from django.contrib import messages
from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from news.linking.models import Reference
from news.linking.uses import uses_of

NAMED = 5


def with_use_count(queryset, kind):
    """Return a queryset whose objects know in how many places they are used, as `use_count`."""
    uses = (
        Reference.objects.filter(target_kind=kind, target_key=OuterRef("pk"))
        .order_by()
        .values("target_key")
        .annotate(number=Count("source_id", distinct=True))
        .values("number")
    )
    return queryset.annotate(use_count=Coalesce(Subquery(uses, output_field=IntegerField()), 0))


class UsesMixin:
    """For model admins of things that texts use; `use_kind` is their kind in `news.linking.targets`."""

    use_kind = ""

    def hidden_from(self, user):
        """Hide the uses from people who may see no drafts."""
        return () if user.has_perm("news.view_article") else ("used_in", "use_number")

    def get_queryset(self, request):
        return with_use_count(super().get_queryset(request), self.use_kind)

    @display(description=_("used"), ordering="use_count")
    def use_number(self, obj):
        return obj.use_count

    @display(description=_("used in"))
    def used_in(self, obj):
        """List what uses the thing, with links."""
        if not obj.pk:
            return "–"
        uses = uses_of(self.use_kind, obj.pk)
        if not uses:
            return _("Nothing uses it.")
        return format_html(
            '<ul class="uses">{}</ul>',
            format_html_join(
                "",
                '<li><a class="row-link" href="{}">{}</a> <span class="remark">{}{}</span></li>',
                (
                    (
                        use.address,
                        use.label,
                        use.source._meta.verbose_name,
                        _state_of(use),
                    )
                    for use in uses
                ),
            ),
        )

    def delete_view(self, request, object_id, extra_context=None):
        thing = self.get_object(request, object_id)
        may = thing is not None and self.has_delete_permission(request, thing)
        if may and self._refuse_used(request, [thing]):
            return HttpResponseRedirect(
                reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[thing.pk])
            )
        return super().delete_view(request, object_id, extra_context)

    def delete_model(self, request, obj):
        """Delete unless something has begun to use it since the question was asked."""
        if not self._refuse_used(request, [obj]):
            super().delete_model(request, obj)

    def delete_queryset(self, request, queryset):
        used = list(queryset.filter(use_count__gt=0))
        self._refuse_used(request, used)
        super().delete_queryset(
            request, queryset.model.objects.filter(pk__in=queryset.filter(use_count=0).values("pk"))
        )

    def _refuse_used(self, request, things):
        """Say for each used thing where it is used; tell whether one is."""
        refused = False
        for thing in things:
            uses = uses_of(self.use_kind, thing.pk)
            if uses:
                refused = True
                if not request.user.has_perm("news.view_article"):
                    messages.error(request, _("“%(thing)s” is used and was not deleted.") % {"thing": thing})
                    continue
                named = ", ".join(f"“{use.label}”" for use in uses[:NAMED])
                sentence = _("“%(thing)s” is used and was not deleted. It is used in: %(places)s.")
                messages.error(
                    request,
                    sentence % {"thing": thing, "places": named + (" …" if len(uses) > NAMED else "")},
                )
        return refused


def _state_of(use):
    """Return what a use is where visitors see nothing of it: of a draft, or of a revision, which can be restored."""
    if use.live or not hasattr(use.source, "stage"):
        return ""
    return f" · {_('a revision') if use.only_in_revisions else _('draft')}"

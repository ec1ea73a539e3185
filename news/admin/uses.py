"""The uses of a thing on its admin page; a thing that is used is not deleted."""

from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override, pgettext
from unfold.decorators import display

from foundation import kinds
from news.linking.models import Reference
from news.linking.uses import uses_of

#: So many uses are named in a sentence, and on the page of a thing.
NAMED, LISTED = 5, 100


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
    """For model admins of things that texts use; `use_kind` is their kind in `news.linking.targets`.

    `held_by` names the reverse relations whose rows keep the thing in a column of their own.
    """

    use_kind = ""
    held_by: tuple[str, ...] = ()

    def hidden_from(self, user):
        """Hide the uses from people who may see no drafts, beside what the page hides itself."""
        hidden = super().hidden_from(user) if hasattr(super(), "hidden_from") else ()
        return hidden if user.has_perm("news.view_article") else (*hidden, "used_in", "use_number")

    def get_queryset(self, request):
        queryset = super().get_queryset(request)
        return with_use_count(queryset, self.use_kind) if "use_number" in self.list_display else queryset

    @display(description=_("used"), ordering="use_count")
    def use_number(self, obj):
        return obj.use_count

    @display(description=_("used in"))
    def used_in(self, obj):
        """List what uses the thing, with links; asked once of an object, however often a page shows it."""
        if not obj.pk:
            return "–"
        if not hasattr(obj, "_uses_found"):
            obj._uses_found = uses_of(self.use_kind, obj.pk, LISTED)
        uses = obj._uses_found
        if not uses:
            return _("Nothing uses it.")
        return format_html(
            '<ul class="uses">{}{}</ul>',
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
            format_html("<li>{}</li>", _("… and more")) if len(uses) == LISTED else "",
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
            address = self._address_lost(request, obj)
            super().delete_model(request, obj)
            if address:
                add = f"{reverse('admin:news_redirect_add')}?{urlencode({'path': address})}"
                sentence = _("Nothing answers at %(address)s any more.") % {"address": address}
                messages.info(
                    request, format_html('{} <a href="{}">{}</a>', sentence, add, _("Say where it leads"))
                )

    def delete_queryset(self, request, queryset):
        free = with_use_count(self.model.objects.filter(pk__in=queryset.values("pk")), self.use_kind)
        free = free.filter(use_count=0, **{f"{name}__isnull": True for name in self.held_by})
        self._refuse_used(request, queryset.exclude(pk__in=free.values("pk")))
        super().delete_queryset(request, self.model.objects.filter(pk__in=free.values("pk")))

    def _refuse_used(self, request, things):
        """Say for each used thing where it is used; tell whether one is."""
        refused = False
        for thing in things:
            uses = self._where_used(thing)
            if uses:
                refused = True
                if not request.user.has_perm("news.view_article"):
                    messages.error(request, _("“%(thing)s” is used and was not deleted.") % {"thing": thing})
                    continue
                named = ", ".join(f"“{label}”" for label in uses[:NAMED])
                sentence = _("“%(thing)s” is used and was not deleted. It is used in: %(places)s.")
                messages.error(
                    request,
                    sentence % {"thing": thing, "places": named + (" …" if len(uses) > NAMED else "")},
                )
        return refused

    def _address_lost(self, request, thing):
        """Return the address of a page that goes with a thing, if the person may say where it leads from then on."""
        kind = kinds.of(thing)
        shown = kind and kind.pages and request.user.has_perm("news.add_redirect")
        if not shown or not kind.for_visitors().filter(pk=thing.pk).exists():
            return ""
        with override(settings.LANGUAGE_CODE):
            return thing.get_absolute_url()

    def _where_used(self, thing):
        """Return how some places are called where a thing is used, one more than are named if there are more."""
        held = [str(row) for name in self.held_by for row in getattr(thing, name).all()[: NAMED + 1]]
        return list(dict.fromkeys([*held, *(use.label for use in uses_of(self.use_kind, thing.pk, LISTED))]))


def _state_of(use):
    """Return what a use is where visitors see nothing of it: of a draft, or of a revision, which can be restored."""
    if use.live or not hasattr(use.source, "stage"):
        return ""
    state = (
        pgettext("state of a use", "a revision")
        if use.only_in_revisions
        else pgettext("state of a use", "draft")
    )
    return f" · {state}"

"""Guards of every page of the admin: lists are asked by their declared filters alone, and hidden fields stay hidden.

`PortalAdminSite.register` puts this in front of every model admin, those of packages too, so that nobody has to think
of it. A model admin may say more: `hidden_from(user)` names the fields (or paths, such as "article__title_en") that an
account may not see; `has_history_permission(request)` tells whether it may read who did what.
"""

import re
from functools import cache, lru_cache

from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.utils import NestedObjects, quote
from django.contrib.admin.views.main import IGNORED_PARAMS
from django.core.exceptions import PermissionDenied
from django.db import router, transaction
from django.db.models.constants import LOOKUP_SEP
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from foundation.admin.keys import KeysMixin, is_key
from foundation.audit import Event, record
from foundation.calendar import FIRST_YEAR, LAST_YEAR
from foundation.sent_once import answered_once
from portal.signing_in.typed_before import MARK, as_typed, sent_fields
from portal.staff.menu import place_of

#: What filters add to the name of their field: an exact value, several, none, a span.
ASKED = re.compile(r"(__(id|pk))?(__(exact|in|isnull|gte|lte|gt|lt|year|month|day))?|_(from|to)(_[01])?")
MOST_NAMED = 100


class GuardedModelAdmin(KeysMixin):
    """Goes before the classes of a model admin."""

    def lookup_allowed(self, lookup, value, request=None):
        """Allow what a declared filter asks, nothing else: each further lookup would answer questions about rows."""
        return request is not None and any(
            lookup.startswith(name) and ASKED.fullmatch(lookup[len(name) :])
            for name in self._filter_names(request)
        )

    def to_field_allowed(self, request, to_field):
        """Things are named by their key."""
        return to_field in ("pk", self.opts.pk.name)

    def get_form(self, request, obj=None, change=False, **kwargs):
        """Return the form class; a form that comes back after signing in shows what was typed and saves nothing."""
        form_class = super().get_form(request, obj, change=change, **kwargs)
        return as_typed(form_class) if request.method == "POST" and MARK in request.POST else form_class

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """Answer the form; one that is sent twice is carried out once."""
        answer = super().changeform_view
        return answered_once(request, lambda: answer(request, object_id, form_url, extra_context))

    def render_change_form(self, request, context, *args, **kwargs):
        """Show the form with each script and style once: theme and Django name the same library in two sizes."""
        context["media"] = in_one_size(context["media"])
        return super().render_change_form(request, context, *args, **kwargs)

    def _get_obj_does_not_exist_redirect(self, request, opts, object_id):
        """Show what was typed into the form of a thing that somebody else has deleted meanwhile."""
        sent = sent_fields(request) if request.method == "POST" else ()
        if not sent:
            return super()._get_obj_does_not_exist_redirect(request, opts, object_id)
        labels = {name: field.label or name for name, field in self.get_form(request)().fields.items()}
        may_add = self.has_add_permission(request)
        context = {
            **self.admin_site.each_context(request),
            "opts": opts,
            "title": _("What you had typed"),
            "add_address": may_add and reverse(f"admin:{opts.app_label}_{opts.model_name}_add"),
            "mark": MARK,
            "sent": sent,
            "typed": [(labels[name], value) for name, value in sent if name in labels and value],
        }
        return TemplateResponse(request, "admin/deleted_meanwhile.html", context)

    def get_inlines(self, request, obj):
        """Return the inlines, whose fields take any text, too."""
        return [_guarded_inline(inline) for inline in super().get_inlines(request, obj)]

    def response_action(self, request, queryset):
        """Carry out an action on the things that were chosen; what can be no key is no choice."""
        chosen = request.POST.getlist(ACTION_CHECKBOX_NAME)
        keys = [key for key in chosen if key and is_key(queryset, key)]
        if keys != chosen:
            request.POST = request.POST.copy()
            request.POST.setlist(ACTION_CHECKBOX_NAME, keys)
        return super().response_action(request, queryset)

    def changelist_view(self, request, extra_context=None):
        """Show the list under the name by which the menu leads to it."""
        place = place_of(request)
        named = {"title": place.name} if place else {}
        return super().changelist_view(request, {**named, **(extra_context or {})})

    def get_changelist(self, request, **kwargs):
        return _guarded_list(super().get_changelist(request, **kwargs))

    def get_list_filter(self, request):
        """Leave out filters of hidden fields."""
        hidden = self.get_hidden(request)
        return [one for one in super().get_list_filter(request) if not is_hidden(_path(one), hidden)]

    def get_list_display(self, request):
        shown = super().get_list_display(request)
        hidden = self.get_hidden(request)
        return [name for name in shown if not is_hidden(name, hidden)] if hidden else shown

    def get_search_fields(self, request):
        hidden = self.get_hidden(request)
        return [
            name for name in super().get_search_fields(request) if not is_hidden(name.lstrip("^=@"), hidden)
        ]

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        hidden = self.get_hidden(request)
        if not hidden:
            return fieldsets
        kept = [
            (title, {**options, "fields": _without(options["fields"], hidden)})
            for title, options in fieldsets
        ]
        return [(title, options) for title, options in kept if options["fields"]]

    def get_hidden(self, request):
        """Return the fields that the account may not see."""
        return tuple(self.hidden_from(request.user)) if hasattr(self, "hidden_from") else ()

    def may_read_history(self, request):
        """Tell whether the account may read who did what to these things."""
        ask = getattr(self, "has_history_permission", self.has_view_permission)
        return ask(request)

    def history_view(self, request, object_id, extra_context=None):
        if not self.may_read_history(request):
            raise PermissionDenied
        return super().history_view(request, object_id, extra_context)

    def get_deleted_objects(self, objs, request):
        """Say what goes with the things: by name what has pages here and the account may see.

        Of what lies beside them its number is told where its model says so (`told_when_deleted`); the rest is not spoken of.
        """
        objs = list(objs)
        _nested, _counts, lacking, protected = super().get_deleted_objects(objs, request)
        if not objs:
            return [], {}, lacking, protected
        collector = NestedObjects(using=router.db_for_write(self.model), origin=objs)
        collector.collect(objs)
        counts, named = {}, [self._named(obj) for obj in objs[:MOST_NAMED]]
        own = {obj.pk for obj in objs}
        for model, things in collector.model_objs.items():
            if model in self.admin_site._registry and (model is self.model or self._may_see(request, model)):
                counts[model._meta.verbose_name_plural] = len(things)
                others = [thing for thing in things if model is not self.model or thing.pk not in own]
                named += [self._named(thing) for thing in others[: MOST_NAMED - len(named)]]
            elif getattr(model, "told_when_deleted", False):
                counts[model._meta.verbose_name_plural] = len(things)
        kept = [
            self._named(thing) if self._may_see(request, type(thing)) else capfirst(thing._meta.verbose_name)
            for thing in collector.protected
        ]
        return named, counts, lacking, list(dict.fromkeys(kept))

    @transaction.atomic
    def delete_queryset(self, request, queryset):
        """Delete what was chosen in a list, and tell the audit trail of what and how many."""
        keys = list(queryset.values_list("pk", flat=True))
        super().delete_queryset(request, queryset)
        record(Event.DELETED_IN_BULK, request, kind=self.opts.label_lower, things=len(keys), keys=keys)

    def _may_see(self, request, model):
        registered = self.admin_site._registry.get(model)
        if registered is not None:
            return registered.has_view_permission(request)
        return request.user.has_perm(f"{model._meta.app_label}.view_{model._meta.model_name}")

    def _named(self, thing):
        meta = thing._meta
        try:
            address = reverse(
                f"{self.admin_site.name}:{meta.app_label}_{meta.model_name}_change", args=[quote(thing.pk)]
            )
        except NoReverseMatch:
            return f"{capfirst(meta.verbose_name)}: {thing}"
        return format_html('{}: <a href="{}">{}</a>', capfirst(meta.verbose_name), address, thing)

    def _filter_names(self, request):
        names = [_path(one) for one in self.get_list_filter(request)]
        return [*filter(None, names), *([self.date_hierarchy] if self.date_hierarchy else [])]


class OnlyDeclaredFilters:
    """Goes before the class of a list: what no declared filter takes is dropped, as though it had not been asked."""

    def get_filters(self, request):
        for name in set(self.filter_params) - set(IGNORED_PARAMS):
            if not self.model_admin.lookup_allowed(name, None, request):
                del self.filter_params[name]
                self.params.pop(name, None)
        self._forget_unknown_years()
        specs, has_filters, left, duplicates, active = super().get_filters(request)
        by_date = f"{self.date_hierarchy}__year" in self.filter_params
        bounds = (f"{self.date_hierarchy}__gte", f"{self.date_hierarchy}__lt") if by_date else ()
        return specs, has_filters, {name: left[name] for name in bounds}, duplicates, active

    def _forget_unknown_years(self):
        """Drop a year in which no calendar can reckon, with its month and day."""
        year = (self.filter_params.get(f"{self.date_hierarchy}__year") or ["2000"])[-1]
        if year.isascii() and year.isdigit() and len(year) < 5 and FIRST_YEAR <= int(year) <= LAST_YEAR:
            return
        for part in ("year", "month", "day"):
            self.filter_params.pop(f"{self.date_hierarchy}__{part}", None)
            self.params.pop(f"{self.date_hierarchy}__{part}", None)

    def get_ordering_field(self, field_name):
        """Put rows in order by nothing that is hidden."""
        found = super().get_ordering_field(field_name)
        expression = getattr(found, "expression", found)
        name = getattr(expression, "name", expression)
        hidden = self.model_admin.get_hidden(self.model_admin_request)
        return None if isinstance(name, str) and is_hidden(name.lstrip("-"), hidden) else found

    def get_queryset(self, request, exclude_parameters=None):
        self.model_admin_request = request
        return super().get_queryset(request, exclude_parameters)


def is_hidden(path, hidden):
    """Tell whether a path of fields begins with a hidden one."""
    return isinstance(path, str) and any(
        path == name or path.startswith(name + LOOKUP_SEP) for name in hidden
    )


def in_one_size(media):
    """Return media, changed in place, without what they name in its smaller size too: `a.js` beside `a.min.js`."""
    named = [*media._js, *(path for css in media._css.values() for path in css)]
    full = {path.replace(".min.", ".") for path in named if isinstance(path, str) and ".min." in path}
    media._js_lists = [[path for path in paths if path not in full] for paths in media._js_lists]
    media._css_lists = [
        {medium: [path for path in paths if path not in full] for medium, paths in css.items()}
        for css in media._css_lists
    ]
    return media


@cache
def guarded(admin_class):
    """Return a class of model admin with the guard in front."""
    if issubclass(admin_class, GuardedModelAdmin):
        return admin_class
    return type(
        admin_class.__name__,
        (GuardedModelAdmin, admin_class),
        {"__module__": admin_class.__module__, "__doc__": admin_class.__doc__},
    )


@cache
def _guarded_inline(inline_class):
    if issubclass(inline_class, KeysMixin):
        return inline_class
    return type(inline_class.__name__, (KeysMixin, inline_class), {"__module__": inline_class.__module__})


@lru_cache
def _guarded_list(list_class):
    if issubclass(list_class, OnlyDeclaredFilters):
        return list_class
    return type(list_class.__name__, (OnlyDeclaredFilters, list_class), {})


def _path(declared):
    """Return the path of fields, or the parameter, of an entry of `list_filter`."""
    if isinstance(declared, (tuple, list)):
        declared = declared[0]
    return declared if isinstance(declared, str) else getattr(declared, "parameter_name", None) or ""


def _without(fields, hidden):
    kept = []
    for name in fields:
        if isinstance(name, (tuple, list)):
            name = _without(name, hidden)
            kept += [name] if name else []
        elif not is_hidden(name, hidden):
            kept.append(name)
    return tuple(kept)

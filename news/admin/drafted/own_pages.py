"""Pages of a model's admin beside its list and form: groups that know their addresses and what the form shows of them."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse


class OwnPages:
    """A group of pages; `admin` is the model admin they belong to, whose permissions and forms they ask for."""

    def __init__(self, admin):
        self.admin = admin

    def urls(self):
        """Return the URL patterns of the pages, below the address of the model."""
        return []

    def on_form(self, request, form, thing):
        """Return what the page of the form shows of them, as template context; `thing` is None for a new one."""
        return {}

    def name(self, page):
        """Return the name of the address of a page of the model."""
        return f"{self.admin.opts.app_label}_{self.admin.opts.model_name}_{page}"

    def address(self, page, thing, *more):
        """Return the address of a page of a thing; a new one has its own, named `<page>_new`."""
        if thing is None:
            return reverse(f"admin:{self.name(page)}_new", args=more)
        return reverse(f"admin:{self.name(page)}", args=[thing.pk, *more])

    def of_key(self, pk):
        """Return the thing with a key as it is stored, or 404."""
        return get_object_or_404(self.admin.model, pk=pk)

    def require_writing(self, request, thing):
        """Refuse (403) whoever may not change a thing, or add one where it is None."""
        may = (
            self.admin.has_change_permission(request, thing)
            if thing
            else self.admin.has_add_permission(request)
        )
        if not may:
            raise PermissionDenied

    def opened(self, request, pk):
        """Return the thing as its form opens it, None without a key; 404 where there is none, 403 for who may not write."""
        thing = self.admin.get_object(request, str(pk)) if pk else None
        if pk and thing is None:
            raise Http404
        self.require_writing(request, thing)
        return thing

    def sent_form(self, request, thing):
        """Return the form that was sent, looked through whether it could be saved or not."""
        form = self.admin.get_form(request, thing, change=bool(thing))(request.POST, instance=thing)
        form.is_valid()
        return form


class OwnPagesMixin:
    """For model admins whose `own_pages` are classes of `OwnPages`. Their order does not matter: no name is theirs twice."""

    own_pages: tuple[type[OwnPages], ...] = ()

    def __init__(self, model, admin_site):
        super().__init__(model, admin_site)
        self.groups = [pages(self) for pages in self.own_pages]

    def get_urls(self):
        return [*(url for group in self.groups for url in group.urls()), *super().get_urls()]

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        for group in self.groups:
            shown = group.on_form(request, context["adminform"].form, obj)
            twice = context.keys() & shown.keys()
            if twice:
                raise ValueError(f"{type(group).__name__} shows what is shown already: {sorted(twice)}.")
            context |= shown
        return super().render_change_form(request, context, add, change, form_url, obj)

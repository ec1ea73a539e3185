"""Pages of a model's admin beside its list and form: groups that know their addresses and what the form shows of them."""


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


class OwnPagesMixin:
    """For model admins whose `own_pages` are classes of `OwnPages`. Their order does not matter: no name is theirs twice."""

    own_pages = ()

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

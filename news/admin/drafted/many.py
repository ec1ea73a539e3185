"""Actions of a list on several things with drafts: a page that asks, then each by itself, what failed by name."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.decorators import action

from news.editing import many
from news.editing.copying import copy
from news.editing.states import PublishingError
from news.permissions import user_can_publish

MOST = 200
#: The actions on many that every kind with drafts has.
ON_MANY = ("publish_many", "withdraw_many", "copy_many")


class ManyMixin:
    """For the admin of a model with drafts: publish, withdraw and copy several at once."""

    actions: tuple = ON_MANY

    def has_publish_permission(self, request):
        return user_can_publish(request.user)

    @action(description=_("Publish"), permissions=["change"])
    def publish_many(self, request, queryset):
        title = _("Publish these %(things)s") % {"things": self.opts.verbose_name_plural}
        return self.ask_and_do(request, queryset, "publish_many", title, None, many.publish)

    @action(description=_("Withdraw"), permissions=["publish"])
    def withdraw_many(self, request, queryset):
        title = _("Take these %(things)s off the site") % {"things": self.opts.verbose_name_plural}
        return self.ask_and_do(request, queryset, "withdraw_many", title, None, many.withdraw)

    @action(description=_("Begin a copy"), permissions=["add"])
    def copy_many(self, request, queryset):
        """Make a draft that says what a thing says; it is opened where one thing was chosen."""
        made = []
        for thing in queryset.order_by("pk")[:MOST]:
            try:
                made.append(copy(thing, request.user))
            except PublishingError as refusal:
                messages.error(request, f"{thing}: {refusal}")
        if made:
            sentence = ngettext("%(count)d copy begun.", "%(count)d copies begun.", len(made))
            messages.success(request, sentence % {"count": len(made)})
        if len(made) == 1:
            return HttpResponseRedirect(self._address("change", made[0].pk))
        return None

    def remark_on(self, thing):
        """Return what the question says of a thing beside its name."""
        return thing.get_status_display()

    def ask_and_do(self, request, queryset, name, title, form_class, verb):
        """Show what was chosen and what else is to be said (`form_class`); use the verb on each once that was sent.

        `name` is that of the action, `title` what is asked and what its button says. Return the page to show, None for the list.
        """
        things = list(queryset.order_by(*(self.get_ordering(request) or self.opts.ordering))[:MOST])
        sent = "_meant" in request.POST
        form = form_class(request.POST if sent else None) if form_class else None
        if not sent or (form is not None and not form.is_valid()):
            context = {
                "things": [(thing, self.remark_on(thing)) for thing in things],
                "form": form,
                "action": name,
            }
            return self._many_page(request, "many", title, len(things), **context)
        outcome = verb(things, request.user, **(form.cleaned_data if form else {}))
        self._tell(request, outcome)
        if not outcome.refused:
            return None
        number = len(outcome.refused)
        return self._many_page(request, "many_refused", title, number, refused=outcome.refused)

    def _tell(self, request, outcome):
        if number := len(outcome.changed):
            sentence = ngettext("%(count)s %(things)s changed.", "%(count)s %(things)s changed.", number)
            messages.success(request, sentence % {"count": number, "things": _named(self.opts, number)})
        if number := len(outcome.unchanged):
            sentence = ngettext(
                "%(count)s %(things)s stayed as it was.", "%(count)s %(things)s stayed as they were.", number
            )
            messages.info(request, sentence % {"count": number, "things": _named(self.opts, number)})

    def _many_page(self, request, name, title, number, **context):
        context |= {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": title,
            "number": number,
            "named": _named(self.opts, number),
            "media": context["form"].media if context.get("form") else "",
            "back": f"{reverse(f'admin:{self._prefix}changelist')}?{request.GET.urlencode()}",
        }
        return TemplateResponse(request, f"admin/drafted/{name}.html", context)


def _named(opts, number):
    """Return how so many things of a model are called."""
    return opts.verbose_name if number == 1 else opts.verbose_name_plural

"""Actions of the article list on several articles: a page that asks, then each by itself, what failed by name."""

from django import forms
from django.contrib import messages
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.decorators import action
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldBooleanWidget

from foundation.admin.keys import ManyKeysField
from news.admin.tagging import TagSelect
from news.articles.models import Section
from news.editing import many
from news.editing.copying import copy
from news.editing.states import PublishingError
from news.permissions import user_can_publish
from news.tags.models import Tag

MOST = 200


class AtOnceForm(forms.Form):
    """The question about each change: is what is published to change at once?"""

    at_once = forms.BooleanField(
        label=_("Publish the change of what is published at once"),
        required=False,
        widget=UnfoldBooleanWidget,
        help_text=_("Otherwise it waits as a draft. Articles with other unpublished changes are left alone."),
    )


class TagsForm(AtOnceForm):
    """The tags that the chosen articles get, and those they lose."""

    add = ManyKeysField(Tag.objects.all(), label=_("Add these tags"), required=False, widget=TagSelect)
    remove = ManyKeysField(
        Tag.objects.all(), label=_("Take these tags away"), required=False, widget=TagSelect
    )
    field_order = ("add", "remove", "at_once")

    def clean(self):
        data = super().clean()
        if not self.errors and not (data["add"] or data["remove"]):
            raise forms.ValidationError(_("Choose at least one tag."))
        return data


class SectionForm(AtOnceForm):
    """The section to which the chosen articles go."""

    section: forms.ModelChoiceField = forms.ModelChoiceField(
        Section.objects.all(), label=_("Section"), widget=UnfoldAdminSelectWidget
    )
    field_order = ("section", "at_once")


class ManyMixin:
    """For the article admin: publish, withdraw, tag and move several at once."""

    def has_publish_permission(self, request):
        return user_can_publish(request.user)

    @action(description=_("Publish"), permissions=["change"])
    def publish_many(self, request, queryset):
        return self._ask(request, queryset, "publish_many", _("Publish these articles"), None, many.publish)

    @action(description=_("Withdraw"), permissions=["publish"])
    def withdraw_many(self, request, queryset):
        return self._ask(
            request, queryset, "withdraw_many", _("Take these articles off the site"), None, many.withdraw
        )

    @action(description=_("Add or take away tags"), permissions=["change"])
    def tag_many(self, request, queryset):
        return self._ask(request, queryset, "tag_many", _("Tags of these articles"), TagsForm, many.tag)

    @action(description=_("Move to another section"), permissions=["change"])
    def move_many(self, request, queryset):
        return self._ask(request, queryset, "move_many", _("Move these articles"), SectionForm, many.move)

    def _ask(self, request, queryset, name, title, form_class, verb):
        """Show what was chosen and what else is to be said; carry it out once that was sent."""
        articles = list(queryset.order_by(*self.get_ordering(request))[:MOST])
        sent = "_meant" in request.POST
        form = form_class(request.POST if sent else None) if form_class else None
        if not sent or (form is not None and not form.is_valid()):
            context = {
                "articles": articles,
                "chosen": [article.pk for article in articles],
                "form": form,
                "action": name,
            }
            return self._many_page(request, "many", title, **context)
        outcome = verb(articles, request.user, **(form.cleaned_data if form else {}))
        self._tell(request, outcome)
        if not outcome.refused:
            return None
        return self._many_page(request, "many_refused", title, refused=outcome.refused)

    def _tell(self, request, outcome):
        if outcome.changed:
            sentence = ngettext(
                "%(count)s article changed.", "%(count)s articles changed.", len(outcome.changed)
            )
            messages.success(request, sentence % {"count": len(outcome.changed)})
        if outcome.unchanged:
            sentence = ngettext(
                "%(count)d stayed as it was.", "%(count)d stayed as they were.", len(outcome.unchanged)
            )
            messages.info(request, sentence % {"count": len(outcome.unchanged)})

    def _many_page(self, request, name, title, **context):
        context |= {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": title,
            "media": context["form"].media if context.get("form") else "",
            "back": f"{reverse('admin:news_article_changelist')}?{request.GET.urlencode()}",
        }
        return TemplateResponse(request, f"admin/news/article/{name}.html", context)

    @action(description=_("Begin a copy"), permissions=["add"])
    def copy_many(self, request, queryset):
        """Make a draft that says what an article says; it is opened where one article was chosen."""
        made = []
        for article in queryset.order_by("pk")[:MOST]:
            try:
                made.append(copy(article, request.user))
            except PublishingError as refusal:
                messages.error(request, f"{article}: {refusal}")
        if made:
            sentence = ngettext("%(count)d copy begun.", "%(count)d copies begun.", len(made))
            messages.success(request, sentence % {"count": len(made)})
        if len(made) == 1:
            return HttpResponseRedirect(reverse("admin:news_article_change", args=[made[0].pk]))
        return None

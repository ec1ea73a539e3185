"""Previews in the admin: the page that an unsaved form describes, and links for people without an account."""

from datetime import datetime, time

from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST
from unfold.widgets import UnfoldAdminSingleDateWidget, UnfoldAdminTextInputWidget

from foundation.history import note
from foundation.sent_once import once
from news.articles.models import Article
from news.editing.models import PreviewLink
from news.editing.preview import token_of
from news.views.drafts import show_draft

from .own_pages import OwnPages

LONGEST_DAYS = 90


class PreviewLinkForm(forms.ModelForm):
    """Until which day a link is valid, and for whom it is."""

    day = forms.DateField(label=_("Valid until the end of"), widget=UnfoldAdminSingleDateWidget)

    class Meta:
        model = PreviewLink
        fields = ("for_whom",)
        widgets = {"for_whom": UnfoldAdminTextInputWidget}

    def clean_day(self):
        day, today = self.cleaned_data["day"], timezone.localdate()
        if not 0 <= (day - today).days <= LONGEST_DAYS:
            raise forms.ValidationError(
                _("Choose a day from today on, at most %(number)s days ahead.") % {"number": LONGEST_DAYS}
            )
        self.instance.until = timezone.make_aware(datetime.combine(day, time(23, 59, 59)))
        return day


class PreviewPages(OwnPages):
    """previews of the form, and preview links."""

    def urls(self):
        view = self.admin.admin_site.admin_view
        return [
            path(
                "preview/<str:language>/",
                view(require_POST(self.preview_view)),
                name="news_article_preview_new",
            ),
            path(
                "<int:pk>/preview/<str:language>/",
                view(require_POST(self.preview_view)),
                name="news_article_preview",
            ),
            path(
                "<int:pk>/links/",
                view(require_http_methods(["GET", "POST"])(self.links_view)),
                name="news_article_links",
            ),
            path(
                "<int:pk>/links/<int:link>/revoke/",
                view(require_POST(self.revoke_view)),
                name="news_article_revoke",
            ),
        ]

    def on_form(self, request, form, article):
        return {
            "previews": [
                (code, words, self.address("news_article_preview", article, code))
                for code, words in settings.LANGUAGES
            ]
        }

    def preview_view(self, request, language, pk=None):
        """Show the page that the sent form describes, whether the form could be saved or not."""
        if language not in dict(settings.LANGUAGES):
            raise Http404
        article = self.opened(request, pk)
        form = self.sent_form(request, article)
        request.is_preview = True
        with translation.override(language):
            return show_draft(request, form.instance, list(form.cleaned_data.get("tags", ())))

    @once
    def links_view(self, request, pk):
        """List the links that show this article's draft to people without an account, and make one."""
        article = self._writable(request, pk)
        form = PreviewLinkForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            form.instance.thing, form.instance.made_by = article, request.user
            link = form.save()
            note(request.user, [article], _("Made a preview link for %(whom)s.") % {"whom": link})
            return HttpResponseRedirect(request.path)
        now = timezone.now()
        links = [
            (
                link,
                request.build_absolute_uri(reverse("news:shared-draft", args=[token_of(link)])),
                link.until > now,
            )
            for link in article.preview_links.select_related("made_by")[:100]
        ]
        context = {
            **self.admin.admin_site.each_context(request),
            "opts": self.admin.opts, "title": _("Preview links"), "article": article, "links": links, "form": form,
            "media": self.admin.media + form.media,
        }  # fmt: skip
        return TemplateResponse(request, "admin/news/article/links.html", context)

    def revoke_view(self, request, pk, link):
        """Take a link back: from now on it shows nothing."""
        article = self._writable(request, pk)
        article.preview_links.filter(pk=link, revoked_at=None).update(revoked_at=timezone.now())
        return HttpResponseRedirect(reverse("admin:news_article_links", args=[pk]))

    def _writable(self, request, pk):
        if not self.admin.has_change_permission(request):
            raise PermissionDenied
        return get_object_or_404(Article, pk=pk)

"""Previews in the admin: the page that an unsaved form describes, and links for people without an account."""

from datetime import datetime, time

from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods, require_POST
from unfold.widgets import UnfoldAdminSingleDateWidget, UnfoldAdminTextInputWidget

from foundation.history import note
from foundation.sent_once import once
from news.editing.preview import token_of
from news.views.drafts import show_draft

from .own_pages import OwnPages

LONGEST_DAYS = 90


class PreviewLinkForm(forms.Form):
    """Until which day a link is valid, and for whom it is."""

    for_whom = forms.CharField(
        label=_("for whom"), max_length=120, required=False, widget=UnfoldAdminTextInputWidget
    )
    day = forms.DateField(label=_("Valid until the end of"), widget=UnfoldAdminSingleDateWidget)

    def clean_day(self):
        day, today = self.cleaned_data["day"], timezone.localdate()
        if not 0 <= (day - today).days <= LONGEST_DAYS:
            raise forms.ValidationError(
                _("Choose a day from today on, at most %(number)s days ahead.") % {"number": LONGEST_DAYS}
            )
        self.cleaned_data["until"] = timezone.make_aware(datetime.combine(day, time(23, 59, 59)))
        return day


class PreviewPages(OwnPages):
    """previews of the form, and preview links."""

    def urls(self):
        view = self.admin.admin_site.admin_view
        return [
            path(
                "preview/<str:language>/",
                view(require_POST(self.preview_view)),
                name=self.name("preview_new"),
            ),
            path(
                "<int:pk>/preview/<str:language>/",
                view(require_POST(self.preview_view)),
                name=self.name("preview"),
            ),
            path(
                "<int:pk>/links/",
                view(require_http_methods(["GET", "POST"])(self.links_view)),
                name=self.name("links"),
            ),
            path(
                "<int:pk>/links/<int:link>/revoke/",
                view(require_POST(self.revoke_view)),
                name=self.name("revoke"),
            ),
        ]

    def on_form(self, request, form, thing):
        return {
            "previews": [
                (code, words, self.address("preview", thing, code)) for code, words in settings.LANGUAGES
            ]
        }

    def preview_view(self, request, language, pk=None):
        """Show the page that the sent form describes, whether the form could be saved or not."""
        if language not in dict(settings.LANGUAGES):
            raise Http404
        thing = self.opened(request, pk)
        form = self.sent_form(request, thing)
        request.is_preview = True
        with translation.override(language):
            lists = form.instance.described.lists
            return show_draft(
                request, form.instance, {name: form.cleaned_data.get(name, ()) for name in lists}
            )

    @once
    def links_view(self, request, pk):
        """List the links that show this thing's draft to people without an account, and make one."""
        thing = self._writable(request, pk)
        form = PreviewLinkForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            said = form.cleaned_data
            link = thing.preview_links.create(
                for_whom=said["for_whom"], until=said["until"], made_by=request.user
            )
            note(request.user, [thing], gettext_noop("Made a preview link for %(whom)s."), whom=link)
            return HttpResponseRedirect(request.path)
        now = timezone.now()
        links = [
            (
                link,
                request.build_absolute_uri(reverse("news:shared-draft", args=[token_of(link)])),
                link.until > now,
            )
            for link in thing.preview_links.select_related("made_by")[:100]
        ]
        context = {
            **self.admin.admin_site.each_context(request),
            "opts": self.admin.opts, "title": _("Preview links"), "thing": thing, "links": links, "form": form,
            "media": self.admin.media + form.media,
        }  # fmt: skip
        return TemplateResponse(request, "admin/drafted/links.html", context)

    def revoke_view(self, request, pk, link):
        """Take a link back: from now on it shows nothing."""
        thing = self._writable(request, pk)
        thing.preview_links.filter(pk=link, revoked_at=None).update(revoked_at=timezone.now())
        return HttpResponseRedirect(self.address("links", thing))

    def _writable(self, request, pk):
        if not self.admin.has_change_permission(request):
            raise PermissionDenied
        return self.of_key(pk)

"""Bringing figures in from a file, in the admin: what would change first, then all or nothing."""

import secrets

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextareaWidget, UnfoldBooleanSwitchWidget

from foundation.languages import field_suffix
from indexdata.enums import Family
from indexdata.importing.carrying_out import NotCarriedOut, carry_out
from indexdata.importing.grids import TooMuch, UnreadableFile
from indexdata.importing.planning import prepared
from indexdata.importing.previews import previews
from indexdata.importing.reading import read
from indexdata.models import EmbargoRead
from indexdata.permissions import user_can_import, user_can_import_published

KEPT_SECONDS = 3600
LARGEST = 10 * 1024 * 1024
#: So many cells are planned while somebody waits: a few seconds' work. The command takes more.
MOST_CELLS = 100_000
FOR_THE_COMMAND = _("“manage.py import_figures” brings in larger ones, up to a million figures and more.")
SHOWN = 200
LOST = _("The file you looked at is no longer kept. Please bring it in again; nothing was written.")


class ImportForm(forms.Form):
    """The office's word about a file."""

    family = forms.ChoiceField(
        label=_("Family"),
        choices=[("", _("As the names say")), *Family.choices],
        required=False,
        widget=UnfoldAdminSelectWidget,
    )
    published = forms.BooleanField(
        label=_("Published before, for the archive"), required=False, widget=UnfoldBooleanSwitchWidget
    )
    take_remarks = forms.BooleanField(
        label=_("Take statuses from remarks"), required=False, widget=UnfoldBooleanSwitchWidget
    )

    def __init__(self, user, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for code, language in settings.LANGUAGES:
            self.fields[f"reason_{field_suffix(code)}"] = forms.CharField(
                label=_("Reason for readers, %(language)s") % {"language": language},
                required=False,
                widget=UnfoldAdminTextareaWidget(attrs={"rows": 2}),
            )
        if not user_can_import_published(user):
            del self.fields["published"]

    @property
    def reason_fields(self):
        """Return the fields of the reason, one a language."""
        return [self[name] for name in self.fields if name.startswith("reason_")]

    @property
    def reasons(self):
        """Return the reason as `{"en": …, "zh_hans": …}`."""
        self.is_valid()
        names = (field_suffix(code) for code, _language in settings.LANGUAGES)
        return {name: self.cleaned_data.get(f"reason_{name}", "") for name in names}

    @property
    def asked(self):
        """Return what plans are asked for; what cannot be understood counts as not said."""
        self.is_valid()
        said = self.cleaned_data
        return {
            name: said.get(name, empty)
            for name, empty in (("family", ""), ("published", False), ("take_remarks", False))
        }


def import_figures(model_admin, request):
    """Take a file, show what it would change and what is wrong, and carry it out when asked to."""
    if not (user_can_import(request.user) or user_can_import_published(request.user)):
        raise PermissionDenied
    form = ImportForm(request.user, request.POST if request.method == "POST" else None)
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts, "title": _("Bring figures in"), "media": model_admin.media, "form": form,
    }  # fmt: skip
    if request.method == "POST":
        token, name, content = _content(request)
        if content is None:
            limit = format_lazy("{} {}", _("Choose a file of at most 10 MB."), FOR_THE_COMMAND)
            context["problem"] = LOST if token else limit
        else:
            done = _look(request, form, token, name, content, context)
            if done:
                return done
    return TemplateResponse(request, "admin/indexdata/observation/import.html", context)


def _look(request, form, token, name, content, context):
    """Put the plan of a file into the context, or carry it out and return where to go."""
    try:
        file = read(content, name, MOST_CELLS)
    except UnreadableFile as problem:
        more = f" {FOR_THE_COMMAND}" if isinstance(problem, TooMuch) else ""
        context["problem"] = f"{problem}{more}"
        return None
    asked = {**form.asked, "confirmed": request.POST.getlist("confirm")}
    if "carry_out" in request.POST:
        try:
            plan = carry_out(
                file,
                request.user,
                fingerprint=request.POST.get("fingerprint", ""),
                reason=form.reasons,
                **asked,
            )
        except NotCarriedOut as problem:
            context["problem"] = str(problem)
        else:
            cache.delete(_key(request, token))
            number = plan.changes
            sentence = ngettext("%(count)s figure was written.", "%(count)s figures were written.", number)
            messages.success(request, sentence % {"count": number})
            if plan.needs_reason and not settings.ONE_PERSON_RELEASES:
                messages.info(request, _("Corrections among them wait for a second person."))
            return HttpResponseRedirect(reverse("admin:indexdata_observation_changelist"))
    with prepared(file, **asked) as made:
        plan = made.plan
        plan.fingerprint = made.fingerprint()
        EmbargoRead.objects.keep(request.user, plan.hidden_releases)
        context |= {
            "plan": plan, "token": token, "name": name, "errors": plan.errors[:SHOWN], "told": plan.told[:SHOWN],
            "changes": [step for step in plan.steps if step.replaces][:SHOWN], "previews": previews(made),
        }  # fmt: skip
    return None


def _content(request):
    """Return (token, name, bytes) of the file that was sent now, or was looked at before."""
    file = request.FILES.get("file")
    if file is not None:
        if file.size > LARGEST:
            return "", "", None
        token, content, name = secrets.token_urlsafe(16), file.read(), file.name[-120:]
        cache.set(_key(request, token), (name, content), KEPT_SECONDS)
        return token, name, content
    token = request.POST.get("token", "")[:40]
    name, content = (cache.get(_key(request, token)) if token else None) or ("", None)
    return token, name, content


def _key(request, token):
    return f"figures-{request.user.pk}-{''.join(sign for sign in token if sign.isalnum() or sign in '-_')}"

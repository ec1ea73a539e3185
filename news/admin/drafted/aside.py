"""The side panels of the thing's form that are asked while somebody writes: checks, and notes on passages."""

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_http_methods, require_POST

from foundation.languages import LANGUAGE_CODES
from foundation.sent_once import once
from indexdata.models import EmbargoRead
from indexdata.permissions import user_can_see_embargoed_figures
from news.drafting.contents import text_field
from news.editing import notes
from news.editing.checks.agreement import MOST_TOLD, release_of
from news.editing.checks.findings import SERIOUS
from news.editing.checks.run import agreement_of, check, reading_minutes
from news.editing.review_letters import NOTED

from .letters import write_letters
from .own_pages import OwnPages


class AsidePages(OwnPages):
    """what the panels beside the form show."""

    def urls(self):
        view = self.admin.admin_site.admin_view
        return [
            path("checks/", view(require_POST(self.checks_view)), name=self.name("checks_new")),
            path("<int:pk>/checks/", view(require_POST(self.checks_view)), name=self.name("checks")),
            path("agreement/", view(require_POST(self.agreement_view)), name=self.name("agreement_new")),
            path(
                "<int:pk>/agreement/",
                view(require_POST(self.agreement_view)),
                name=self.name("agreement"),
            ),
            path(
                "<int:pk>/notes/",
                view(require_http_methods(["GET", "POST"])(self.notes_view)),
                name=self.name("notes"),
            ),
        ]

    def on_form(self, request, form, thing):
        return {
            "checks_address": self.address("checks", thing),
            "agreement_address": self.address("agreement", thing)
            if "release" in self.admin.model.described.links
            else "",
            "notes_address": self.address("notes", thing) if thing else "",
            "passage_fields": " ".join(self.admin.model.described.text_fields()),
        }

    def checks_view(self, request, pk=None):
        """Show what the checks find in the sent form."""
        described, content = self.admin.model.described, self._sent_content(request, pk)
        findings = check(described, content, by=request.user)
        _keep_reading(request, release_of(described, content))
        languages = [
            (
                code,
                name,
                [finding for finding in findings if finding.language == code],
                reading_minutes(described, content, code),
                code in described.written_languages(content),
            )
            for code, name in settings.LANGUAGES
        ]
        number = sum(finding.level == SERIOUS for finding in findings)
        return render(request, "admin/drafted/checks.html", {"languages": languages, "number": number})

    def agreement_view(self, request, pk=None):
        """Show how the sent texts stand to the figures of the release they are about; nothing where they are about none."""
        described, content = self.admin.model.described, self._sent_content(request, pk)
        release = release_of(described, content)
        if release is None:
            return HttpResponse("")
        found = agreement_of(described, content, by=request.user)
        _keep_reading(request, release)
        names = dict(settings.LANGUAGES)
        context = {
            "release": release,
            "agreements": [
                (one.language, names[one.language], _named(one.contradictions), _named(one.unchecked))
                for one in found
            ],
            "agreeing": sum(one.agreeing for one in found),
            "wrong": sum(finding.contradicts for one in found for finding in one.contradictions)
            + sum(one.untold for one in found),
            "lacking": sum(len(one.unchecked) + one.unlisted for one in found),
            "is_cut": any(one.untold or one.unlisted for one in found),
            "most_told": MOST_TOLD,
            "unread": sum(one.unread for one in found),
            "hidden": next(
                (
                    finding.sentence
                    for one in found
                    for finding in one.contradictions
                    if not finding.contradicts
                ),
                "",
            ),
        }
        return render(request, "admin/drafted/agreement.html", context)

    def _sent_content(self, request, pk):
        """Return the content of the sent form."""
        thing = self.opened(request, pk)
        with transaction.atomic():
            return self.sent_form(request, thing).content()

    @once
    def notes_view(self, request, pk):
        """Show the notes on a thing's passages; a POST adds, answers, resolves or opens one again."""
        if not self.admin.has_change_permission(request):
            raise PermissionDenied
        thing = self.of_key(pk)
        error = ""
        if request.method == "POST":
            try:
                self._change_notes(request, thing)
            except ValidationError as refusal:
                error = " ".join(refusal.messages)
        context = {
            "threads": notes.threads_of(thing),
            "resolved": notes.threads_of(thing, resolved=True)[:20],
            "error": error,
            "languages": LANGUAGE_CODES,
        }
        answer = render(request, "admin/drafted/notes.html", context, status=400 if error else 200)
        answer.carried_out = request.method == "POST" and not error
        return answer

    def _change_notes(self, request, thing):
        sent = request.POST
        number = sent.get("note", "")
        key = int(number) if number.isascii() and number.isdigit() and len(number) < 19 else None
        if sent.get("do") in ("resolve", "reopen"):
            notes.resolve(thing, key or 0, request.user, resolved=sent["do"] == "resolve")
        else:
            note = notes.add(
                thing, request.user, sent.get("text", ""), sent.get("field", ""), sent.get("quote", ""), key
            )
            write_letters(request, NOTED, thing, note=note)


def _named(findings):
    """Return findings with the name of the field that each is about."""
    return [
        {
            "name": text_field(one.field, one.language),
            "place": one.place,
            "sentence": one.sentence,
            "passage": one.passage,
        }
        for one in findings
        if one.place is not None
    ]


def _keep_reading(request, release):
    """Keep that somebody was told figures under embargo."""
    if release is not None and user_can_see_embargoed_figures(request.user):
        EmbargoRead.objects.keep(request.user, [release])

"""The buttons that lead a thing to its readers: each is a verb of `news.editing.publishing` or `news.editing.drafts`."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _
from unfold.decorators import action

from foundation.languages import names_of
from news.drafting.contents import text_field
from news.editing import drafts, publishing, review_letters
from news.editing.four_eyes import needs_second_person
from news.editing.schedule import scheduled_languages
from news.editing.states import PublishingError
from news.enums import ArticleStatus

from .forms import SendBackForm
from .letters import write_letters

#: Which verb the staff is written about, and how the letter calls it.
LETTERS = {
    publishing.submit: review_letters.SUBMITTED,
    publishing.approve: review_letters.APPROVED,
    publishing.send_back: review_letters.SENT_BACK,
}


#: The steps that lead on, the one nearest to the reader first: the first that is offered is the one button that stands out.
LEADING_ON = ("publish", "approve", "submit")
#: What is asked before a step that takes something away.
ASKED = {
    "withdraw": _("Take this off the site? Pages, lists, feeds and search stop showing it at once."),
    "discard_draft": _(
        "Drop what has not been published? The live text stays; what is dropped stays in the revisions."
    ),
}


@dataclass(frozen=True)
class StepButton:
    """A button for a step: the name it is sent under, its words, what it asks first, what it says of a later moment."""

    action_name: str
    words: str
    asks: str = ""
    later: str = ""
    dialog_address: str = ""


class StepsMixin:
    """For the thing admin: buttons for what this person may do with one now; each saves the form first."""

    actions_detail = ("send_back",)
    actions_submit_line: tuple[str, ...] = (
        "submit",
        "approve",
        "publish",
        "publish_without",
        "publish_now",
        "unschedule",
        "withdraw",
        "discard_draft",
    )

    @property
    def _prefix(self):
        """Return what the names of the buttons begin with."""
        return f"{self.opts.app_label}_{self.opts.model_name}_"

    def _address(self, page, key):
        return reverse(f"admin:{self._prefix}{page}", args=[key])

    def get_actions_submit_line(self, request, object_id):
        thing = self.get_object(request, object_id) if object_id else self.model()
        if thing is None:
            return []
        allowed = {f"{self._prefix}{verb}" for verb in publishing.steps(thing.row, request.user)}
        return [step for step in self._get_base_actions_submit_line() if step.action_name in allowed]

    def get_actions_detail(self, request, object_id):
        """Offer nothing above the form: all steps stand in the bar below it."""
        return []

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        context |= self._step_buttons(request, context, obj)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def _step_buttons(self, request, context, thing):
        """Return the step that stands out, and the others in the order of a thing's life."""
        row = thing.row if thing else self.model()
        buttons = {}
        for step in context.get("actions_submit_line") or ():
            verb = step.action_name.removeprefix(self._prefix)
            words = step.description
            if verb == "publish" and row.status == ArticleStatus.PUBLISHED:
                words = _("Publish the changes")
            later = _("Schedule") if verb == "publish" else ""
            buttons[verb] = StepButton(step.action_name, words, ASKED.get(verb, ""), later)
        if thing and "send_back" in publishing.steps(row, request.user):
            address = self._address("send_back", thing.pk)
            buttons["send_back"] = StepButton("", _("Send back…"), dialog_address=address)
        alone = thing is not None and "publish" in buttons and needs_second_person(request.user, row)
        next_verb = next(
            (verb for verb in LEADING_ON if verb in buttons and not (alone and verb == "publish")), None
        )
        return {
            "next_step": buttons.pop(next_verb, None),
            "other_steps": list(buttons.values()),
        }

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """Offer the buttons on a new thing, too."""
        extra_context = extra_context or {}
        if object_id is None and self.has_add_permission(request):
            extra_context["actions_submit_line"] = self.get_actions_submit_line(request, None)
        return super().changeform_view(request, object_id, form_url, extra_context)

    def response_add(self, request, obj, post_url_continue=None):
        return super().response_add(self._staying(request), obj, post_url_continue)

    def response_change(self, request, obj):
        return super().response_change(self._staying(request), obj)

    def _staying(self, request):
        """Return the request so that a step leads back to the thing instead of the list."""
        if any(f"{self._prefix}{verb}" in request.POST for verb in self.actions_submit_line):
            request.POST = request.POST.copy()
            request.POST["_continue"] = "1"
        return request

    def take_submitted_steps(self, request, thing):
        """Use the verbs whose buttons sent the form."""
        for step in self.get_actions_submit_line(request, thing.pk):
            if step.action_name in request.POST:
                step.method(request, thing)

    @action(description=_("Submit for review"), icon="rate_review")
    def submit(self, request, obj):
        self._take_step(request, publishing.submit, obj, _("It waits for review."))

    @action(description=_("Approve"), icon="check")
    def approve(self, request, obj):
        self._take_step(
            request, publishing.approve, obj, _("It is approved."), against_figures=_against_figures(request)
        )

    @action(description=_("Publish"), icon="publish")
    def publish(self, request, obj):
        if obj.status == ArticleStatus.PUBLISHED and not obj.has_draft:
            messages.info(request, _("Nothing has changed: what is published stays."))
            return
        asked = request.POST.get("publish_languages")
        languages = [asked] if asked in dict(settings.LANGUAGES) else None
        self._take_step(request, publishing.publish, obj, None, languages=languages, **_overrides(request))

    @action(description=_("Publish without the empty language"), icon="publish")
    def publish_without(self, request, obj):
        self._take_step(request, publishing.publish_without, obj, None, **_overrides(request))

    @action(description=_("Publish now"), icon="publish")
    def publish_now(self, request, obj):
        self._take_step(request, publishing.publish_now, obj, None, **_overrides(request))

    @action(description=_("Do not publish at that moment"), icon="event_busy")
    def unschedule(self, request, obj):
        self._take_step(request, publishing.unschedule, obj, _("The draft is no longer scheduled."))

    @action(description=_("Withdraw"), icon="visibility_off")
    def withdraw(self, request, obj):
        self._take_step(request, publishing.withdraw, obj, _("It is off the site."))

    @action(description=_("Drop the draft"), icon="layers_clear")
    def discard_draft(self, request, obj):
        self._take_step(
            request, drafts.discard_draft, obj, _("The draft is dropped; what is published stays.")
        )

    @action(
        description=_("Send back"), icon="undo", url_path="send-back",
        dialog={"title": _("Send back to the author"), "description": _("It becomes a draft again."),
                "form_class": SendBackForm, "form_submit_text": _("Send back")},
    )  # fmt: skip
    def send_back(self, request, form, object_id):
        thing = self.get_object(request, object_id)
        if thing is None:
            raise Http404
        note = form.cleaned_data["note"]
        self._take_step(request, publishing.send_back, thing.row, _("It is back with its author."), note)
        return HttpResponse(headers={"HX-Redirect": self._address("change", object_id)})

    def _take_step(self, request, verb, thing, success, *details, **more):
        """Use a verb and tell the person how it went."""
        try:
            verb(thing, request.user, *details, **more)
        except PublishingError as refusal:
            messages.error(request, with_places(refusal))
            return
        if verb in LETTERS:
            write_letters(request, LETTERS[verb], thing, *details)
        messages.success(request, success or _published(thing))
        if thing.scheduled_for and success:
            messages.info(request, still_scheduled(thing))


def with_places(refusal):
    """Return why a step was refused: what is to be put right in some field leads there (static/js/admin/form.js)."""
    places: dict[str, str] = {}
    for finding in refusal.findings:
        name = text_field(finding.field, finding.language) if finding.language else finding.field
        places.setdefault(finding.sentence, name)
    said = [
        format_html('<a href="#id_{0}" data-mistake="{0}">{1}</a>', places[sentence], sentence)
        if sentence in places
        else sentence
        for sentence in refusal.messages
    ]
    return format_html_join(" ", "{}", ((one,) for one in said))


def _published(thing):
    """Return how publishing a thing went, as it stands now: what is live, what waits, what is still a draft."""
    now = timezone.now()
    if thing.published_at > now:
        return _("Scheduled: it appears %(moment)s.") % {"moment": _in_words(thing.published_at)}
    if thing.scheduled_for and thing.scheduled_revision_id == thing.latest_revision_id:
        return still_scheduled(thing)
    sentences = [_("It is published.")]
    if thing.scheduled_for:
        sentences.append(still_scheduled(thing))
    if thing.has_draft and not thing.scheduled_for:
        sentences.append(_("What is not published yet stays a draft."))
    return " ".join(str(sentence) for sentence in sentences)


def still_scheduled(thing):
    """Return what is scheduled of a thing in one sentence."""
    return _("Scheduled: the changes appear %(moment)s (%(languages)s).") % {
        "moment": _in_words(thing.scheduled_for),
        "languages": names_of(scheduled_languages(thing)),
    }


def _in_words(moment):
    return date_format(timezone.localtime(moment), "DATETIME_FORMAT")


def _overrides(request):
    """Return why the thing may go out in spite of what holds it back, and whether against the figures too, as the form says it."""
    return {"override": request.POST.get("override", ""), "against_figures": _against_figures(request)}


def _against_figures(request):
    return bool(request.POST.get("against_figures"))

"""The buttons that lead an article to its readers: each is a verb of `news.editing.publishing` or `news.editing.drafts`."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _
from unfold.decorators import action

from foundation.languages import names_of
from news.articles.models import Article
from news.drafting.contents import text_field
from news.editing import drafts, publishing, review_letters
from news.editing.copying import copy
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
    "withdraw": _(
        "Take this article off the site? Its pages, lists, feeds and search stop showing it at once."
    ),
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
    """For the article admin: buttons for what this person may do with this article now; each saves the form first."""

    actions_detail = ("send_back",)
    actions_submit_line = (
        "submit",
        "approve",
        "publish",
        "publish_without",
        "publish_now",
        "unschedule",
        "withdraw",
        "discard_draft",
        "begin_copy",
    )

    def get_actions_submit_line(self, request, object_id):
        article = self.get_object(request, object_id) if object_id else Article(section=None)
        if article is None:
            return []
        allowed = {f"news_article_{verb}" for verb in publishing.steps(article.row, request.user)}
        if object_id and self.has_add_permission(request):
            allowed.add("news_article_begin_copy")
        return [step for step in self._get_base_actions_submit_line() if step.action_name in allowed]

    def get_actions_detail(self, request, object_id):
        """Offer nothing above the form: all steps stand in the bar below it."""
        return []

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        context |= self._step_buttons(request, context, obj)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def _step_buttons(self, request, context, article):
        """Return the step that stands out, and the others in the order of an article's life."""
        row = article.row if article else Article(section=None)
        buttons = {}
        for step in context.get("actions_submit_line") or ():
            verb = step.action_name.removeprefix("news_article_")
            words = step.description
            if verb == "publish" and row.status == ArticleStatus.PUBLISHED:
                words = _("Publish the changes")
            later = _("Schedule") if verb == "publish" else ""
            buttons[verb] = StepButton(step.action_name, words, ASKED.get(verb, ""), later)
        if article and "send_back" in publishing.steps(row, request.user):
            address = reverse("admin:news_article_send_back", args=[article.pk])
            buttons["send_back"] = StepButton("", _("Send back…"), dialog_address=address)
        alone = article is not None and "publish" in buttons and needs_second_person(request.user, row)
        next_verb = next(
            (verb for verb in LEADING_ON if verb in buttons and not (alone and verb == "publish")), None
        )
        return {
            "next_step": buttons.pop(next_verb, None),
            "other_steps": list(buttons.values()),
        }

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """Offer the buttons on a new article, too."""
        extra_context = extra_context or {}
        if object_id is None and self.has_add_permission(request):
            extra_context["actions_submit_line"] = self.get_actions_submit_line(request, None)
        return super().changeform_view(request, object_id, form_url, extra_context)

    def response_add(self, request, obj, post_url_continue=None):
        return super().response_add(_staying(request), obj, post_url_continue)

    def response_change(self, request, obj):
        if copied := getattr(request, "_copied", None):
            return HttpResponseRedirect(reverse("admin:news_article_change", args=[copied.pk]))
        return super().response_change(_staying(request), obj)

    def take_submitted_steps(self, request, article):
        """Use the verbs whose buttons sent the form."""
        for step in self.get_actions_submit_line(request, article.pk):
            if step.action_name in request.POST:
                step.method(request, article)

    @action(description=_("Submit for review"), icon="rate_review")
    def submit(self, request, obj):
        self._take_step(request, publishing.submit, obj, _("The article waits for review."))

    @action(description=_("Approve"), icon="check")
    def approve(self, request, obj):
        self._take_step(request, publishing.approve, obj, _("The article is approved."))

    @action(description=_("Publish"), icon="publish")
    def publish(self, request, obj):
        if obj.status == ArticleStatus.PUBLISHED and not obj.has_draft:
            messages.info(request, _("Nothing has changed: what is published stays."))
            return
        asked = request.POST.get("publish_languages")
        languages = [asked] if asked in dict(settings.LANGUAGES) else None
        self._take_step(
            request, publishing.publish, obj, None, languages=languages, override=_reason(request)
        )

    @action(description=_("Publish without the empty language"), icon="publish")
    def publish_without(self, request, obj):
        self._take_step(request, publishing.publish_without, obj, None, override=_reason(request))

    @action(description=_("Publish now"), icon="publish")
    def publish_now(self, request, obj):
        self._take_step(request, publishing.publish_now, obj, None, override=_reason(request))

    @action(description=_("Do not publish at that moment"), icon="event_busy")
    def unschedule(self, request, obj):
        self._take_step(request, publishing.unschedule, obj, _("The draft is no longer scheduled."))

    @action(description=_("Withdraw"), icon="visibility_off")
    def withdraw(self, request, obj):
        self._take_step(request, publishing.withdraw, obj, _("The article is off the site."))

    @action(description=_("Drop the draft"), icon="layers_clear")
    def discard_draft(self, request, obj):
        self._take_step(
            request, drafts.discard_draft, obj, _("The draft is dropped; what is published stays.")
        )

    @action(description=_("Begin a copy"), icon="content_copy")
    def begin_copy(self, request, obj):
        """Begin an article that says what this one says, and go there."""
        try:
            request._copied = copy(obj.row, request.user)
        except PublishingError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("This is the copy: a draft of its own."))

    @action(
        description=_("Send back"), icon="undo", url_path="send-back",
        dialog={"title": _("Send back to the author"), "description": _("The article becomes a draft again."),
                "form_class": SendBackForm, "form_submit_text": _("Send back")},
    )  # fmt: skip
    def send_back(self, request, form, object_id):
        article = self.get_object(request, object_id)
        if article is None:
            raise Http404
        note = form.cleaned_data["note"]
        self._take_step(
            request, publishing.send_back, article.row, _("The article is back with its author."), note
        )
        return HttpResponse(headers={"HX-Redirect": reverse("admin:news_article_change", args=[object_id])})

    def _take_step(self, request, verb, article, success, *details, **more):
        """Use a verb and tell the person how it went."""
        try:
            verb(article, request.user, *details, **more)
        except PublishingError as refusal:
            messages.error(request, with_places(refusal))
            return
        if verb in LETTERS:
            write_letters(request, LETTERS[verb], article, *details)
        messages.success(request, success or _published(article))
        if article.scheduled_for and success:
            messages.info(request, still_scheduled(article))


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


def _published(article):
    """Return how publishing an article went, as it stands now: what is live, what waits, what is still a draft."""
    now = timezone.now()
    if article.published_at > now:
        return _("The article is scheduled: it appears %(moment)s.") % {
            "moment": _in_words(article.published_at)
        }
    if article.scheduled_for and article.scheduled_revision_id == article.latest_revision_id:
        return still_scheduled(article)
    sentences = [_("The article is published.")]
    if article.scheduled_for:
        sentences.append(still_scheduled(article))
    if article.has_draft and not article.scheduled_for:
        sentences.append(_("What is not published yet stays a draft."))
    return " ".join(str(sentence) for sentence in sentences)


def still_scheduled(article):
    """Return what is scheduled of an article in one sentence."""
    return _("Scheduled: the changes appear %(moment)s (%(languages)s).") % {
        "moment": _in_words(article.scheduled_for),
        "languages": names_of(scheduled_languages(article)),
    }


def _in_words(moment):
    return date_format(timezone.localtime(moment), "DATETIME_FORMAT")


def _reason(request):
    """Return why the article may go out in spite of what holds it back, as the form says it."""
    return request.POST.get("override", "")


def _staying(request):
    """Return the request so that a step leads back to the article instead of the list."""
    if any(f"news_article_{verb}" in request.POST for verb in StepsMixin.actions_submit_line):
        request.POST = request.POST.copy()
        request.POST["_continue"] = "1"
    return request

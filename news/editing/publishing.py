"""Publishing articles: submit, send back, approve, publish or schedule, withdraw.

Every verb takes the article and who does it, refuses with a `PublishingError` that carries a sentence for people,
changes the article in one transaction and leaves a line in the history. A published article and its draft take the
same steps: what is submitted, approved and published is always the newest content (`Article.stage` says where it
stands). What visitors see follows from the row's status and moments; the page cache hears of the change by itself.
"""

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from foundation.history import note
from news.articles.models import Article
from news.enums import ArticleStatus
from news.permissions import user_can_approve_article, user_can_edit_article, user_can_publish_article

from . import sending_back
from .checks.run import serious
from .content import cleaned, written_languages
from .four_eyes import may_not_approve, needs_second_person
from .live import clear_schedule, go_live, moment_of, require_own_old_id, schedule_draft
from .revisions import latest_content, put_in_row, save_revision
from .states import STEPS, PublishingError, require_step


@transaction.atomic
def submit(article, by):
    """Ask for review: draft or withdrawn → in review."""
    _require(user_can_edit_article(by, article), _("You may not change this article."))
    stored = _locked(article, "submit")
    _require_content(latest_content(stored))
    _set_stage(article, stored, ArticleStatus.IN_REVIEW)
    sending_back.forget(article)
    note(by, [article], _("Submitted for review."))


@transaction.atomic
def send_back(article, by, note_to_author):
    """Give an article back to its author with a note: in review or approved → draft."""
    _require(user_can_approve_article(by), _("You may not review articles."))
    _require(note_to_author.strip(), _("Say what has to change, so that the author can act on it."))
    stored = _locked(article, "send_back")
    _set_stage(article, stored, ArticleStatus.DRAFT)
    sending_back.keep(stored, by, note_to_author.strip())
    note(by, [article], _("Sent back: %(note)s") % {"note": note_to_author.strip()})


@transaction.atomic
def approve(article, by):
    """Approve an article: in review → approved."""
    _require(user_can_approve_article(by), _("You may not approve articles."))
    stored = _locked(article, "approve")
    _require(not may_not_approve(by, stored), _("You wrote some of this text: somebody else approves it."))
    _require_content(latest_content(stored))
    _set_stage(article, stored, ArticleStatus.APPROVED)
    note(by, [article], _("Approved."))


@transaction.atomic
def publish(article, by, at=None, languages=None, override=""):
    """Publish the newest content of an article at a moment: the one given, else the one it names, else now.

    `languages` (codes; all that are written by default) says which texts go live; the others stay as visitors know
    them, and remain in the draft. A moment in the future schedules: the article appears at its second, and a live
    article keeps its present text until then. What the checks find serious holds it back, unless `override` says why
    it may go out all the same. Under four eyes the same reason lets chief editors put out alone what they wrote.
    """
    stored = _locked(article, "publish")
    _require(user_can_publish_article(by, stored), _("You may not publish articles."))
    content = cleaned(latest_content(stored))
    _require_content(content)
    languages = list(languages or written_languages(content))
    _require(
        set(languages) <= set(written_languages(content)),
        _("A language needs a title and a text before it is published."),
    )
    _require_second_person(article, stored, by, override)
    _require_sound(article, content, languages, by, override)
    require_own_old_id(stored, content)
    now = timezone.now()
    moment = at or moment_of(content["published_at"]) or stored.published_at or now
    gone = moment_of(content["expires_at"])
    _require(
        gone is None or gone > moment,
        _("The article would be taken down before it appears. Change the moment it is taken down."),
    )
    if moment > now and stored.status == ArticleStatus.PUBLISHED and stored.published_at <= now:
        schedule_draft(stored, content, by, moment, languages)
    else:
        save_revision(stored, content, by)
        go_live(stored, content, stored.latest_revision, moment, languages)
    written = {"moment": date_format(timezone.localtime(moment), "DATETIME_FORMAT")}
    sentence = (
        _("Scheduled for %(moment)s.") % written
        if moment > now
        else _("Published, dated %(moment)s.") % written
    )
    note(
        by,
        [article],
        sentence if len(languages) == len(written_languages(content)) else _only(sentence, languages),
    )
    article.refresh_from_db()


def publish_now(article, by, override=""):
    """Publish at this moment what is scheduled for a later one."""
    publish(article, by, timezone.now(), override=override)


@transaction.atomic
def unschedule(article, by):
    """Take back that a draft of a live article goes live at a moment; the draft stays."""
    stored = _locked(article, "unschedule")
    _require(user_can_publish_article(by, stored), _("You may not publish articles."))
    _require(stored.scheduled_for, _("Nothing is scheduled."))
    clear_schedule(stored)
    note(by, [article], _("No longer scheduled."))
    article.refresh_from_db()


@transaction.atomic
def withdraw(article, by):
    """Take an article off the site: published or scheduled → withdrawn. Its draft, if it has one, stays its newest text."""
    _require(user_can_publish_article(by), _("You may not withdraw articles."))
    stored = _locked(article, "withdraw")
    content = latest_content(stored)
    clear_schedule(stored)
    Article.objects.filter(pk=stored.pk).update(
        status=ArticleStatus.WITHDRAWN, draft_status="", live_revision=None
    )
    stored.refresh_from_db()
    put_in_row(stored, content)
    note(by, [article], _("Withdrawn."))
    article.refresh_from_db()


def steps(article, by, at=None):
    """Return the names of the verbs that `by` may use on the article now, in the order of an article's life."""
    published = article.status == ArticleStatus.PUBLISHED
    scheduled = published and (article.published_at > (at or timezone.now()) or article.scheduled_for)
    may_publish, may_edit = user_can_publish_article(by, article), user_can_edit_article(by, article)
    may_review = user_can_approve_article(by)
    allowed = {
        "submit": may_edit,
        "send_back": may_review,
        "approve": may_review and not may_not_approve(by, article),
        "publish": may_publish,
        "publish_now": scheduled and may_publish,
        "unschedule": article.scheduled_for and may_publish,
        "withdraw": user_can_publish_article(by),
    }
    possible = [verb for verb, step in STEPS.items() if allowed[verb] and step.is_offered(article)]
    return [*possible, "discard_draft"] if article.has_draft and may_edit else possible


def _locked(article, verb):
    """Return the article as the database holds it, locked, if the step leads on from where it stands."""
    stored = Article.objects.select_for_update(of=("self",)).get(pk=article.pk)
    require_step(verb, stored)
    return stored


def _set_stage(article, stored, stage):
    """Give the newest content a stage: that of the draft of a published article, else that of the article."""
    name = "draft_status" if stored.status == ArticleStatus.PUBLISHED else "status"
    Article.objects.filter(pk=stored.pk).update(**{name: stage, "updated_at": timezone.now()})
    setattr(article, name, stage)


def _only(sentence, languages):
    names = ", ".join(dict(settings.LANGUAGES)[code] for code in languages)
    return _("%(sentence)s Only: %(languages)s.") % {"sentence": sentence, "languages": names}


def _require_sound(article, content, languages, by, override):
    findings = serious(content, languages)
    if findings and not override.strip():
        sentences = dict.fromkeys(finding.sentence for finding in findings)
        raise PublishingError(
            [
                _("The checks hold this back:"),
                *sentences,
                _("Put it right, or say why it may go out all the same."),
            ],
            code="checks",
        )
    if findings:
        note(by, [article], _("Published in spite of the checks: %(reason)s") % {"reason": override.strip()})


def _require_second_person(article, stored, by, override):
    """Hold back what its author would put out alone; chief editors may say why it cannot wait, and that is kept."""
    if not needs_second_person(by, stored):
        return
    if not (override.strip() and user_can_approve_article(by)):
        raise PublishingError(
            _("You wrote some of this text: somebody else approves or publishes it. Submit it for review.")
            if not user_can_approve_article(by)
            else _(
                "You wrote some of this text: somebody else approves or publishes it. If it cannot wait, say why it may go "
                "out without a second person."
            ),
            code="alone",
        )
    note(by, [article], _("Published without a second person: %(reason)s") % {"reason": override.strip()})


def _require(allowed, sentence):
    if not allowed:
        raise PublishingError(sentence, code="refused")


def _require_content(content):
    _require(written_languages(content), _("The article needs a title and a text in at least one language."))

"""Publishing articles: submit, send back, approve, publish or schedule, withdraw.

Every verb takes the article and who does it, refuses with a `PublishingError` that carries a sentence for people,
changes the article in one transaction and leaves a line in the history. A published article and its draft take the
same steps: what is submitted, approved and published is always the newest content (`Article.stage` says where it
stands). What visitors see follows from the row's status and moments; the page cache hears of the change by itself.
"""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.background.mishaps import settle
from foundation.history import note
from news.articles.models import Article
from news.enums import UNPUBLISHED, ArticleStatus
from news.linking.uses import note as note_uses
from news.permissions import user_can_approve_article, user_can_edit_article, user_can_publish_article

from .checks.run import serious
from .content import LANGUAGES, text_fields, written_languages, written_moment
from .drafts import REVIEWED, differs_from_row
from .old_ids import holder_of_old_id
from .revisions import latest_content, put_in_row, save_revision
from .second_person import may_not_approve, needs_second_person

SUBMITTABLE = frozenset({ArticleStatus.DRAFT, ArticleStatus.WITHDRAWN})
#: The kind under which a scheduled change that failed is remembered.
DUE_CHANGE = "due-change"
PUBLISHABLE = UNPUBLISHED | {ArticleStatus.WITHDRAWN}


class PublishingError(ValidationError):
    """Why an article cannot take the step that was asked for."""

    def __str__(self):
        return " ".join(self.messages)


@transaction.atomic
def submit(article, by):
    """Ask for review: draft or withdrawn → in review."""
    _require(user_can_edit_article(by, article), _("You may not change this article."))
    stored = _locked(article, SUBMITTABLE)
    _require_content(latest_content(stored))
    _set_stage(article, stored, ArticleStatus.IN_REVIEW)
    note(by, [article], _("Submitted for review."))


@transaction.atomic
def send_back(article, by, note_to_author):
    """Give an article back to its author with a note: in review or approved → draft."""
    _require(user_can_approve_article(by), _("You may not review articles."))
    _require(note_to_author.strip(), _("Say what has to change, so that the author can act on it."))
    _set_stage(article, _locked(article, REVIEWED), ArticleStatus.DRAFT)
    note(by, [article], _("Sent back: %(note)s") % {"note": note_to_author.strip()})


@transaction.atomic
def approve(article, by):
    """Approve an article: in review → approved."""
    _require(user_can_approve_article(by), _("You may not approve articles."))
    stored = _locked(article, {ArticleStatus.IN_REVIEW})
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
    stored = _locked(article, PUBLISHABLE | {ArticleStatus.PUBLISHED})
    _require(user_can_publish_article(by, stored), _("You may not publish articles."))
    content = latest_content(stored)
    _require_content(content)
    languages = list(languages or written_languages(content))
    _require(
        set(languages) <= set(written_languages(content)),
        _("A language needs a title and a text before it is published."),
    )
    _require_second_person(article, stored, by, override)
    _require_sound(article, content, languages, by, override)
    _require_own_old_id(stored, content)
    now = timezone.now()
    moment = at or _moment(content["published_at"]) or stored.published_at or now
    gone = _moment(content["expires_at"])
    _require(
        gone is None or gone > moment,
        _("The article would be taken down before it appears. Change the moment it is taken down."),
    )
    if moment > now and stored.status == ArticleStatus.PUBLISHED and stored.published_at <= now:
        _schedule_draft(stored, content, by, moment, languages)
    else:
        save_revision(stored, content, by)
        _go_live(stored, content, stored.latest_revision, moment, languages)
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
    stored = _locked(article, {ArticleStatus.PUBLISHED}, stage=False)
    _require(user_can_publish_article(by, stored), _("You may not publish articles."))
    _require(stored.scheduled_for, _("Nothing is scheduled."))
    _clear_schedule(stored)
    note(by, [article], _("No longer scheduled."))
    article.refresh_from_db()


@transaction.atomic
def withdraw(article, by):
    """Take an article off the site: published or scheduled → withdrawn. Its draft, if it has one, stays its newest text."""
    _require(user_can_publish_article(by), _("You may not withdraw articles."))
    stored = _locked(article, {ArticleStatus.PUBLISHED}, stage=False)
    content = latest_content(stored)
    _clear_schedule(stored)
    Article.objects.filter(pk=stored.pk).update(
        status=ArticleStatus.WITHDRAWN, draft_status="", live_revision=None
    )
    stored.refresh_from_db()
    put_in_row(stored, content)
    note(by, [article], _("Withdrawn."))
    article.refresh_from_db()


@transaction.atomic
def put_due_live(key, now):
    """Put the draft of an article live whose moment has come by `now`; tell whether it did. Each is put live once."""
    due = Article.objects.filter(scheduled_for__lte=now)
    stored = due.select_for_update(of=("self",)).filter(pk=key).first()
    if stored is None or stored.scheduled_revision is None:
        return False
    revision = stored.scheduled_revision
    moment = _moment(revision.content["published_at"]) or stored.published_at
    _require_own_old_id(stored, revision.content)
    _go_live(stored, revision.content, revision, moment, stored.scheduled_languages or LANGUAGES)
    return True


def steps(article, by, at=None):
    """Return the names of the verbs that `by` may use on the article now, in the order of an article's life."""
    stage, published = article.stage, article.status == ArticleStatus.PUBLISHED
    scheduled = published and (article.published_at > (at or timezone.now()) or article.scheduled_for)
    may_publish = user_can_publish_article(by, article)
    possible = {
        "submit": stage in SUBMITTABLE and user_can_edit_article(by, article),
        "send_back": stage in REVIEWED and user_can_approve_article(by),
        "approve": stage == ArticleStatus.IN_REVIEW
        and user_can_approve_article(by)
        and not may_not_approve(by, article),
        "publish": stage in PUBLISHABLE and may_publish,
        "publish_now": scheduled and may_publish,
        "unschedule": article.scheduled_for and may_publish,
        "withdraw": published and user_can_publish_article(by),
        "discard_draft": article.has_draft and user_can_edit_article(by, article),
    }
    return [verb for verb, allowed in possible.items() if allowed]


def next_change(after):
    """Return the earliest moment after `after` at which an article appears, changes or goes by itself, or None."""
    moments = [
        _first_after(name, after)
        for name in ("visible_from", "visible_until", "scheduled_for", "pinned_until")
    ]
    return min((moment for moment in moments if moment), default=None)


def _first_after(name, after):
    """Return the earliest moment of a kind after another, or None: the first entry of its index."""
    rows = Article.objects.filter(**{f"{name}__gt": after}).order_by(name)
    return rows.values_list(name, flat=True).first()


def _locked(article, allowed, stage=True):
    """Return the article as the database holds it, locked, if its stage (or status) is one of the `allowed` ones."""
    stored = Article.objects.select_for_update(of=("self",)).get(pk=article.pk)
    present = stored.stage if stage else stored.status
    if present not in allowed:
        raise PublishingError(
            _("This cannot be done with an article that is “%(status)s”.")
            % {"status": ArticleStatus(present).label},
            code="state",
        )
    return stored


def _set_stage(article, stored, stage):
    """Give the newest content a stage: that of the draft of a published article, else that of the article."""
    name = "draft_status" if stored.status == ArticleStatus.PUBLISHED else "status"
    Article.objects.filter(pk=stored.pk).update(**{name: stage, "updated_at": timezone.now()})
    setattr(article, name, stage)


def _go_live(stored, content, revision, moment, languages):
    """Write the content of a revision into the row as what visitors read from `moment` on; the rest remains a draft."""
    was_published = stored.status == ArticleStatus.PUBLISHED
    newest = latest_content(stored)
    held_back = [code for code in LANGUAGES if code not in languages]
    shown = content if was_published else {**content, **dict.fromkeys(text_fields(held_back), "")}
    stored.status = ArticleStatus.PUBLISHED
    put_in_row(
        stored, {**shown, "published_at": written_moment(moment)}, languages if was_published else LANGUAGES
    )
    still_draft = differs_from_row(stored, {**newest, "published_at": ""})
    Article.objects.filter(pk=stored.pk).update(
        draft_status=(stored.draft_status or ArticleStatus.DRAFT) if still_draft else "",
        live_revision=revision,
        scheduled_revision=None,
        scheduled_for=None,
        scheduled_by=None,
        scheduled_languages=[],
    )
    note_uses(stored)
    settle(DUE_CHANGE, str(stored.pk))


def _schedule_draft(stored, content, by, moment, languages):
    """Note that the draft of a live article goes live at a moment in the future."""
    save_revision(stored, content, by)
    Article.objects.filter(pk=stored.pk).update(
        scheduled_revision=stored.latest_revision,
        scheduled_for=moment,
        scheduled_by=by,
        scheduled_languages=languages,
        draft_status=stored.draft_status or ArticleStatus.APPROVED,
    )


def _clear_schedule(stored):
    Article.objects.filter(pk=stored.pk).update(
        scheduled_revision=None, scheduled_for=None, scheduled_by=None, scheduled_languages=[]
    )
    settle(DUE_CHANGE, str(stored.pk))


def _moment(text):
    return parse_datetime(text) if text else None


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


def _require_own_old_id(article, content):
    number = content.get("legacy_id")
    taken = (
        number and number != article.legacy_id and holder_of_old_id(number, besides=article.pk, drafts=False)
    )
    _require(not taken, gettext_lazy("Another article has the id on the old site that this one is given."))


def _require(allowed, sentence):
    if not allowed:
        raise PublishingError(sentence, code="refused")


def _require_content(content):
    _require(written_languages(content), _("The article needs a title and a text in at least one language."))

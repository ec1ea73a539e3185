"""Publishing articles: submit, send back, approve, publish or schedule, withdraw.

Every verb takes the article and who does it, refuses with a `PublishingError` that carries a sentence for people,
changes the article in one transaction and leaves a line in the history. A published article and its draft take the
same steps: what is submitted, approved and published is always the newest content (`Article.stage` says where it
stands). What visitors see follows from the row's status and moments; the page cache hears of the change by itself.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from foundation.history import note
from foundation.languages import LANGUAGE_CODES, names_of
from news.articles.models import Article
from news.enums import ArticleStatus
from news.permissions import user_can_approve_article, user_can_edit_article, user_can_publish_article

from . import sending_back
from .checks.run import missing, serious
from .content import (
    GOES_LIVE_AT,
    SHARED,
    cleaned,
    moment_of,
    snapshot,
    text_fields,
    written_languages,
    written_moment,
)
from .due import put_scheduled_live
from .four_eyes import may_not_approve, needs_second_person
from .live import go_live, require_own_old_id
from .revisions import content_of, keep_undated, latest_content, put_in_row, save_revision
from .schedule import kept_back, put_off, scheduled_languages, take_back
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
    """Give an article back to its author with a note: in review or approved → draft; it is no longer scheduled then.

    An older change that is scheduled is another text, and stays scheduled.
    """
    _require(user_can_approve_article(by), _("You may not review articles."))
    _require(note_to_author.strip(), _("Say what has to change, so that the author can act on it."))
    stored = _locked(article, "send_back")
    if stored.scheduled_for and stored.scheduled_revision_id == stored.latest_revision_id:
        take_back(stored)
        note(by, [article], _("No longer scheduled."))
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
def publish(article, by, at=None, languages=None, override="", without=False):
    """Publish the newest content of an article at a moment: the one given, else the one it names, else now.

    `languages` (codes; all that are written by default) says which texts go live; the others stay as visitors know
    them, and remain in the draft. A moment in the future schedules: the article appears at its second, and a live
    article keeps its present text until then, and its date. What the checks find serious holds it back, unless `override`
    says why it may go out all the same. Under four eyes the same reason lets chief editors put out alone what they wrote.
    A language that visitors read and the newest content has emptied goes with it only if `without` says so.
    """
    stored = _locked(article, "publish")
    _require(user_can_publish_article(by, stored), _("You may not publish articles."))
    content = cleaned(latest_content(stored))
    _require_content(content)
    emptied = [] if languages else emptied_languages(stored, content)
    if emptied and not without:
        raise PublishingError(_emptied_sentence(emptied), code="emptied")
    content |= dict.fromkeys(text_fields(emptied), "")
    written = written_languages(content)
    replaced = languages or LANGUAGE_CODES  # whoever publishes all leaves nothing older waiting
    languages = list(languages or written)
    _require(
        set(languages) <= set(written),
        _("A language needs a title and a text before it is published."),
    )
    _require_second_person(article, stored, by, override)
    _require_sound(article, content, languages, by, override)
    require_own_old_id(stored, content)
    now = timezone.now()
    is_live = stored.status == ArticleStatus.PUBLISHED and stored.published_at <= now
    dated, moment = (_moments_of_change if is_live else _moments_of_first)(stored, content, at, now)
    gone = moment_of(content["expires_at"])
    _require(
        gone is None or gone > (dated if is_live and moment <= now else moment),
        _("The article would be taken down before it appears. Change the moment it is taken down."),
    )
    if is_live and moment > now:
        dated_content = {**content, "published_at": written_moment(dated)}
        put_off(stored, dated_content, by, moment, [*languages, *emptied], replaced)
    else:
        save_revision(stored, content, by)
        waiting = kept_back(stored, content, replaced)
        fields = [name for name in SHARED if name not in waiting]
        go_live(stored, content, stored.latest_revision, dated, [*languages, *emptied], fields)
    sentence = (
        _("Scheduled for %(moment)s.") % {"moment": _in_words(moment)}
        if moment > now
        else _("Published, dated %(moment)s.") % {"moment": _in_words(dated)}
    )
    if emptied:
        sentence = _("%(sentence)s Taken off: %(languages)s.") % {
            "sentence": sentence,
            "languages": names_of(emptied),
        }
    note(by, [article], sentence if len(languages) == len(written) else _only(sentence, languages))
    article.refresh_from_db()


def publish_without(article, by, override=""):
    """Publish the newest content and take the languages off the site that it has emptied."""
    require_step("publish_without", Article.objects.get(pk=article.pk))
    publish(article, by, override=override, without=True)


@transaction.atomic
def publish_now(article, by, override=""):
    """Publish at this moment what is scheduled for a later one: that text, in its languages. What was written since stays a draft."""
    stored = _locked(article, "publish_now")
    _require(user_can_publish_article(by, stored), _("You may not publish articles."))
    now = timezone.now()
    if stored.scheduled_revision_id:
        content, languages = content_of(stored.scheduled_revision), scheduled_languages(stored)
        _require_sound(article, content, languages, by, override)
        put_scheduled_live(stored, now)
    else:
        _require(stored.published_at > now, _("Nothing is scheduled."))
        content = snapshot(stored)
        _require_sound(article, content, written_languages(content), by, override)
        if stored.has_draft and moment_of(latest_content(stored)["published_at"]) == stored.published_at:
            keep_undated(stored, _("Published sooner than scheduled."))
        go_live(stored, content, stored.live_revision, now, LANGUAGE_CODES)
    note(by, [article], _("Published, dated %(moment)s.") % {"moment": _in_words(stored.published_at)})
    article.refresh_from_db()


@transaction.atomic
def unschedule(article, by):
    """Take back that a draft of a live article goes live at a moment; the draft stays."""
    stored = _locked(article, "unschedule")
    _require(user_can_publish_article(by, stored), _("You may not publish articles."))
    _require(stored.scheduled_for, _("Nothing is scheduled."))
    take_back(stored)
    note(by, [article], _("No longer scheduled."))
    article.refresh_from_db()


@transaction.atomic
def withdraw(article, by):
    """Take an article off the site: published or scheduled → withdrawn. Its draft, if it has one, stays its newest text."""
    _require(user_can_publish_article(by), _("You may not withdraw articles."))
    stored = _locked(article, "withdraw")
    content = latest_content(stored)
    take_back(stored)
    Article.objects.filter(pk=stored.pk).update(
        status=ArticleStatus.WITHDRAWN, draft_status="", live_revision=None
    )
    stored.refresh_from_db()
    put_in_row(stored, content)
    note(by, [article], _("Withdrawn."))
    article.refresh_from_db()


def steps(article, by, at=None):
    """Return the names of the verbs that a form may offer `by` for the article now, in the order of an article's life.

    The form saves what was typed before it uses the verb, so that a published article offers the steps of its next draft.
    """
    published = article.status == ArticleStatus.PUBLISHED
    scheduled = published and (article.published_at > (at or timezone.now()) or article.scheduled_for)
    may_publish, may_edit = user_can_publish_article(by, article), user_can_edit_article(by, article)
    may_review = user_can_approve_article(by)
    allowed = {
        "submit": may_edit,
        "send_back": may_review,
        "approve": may_review and not may_not_approve(by, article),
        "publish": may_publish,
        "publish_without": may_publish and _has_emptied(article),
        "publish_now": scheduled and may_publish,
        "unschedule": article.scheduled_for and may_publish,
        "withdraw": user_can_publish_article(by),
    }
    possible = [verb for verb, step in STEPS.items() if allowed[verb] and step.is_offered(article)]
    return [*possible, "discard_draft"] if article.has_draft and may_edit else possible


def next_step(article, by, at=None):
    """Return the verb that leads the newest text on to its readers, of those that `by` may use now; "" when none does.

    It is the one nearest to the reader; publishing is none while it takes a second person. What waits for its moment needs
    nothing more.
    """
    possible = steps(article, by, at)
    is_scheduled = article.scheduled_for and article.scheduled_revision_id == article.latest_revision_id
    if (article.has_draft and is_scheduled) or ("publish_now" in possible and not article.has_draft):
        return ""
    alone = article.pk and needs_second_person(by, article)
    leading_on = ("approve", "submit") if alone else ("publish_without", "publish", "approve", "submit")
    return next((verb for verb in leading_on if verb in possible), "")


def _has_emptied(article):
    revision = article.latest_revision if article.has_draft else None
    return bool(revision and emptied_languages(article, revision.content))


def emptied_languages(article, content):
    """Return the codes of the languages that visitors read of a published article and a content has no title or text in."""
    if article.status != ArticleStatus.PUBLISHED:
        return []
    held = written_languages({name: getattr(article, name) for name in text_fields()})
    return [code for code in held if code not in written_languages(content)]


def _locked(article, verb):
    """Return the article as the database holds it, locked, if the step leads on from where it stands."""
    stored = Article.objects.select_for_update(of=("self",)).get(pk=article.pk)
    require_step(verb, stored)
    return stored


def _set_stage(article, stored, stage):
    """Give the newest content a stage: that of the draft of a published article, else that of the article.

    Visitors see nothing of the stage of a draft: the last change of a published article stays what it was.
    """
    is_draft = stored.status == ArticleStatus.PUBLISHED
    now = timezone.now()
    after = {"draft_status": stage} if is_draft else {"status": stage, "updated_at": now}
    after["staged_at"] = now
    Article.objects.filter(pk=stored.pk).update(**after)
    for name, value in after.items():
        setattr(article, name, value)


def _only(sentence, languages):
    return _("%(sentence)s Only: %(languages)s.") % {"sentence": sentence, "languages": names_of(languages)}


def _in_words(moment):
    return date_format(timezone.localtime(moment), "DATETIME_FORMAT")


def _moments_of_change(stored, content, at, now):
    """Return (date of a live article, moment of its change): the date changes only to one that has passed."""
    dated, moment = moment_of(content["published_at"]), at or moment_of(content.get(GOES_LIVE_AT))
    if dated and dated > now:
        dated, moment = None, moment or dated
    return dated or stored.published_at, moment or now


def _moments_of_first(stored, content, at, now):
    """Return (date of an article, moment it appears) when nobody reads it yet: they are one."""
    moment = at or moment_of(content["published_at"]) or stored.published_at or now
    return moment, moment


def _emptied_sentence(languages):
    return _(
        "Visitors read this article in %(languages)s too, and there its title or text is empty now. Choose “Publish without the"
        " empty language” to take it off the site, or choose under “Languages to publish” what goes out and leave it as it is."
    ) % {"languages": names_of(languages)}


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
            findings=findings,
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
    if found := missing(content):
        raise PublishingError([finding.sentence for finding in found], code="incomplete", findings=found)

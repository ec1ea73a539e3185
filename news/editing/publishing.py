"""Publishing things: submit, send back, approve, publish or schedule, withdraw.

Every verb takes the thing and who does it, refuses with a `PublishingError` that carries a sentence for people,
changes the thing in one transaction and leaves a line in the history. A published thing and its draft take the
same steps: what is submitted, approved and published is always the newest content (`Drafted.stage` says where it
stands). What visitors see follows from the row's status and moments; the page cache hears of the change by itself.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from foundation.history import note
from foundation.languages import LANGUAGE_CODES, names_of
from news.drafting.contents import DATED, GOES_LIVE_AT, GONE, moment_of, written_moment
from news.drafting.rows import locked, stored_of, write
from news.enums import ArticleStatus
from news.permissions import user_can_approve, user_can_edit, user_can_publish

from . import sending_back
from .against_figures import require_agreement
from .checks.needs import emptied as emptied_sentence
from .checks.needs import lacking_where_asked
from .checks.run import agreement_of, missing, serious
from .content import snapshot
from .due import put_scheduled_live
from .four_eyes import may_not_approve, needs_second_person
from .live import go_live
from .own_values import require_own
from .revisions import content_of, keep_undated, latest_content, put_in_row, save_revision
from .schedule import kept_back, put_off, scheduled_languages, take_back
from .states import STEPS, PublishingError, require_step


@transaction.atomic
def submit(thing, by):
    """Ask for review: draft or withdrawn → in review."""
    _require(user_can_edit(by, thing), _("You may not change this."))
    stored = _locked(thing, "submit")
    _require_content(stored, latest_content(stored))
    _set_stage(thing, stored, ArticleStatus.IN_REVIEW)
    sending_back.forget(thing)
    note(by, [thing], gettext_noop("Submitted for review."))


@transaction.atomic
def send_back(thing, by, note_to_author):
    """Give a thing back to its author with a note: in review or approved → draft; it is no longer scheduled then.

    An older change that is scheduled is another text, and stays scheduled.
    """
    _require(user_can_approve(by), _("You may not review drafts."))
    _require(note_to_author.strip(), _("Say what has to change, so that the author can act on it."))
    stored = _locked(thing, "send_back")
    if stored.scheduled_for and stored.scheduled_revision_id == stored.latest_revision_id:
        take_back(stored)
        note(by, [thing], gettext_noop("No longer scheduled."))
    _set_stage(thing, stored, ArticleStatus.DRAFT)
    sending_back.keep(stored, by, note_to_author.strip())
    note(by, [thing], gettext_noop("Sent back: %(note)s"), note=note_to_author.strip())


@transaction.atomic
def approve(thing, by, against_figures=False):
    """Approve a thing: in review → approved. What contradicts the figures of its release holds it back as it does publishing."""
    _require(user_can_approve(by), _("You may not approve drafts."))
    stored = _locked(thing, "approve")
    _require(not may_not_approve(by, stored), _("You wrote some of this text: somebody else approves it."))
    content = latest_content(stored)
    _require_content(stored, content)
    agreed = agreement_of(stored.described, stored.described.cleaned(content), by=by)
    require_agreement(thing, [one for found in agreed for one in found.contradictions], by, against_figures)
    _set_stage(thing, stored, ArticleStatus.APPROVED)
    note(by, [thing], gettext_noop("Approved."))


@transaction.atomic
def publish(thing, by, at=None, languages=None, override="", without=False, against_figures=False):
    """Publish the newest content of a thing at a moment: the one given, else the one it names, else now.

    `languages` (codes; all that are written by default) says which texts go live; the others stay as visitors know
    them, and remain in the draft. A moment in the future schedules: the thing appears at its second, and a live
    thing keeps its present text until then, and its date. What the checks find serious holds it back, unless `override`
    says why it may go out all the same; what contradicts the figures of its release goes out only where `against_figures` says
    so. Under four eyes the same reason lets chief editors put out alone what they wrote.
    A language that visitors read and the newest content has emptied goes with it only if `without` says so.
    """
    stored = _locked(thing, "publish")
    _require(user_can_publish(by, stored), _("You may not publish."))
    described = stored.described
    content = described.cleaned(latest_content(stored))
    _require_content(stored, content)
    emptied = [] if languages else emptied_languages(stored, content)
    if emptied and not without:
        raise PublishingError(emptied_sentence(described, names_of(emptied)), code="emptied")
    content |= dict.fromkeys(described.text_fields(emptied), "")
    written = described.written_languages(content)
    replaced = languages or LANGUAGE_CODES  # whoever publishes all leaves nothing older waiting
    languages = list(languages or written)
    _require(
        set(languages) <= set(written),
        lacking_where_asked(described),
    )
    _require_second_person(thing, stored, by, override)
    _require_sound(thing, content, languages, by, override, against_figures)
    require_own(stored, content)
    now = timezone.now()
    is_live = stored.status == ArticleStatus.PUBLISHED and stored.published_at <= now
    dated, moment = (_moments_of_change if is_live else _moments_of_first)(stored, content, at, now)
    gone = moment_of(content[GONE])
    _require(
        gone is None or gone > (dated if is_live and moment <= now else moment),
        _("It would be taken down before it appears. Change the moment it is taken down."),
    )
    if is_live and moment > now:
        dated_content = {**content, DATED: written_moment(dated)}
        put_off(stored, dated_content, by, moment, [*languages, *emptied], replaced)
    else:
        save_revision(stored, content, by)
        waiting = kept_back(stored, content, replaced)
        fields = [name for name in described.shared if name not in waiting]
        go_live(stored, content, stored.latest_revision, dated, [*languages, *emptied], fields)
    scheduled, published = (
        gettext_noop("Scheduled for %(moment)s."),
        gettext_noop("Published, dated %(moment)s."),
    )
    done = (scheduled, {"moment": moment}) if moment > now else (published, {"moment": dated})
    if emptied:
        taken_off = gettext_noop("%(sentence)s Taken off: %(languages)s.")
        done = (taken_off, {"sentence": done, "languages": names_of(emptied)})
    if len(languages) != len(written):
        only = gettext_noop("%(sentence)s Only: %(languages)s.")
        done = (only, {"sentence": done, "languages": names_of(languages)})
    note(by, [thing], done[0], **done[1])
    thing.refresh_from_db()


def publish_without(thing, by, override="", against_figures=False):
    """Publish the newest content and take the languages off the site that it has emptied."""
    require_step("publish_without", stored_of(thing))
    publish(thing, by, override=override, without=True, against_figures=against_figures)


@transaction.atomic
def publish_now(thing, by, override="", against_figures=False):
    """Publish at this moment what is scheduled for a later one: that text, in its languages. What was written since stays a draft."""
    stored = _locked(thing, "publish_now")
    _require(user_can_publish(by, stored), _("You may not publish."))
    now = timezone.now()
    if stored.scheduled_revision_id:
        content, languages = content_of(stored.scheduled_revision), scheduled_languages(stored)
        _require_sound(thing, content, languages, by, override, against_figures)
        put_scheduled_live(stored, now)
    else:
        _require(stored.published_at > now, _("Nothing is scheduled."))
        content = snapshot(stored)
        codes = stored.described.written_languages(content)
        _require_sound(thing, content, codes, by, override, against_figures)
        if stored.has_draft and moment_of(latest_content(stored)[DATED]) == stored.published_at:
            keep_undated(stored, _("Published sooner than scheduled."))
        go_live(stored, content, stored.live_revision, now, LANGUAGE_CODES)
    note(by, [thing], gettext_noop("Published, dated %(moment)s."), moment=stored.published_at)
    thing.refresh_from_db()


@transaction.atomic
def unschedule(thing, by):
    """Take back that a draft of a live thing goes live at a moment; the draft stays."""
    stored = _locked(thing, "unschedule")
    _require(user_can_publish(by, stored), _("You may not publish."))
    _require(stored.scheduled_for, _("Nothing is scheduled."))
    take_back(stored)
    note(by, [thing], gettext_noop("No longer scheduled."))
    thing.refresh_from_db()


@transaction.atomic
def withdraw(thing, by):
    """Take a thing off the site: published or scheduled → withdrawn. Its draft, if it has one, stays its newest text."""
    _require(user_can_publish(by), _("You may not take anything off the site."))
    stored = _locked(thing, "withdraw")
    content = latest_content(stored)
    take_back(stored)
    write(stored, status=ArticleStatus.WITHDRAWN, draft_status="", live_revision=None)
    stored.refresh_from_db()
    put_in_row(stored, content)
    note(by, [thing], gettext_noop("Withdrawn."))
    thing.refresh_from_db()


def steps(thing, by, at=None):
    """Return the names of the verbs that a form may offer `by` for the thing now, in the order of a thing's life.

    The form saves what was typed before it uses the verb, so that a published thing offers the steps of its next draft.
    """
    published = thing.status == ArticleStatus.PUBLISHED
    scheduled = published and (thing.published_at > (at or timezone.now()) or thing.scheduled_for)
    may_publish, may_edit = user_can_publish(by, thing), user_can_edit(by, thing)
    may_review = user_can_approve(by)
    allowed = {
        "submit": may_edit,
        "send_back": may_review,
        "approve": may_review and not may_not_approve(by, thing),
        "publish": may_publish,
        "publish_without": may_publish and _has_emptied(thing),
        "publish_now": scheduled and may_publish,
        "unschedule": thing.scheduled_for and may_publish,
        "withdraw": user_can_publish(by),
    }
    possible = [verb for verb, step in STEPS.items() if allowed[verb] and step.is_offered(thing)]
    return [*possible, "discard_draft"] if thing.has_draft and may_edit else possible


def next_step(thing, by, at=None):
    """Return the verb that leads the newest text on to its readers, of those that `by` may use now; "" when none does.

    It is the one nearest to the reader; publishing is none while it takes a second person. What waits for its moment needs
    nothing more.
    """
    possible = steps(thing, by, at)
    is_scheduled = thing.scheduled_for and thing.scheduled_revision_id == thing.latest_revision_id
    if (thing.has_draft and is_scheduled) or ("publish_now" in possible and not thing.has_draft):
        return ""
    alone = thing.pk and needs_second_person(by, thing)
    leading_on = ("approve", "submit") if alone else ("publish_without", "publish", "approve", "submit")
    return next((verb for verb in leading_on if verb in possible), "")


def _has_emptied(thing):
    revision = thing.latest_revision if thing.has_draft else None
    return bool(revision and emptied_languages(thing, revision.content))


def emptied_languages(thing, content):
    """Return the codes of the languages that visitors read of a published thing and a content has no title or text in."""
    if thing.status != ArticleStatus.PUBLISHED:
        return []
    described = thing.described
    held = described.written_languages({name: getattr(thing, name) for name in described.text_fields()})
    return [code for code in held if code not in described.written_languages(content)]


def _locked(thing, verb):
    """Return the thing as the database holds it, locked, if the step leads on from where it stands."""
    stored = locked(thing)
    require_step(verb, stored)
    return stored


def _set_stage(thing, stored, stage):
    """Give the newest content a stage: that of the draft of a published thing, else that of the thing.

    Visitors see nothing of the stage of a draft: the last change of a published thing stays what it was.
    """
    is_draft = stored.status == ArticleStatus.PUBLISHED
    now = timezone.now()
    after = {"draft_status": stage} if is_draft else {"status": stage, "updated_at": now}
    after["staged_at"] = now
    write(stored, **after)
    for name, value in after.items():
        setattr(thing, name, value)


def _moments_of_change(stored, content, at, now):
    """Return (date of a live thing, moment of its change): the date changes only to one that has passed."""
    dated, moment = moment_of(content[DATED]), at or moment_of(content.get(GOES_LIVE_AT))
    if dated and dated > now:
        dated, moment = None, moment or dated
    return dated or stored.published_at, moment or now


def _moments_of_first(stored, content, at, now):
    """Return (date of a thing, moment it appears) when nobody reads it yet: they are one."""
    moment = at or moment_of(content[DATED]) or stored.published_at or now
    return moment, moment


def _require_sound(thing, content, languages, by, override, against_figures):
    found = serious(thing.described, content, languages, by)
    require_agreement(thing, found, by, against_figures)
    findings = [one for one in found if not one.contradicts]
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
        note(
            by, [thing], gettext_noop("Published in spite of the checks: %(reason)s"), reason=override.strip()
        )


def _require_second_person(thing, stored, by, override):
    """Hold back what its author would put out alone; chief editors may say why it cannot wait, and that is kept."""
    if not needs_second_person(by, stored):
        return
    if not (override.strip() and user_can_approve(by)):
        raise PublishingError(
            _("You wrote some of this text: somebody else approves or publishes it. Submit it for review.")
            if not user_can_approve(by)
            else _(
                "You wrote some of this text: somebody else approves or publishes it. If it cannot wait, say why it may go "
                "out without a second person."
            ),
            code="alone",
        )
    note(by, [thing], gettext_noop("Published without a second person: %(reason)s"), reason=override.strip())


def _require(allowed, sentence):
    if not allowed:
        raise PublishingError(sentence, code="refused")


def _require_content(thing, content):
    if found := missing(thing.described, content):
        raise PublishingError([finding.sentence for finding in found], code="incomplete", findings=found)

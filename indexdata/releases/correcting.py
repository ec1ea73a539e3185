"""Corrections under four eyes: one person writes down what a released figure should be, another publishes it."""

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from foundation.history import note
from indexdata.models import DraftVintage, Observation, Release
from indexdata.permissions import user_can_release_figures
from indexdata.wording.numbers import figure

from .occasions import Occasion, tell
from .reasons import one_of, reasons_of
from .releasing import STATED, correctable, write_vintage
from .states import require


def propose(observation, value, by, reason, status=None):
    """Write down the correction of a released figure, or its withdrawal (no value, status "O"); return the `DraftVintage`.

    Readers see nothing of it until a second person publishes it; then they are told the reason, given in every language
    (`{"en": …, "zh_hans": …}`) or as one text in the active one.
    """
    require(user_can_release_figures(by), _("You may not correct figures."))
    reasons = reasons_of(reason)
    require(reasons, _("Say why the figure is corrected."))
    with transaction.atomic():
        release = Release.objects.select_for_update().get(pk=observation.release_id)
        old, value, status = correctable(observation, value, status, timezone.now())
        waiting = DraftVintage.objects.waiting().filter(release=release, index=old.index_id)
        require(not waiting.exists(), _("A correction of this figure is waiting already."))
        draft = DraftVintage.objects.create(
            index_id=old.index_id, release=release, observation=old, value=value, status=status,
            prepared_by=by, **reasons,
        )  # fmt: skip
        tell(Occasion.CORRECTION, release.pk, by.pk, f"correction-{draft.pk}")
        sentence = gettext_noop("Correction from %(old)s to %(new)s waits for a second person: %(reason)s")
        note(by, [old], sentence, old=figure(old.value), new=figure(value), reason=one_of(reasons))
    return draft


def may_decide(draft, user):
    """Tell whether a person may publish a correction: not who wrote it down, unless the office has one person."""
    alone = settings.ONE_PERSON_RELEASES
    return user_can_release_figures(user) and (alone or user.pk != draft.prepared_by_id)


def publish(draft, by):
    """Publish a correction that waits: return the new vintage, public from now."""
    with transaction.atomic():
        stored = _waiting(draft, by)
        require(may_decide(stored, by), _("You wrote this correction down: a second person publishes it."))
        release = Release.objects.select_for_update().get(pk=stored.release_id)
        require(release.is_public(), _("This figure is not released yet; change it directly."))
        current = Observation.objects.current().filter(index=stored.index_id, period=release.period)
        old = current.select_related("release").order_by("demonstration").first()
        if old and old.demonstration and stored.observation_id is None:
            old = None  # an invented figure stands there, which the real one outdoes
        require(
            (old and old.pk) == stored.observation_id,
            _("This figure has been corrected meanwhile: reject this correction and write another."),
        )
        new = write_vintage(
            old, stored.index_id, release, stored.value, stored.status, stored.prepared_by, stored.reasons,
            timezone.now(), {name: getattr(stored, name) for name in STATED}, noted_by=by,
        )  # fmt: skip
        _decide(draft, stored, DraftVintage.Outcome.PUBLISHED, by, "")
    return new


def reject(draft, by, remark):
    """Put a correction away that waits; whoever wrote it down may do so, too."""
    require(user_can_release_figures(by), _("You may not correct figures."))
    require(remark.strip(), _("Say why."))
    with transaction.atomic():
        stored = _waiting(draft, by)
        _decide(draft, stored, DraftVintage.Outcome.REJECTED, by, remark.strip())
        if stored.observation:
            sentence = gettext_noop("Correction rejected: %(reason)s")
            note(by, [stored.observation], sentence, reason=remark.strip())


def _waiting(draft, by):
    stored = (
        DraftVintage.objects.select_for_update(of=("self",)).select_related("observation").get(pk=draft.pk)
    )
    require(not stored.outcome, _("This correction has been decided already."))
    return stored


def _decide(draft, stored, outcome, by, remark):
    stored.outcome, stored.decided_by, stored.decided_at = outcome, by, timezone.now()
    stored.remark = remark
    stored.save(update_fields=["outcome", "decided_by", "decided_at", "remark"])
    draft.outcome = outcome

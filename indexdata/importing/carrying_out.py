"""Writing what a plan says: all of it or nothing, and only while the archive is what the plan was made against."""

from collections import defaultdict

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from foundation.history import note
from indexdata.enums import ContentState
from indexdata.models import DraftVintage, Observation, Provenance, Release
from indexdata.permissions import user_can_import, user_can_import_published, user_can_release_figures
from indexdata.releases.approving import figures_change
from indexdata.releases.checks.acknowledging import keep
from indexdata.releases.checks.movements import power_of_ten
from indexdata.releases.occasions import Occasion, tell
from indexdata.releases.ordinary import make_ordinary
from indexdata.releases.releasing import STATED
from indexdata.releases.usual_moments import usual_moment

from .planning import Kind, Plan, Step, plan_of
from .reading import File

BATCH = 2_000


class NotCarriedOut(ValueError):
    """Nothing was written; the message says why."""


def carry_out(file: File, by, *, fingerprint: str = "", reason: str = "", **options) -> Plan:
    """Plan a file once more and write all its figures, or raise `NotCarriedOut`; return the plan.

    `fingerprint` is that of the plan which was looked at: when figures have changed since, nothing is written. `options` are
    those of `plan_of`. Figures of coming releases are entered; corrections of released ones, with the reason, wait for a second person.
    """
    published = options.get("published", False)
    if not (user_can_import_published(by) if published else user_can_import(by)):
        raise PermissionDenied
    with transaction.atomic():
        plan = plan_of(file, **options, lock=True)
        _require(
            not plan.needs_reason or user_can_release_figures(by),
            _("You may not correct released figures; nothing was written."),
        )
        _require(not plan.errors, _("The file has errors; nothing was written."))
        _require(not plan.unconfirmed, _("A value has to be confirmed first; nothing was written."))
        _require(
            not fingerprint or plan.fingerprint == fingerprint,
            _("Figures have changed since you looked at the plan. Look at it again; nothing was written."),
        )
        _require(
            not plan.needs_reason or reason.strip(),
            _("Released figures are corrected: say why. Nothing was written."),
        )
        if plan.changes:
            _Writer(plan, by, reason.strip()).write()
    return plan


class _Writer:
    """Writes the steps of a plan inside its transaction."""

    def __init__(self, plan: Plan, by, reason: str):
        self.plan, self.by, self.reason = plan, by, reason
        self.now = timezone.now()

    def write(self):
        releases = self._releases()
        new, changed, replaced = [], [], []
        waits = self.plan.needs_reason and not settings.ONE_PERSON_RELEASES
        if waits:
            drafts = DraftVintage.objects.bulk_create(
                (
                    self._draft(step, releases[step.stated.index.family, step.stated.period])
                    for step in self.plan.changes
                    if step.kind is Kind.CORRECTED
                ),
                batch_size=BATCH,
            )
            for draft in {draft.release_id: draft for draft in drafts}.values():
                tell(Occasion.CORRECTION, draft.release_id, self.by.pk, f"correction-{draft.pk}")
        for step in self.plan.changes:
            release = releases[step.stated.index.family, step.stated.period]
            if step.kind is Kind.CORRECTED and waits:
                continue
            if step.kind is Kind.CHANGED:
                changed.append(self._put(step.held, step))
            else:
                correction = step.kind is Kind.CORRECTED
                if correction and step.held:
                    step.held.superseded_at = self.now
                    replaced.append(step.held)
                new.append(self._new(step, release, correction))
        Observation.objects.bulk_update(replaced, ["superseded_at"], batch_size=BATCH)
        made = Observation.objects.bulk_create(new, batch_size=BATCH)
        fields = ["value", "status", "stated_previous", "stated_year_start", "stated_year_ago", "entered_by"]
        Observation.objects.bulk_update(changed, fields, batch_size=BATCH)
        if self.plan.published:
            pairs = zip(made, self.plan.changes, strict=True)
            Provenance.objects.bulk_create(
                (self._provenance(row, step) for row, step in pairs if row.value is not None),
                batch_size=BATCH,
            )
        self._keep_confirmed(releases)
        self._note(releases)

    def _keep_confirmed(self, releases):
        """Keep who confirmed values of another power of ten in releases to come: they are not asked about again."""
        for jump in self.plan.jumps:
            release = releases.get((jump.stated.index.family, jump.stated.period))
            if release is None or release.is_public(self.now):
                continue
            finding = power_of_ten(
                jump.stated.index, jump.value, jump.before, ("admin:indexdata_release_change", release.pk)
            )
            why = _("Confirmed when the file %(file)s was brought in.") % {"file": self.plan.file}
            keep(release, finding, self.by, why)

    def _releases(self):
        """Return {(family, period): release}, making those that the archive lacks."""
        found = {}
        for step in self.plan.changes:
            key = step.stated.index.family, step.stated.period
            if key in found:
                continue
            release = step.release
            if release is None:
                moment = min(self.now, usual_moment(step.stated.period, step.stated.index.frequency))
                release = Release.objects.create(
                    family=key[0], period=key[1], released_at=moment, moment_recorded=False,
                    content_state=ContentState.APPROVED,
                )  # fmt: skip
            if not release.is_public(self.now):
                figures_change(release, self.by)
            elif self.plan.published or settings.ONE_PERSON_RELEASES:
                make_ordinary(release)
            found[key] = release
        return found

    def _put(self, row, step: Step):
        stated = step.stated
        row.value, row.status, row.entered_by = stated.value, stated.status, self.by
        for name in STATED:
            setattr(row, name, stated.changes.get(name))
        return row

    def _new(self, step: Step, release, correction):
        row = Observation(
            index_id=step.stated.index.pk,
            release_id=release.pk,
            period=step.stated.period,
            vintage=step.held.vintage + 1 if step.held else 1,
            published_at=self.now if correction else None,
            reason=self.reason if correction else "",
        )
        return self._put(row, step)

    def _draft(self, step: Step, release) -> DraftVintage:
        stated = step.stated
        return DraftVintage(
            index_id=stated.index.pk, release=release, observation=step.held, value=stated.value,
            status=stated.status, reason=self.reason, prepared_by=self.by,
            **{name: stated.changes.get(name) for name in STATED},
        )  # fmt: skip

    def _provenance(self, row, step: Step) -> Provenance:
        stated = step.stated
        place = f"{self.plan.file} {stated.sheet} {stated.cell}"
        return Provenance(
            observation=row, note=" ".join(place.split()), stated_value=row.value, **stated.changes
        )

    def _note(self, releases):
        counted: defaultdict[tuple, int] = defaultdict(int)
        for step in self.plan.changes:
            counted[step.stated.index.family, step.stated.period] += 1
        for key, release in releases.items():
            words = {"count": counted[key], "file": self.plan.file, "reason": self.reason}
            note(self.by, [release], gettext_noop("Figures from %(file)s: %(count)s. %(reason)s"), **words)


def _require(allowed, sentence):
    if not allowed:
        raise NotCarriedOut(sentence)

"""The statements that write what a plan says, inside its transaction."""

from collections import defaultdict

from django.conf import settings
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from foundation.history import note
from indexdata.enums import ContentState, Family
from indexdata.models import Release
from indexdata.releases.approving import figures_change
from indexdata.releases.checks.acknowledging import keep
from indexdata.releases.checks.movements import power_of_ten
from indexdata.releases.occasions import Occasion, tell
from indexdata.releases.ordinary import make_ordinary
from indexdata.releases.reasons import one_of
from indexdata.releases.usual_moments import usual_moment

from .comparing import Kind
from .planning import Prepared
from .staging import STATED

_STATED = ", ".join(STATED)
_STATED_OF_S = ", ".join(f"s.{name}" for name in STATED)
_STAGED = "FROM figures_staged s JOIN figures_issues i ON i.issue = s.issue WHERE s.kind = %s"
#: In this order the rows lie as pages read them, and the indices grow at their ends.
_IN_ORDER = "ORDER BY s.index_id, s.period"


class Writer:
    """Writes the figures of a plan. `releases` are locked; `counts` tells how many figures of each issue are written.

    `reasons` is what `reasons_of` makes of the reason: columns and their texts.
    """

    def __init__(self, made: Prepared, by, reasons: dict[str, str], releases: dict, counts: dict):
        self.staging, self.plan, self.by = made.staging, made.plan, by
        self.reasons = {"reason": one_of(reasons), **reasons}
        self.reason = self.reasons["reason"]
        self.releases, self.counts = releases, counts
        self.now = timezone.now()
        self.moment = connection.ops.adapt_datetimefield_value(self.now)

    def write(self) -> None:
        """Write everything."""
        self._make_releases()
        self._open_releases()
        waits = self.plan.needs_reason and not settings.ONE_PERSON_RELEASES
        if self.plan.counts[Kind.CORRECTED]:
            if waits:
                self._draft_corrections()
            else:
                self._supersede()
                self._insert(Kind.CORRECTED, self.moment, self.reason)
                self._record_revisions()
        if self.plan.counts[Kind.CHANGED]:
            self._change()
        if self.plan.counts[Kind.NEW]:
            self._insert(Kind.NEW, None, "")
            if self.plan.published:
                self._say_the_source()
        self._keep_confirmed()
        self._note()

    def _make_releases(self):
        """Make the releases that the archive lacks."""
        missing = [key for key in self.counts if key not in self.releases]
        made = Release.objects.bulk_create(
            Release(
                family=family, period=period, moment_recorded=False, content_state=ContentState.APPROVED,
                released_at=min(self.now, usual_moment(period, Family(family).frequency)),
            )
            for family, period in missing
        )  # fmt: skip
        self.releases.update(zip(missing, made, strict=True))
        with connection.cursor() as cursor:
            cursor.executemany(
                "UPDATE figures_issues SET release_id = %s WHERE issue = %s",
                [(self.releases[key].pk, self.staging.issues[key]) for key in missing],
            )

    def _open_releases(self):
        """Take back approvals of releases to come; make ordinary those of the demonstration calendar that get real figures."""
        for key in self.counts:
            release = self.releases[key]
            if not release.is_public(self.now):
                figures_change(release, self.by)
            elif self.plan.published or settings.ONE_PERSON_RELEASES:
                make_ordinary(release)

    def _draft_corrections(self):
        self.staging.run(
            f"INSERT INTO indexdata_draftvintage (index_id, release_id, observation_id, value, status, {_STATED}, "
            f"{', '.join(self.reasons)}, prepared_by_id, prepared_at, outcome, remark) "
            f"SELECT s.index_id, i.release_id, s.held_id, s.value, s.status, {_STATED_OF_S}, "
            f"{', '.join('%s' for _text in self.reasons)}, %s, %s, '', '' {_STAGED}",
            *self.reasons.values(), self.by.pk, self.moment, Kind.CORRECTED.value,
        )  # fmt: skip
        for release, draft in self.staging.rows(
            "SELECT d.release_id, max(d.id) FROM indexdata_draftvintage d WHERE d.outcome = '' AND d.release_id IN "
            "(SELECT i.release_id FROM figures_staged s JOIN figures_issues i ON i.issue = s.issue WHERE s.kind = %s) "
            "GROUP BY d.release_id",
            Kind.CORRECTED.value,
        ):
            tell(Occasion.CORRECTION, release, self.by.pk, f"correction-{draft}")

    def _supersede(self):
        self.staging.run(
            "UPDATE indexdata_observation SET superseded_at = %s WHERE id IN "
            "(SELECT held_id FROM figures_staged WHERE kind = %s AND held_id IS NOT NULL)",
            self.moment, Kind.CORRECTED.value,
        )  # fmt: skip

    def _insert(self, kind, published_at, reason):
        self.staging.run(
            f"INSERT INTO indexdata_observation (index_id, release_id, period, value, status, {_STATED}, demonstration, "
            "vintage, published_at, reason, entered_by_id) "
            f"SELECT s.index_id, i.release_id, s.period, s.value, s.status, {_STATED_OF_S}, false, "
            f"COALESCE(s.held_vintage, 0) + 1, %s, %s, %s {_STAGED} {_IN_ORDER}",
            published_at, reason, self.by.pk, kind.value,
        )  # fmt: skip

    def _record_revisions(self):
        """Write down for readers what was corrected or added, from which value, and why."""
        self.staging.run(
            f"INSERT INTO indexdata_revision (observation_id, replaced_id, index_id, family, at, {', '.join(self.reasons)}) "
            f"SELECT o.id, s.held_id, s.index_id, r.family, o.published_at, {', '.join('%s' for _text in self.reasons)} "
            "FROM figures_staged s JOIN indexdata_observation o ON o.index_id = s.index_id AND o.period = s.period "
            "AND o.superseded_at IS NULL AND o.demonstration = false "
            f"JOIN indexdata_release r ON r.id = o.release_id WHERE s.kind = %s {_IN_ORDER}",
            *self.reasons.values(), Kind.CORRECTED.value,
        )  # fmt: skip

    def _change(self):
        self.staging.run(
            "UPDATE indexdata_observation SET value = s.value, status = s.status, "
            f"{', '.join(f'{name} = s.{name}' for name in STATED)}, entered_by_id = %s "
            "FROM figures_staged s WHERE s.kind = %s AND indexdata_observation.id = s.held_id",
            self.by.pk, Kind.CHANGED.value,
        )  # fmt: skip

    def _say_the_source(self):
        file = " ".join(self.plan.file.split())
        self.staging.run(
            f"INSERT INTO indexdata_provenance (observation_id, source_url, note, stated_value, {_STATED}) "
            f"SELECT o.id, '', trim(%s || ' ' || s.place), s.value, {_STATED_OF_S} FROM figures_staged s "
            "JOIN indexdata_observation o ON o.index_id = s.index_id AND o.period = s.period "
            "AND o.superseded_at IS NULL AND o.demonstration = false "
            f"WHERE s.kind = %s AND s.value IS NOT NULL {_IN_ORDER}",
            file, Kind.NEW.value,
        )  # fmt: skip

    def _keep_confirmed(self):
        """Keep who confirmed values of another power of ten in releases to come: they are not asked about again."""
        for jump in self.plan.jumps:
            release = self.releases.get((jump.stated.index.family, jump.stated.period))
            if release is None or release.is_public(self.now):
                continue
            finding = power_of_ten(
                jump.stated.index, jump.value, jump.before, ("admin:indexdata_release_change", release.pk)
            )
            why = _("Confirmed when the file %(file)s was brought in.") % {"file": self.plan.file}
            keep(release, finding, self.by, why)

    def _note(self):
        alike = defaultdict(list)
        for key, count in self.counts.items():
            alike[count].append(self.releases[key])
        for count, releases in alike.items():
            words = {"count": count, "file": self.plan.file, "reason": self.reason}
            note(self.by, releases, gettext_noop("Figures from %(file)s: %(count)s. %(reason)s"), **words)

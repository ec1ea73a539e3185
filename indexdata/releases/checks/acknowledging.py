"""Acknowledging findings by name, and what still holds back an approval."""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from foundation.history import note
from indexdata.models import CheckAcknowledgement, Release
from indexdata.permissions import user_can_release_figures
from indexdata.releases.states import ReleasingError, require

from .findings import Finding
from .register import findings_in

#: So many findings are told where an approval is refused.
TOLD = 5


@transaction.atomic
def acknowledge(release, fingerprint, by, why):
    """Acknowledge one finding of a release: `by` says why it is right all the same; return the `CheckAcknowledgement`.

    `fingerprint` is that of the finding that was looked at: when its figures are others meanwhile, nothing is acknowledged.
    """
    require(user_can_release_figures(by), _("You may not approve figures."))
    require(why.strip(), _("Say why."))
    stored = Release.objects.select_for_update().get(pk=release.pk)
    require(not stored.is_public(), _("This release is public already."))
    found = {one.fingerprint: one for one in findings_in(stored)}
    finding = found.get(fingerprint)
    if finding is None:
        raise ReleasingError(
            _("The figures have changed since you looked. Please look again."), code="refused"
        )
    require(not finding.is_serious, _("This cannot be acknowledged: it has to be mended first."))
    require(finding.acknowledgement is None, _("Somebody has acknowledged this already."))
    made = keep(stored, finding, by, why.strip())
    note(by, [stored], gettext_noop("Check acknowledged: %(why)s"), why=why.strip())
    return made


def keep(release, finding: Finding, by, why):
    """Keep that somebody acknowledged a finding; one that was is kept as it is."""
    return CheckAcknowledgement.objects.get_or_create(
        release=release, fingerprint=finding.fingerprint,
        defaults={"code": finding.code, "said": finding.sentences, "by": by, "why": why},
    )[0]  # fmt: skip


def require_checked(release):
    """Refuse, with the sentences, to approve a release that something holds back; inside the lock of its row."""
    held = [finding for finding in findings_in(release) if finding.holds_back]
    if not held:
        return
    said = " ".join(finding.sentence for finding in held[:TOLD])
    count = len(held)
    sentence = ngettext(
        "%(count)s check holds back the approval: %(said)s",
        "%(count)s checks hold back the approval: %(said)s",
        count,
    )
    require(False, sentence % {"count": count, "said": said})

"""The register of checks, and the checks carried out: releases to their findings, with who acknowledged them."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from indexdata.models import CheckAcknowledgement, Release

from .completeness import check_complete, check_once
from .facts import ReleaseFacts, gather
from .findings import Finding
from .movements import check_directions, check_jumps, check_stated
from .periods import check_left_out, check_period


@dataclass(frozen=True)
class ReleaseCheck:
    """One check: `find` yields the findings of a release from its facts.

    `gather` returns {release id: whatever the check needs beside} for several releases at once, so that the number of
    questions does not depend on theirs; `find` reads it as `facts.beside[name]`.
    """

    name: str
    find: Callable[[ReleaseFacts], Iterable[Finding]]
    gather: Callable[[list[Release]], dict[int, Any]] | None = None


_checks: dict[str, ReleaseCheck] = {}


def register_check(name, find, gather=None):
    """Declare a check; rooms above the figures declare theirs when Django is ready."""
    _checks[name] = ReleaseCheck(name, find, gather)


for _find in (
    check_complete, check_once, check_period, check_left_out, check_stated, check_jumps, check_directions,
):  # fmt: skip
    register_check(_find.__name__, _find)


def findings_of(releases: Iterable[Release]) -> dict[int, list[Finding]]:
    """Return `{release id: its findings}`, what holds back the approval first; each with its acknowledgement.

    The number of questions depends neither on that of the releases nor on that of their figures.
    """
    releases = list(releases)
    if not releases:
        return {}
    everything = gather(releases)
    for check in _checks.values():
        gathered = check.gather(releases) if check.gather else {}
        for pk, facts in everything.items():
            facts.beside[check.name] = gathered.get(pk)
    acknowledged = _acknowledged(everything)
    found = {}
    for pk, facts in everything.items():
        own = [finding for check in _checks.values() for finding in check.find(facts)]
        for finding in own:
            finding.acknowledgement = acknowledged[pk].get(finding.fingerprint)
        found[pk] = sorted(own, key=lambda one: (not one.is_serious, not one.holds_back))
    return found


def findings_in(release: Release) -> list[Finding]:
    """Return the findings of one release."""
    return findings_of([release])[release.pk]


def _acknowledged(keys):
    found: defaultdict[int, dict[str, CheckAcknowledgement]] = defaultdict(dict)
    for one in CheckAcknowledgement.objects.filter(release__in=list(keys)).select_related("by"):
        found[one.release_id][one.fingerprint] = one
    return found

"""Writing what a plan says: all of it or nothing, and only while the archive is what the plan was made against."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from indexdata.permissions import user_can_import, user_can_import_published, user_can_release_figures
from indexdata.releases.reasons import reasons_of

from .comparing import WRITTEN, releases_of, still_stands
from .grids import File
from .planning import Plan, Prepared, prepared
from .progress import Progress, unseen
from .writing import Writer


class NotCarriedOut(ValueError):
    """Nothing was written; the message says why."""


def carry_out(file: File, by, *, fingerprint: str = "", reason: str | dict = "", **options) -> Plan:
    """Plan a file once more and write all its figures, or raise `NotCarriedOut`; return the plan.

    `fingerprint` is that of the plan which was looked at: when figures have changed since, nothing is written. `options` are
    those of `prepared`. Figures of coming releases are entered; corrections of released ones, with the reason (as for
    `reasons_of`), wait for a second person.
    """
    require_right(by, options.get("published", False))
    with prepared(file, **options) as made:
        _require(not fingerprint or made.fingerprint() == fingerprint, _changed())
        write(made, by, reason)
        return made.plan


def require_right(by, published: bool) -> None:
    """Raise PermissionDenied for who may not bring in such figures."""
    if not (user_can_import_published(by) if published else user_can_import(by)):
        raise PermissionDenied


def write(made: Prepared, by, reason: str | dict = "", progress: Progress = unseen) -> None:
    """Write the figures of a plan in one transaction, or raise `NotCarriedOut`."""
    plan, reasons = made.plan, reasons_of(reason)
    require_right(by, plan.published)
    _require(
        not plan.needs_reason or user_can_release_figures(by),
        _("You may not correct released figures; nothing was written."),
    )
    _require(not plan.errors, _("The file has errors; nothing was written."))
    _require(not plan.unconfirmed_count, _("A value has to be confirmed first; nothing was written."))
    _require(
        not plan.needs_reason or bool(reasons),
        _("Released figures are corrected: say why. Nothing was written."),
    )
    if not plan.changes:
        return
    progress("writing", 0, plan.changes)
    counts = _written_by_issue(made)
    try:
        with _others_wait(), transaction.atomic():
            releases = releases_of(counts, lock=True)
            verdicts = made.judge.verdicts(counts, releases)
            is_so = all(made.verdicts[key] == verdict for key, verdict in verdicts.items())
            _require(is_so and still_stands(made.staging), _changed())
            Writer(made, by, reasons, releases, counts).write()
    except IntegrityError:
        raise NotCarriedOut(_changed()) from None
    progress("writing", plan.changes, plan.changes)


def _written_by_issue(made):
    """Return {(family, period): number of figures to be written}."""
    kinds = ", ".join(f"'{kind}'" for kind in WRITTEN)
    rows = made.staging.rows(
        f"SELECT issue, count(*) FROM figures_staged WHERE kind IN ({kinds}) GROUP BY issue"
    )
    keys = list(made.staging.issues)
    return {keys[issue - 1]: count for issue, count in sorted(rows)}


@contextmanager
def _others_wait() -> Iterator[None]:
    """Have those who want to write meanwhile wait longer, where the database lets one write at a time."""
    long_write = getattr(connection, "long_write", None)
    if long_write is None:
        yield
        return
    with long_write():
        yield


def _changed():
    return _("Figures have changed since you looked at the plan. Look at it again; nothing was written.")


def _require(allowed, sentence):
    if not allowed:
        raise NotCarriedOut(sentence)

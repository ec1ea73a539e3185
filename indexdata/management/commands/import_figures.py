"""Bring figures in from files: the plan first, then all of it or nothing."""

import time
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError

from foundation.languages import LANGUAGE_CODES, field_suffix
from indexdata.enums import Family
from indexdata.importing.carrying_out import NotCarriedOut, require_right, write
from indexdata.importing.comparing import Kind
from indexdata.importing.grids import UnreadableFile
from indexdata.importing.planning import prepared
from indexdata.importing.reading import read

SHOWN = 200
#: How far a file has come is said so often.
SAID_EVERY_SECONDS = 2


class Command(BaseCommand):
    help = (
        "Bring figures in from CSV, tab-separated text or Excel workbooks. Without --by it only says what would change. "
        "Each file is carried out as a whole or not at all; after an interruption run it again. It says on stderr how far "
        "it has come with a large file."
    )

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", metavar="FILE", type=Path)
        parser.add_argument(
            "--by", metavar="USERNAME", help="carry the plan out in the name of this member of staff"
        )
        parser.add_argument(
            "--family",
            choices=Family.values,
            default="",
            help="whose names stand in the file, where they are of several",
        )
        parser.add_argument(
            "--published",
            action="store_true",
            help="values of the archive, published before (a right of its own)",
        )
        parser.add_argument(
            "--reason",
            action="append",
            default=[],
            metavar="[LANGUAGE=]TEXT",
            help="why released figures are corrected, told to readers; once for each language",
        )
        parser.add_argument(
            "--take-remarks", action="store_true", help="take the statuses that remarks such as 初步 offer"
        )
        parser.add_argument(
            "--confirm",
            action="append",
            default=[],
            metavar="CODE@ISSUE",
            help="take this value though it jumps",
        )

    def handle(self, *args, **options):
        by = self._person(options["by"]) if options["by"] else None
        reasons = _reasons(options["reason"])
        asked = {name: options[name] for name in ("family", "published", "take_remarks")}
        asked["confirmed"] = options["confirm"]
        refused = [path for path in options["files"] if not self._bring_in(path, by, reasons, asked)]
        if refused:
            raise CommandError(f"Nothing was written of {', '.join(str(path) for path in refused)}.")

    def _person(self, name):
        user = get_user_model().objects.filter(username=name, is_active=True, is_staff=True).first()
        if user is None:
            raise CommandError(f"There is no member of staff called {name!r}.")
        return user

    def _bring_in(self, path, by, reason, asked):
        said = Said(self.stderr, path.name)
        try:
            if by is not None:
                require_right(by, asked["published"])
            file = read(path.read_bytes(), path.name)
            with prepared(file, progress=said, **asked) as made:
                self._say(made.plan)
                if not made.plan.is_ready:
                    return False
                if by is None:
                    return True
                write(made, by, reason, said)
        except (OSError, UnreadableFile, NotCarriedOut) as error:
            self.stderr.write(f"{path.name}: {error}")
            return False
        except PermissionDenied:
            self.stderr.write(f"{path.name}: {by.username} may not bring in such figures.")
            return False
        self.stdout.write(f"{path.name}: {made.plan.changes} written.")
        return True

    def _say(self, plan):
        words = ", ".join(f"{plan.counts[kind]} {kind}" for kind in Kind)
        self.stdout.write(f"{plan.file}: {words}, {plan.missing} missing, {plan.errors.total} wrong.")
        for mark, remarks in (("!", plan.errors), (" ", plan.told)):
            for remark in remarks[:SHOWN]:
                self.stdout.write(
                    f"{mark} {remark.sheet} {remark.cell}: {remark.sentence}".replace("  ", " ")
                )
            if remarks.total > SHOWN:
                self.stdout.write(f"{mark} and {remarks.total - SHOWN:,} more.")
        for jump in plan.unconfirmed:
            self.stdout.write(
                f"? {jump.stated.cell}: {jump.sentence} Confirm it with --confirm {jump.stated.code}"
            )
        if plan.unconfirmed_count > len(plan.unconfirmed):
            self.stdout.write(
                f"? and {plan.unconfirmed_count - len(plan.unconfirmed):,} more: is the unit another one?"
            )


class Said:
    """Says on stderr how far a file has come, when that takes long."""

    def __init__(self, stderr, name):
        self.stderr, self.name = stderr, name
        self.said_at, self.step = time.monotonic(), ""

    def __call__(self, step, done, of):
        """Say it, unless that was done just now; each step once it is long under way."""
        now = time.monotonic()
        if now - self.said_at < SAID_EVERY_SECONDS:
            return
        self.said_at = now
        self.stderr.write(
            f"{self.name}: {step} {of:,}: {done / max(of, 1):.0%}" if done else f"{self.name}: {step} {of:,}"
        )


def _reasons(given):
    """Return `{"en": …}` of texts that may begin with the language they are in; others are in the site's own."""
    reasons = {}
    for text in given:
        code, equals, rest = text.partition("=")
        is_said = bool(equals) and code in LANGUAGE_CODES
        reasons[field_suffix(code if is_said else settings.LANGUAGE_CODE)] = rest if is_said else text
    return reasons

"""Bring figures in from files: the plan first, then all of it or nothing."""

from pathlib import Path

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError

from indexdata.enums import Family
from indexdata.importing.carrying_out import NotCarriedOut, carry_out
from indexdata.importing.planning import Kind, plan_of
from indexdata.importing.reading import UnreadableFile, read

SHOWN = 200


class Command(BaseCommand):
    help = (
        "Bring figures in from CSV, tab-separated text or Excel workbooks. Without --by it only says what would change. "
        "Each file is carried out as a whole or not at all."
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
        parser.add_argument("--reason", default="", help="why released figures are corrected")
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
        asked = {name: options[name] for name in ("family", "published", "take_remarks")}
        asked["confirmed"] = options["confirm"]
        refused = [
            path for path in options["files"] if not self._bring_in(path, by, options["reason"], asked)
        ]
        if refused:
            raise CommandError(f"Nothing was written of {', '.join(str(path) for path in refused)}.")

    def _person(self, name):
        user = get_user_model().objects.filter(username=name, is_active=True, is_staff=True).first()
        if user is None:
            raise CommandError(f"There is no member of staff called {name!r}.")
        return user

    def _bring_in(self, path, by, reason, asked):
        try:
            file = read(path.read_bytes(), path.name)
        except (OSError, UnreadableFile) as error:
            self.stderr.write(f"{path.name}: {error}")
            return False
        plan = plan_of(file, **asked)
        self._say(plan)
        if not plan.is_ready:
            return False
        if by is None:
            return True
        try:
            carry_out(file, by, fingerprint=plan.fingerprint, reason=reason, **asked)
        except NotCarriedOut as error:
            self.stderr.write(f"{path.name}: {error}")
            return False
        except PermissionDenied:
            self.stderr.write(f"{path.name}: {by.username} may not bring in such figures.")
            return False
        self.stdout.write(f"{path.name}: {len(plan.changes)} written.")
        return True

    def _say(self, plan):
        counts = plan.counts
        words = ", ".join(f"{counts[kind]} {kind}" for kind in Kind)
        self.stdout.write(f"{plan.file}: {words}, {plan.missing} missing, {len(plan.errors)} wrong.")
        for mark, remarks in (("!", plan.errors), (" ", plan.told)):
            for remark in remarks[:SHOWN]:
                self.stdout.write(
                    f"{mark} {remark.sheet} {remark.cell}: {remark.sentence}".replace("  ", " ")
                )
        for jump in plan.unconfirmed:
            self.stdout.write(
                f"? {jump.stated.cell}: {jump.sentence} Confirm it with --confirm {jump.stated.code}"
            )

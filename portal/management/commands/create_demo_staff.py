"""Create the staff accounts for trying the portal out."""

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from portal.starter.staff import create_staff

FILE_NAME = "staff-accounts.txt"


class Command(BaseCommand):
    help = (
        "Create administrator, editor, chief-editor, moderator and officer with random passwords, shown once and kept "
        "in VAR_DIR/staff-accounts.txt, which only its owner can read. Running it again changes nothing."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--address",
            default="",
            help="Where letters to these accounts go: office@example.org gives office+editor@example.org to the editor.",
        )

    def handle(self, *args, **options):
        file, address = settings.VAR_DIR / FILE_NAME, options["address"]
        if address:
            try:
                validate_email(address)
            except ValidationError:
                raise CommandError(f"“{address}” is no e-mail address.") from None
        try:
            made = create_staff(file, address)
        except Group.DoesNotExist:
            raise CommandError("The groups of staff are missing: run manage.py migrate first.") from None
        if made:
            self.stdout.write("Staff accounts for /admin/ (shown this once):")
            for username, password in made.items():
                self.stdout.write(f"  {username:<16}{password}")
            self.stdout.write(f"They are kept in {file}, readable by you only.")
            if not address:
                self.stdout.write(
                    "None has an e-mail address yet, so no letter reaches them: enter addresses under Staff accounts, "
                    "or name one with --address."
                )
        elif file.exists():
            self.stdout.write(f"The staff accounts exist; their first passwords are in {file}.")
        else:
            self.stdout.write(
                f"The staff accounts exist, but {file} does not, and passwords cannot be read back. "
                "Set a new one with: manage.py changepassword administrator"
            )

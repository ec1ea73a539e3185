"""Create the staff accounts for trying the portal out."""

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.management.base import BaseCommand, CommandError

from portal.starter.staff import create_staff

FILE_NAME = "staff-accounts.txt"


class Command(BaseCommand):
    help = (
        "Create administrator, editor, chief-editor, moderator and officer with random passwords, shown once and kept "
        "in VAR_DIR/staff-accounts.txt, which only its owner can read. Running it again changes nothing."
    )

    def handle(self, *args, **options):
        file = settings.VAR_DIR / FILE_NAME
        try:
            made = create_staff(file)
        except Group.DoesNotExist:
            raise CommandError("The groups of staff are missing: run manage.py migrate first.") from None
        if made:
            self.stdout.write("Staff accounts for /admin/ (shown this once):")
            for username, password in made.items():
                self.stdout.write(f"  {username:<16}{password}")
            self.stdout.write(f"They are kept in {file}, readable by you only.")
        elif file.exists():
            self.stdout.write(f"The staff accounts exist; their first passwords are in {file}.")
        else:
            self.stdout.write(
                f"The staff accounts exist, but {file} does not, and passwords cannot be read back. "
                "Set a new one with: manage.py changepassword administrator"
            )

"""Fill the database that the environment names with a little of everything, and people who may sign in."""


def main():
    """Make the content of `tests.portal.addresses` and two staff accounts whose password is `PASSWORD`."""
    import django

    django.setup()
    fill_site()


def fill_site():
    """Make them in the database of this process."""
    from django.contrib.auth.models import Group, User

    from news.permissions import CHIEF_EDITORS
    from tests.faults.rig import PASSWORD
    from tests.portal.addresses import fill

    fill()
    User.objects.create_superuser("administrator", password=PASSWORD)
    chief = User.objects.create_user("chief", password=PASSWORD, is_staff=True)
    chief.groups.add(Group.objects.get(name=CHIEF_EDITORS))


if __name__ == "__main__":
    main()

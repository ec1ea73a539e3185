"""Staff: people with a password, in the groups the project makes."""

import factory
from django.contrib.auth.models import Group, User
from factory.django import DjangoModelFactory

from indexdata.permissions import INDEX_OFFICERS
from news.permissions import CHIEF_EDITORS, EDITORS, MODERATORS

PASSWORD = "linen-warp-selvedge-42"


class StaffFactory(DjangoModelFactory):
    """A member of staff; `StaffFactory(groups=["Editors"])` puts them into groups."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"staff-{n}")
    password = factory.django.Password(PASSWORD)
    is_staff = True

    @factory.post_generation
    def groups(self, create, names, **kwargs):
        if create and names:
            self.groups.set(Group.objects.filter(name__in=names))


def editor(**more):
    """Return an editor."""
    return StaffFactory(groups=[EDITORS], **more)


def chief_editor(**more):
    """Return a chief editor."""
    return StaffFactory(groups=[CHIEF_EDITORS], **more)


def moderator(**more):
    """Return a moderator."""
    return StaffFactory(groups=[MODERATORS], **more)


def officer(**more):
    """Return an index officer."""
    return StaffFactory(groups=[INDEX_OFFICERS], **more)


def administrator(**more):
    """Return somebody who may do everything."""
    return StaffFactory(is_superuser=True, **more)

"""Groups of staff with the permissions the project gives them."""

from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission

PROJECT_APPS = ("indexdata", "news")


def set_group(name, permissions, using="default"):
    """Create the group `name` if it is missing and give it exactly these permissions of the project's own apps.

    `permissions` are names such as "news.change_article". People stay in the group, and permissions of other apps that
    an administrator added stay with it. Permissions that do not exist yet are created first: on a new database they
    are missing until all migrations have run.
    """
    wanted = {pk for name, pk in _project_permissions(using, permissions).items() if name in permissions}
    group, _created = Group.objects.using(using).get_or_create(name=name)
    held = set(
        group.permissions.filter(content_type__app_label__in=PROJECT_APPS).values_list("pk", flat=True)
    )
    group.permissions.remove(*held - wanted)
    group.permissions.add(*wanted - held)


def _project_permissions(using, needed):
    """Return the project's permissions as `{"app.codename": pk}`, created first where one of `needed` is missing."""
    found = _existing(using)
    if not needed <= found.keys():
        for label in PROJECT_APPS:
            create_permissions(apps.get_app_config(label), verbosity=0, using=using)
        found = _existing(using)
    if missing := needed - found.keys():
        raise LookupError(f"Unknown permissions: {', '.join(sorted(missing))}")
    return found


def _existing(using):
    rows = Permission.objects.using(using).filter(content_type__app_label__in=PROJECT_APPS)
    return {
        f"{app}.{code}": pk for pk, app, code in rows.values_list("pk", "content_type__app_label", "codename")
    }

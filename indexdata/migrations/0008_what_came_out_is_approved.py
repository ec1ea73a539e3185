"""What came out before today counts as approved, and what is invented is; what is still to come waits for approval."""

from django.db import migrations
from django.db.models import F, Q
from django.utils import timezone


def approve(apps, schema_editor):
    """Give every release that is out, and every invented one, the moment it has now as the one from which it is public."""
    releases = apps.get_model("indexdata", "Release").objects.using(schema_editor.connection.alias)
    if not releases.exists():  # an empty portal has no cache yet to tell of a change
        return
    now = timezone.now()
    approved = Q(released_at__lte=now) | Q(demonstration=True)
    releases.filter(approved, no_issue=False).update(content_state="approved", public_at=F("released_at"))
    releases.filter(no_issue=True).update(public_at=F("released_at"))
    releases.filter(released_at__lte=now).update(date_changed_at=F("released_at"))


class Migration(migrations.Migration):
    dependencies = [("indexdata", "0007_release_desk")]

    operations = [migrations.RunPython(approve, migrations.RunPython.noop)]

"""Take e-mail addresses out of lines of the history that bans left behind: more people read it than may see addresses."""

import re

from django.db import migrations

ADDRESS = re.compile(r"[^\s:：,，“”\"]+@[^\s,，“”\"]+")
INSTEAD = "an e-mail address"


def take_out(apps, schema_editor):
    """Rewrite what was noted at comments and bans, a line at a time: few name an address."""
    lines = apps.get_model("admin", "LogEntry").objects.using(schema_editor.connection.alias)
    about = lines.filter(content_type__app_label="news")
    for line in about.filter(content_type__model="comment", change_message__contains="@").iterator():
        line.change_message = ADDRESS.sub(INSTEAD, line.change_message)
        line.save(update_fields=["change_message"])
    for line in about.filter(content_type__model="ban", object_repr__contains="@").iterator():
        line.object_repr = ADDRESS.sub(INSTEAD, line.object_repr)
        line.save(update_fields=["object_repr"])


class Migration(migrations.Migration):
    dependencies = [
        ("admin", "0003_logentry_add_action_flag_choices"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("news", "0004_letters_to_staff"),
    ]

    operations = [migrations.RunPython(take_out, migrations.RunPython.noop)]

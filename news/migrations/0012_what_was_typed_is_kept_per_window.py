"""What an editor has typed is kept for each window, no longer one text for all of them."""

from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q
from django.db.models.functions import Cast


def name_windows(apps, schema_editor):
    """Give each copy that is there a window of its own; who has which form open is told anew within seconds."""
    alias = schema_editor.connection.alias
    copies = apps.get_model("news", "WorkingCopy").objects.using(alias)
    copies.update(window=Cast(F("pk"), models.CharField(max_length=40)))
    apps.get_model("news", "Presence").objects.using(alias).all().delete()


def keep_the_newest(apps, schema_editor):
    """Leave the newest copy of each editor and article: there was room for one."""
    alias = schema_editor.connection.alias
    copies, seen = apps.get_model("news", "WorkingCopy").objects.using(alias), set()
    for copy in copies.order_by("-saved_at", "-pk").only("article_id", "editor_id").iterator():
        key = (copy.article_id, copy.editor_id)
        if key in seen:
            copies.filter(pk=copy.pk).delete()
        seen.add(key)
    apps.get_model("news", "Presence").objects.using(alias).all().delete()


class Migration(migrations.Migration):
    dependencies = [
        ("news", "0011_notes_to_authors"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField("workingcopy", "window", models.CharField("window", max_length=40, db_default="")),
        migrations.AddField("workingcopy", "mark", models.CharField(max_length=40, blank=True, db_default="")),
        migrations.AddField(
            "workingcopy", "open_at", models.DateTimeField("window last seen", null=True, blank=True)
        ),
        migrations.AddField("presence", "window", models.CharField("window", max_length=40, db_default="")),
        migrations.RemoveConstraint("workingcopy", "one_working_copy_per_editor"),
        migrations.RemoveConstraint("workingcopy", "one_new_article_per_editor"),
        migrations.RemoveConstraint("presence", "present_once_per_article"),
        migrations.RunPython(name_windows, keep_the_newest, elidable=True),
        migrations.AddConstraint(
            "workingcopy",
            models.UniqueConstraint(fields=["article", "editor", "window"], name="one_working_copy_per_window"),
        ),
        migrations.AddConstraint(
            "workingcopy",
            models.UniqueConstraint(
                fields=["editor", "window"], condition=Q(article__isnull=True), name="one_new_article_per_window"
            ),
        ),
        migrations.AddConstraint(
            "presence",
            models.UniqueConstraint(fields=["article", "editor", "window"], name="present_once_per_window"),
        ),
    ]

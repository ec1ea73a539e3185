"""Former slugs of tags lie with those of everything else (`foundation.former_slugs`)."""

from django.db import migrations

MODEL = "news.tag"


def move_out(apps, schema_editor):
    FormerSlug = apps.get_model("foundation", "FormerSlug")
    rows = apps.get_model("news", "FormerTag").objects.values_list("slug", "tag").iterator(chunk_size=1000)
    FormerSlug.objects.bulk_create(
        (FormerSlug(model=MODEL, slug=slug, thing=tag) for slug, tag in rows), batch_size=1000, ignore_conflicts=True
    )


def move_back(apps, schema_editor):
    FormerTag, FormerSlug = apps.get_model("news", "FormerTag"), apps.get_model("foundation", "FormerSlug")
    tags = set(apps.get_model("news", "Tag").objects.values_list("pk", flat=True))
    rows = FormerSlug.objects.filter(model=MODEL)
    FormerTag.objects.bulk_create(
        FormerTag(slug=slug, tag_id=tag) for slug, tag in rows.values_list("slug", "thing") if tag in tags
    )
    rows.delete()


class Migration(migrations.Migration):
    dependencies = [
        ("foundation", "0006_former_slugs"),
        ("news", "0018_pictures_by_age"),
    ]

    operations = [
        migrations.RunPython(move_out, move_back),
        migrations.DeleteModel(name="FormerTag"),
    ]

"""Corrections that were made before there was a log of them come into it; their reasons stand in the language they are written in."""

from django.db import migrations
from django.db.models import F, OuterRef, Subquery


def _reason(text):
    """Return the fields of a reason: what holds a Chinese character is Chinese."""
    is_chinese = any("\u4e00" <= sign <= "\u9fff" for sign in text)
    return {"reason_zh_hans" if is_chinese else "reason_en": text} if text.strip() else {}


def record(apps, schema_editor):
    """Write down every vintage that has a moment of its own."""
    alias = schema_editor.connection.alias
    models = {name: apps.get_model("indexdata", name) for name in ("Observation", "Revision", "DraftVintage")}
    figures = models["Observation"].objects.using(alias)
    before = figures.filter(
        index=OuterRef("index"), period=OuterRef("period"), demonstration=False, vintage=OuterRef("vintage") - 1
    )
    revised = figures.filter(published_at__isnull=False, demonstration=False).order_by("published_at", "pk")
    rows = revised.values_list(
        "pk", "index_id", F("release__family"), "published_at", "reason", Subquery(before.values("pk")[:1])
    )
    for some in _by(rows.iterator(chunk_size=2_000), 2_000):
        models["Revision"].objects.using(alias).bulk_create(
            models["Revision"](
                observation_id=pk, index_id=index, family=family, at=at, replaced_id=old, reason=reason, **_reason(reason)
            )
            for pk, index, family, at, reason, old in some
        )
    for draft in models["DraftVintage"].objects.using(alias).exclude(reason="").iterator():
        models["DraftVintage"].objects.using(alias).filter(pk=draft.pk).update(**_reason(draft.reason))


def _by(rows, size):
    some = []
    for row in rows:
        some.append(row)
        if len(some) == size:
            yield some
            some = []
    if some:
        yield some


class Migration(migrations.Migration):
    dependencies = [("indexdata", "0012_revisions")]

    operations = [migrations.RunPython(record, migrations.RunPython.noop)]

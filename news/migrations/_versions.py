"""Making revisions of the versions that a thing had before it had drafts."""

from django.db.models import ManyToManyField

BATCH = 200


def make_revisions(apps, model_name, links=(), using="default"):
    """Turn the versions of all things of a model into its revisions, and date what is published by its last change.

    `links` names foreign keys, which versions hold under the name of the field and revisions under that of the column. What a
    row says that no version holds becomes a revision of its own, without an author.
    """
    model = apps.get_model("news", model_name)
    revision = apps.get_model("news", f"{model_name}Revision")
    version = apps.get_model("foundation", "Version")
    kinds = apps.get_model("contenttypes", "ContentType").objects.using(using)
    kind = kinds.filter(app_label="news", model=model_name.lower()).first()
    for thing in model.objects.using(using).order_by("pk").iterator(chunk_size=BATCH):
        fields = {}
        if thing.status == "published":
            fields["published_at"] = thing.updated_at
        if kind is not None:
            versions = version.objects.using(using).filter(kind=kind, thing=thing.pk)
            made = [_revision(revision, thing, one, links) for one in versions.order_by("number")]
            if made:
                unseen = _unseen(revision, thing, made[-1])
                revision.objects.using(using).bulk_create([*made, *unseen])
                newest = revision.objects.using(using).filter(thing=thing).order_by("-number").first()
                fields |= {"latest_revision": newest}
                if thing.status == "published":
                    fields |= {"live_revision": newest}
                versions.delete()
        if fields:
            model.objects.using(using).filter(pk=thing.pk).update(**fields)


def _revision(revision, thing, version, links):
    content = {name: value for name, value in version.content.items() if name not in (*links, "public")}
    content |= {f"{name}_id": version.content.get(name) for name in links if name in version.content}
    return revision(
        thing=thing, number=version.number, content={**content, "published_at": "", "expires_at": ""},
        author_id=version.author_id, note=version.note, created_at=version.created_at,
    )  # fmt: skip


def _unseen(revision, thing, newest):
    """Return a revision of what the row says, in a list, where it says something else than the newest version."""
    columns = {field.attname for field in thing._meta.concrete_fields} - {"published_at", "expires_at"}
    chosen = {field.name for field in thing._meta.many_to_many if isinstance(field, ManyToManyField)}
    held = {name: getattr(thing, name) for name in newest.content if name in columns}
    held |= {name: _chosen(thing, name) for name in newest.content if name in chosen}
    held = {name: "" if value is None and newest.content[name] == "" else value for name, value in held.items()}
    if all(held[name] == newest.content[name] for name in held):
        return []
    return [
        revision(
            thing=thing, number=newest.number + 1, content={**newest.content, **held}, note="",
            created_at=thing.updated_at,
        )
    ]  # fmt: skip


def _chosen(thing, name):
    return sorted(getattr(thing, name).values_list("pk", flat=True))

"""Keeping the slugs that things leave, whoever renames them: a form, a restored version, a program."""

from typing import Any

from django.db.models import Model
from django.db.models.signals import post_delete, post_save, pre_save

from .models import FormerSlug

_watched: set[type[Model]] = set()
_LEFT = "_slug_left"


def watch(*models: type[Model]) -> None:
    """Have the slugs that things of some models leave lead to them. The field is called `slug` and is unique."""
    for model in models:
        _watched.add(model)
        name = f"former slugs of {model._meta.label}"
        pre_save.connect(_saving, sender=model, dispatch_uid=name)
        post_save.connect(_saved, sender=model, dispatch_uid=name)
        post_delete.connect(_deleted, sender=model, dispatch_uid=name)


def is_watched(model: type[Model]) -> bool:
    """Tell whether the slugs that things of a model leave are kept."""
    return model in _watched


def former_slugs(thing: Any) -> list[str]:
    """Return the slugs that lead to a thing beside its own, the newest last."""
    return list(_rows(thing).order_by("pk").values_list("slug", flat=True))


def lead(slug: str, thing: Any) -> None:
    """Have a slug that nothing bears any more lead to a thing."""
    row = FormerSlug(model=thing._meta.label_lower, slug=slug, thing=thing.pk)
    FormerSlug.objects.bulk_create(
        [row], update_conflicts=True, unique_fields=["model", "slug"], update_fields=["thing"]
    )


def hand_over(thing: Any, into: Any) -> None:
    """Have the former slugs of a thing that is about to go lead to another of its model."""
    _rows(thing).update(thing=into.pk)


def _rows(thing):
    return FormerSlug.objects.filter(model=thing._meta.label_lower, thing=thing.pk)


def _saving(sender, instance, raw=False, update_fields=None, **kwargs):
    """Note which slug a thing is about to leave."""
    instance.__dict__.pop(_LEFT, None)
    touched = update_fields is None or "slug" in update_fields
    if raw or instance._state.adding or not touched:
        return
    stored = sender._base_manager.filter(pk=instance.pk).values_list("slug", flat=True).first()
    if stored and stored != instance.slug:
        instance.__dict__[_LEFT] = stored


def _saved(sender, instance, created, raw=False, **kwargs):
    """Keep the slug it left; what it bears now leads nowhere else."""
    left = instance.__dict__.pop(_LEFT, None)
    if raw or not (created or left):
        return
    FormerSlug.objects.filter(model=sender._meta.label_lower, slug=instance.slug).delete()
    if left:
        lead(left, instance)


def _deleted(sender, instance, **kwargs):
    _rows(instance).delete()

"""Keeping files right when a picture is saved or deleted: cleaned before, renditions after, leftovers removed."""

from django.db import transaction
from django.db.models.signals import post_delete, post_save, pre_save
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from foundation.background.work import hand_in, in_background
from news.permissions import MAY_WRITE

from . import rendition_files
from .models import Picture
from .pictures import picture_path, taken_in


def watch_pictures():
    """Connect everything of this module to the Picture model."""
    pre_save.connect(_clean_upload, sender=Picture, dispatch_uid="picture-clean")
    pre_save.connect(_note_leftovers, sender=Picture, dispatch_uid="picture-leftovers")
    post_save.connect(_make_renditions, sender=Picture, dispatch_uid="picture-renditions")
    post_delete.connect(_remove_files, sender=Picture, dispatch_uid="picture-files")


def _clean_upload(instance, raw=False, **kwargs):
    """A new file is written anew before it is stored: nothing but the picture remains of it."""
    file = instance.file
    if raw or not file or file._committed:
        return
    taken = taken_in(file)
    instance.file = taken.file(file.name)
    instance.digest, instance.looks = taken.digest, taken.looks
    free_name(instance)


def free_name(picture):
    """Free the name that a new file will get from a file of the same content that belongs to no picture.

    One is left when a process is killed between storing a file and committing its picture.
    """
    storage, name = picture.file.storage, picture_path(picture, picture.file.name)
    if storage.exists(name) and not Picture.objects.filter(file=name).exists():
        storage.delete(name)


def _note_leftovers(instance, raw=False, **kwargs):
    """Keep in mind the files that will be out of use when the content or the focal point has changed."""
    instance._leftovers = ()
    old = None if raw or instance.pk is None else Picture.objects.filter(pk=instance.pk).first()
    if old is not None:
        instance._leftovers = (old.file.name, *rendition_files.names(old))


def _make_renditions(instance, raw=False, **kwargs):
    in_use = {instance.file.name, *rendition_files.names(instance)}
    leftovers = [name for name in getattr(instance, "_leftovers", ()) if name not in in_use]
    storage = instance.file.storage
    hand_in(make_renditions, instance.pk)
    if leftovers:
        transaction.on_commit(lambda: rendition_files.remove(storage, leftovers))


def _remove_files(instance, **kwargs):
    if not instance.file:
        return
    storage, gone = instance.file.storage, (instance.file.name, *rendition_files.names(instance))
    transaction.on_commit(lambda: rendition_files.remove(storage, gone))


def _picture(picture_id):
    picture = Picture.objects.filter(pk=picture_id).first()
    return (str(picture), reverse("admin:news_picture_change", args=[picture_id])) if picture else ("", "")


@in_background("renditions", _("The sizes of a picture"), concerns=MAY_WRITE, describe=_picture)
def make_renditions(picture_id):
    """Make the missing renditions of a picture; one that has been deleted meanwhile needs none. Return how many."""
    picture = Picture.objects.filter(pk=picture_id).first()
    return rendition_files.make_missing(picture) if picture else 0

"""Keeping files right when something of the library is saved or deleted: pictures cleaned before, renditions after, leftovers deleted."""

from django.db.models.signals import post_delete, post_save, pre_save
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from foundation.background.work import hand_in, in_background
from news.permissions import MAY_WRITE

from . import rendition_files
from .leftovers import delete_later
from .models import Attachment, Picture
from .pictures import picture_path, taken_in


def watch_library():
    """Connect everything of this module to the models of pictures and attachments."""
    pre_save.connect(_clean_upload, sender=Picture, dispatch_uid="picture-clean")
    pre_save.connect(_note_leftovers, sender=Picture, dispatch_uid="picture-leftovers")
    post_save.connect(_make_renditions, sender=Picture, dispatch_uid="picture-renditions")
    post_delete.connect(_remove_files, sender=Picture, dispatch_uid="picture-files")
    pre_save.connect(_note_former_file, sender=Attachment, dispatch_uid="attachment-leftovers")
    post_save.connect(_remove_former_file, sender=Attachment, dispatch_uid="attachment-replaced")
    post_delete.connect(_remove_file, sender=Attachment, dispatch_uid="attachment-file")


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
    hand_in(make_renditions, instance.pk)
    delete_later([name for name in getattr(instance, "_leftovers", ()) if name not in in_use])


def _remove_files(instance, **kwargs):
    if instance.file:
        delete_later([instance.file.name, *rendition_files.names(instance)])


def _note_former_file(instance, raw=False, **kwargs):
    known = None if raw or instance.pk is None else Attachment.objects.filter(pk=instance.pk)
    instance._former_file = known.values_list("file", flat=True).first() if known is not None else None


def _remove_former_file(instance, **kwargs):
    if (former := getattr(instance, "_former_file", None)) and former != instance.file.name:
        delete_later([former])


def _remove_file(instance, **kwargs):
    if instance.file:
        delete_later([instance.file.name])


def _picture(picture_id):
    picture = Picture.objects.filter(pk=picture_id).first()
    return (str(picture), reverse("admin:news_picture_change", args=[picture_id])) if picture else ("", "")


@in_background("renditions", _("The sizes of a picture"), concerns=MAY_WRITE, describe=_picture)
def make_renditions(picture_id):
    """Make the missing renditions of a picture; one that has been deleted meanwhile needs none. Return how many."""
    picture = Picture.objects.filter(pk=picture_id).first()
    return rendition_files.make_missing(picture) if picture else 0

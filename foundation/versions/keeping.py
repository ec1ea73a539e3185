"""Keeping a version of a thing at each save."""

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils.translation import gettext_noop

from .contents import mark_of
from .models import Version

#: Why a version has no author; shown in the language of the reader.
BEFORE = gettext_noop("As it was before anybody changed it here.")
OTHERWISE = gettext_noop("Changed by another way than its page.")


@transaction.atomic
def keep_version(thing, before, after, by, note=""):
    """Keep the content `after` as the newest version of a thing and return it, or None when nothing has changed.

    `before` is what it said until now, None for a new thing. What is in no version yet is kept first, so that nothing is
    lost that was there before there were versions, or came by another way. Call it with the thing's row locked.
    """
    if before == after:
        return None
    newest = Version.objects.of(thing).first()
    number = newest.number if newest else 0
    if before is not None and (newest is None or newest.mark != mark_of(before)):
        number += 1
        _keep(thing, number, before, None, OTHERWISE if newest else BEFORE)
    return _keep(thing, number + 1, after, by, note)


def forget_versions(sender, instance, **more):
    """Forget the versions of a thing that is deleted: a receiver of `post_delete`."""
    Version.objects.of(instance).delete()


def _keep(thing, number, content, by, note):
    return Version.objects.create(
        kind=ContentType.objects.get_for_model(thing),
        thing=thing.pk,
        number=number,
        content=content,
        mark=mark_of(content),
        author=by,
        note=note[:255],
    )

"""Deleting the files of what was deleted or replaced: handed in with the change, and tried again until they are gone.

A file may be out of use when its deletion is handed in and in use when that is done: the same picture brought again gets the
same name. So each is looked up before it goes, and one that has been stored since then waits until it is known whose it is.
"""

import time
from datetime import timedelta

from django.core.files.storage import default_storage
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from foundation.background.work import GROWING, hand_in, in_background
from news.permissions import MAY_WRITE

from . import rendition_files
from .models import Attachment, Picture

#: After a night the place of files is perhaps still away; the original of a deleted picture is not kept for good.
PAUSES = (*GROWING, *[timedelta(days=1)] * 7)
#: No form takes so long between storing a file and committing what it belongs to.
COMMITTED_WITHIN_SECONDS = 600
NEW_AGAIN = gettext_noop(
    "A file of the same name has just been stored: it is not yet known whether something uses it."
)


class StoredAgain(Exception):
    """A file that was to be deleted has been stored anew, and nothing that uses it is committed yet."""

    is_a_sentence = True


def delete_later(names) -> None:
    """Have files deleted that will be out of use once the transaction under way is committed."""
    if names:
        hand_in(delete_files, int(time.time()), *names)


def is_in_use(name) -> bool:
    """Tell whether a picture or a file of the library has its file or, of a picture, one of its sizes under a name."""
    folder, _slash, rest = name.partition("/")
    if folder != "renditions":
        return any(model.objects.filter(file=name).exists() for model in (Picture, Attachment))
    stem = rest.split("/")[1] if rest.count("/") == 2 else ""
    owners = Picture.objects.filter(file__startswith=f"pictures/{stem[:2]}/{stem}.")
    return bool(stem) and any(name in rendition_files.names(picture) for picture in owners)


@in_background("unused-files", _("Deleting files that are out of use"), concerns=MAY_WRITE, pauses=PAUSES)
def delete_files(asked_at, *names):
    """Delete files that nothing uses; one that cannot be deleted stops no other. Return how many were deleted.

    `asked_at` is the second in which it was asked for, from 1970.
    """
    deleted, failed = 0, None
    for name in names:
        try:
            if not is_in_use(name):
                _refuse_stored_again(name, asked_at)
                default_storage.delete(name)
                deleted += 1
        except (OSError, StoredAgain) as error:
            failed = failed or error
    if failed is not None:
        raise failed
    return deleted


def _refuse_stored_again(name, asked_at):
    """Raise `StoredAgain` for a file that was stored after its deletion was asked for; a size of a picture can be made again."""
    if name.startswith("renditions/"):
        return
    try:
        stored_at = default_storage.get_modified_time(name).timestamp()
    except FileNotFoundError:
        return
    if asked_at < int(stored_at) and time.time() - stored_at < COMMITTED_WITHIN_SECONDS:
        raise StoredAgain(NEW_AGAIN)

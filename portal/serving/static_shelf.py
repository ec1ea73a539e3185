"""Static files of this version and of those before it, on a shelf in the bucket that all nodes reach.

While a new version rolls out, pages of either version ask either node for files by names made of their content. A node knows
those it has collected itself; the others it takes from the shelf. A set of names is kept so long after another came.
"""

import hashlib
import itertools
import json
import re
from datetime import timedelta
from functools import lru_cache
from mimetypes import guess_type
from typing import TYPE_CHECKING, cast

from django.contrib.staticfiles.storage import ManifestFilesMixin, staticfiles_storage
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

if TYPE_CHECKING:
    from portal.serving.bucket import BucketStorage

FOLDER, SETS = ".static", ".static/sets"
KEPT_FOR = timedelta(days=30)
#: The name of a collected file: behind its own name stand twelve signs of the checksum of its content.
BY_CONTENT = re.compile(r"[\w@+./-]+\.([0-9a-f]{12})(?:\.\w+)?", re.ASCII)
FOR_EVER = "max-age=315360000, public, immutable"
#: Stands for a slash: the shelf is one folder, so that one question tells all that lies there.
SLASH = "~"
MOST_IN_MEMORY = 32


def put_on_shelf() -> int:
    """Put the collected files on the shelf that are not there, and take away what no version needs any longer; return how many were put.

    The set of names comes first: whoever sweeps meanwhile leaves its files alone.
    """
    names = sorted(
        {
            name.replace("/", SLASH)
            for name in cast(ManifestFilesMixin, staticfiles_storage).hashed_files.values()
            if not name.endswith(".map")
        }
    )
    text = json.dumps(names)
    present = f"{hashlib.sha256(text.encode()).hexdigest()[:32]}.json"
    bucket, sets = cast("BucketStorage", default_storage), _sets()
    if not sets or max(sets, key=sets.__getitem__) != present:
        bucket.keep(f"{SETS}/{present}", ContentFile(text.encode()))
    there = set(default_storage.listdir(FOLDER)[1])
    missing = [name for name in names if name not in there]
    for name in missing:
        with staticfiles_storage.open(name.replace(SLASH, "/")) as file:
            bucket.keep(f"{FOLDER}/{name}", ContentFile(file.read()))
    _sweep(there)
    return len(missing)


@require_safe
def static_file(request, path):
    """Answer a static file of another version by its name; what is not on the shelf is not found."""
    found = BY_CONTENT.fullmatch(path)
    if not found or ".." in path or not getattr(default_storage, "fetches", False):
        raise Http404("There is no such file.")
    try:
        content = _taken(path.replace("/", SLASH))
    except FileNotFoundError:
        raise Http404("There is no such file.") from None
    if _mark(content) != found[1]:
        raise Http404("The file is not what its name says.")
    kind, _encoding = guess_type(path)
    headers = {"Cache-Control": FOR_EVER, "Access-Control-Allow-Origin": "*"}
    text = (kind or "").startswith("text/") or kind == "application/javascript"
    return HttpResponse(
        content,
        content_type=f"{kind}; charset=utf-8" if text else kind or "application/octet-stream",
        headers=headers,
    )


@lru_cache(MOST_IN_MEMORY)
def _taken(name):
    """Return the content of a file on the shelf; under a name made of it there is never another."""
    with default_storage.open(f"{FOLDER}/{name}") as file:
        return file.read()


def _mark(content):
    return hashlib.md5(content, usedforsecurity=False).hexdigest()[:12]


def _sets():
    """Return {name: when it came} of the sets on the shelf."""
    return {
        name: default_storage.get_modified_time(f"{SETS}/{name}") for name in default_storage.listdir(SETS)[1]
    }


def _sweep(there):
    sets = _sets()
    came = sorted(sets, key=sets.__getitem__)
    over = {name for name, after in itertools.pairwise(came) if sets[after] < timezone.now() - KEPT_FOR}
    if not over:
        return
    needed: set[str] = set()
    for name in sets.keys() - over:
        with default_storage.open(f"{SETS}/{name}") as file:
            needed.update(json.loads(file.read()))
    for name in there - needed:
        default_storage.delete(f"{FOLDER}/{name}")
    for name in over:
        default_storage.delete(f"{SETS}/{name}")

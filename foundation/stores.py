"""The place that keeps uploaded and generated files: opening one for an answer, and when that place does not answer."""

import errno

from django.core.files.storage import default_storage


class StoreAway(OSError):
    """The place of files cannot be reached, or refuses what the portal asks of it; a file that is not there is no such case."""

    def __init__(self, said: str):
        super().__init__(errno.EHOSTUNREACH, said)


def opened_for(request, name: str):
    """Return a stored file, open to be answered; FileNotFoundError where there is none, `StoreAway` where nobody can tell.

    One that lies elsewhere is not fetched yet where a part of it is asked for: the server fetches that part alone.
    """
    unfetched = getattr(default_storage, "unfetched", None)
    if unfetched and request.method == "GET" and "Range" in request.headers:
        return unfetched(name)
    return default_storage.open(name)

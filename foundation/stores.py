"""The place that keeps uploaded and generated files, when it does not answer."""

import errno


class StoreAway(OSError):
    """The place of files cannot be reached, or refuses what the portal asks of it; a file that is not there is no such case."""

    def __init__(self, said: str):
        super().__init__(errno.EHOSTUNREACH, said)

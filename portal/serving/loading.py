"""Before a process of the server answers: what every visitor needs is loaded, so that the first waits no longer than the others."""

import gc

from django.urls import get_resolver

from foundation.chinese_words import cut


def load_all() -> None:
    """Load all addresses with their views, and the dictionary; let the search for unused memory leave out what is loaded.

    That search looks through everything that ever lived long: of a page of the admin made anew it took a fourteenth, and
    each time it looked through everything no thread answered for a tenth of a second and more.
    """
    _ = get_resolver().url_patterns
    cut("")
    gc.collect()
    gc.freeze()

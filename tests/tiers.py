"""Shares of tests for a tier that has not the time for all (docs/CONTRIBUTING.md tells the tiers)."""

from collections import defaultdict
from zlib import crc32


def some_parameters(items, one_in, whole_up_to=1):
    """Return the tests with one in so many parameters of each, another share for each test: the same in each run, at least one.

    A test with at most `whole_up_to` parameters keeps all of them: both languages, each database, yes and no.
    """
    by_test = defaultdict(list)
    for item in items:
        by_test[item.nodeid.partition("[")[0]].append(item)
    chosen = set()
    for name, several in by_test.items():
        if len(several) <= whole_up_to:
            chosen.update(several)
            continue
        first = crc32(name.encode()) % one_in % len(several)
        chosen.update(several[first::one_in])
    return [item for item in items if item in chosen]


def share(values, name, one_in):
    """Return one in so many of the values, another share for each name: the same in each run, at least one."""
    values = list(values)
    first = crc32(str(name).encode()) % one_in % max(len(values), 1)
    return values[first::one_in]

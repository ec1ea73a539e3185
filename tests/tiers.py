"""Shares of tests for a tier that has not the time for all (docs/CONTRIBUTING.md tells the tiers)."""

from collections import defaultdict
from zlib import crc32


def of_a_turn(items, one_in, whole_up_to, files_one_in, turn):
    """Return the tests of a turn: of one in so many files, with one in so many parameters; the next time a file comes, the next ones."""
    return some_files(some_parameters(items, one_in, whole_up_to, turn // files_one_in), files_one_in, turn)


def some_parameters(items, one_in, whole_up_to=1, turn=0):
    """Return the tests with one in so many parameters of each, another share for each test and each turn, at least one.

    A test with at most `whole_up_to` parameters keeps all of them: both languages, each database, yes and no. As many turns as
    `one_in` says try everything.
    """
    by_test = defaultdict(list)
    for item in items:
        by_test[item.nodeid.partition("[")[0]].append(item)
    chosen = set()
    for name, several in by_test.items():
        if len(several) <= whole_up_to:
            chosen.update(several)
            continue
        first = (crc32(name.encode()) + turn) % min(one_in, len(several))
        chosen.update(several[first::one_in])
    return [item for item in items if item in chosen]


def some_files(items, one_in, turn=0):
    """Return the tests of one in so many of the files, the next ones with the next turn.

    As many turns as `one_in` says try every file. Files of one folder lie apart, so that the shares weigh about the same.
    """
    chosen = set(share(sorted({item.path for item in items}), "files", one_in, turn))
    return [item for item in items if item.path in chosen]


def share(values, name, one_in, turn=0):
    """Return one in so many of the values, another share for each name and each turn, at least one."""
    values = list(values)
    first = (crc32(str(name).encode()) + turn) % max(min(one_in, len(values)), 1)
    return values[first::one_in]

"""Saying which one it is about: a page of one article reads that article's comments, a decision changes one article's.

What a table is shown in stands at its model (`shown_in`). Where a view reads, or a verb writes, rows of one thing alone, it
says so here, and pages of other things are not touched. Without a word everything of the group counts.
"""

from collections.abc import Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from types import MappingProxyType

_about: ContextVar[Mapping[str, int]] = ContextVar("about", default=MappingProxyType({}))
_unseen: ContextVar[bool] = ContextVar("unseen", default=False)


@contextmanager
def only_about(group, number):
    """Everything inside that reads or writes rows of a group does so for one thing, named by its number."""
    token = _about.set({**_about.get(), group: number})
    try:
        yield
    finally:
        _about.reset(token)


def about(group):
    """Return the number of the one thing that is read or written of a group, or None for all of it."""
    return _about.get().get(group)


@contextmanager
def seen_by_nobody():
    """Everything written inside is seen by no visitor, whatever its table: a thing that is not published yet."""
    token = _unseen.set(True)
    try:
        yield
    finally:
        _unseen.reset(token)


def is_unseen():
    """Tell whether what is written now is seen by no visitor."""
    return _unseen.get()

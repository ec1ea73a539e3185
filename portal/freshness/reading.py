"""Writing down what a page is made of: while it is made, everything it reads is written down here."""

from contextlib import contextmanager
from contextvars import ContextVar

_read: ContextVar[set[str] | None] = ContextVar("read", default=None)


@contextmanager
def recording():
    """Give a set that fills with the tokens of all that is read inside; what is around it learns of them too."""
    outer = _read.get()
    tokens: set[str] = set()
    marker = _read.set(tokens)
    try:
        yield tokens
    finally:
        _read.reset(marker)
        if outer is not None:
            outer |= tokens


@contextmanager
def aside():
    """Leave out what is read inside: it has nothing to do with the page that is being made."""
    marker = _read.set(None)
    try:
        yield
    finally:
        _read.reset(marker)


def is_recording():
    """Tell whether anybody wants to know."""
    return _read.get() is not None


def note(tokens):
    """Write down that something was read that these tokens stand for."""
    read = _read.get()
    if read is not None:
        read.update(tokens)

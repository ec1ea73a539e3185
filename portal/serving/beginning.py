"""Ctrl-C while the server only begins: there is nothing to put away yet, so it ends at once and says nothing.

Python's own way, an exception wherever it happens to be, prints where that was. This module imports next to nothing, so
that it can stand before everything that takes long to import.
"""

import signal


def end_at_once():
    """End without a word at Ctrl-C from now on, at one that was put off too; where Ctrl-C is ignored it stays so."""
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})


def put_off():
    """Have Ctrl-C wait until this process, or the program it becomes, calls `end_at_once`."""
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})

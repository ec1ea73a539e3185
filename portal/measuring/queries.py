"""Statements to the database: counted, and the slow ones logged, without the values that were given to them."""

import logging
import time

from portal.measuring import counting

log = logging.getLogger("portal.slow")
LONGEST_STATEMENT = 1000


class Watch:
    """Stands around each statement of a connection; from `slow` seconds on it is logged, with 0 never."""

    def __init__(self, slow):
        self._slow = slow

    def __call__(self, execute, sql, params, many, context):
        """Carry a statement out."""
        began = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            seconds = time.perf_counter() - began
            counting.count_query(seconds)
            if self._slow and seconds >= self._slow:
                log.warning(
                    "A statement took %.0f ms: %s",
                    seconds * 1000,
                    " ".join(str(sql).split())[:LONGEST_STATEMENT],
                )


def watch_connection(connection, slow):
    """Have the statements of a connection that was just made counted and timed, if anybody wants to know."""
    if not (counting.IS_ON or slow):
        return
    if not any(isinstance(one, Watch) for one in connection.execute_wrappers):
        connection.execute_wrappers.append(Watch(slow))

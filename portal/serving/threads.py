"""The few threads of a process that run Django, and the queue before them."""

import logging
from collections.abc import Callable
from queue import SimpleQueue
from threading import Thread

log = logging.getLogger("portal.serving.threads")

#: Requests that may wait in one process; at 30 ms a page the last of them waits some seconds.
LONGEST_QUEUE = 256


class Threads:
    """A fixed number of threads and a queue of bounded length."""

    def __init__(self, number, longest=LONGEST_QUEUE):
        self._queue: SimpleQueue[tuple[Callable[..., object], tuple]] = SimpleQueue()
        self._longest = longest
        for at in range(number):
            Thread(target=self._work, name=f"django-{at + 1}", daemon=True).start()

    def put(self, function, *arguments):
        """Have `function(*arguments)` called by a thread; return False, and do nothing, when too much waits already."""
        if self._queue.qsize() >= self._longest:
            return False
        self._queue.put((function, arguments))
        return True

    def _work(self):
        while True:
            function, arguments = self._queue.get()
            try:
                function(*arguments)
            except BaseException:  # a thread that ends would be missed for good
                log.exception("A request failed past Django")
            del function, arguments

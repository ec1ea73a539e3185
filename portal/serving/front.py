"""The layer between granian and Django: who answers a request, and when a request is whole.

Granian hands over each request once its headers are there, in one Python thread of the process (`Front.take`). What is
known already is answered there and then; a request without a body waits for one of the few threads that run Django; a
body is read by the event loop first, so that a slow sender holds a connection and nothing else. No thread ever waits for
a visitor: answers are handed to granian whole, files and long answers by name. Why: docs/decisions/0010-slow-senders.md.
"""

import asyncio
import logging

from portal.serving.answers import Farewell, answer, hand_over_bytes, send
from portal.serving.bodies import BodyReader, Refused
from portal.serving.refusals import refusal

log = logging.getLogger("portal.serving.front")

#: The body must be let go before the rest of an answer is sent, or granian keeps the connection (see `_refuse_sender`).
SECONDS_TO_LET_GO = 0.05


class Front:
    """Takes the requests of one process.

    `threads` run what `application` (WSGI) answers, `limits` bound bodies, `quick_answer` returns (status, headers, body)
    for a request that needs no thread, else None; `may_upload` tells in a thread whether a sender may send more.
    """

    def __init__(self, application, loop, threads, limits, quick_answer=None, may_upload=None):
        self._application, self._loop, self._threads = application, loop, threads
        self._quick_answer, self._may_upload = quick_answer, may_upload
        self._reader = BodyReader(limits)
        self._receiving = set()
        self._leaving = False

    def leave(self):
        """Close each connection with its next answer: the process ends soon."""
        self._leaving = True

    def take(self, watcher):
        """Take a request from granian, and never wait."""
        scope, proto = watcher.scope, watcher.proto
        if self._leaving:
            proto = Farewell(proto)
        try:
            known = self._quick_answer(scope) if self._quick_answer else None
            if known:
                hand_over_bytes(proto, scope, *known)
            elif announces_body(scope.headers):
                self._loop.call_soon_threadsafe(self._receive_later, scope, proto)
            else:
                self._hand_over(scope, proto, None)
        except Exception:
            log.exception("A request could not be taken")
            proto.response_empty(500, [])

    def _hand_over(self, scope, proto, body):
        if not self._threads.put(answer, self._application, scope, proto, body):
            if body:
                body.close()
            send(proto, *refusal(503, scope.path))

    def _receive_later(self, scope, proto):
        task = self._loop.create_task(self._receive(scope, proto))
        self._receiving.add(task)
        task.add_done_callback(self._receiving.discard)

    async def _receive(self, scope, proto):
        status, body = 0, None
        try:
            body = await self._reader.read(scope, proto, self._ask_for_more)
        except Refused as refused:
            status = refused.status
        except Exception:
            log.exception("A body could not be read")
            status = 503
        if body:
            self._hand_over(scope, proto, body)
        elif status:
            # The connection closes only if the body is gone by the time the answer is complete: granian looks at what is
            # left of a request when an answer moves, not when its reader goes.
            status, headers, page = refusal(status, scope.path)
            rest = proto.response_stream(status, [*headers, ("Connection", "close")])
            del proto
            await asyncio.sleep(SECONDS_TO_LET_GO)
            await rest.send_bytes(page)
        else:
            proto.response_empty(400, [])

    async def _ask_for_more(self, scope):
        """Ask in a thread whether a sender may send more than the public."""
        if not self._may_upload:
            return False
        asked = self._loop.create_future()

        def ask():
            may = False
            try:
                may = self._may_upload(scope)
            finally:
                self._loop.call_soon_threadsafe(asked.set_result, may)

        if not self._threads.put(ask):
            raise Refused(503)
        return await asked


def announces_body(headers):
    """Tell whether a body follows these headers."""
    length = headers.get("content-length")
    return "transfer-encoding" in headers if length is None else length != "0"

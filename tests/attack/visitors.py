"""Those who must notice nothing: balancers, readers, and an editor who saves."""

import http.client
import threading
import time
from urllib.parse import urlencode


class Visitor(threading.Thread):
    """Asks the same thing again and again on connections of its own and notes how long each answer took."""

    def __init__(self, ask, pause):
        super().__init__(daemon=True)
        self._ask, self._pause = ask, pause
        self._over = threading.Event()
        self.times, self.failures = [], []

    def run(self):
        """Ask until stopped."""
        while not self._over.is_set():
            start = time.perf_counter()
            try:
                self._ask()
            except Exception as error:
                self.failures.append(repr(error))
            self.times.append(time.perf_counter() - start)
            self._over.wait(self._pause)

    def stop(self):
        """Ask no more."""
        self._over.set()
        self.join(30)


def get(port, path):
    """Return a function that fetches a page and wants 200."""

    def ask():
        answer = request(port, "GET", path)
        if answer.status != 200:
            raise RuntimeError(f"{path}: {answer.status}")

    return ask


def save(port, session):
    """Return a function that enters a redirect in the admin, each time another, as the owner of a session."""
    counter = iter(range(10**9))
    token = "t" * 32

    def ask():
        form = {
            "csrfmiddlewaretoken": token,
            "path": f"/attacked-{time.time_ns()}-{next(counter)}/",
            "target": "/news/",
        }
        headers = {
            "Cookie": f"sessionid={session}; csrftoken={token}",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        answer = request(port, "POST", "/admin/news/redirect/add/", urlencode(form), headers)
        if answer.status != 302 or "login" in answer.headers["Location"]:
            raise RuntimeError(f"saving: {answer.status}")

    return ask


def request(port, method, path, body=None, headers=None):
    """Return the answer to one request on a connection of its own, read to the end."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request(method, path, body, {"Accept-Encoding": "gzip", **(headers or {})})
        answer = connection.getresponse()
        answer.text = answer.read()
        return answer
    finally:
        connection.close()


def percentile(times, part):
    """Return the value below which `part` of the times lie, in milliseconds."""
    ordered = sorted(times)
    return 1000 * ordered[min(int(part * len(ordered)), len(ordered) - 1)]

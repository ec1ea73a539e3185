"""The drill's readers and writers, in a process on the client's machine: `python -m tests.drill.load FOLDER ORDERS`.

Each request becomes a line of `samples.jsonl` in the folder. ORDERS is JSON; a line on standard input says that all faults are over:
then writers send what is left without waiting for their turn, and readers stop with the last of them.
"""

import itertools
import json
import re
import sys
import threading
import time
from pathlib import Path

from tests.drill.writers import Browser, Editor, comment, read_anew, read_file, read_kept

KEPT_PATHS = ("/", "/zh-hans/", "/news/", "/index/", "/releases/", "/fabrics/", "/about/", "/zh-hans/index/")
#: Seconds that a writer whose turn has come may be late before the load gives up, when everything is over.
LAST_SECONDS = 240


class Turns:
    """The numbers of writes, each at its moment: at least so many, spread evenly over a time; it goes on at that pace until it is over."""

    def __init__(self, count, seconds):
        self._numbers, self._count = itertools.count(), count
        self._begun, self._step = time.monotonic(), seconds / max(count, 1)
        self._lock = threading.Lock()
        self.hurry = threading.Event()

    def __iter__(self):
        while True:
            with self._lock:
                number = next(self._numbers)
            self.hurry.wait(max(0.0, self._begun + number * self._step - time.monotonic()))
            if self.hurry.is_set() and number >= self._count:
                return
            yield number


class Load:
    """Threads of readers, commenters and editors, and the file they note in."""

    def __init__(self, folder, orders):
        self.orders = orders
        self._file = (Path(folder) / "samples.jsonl").open("w", buffering=1)
        self._lock = threading.Lock()
        self.readers_stop = threading.Event()
        self._given_up_at = float("inf")
        self.turns = {kind: Turns(orders[kind], orders["seconds"]) for kind in ("comments", "saves")}

    def record(self, *values):
        """Note a request."""
        with self._lock:
            self._file.write(json.dumps(values) + "\n")

    def is_over(self):
        """Tell whether writers should give up."""
        return time.monotonic() > self._given_up_at

    def hurry(self):
        """Have the writers send what is left."""
        self._given_up_at = time.monotonic() + LAST_SECONDS
        for one in self.turns.values():
            one.hurry.set()

    def run(self):
        """Read and write until everything is written; the line on standard input hurries."""
        known = _known(self.orders["file"])
        marks = {path: _mark(path) for path in KEPT_PATHS}
        readers = [threading.Thread(target=self._read, args=(number, marks)) for number in range(self.orders["readers"])]  # fmt: skip
        readers += [threading.Thread(target=self._search, args=(number,)) for number in range(2)]
        readers.append(threading.Thread(target=self._files, args=(known,)))
        writers = [threading.Thread(target=self._comment) for _ in range(self.orders["commenters"])]
        writers += [
            threading.Thread(target=self._edit, args=(n, *one)) for n, one in enumerate(self.orders["staff"])
        ]
        for one in (*readers, *writers):
            one.start()
        print("begun", flush=True)
        sys.stdin.readline()
        self.hurry()
        for one in writers:
            one.join()
        self.readers_stop.set()
        for one in readers:
            one.join()
        print("ended", flush=True)

    def _read(self, number, marks):
        browser = Browser(self.record)
        for turn in itertools.count(number):
            if self.readers_stop.wait(self.orders["pause"]):
                return
            path = KEPT_PATHS[turn % len(KEPT_PATHS)]
            read_kept(browser, path, marks[path], again=number % 2 or turn % 5)

    def _search(self, number):
        browser = Browser(self.record)
        for turn in itertools.count():
            if self.readers_stop.wait(0.3):
                return
            read_anew(browser, (turn << 4) + number)

    def _files(self, known):
        browser = Browser(self.record)
        while not self.readers_stop.wait(0.5):
            read_file(browser, self.orders["file"], known)

    def _comment(self):
        articles = self.orders["articles"]
        for number in self.turns["comments"]:
            browser = Browser(self.record, f"10.{128 + number // 250 % 100}.{number % 250}.7")
            comment(browser, number, articles[number % len(articles)], self.is_over)
            browser.close()

    def _edit(self, number, name, password):
        editor = Editor(self.record, name, password, f"10.250.{number}.7")
        editor.sign_in(self.is_over)
        for one in self.turns["saves"]:
            editor.save(one, self.is_over)


def _known(path):
    """Return what a file holds; asked until it comes."""
    while True:
        status, _headers, text = Browser(lambda *_values: None).ask("", "", path)
        if status == 200 and text:
            return text
        time.sleep(0.5)


def _mark(path):
    """Return what a page says its address is, by which it is known again whatever is published; asked until it comes."""
    while True:
        status, _headers, text = Browser(lambda *_values: None).ask("", "", path)
        found = re.search(r'<link rel="canonical"[^>]*>', text)
        if status == 200 and found:
            return found[0]
        time.sleep(0.5)


if __name__ == "__main__":
    Load(sys.argv[1], json.loads(sys.argv[2])).run()

"""Counting readings in memory, and adding them to the database a batch at a time.

A view says which thing's page an answer is (`page_of`); what answers pages calls `count`, which touches memory alone. A
thread writes what was counted once in a while and when the process ends, in one statement for many pages. Without `begin`
nothing is counted: only a server's process does.
"""

# ruff: noqa: S608 - the SQL is made of constants of this module; what was counted is always a parameter
import logging
import threading

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import get_language

from .models import PageReads

log = logging.getLogger("foundation.readership")

SECONDS_BETWEEN_BATCHES = 30
#: So many pages are counted between two batches; what is met beyond them is not.
MOST_PAGES = 20_000
ROWS_A_STATEMENT = 500
#: How long the last batch of a process may take.
SECONDS_TO_END = 2


def page_of(response, kind, thing):
    """Return a response, marked as the page of a thing (the key of its kind, its id) in the language at hand."""
    response.page_of = (kind, thing, get_language())
    return response


class Readings:
    """Readings counted in this process and not written yet: {(kind, thing, language): number}."""

    def __init__(self, most=MOST_PAGES):
        self.counts = False
        self._most = most
        self._numbers = {}
        self._lock = threading.Lock()
        self._ended = threading.Event()
        self._thread = None

    def begin(self):
        """Count from now on, and write every so often."""
        self.counts = True
        self._ended.clear()
        self._thread = threading.Thread(target=self._write_every_so_often, name="readings", daemon=True)
        self._thread.start()

    def end(self):
        """Count no more, and write what was counted; return within some seconds whatever the database does."""
        self.counts = False
        self._ended.set()
        if self._thread:
            self._thread.join(SECONDS_TO_END)

    def count(self, page):
        """Count a reading of a page (`page_of`)."""
        with self._lock:
            number = self._numbers.get(page)
            if number is not None:
                self._numbers[page] = number + 1
            elif len(self._numbers) < self._most:
                self._numbers[page] = 1

    def write(self):
        """Add what was counted to the database; return how many pages that were. What cannot be written is kept."""
        with self._lock:
            taken, self._numbers = self._numbers, {}
        if not taken:
            return 0
        try:
            add(taken, timezone.localdate())
        except Exception as error:  # whatever it is, counting goes on
            self._give_back(taken)
            log.warning("Readings could not be written and are kept: %s", error)
            return 0
        return len(taken)

    def _give_back(self, taken):
        with self._lock:
            for page, number in taken.items():
                if page in self._numbers or len(self._numbers) < self._most:
                    self._numbers[page] = self._numbers.get(page, 0) + number

    def _write_every_so_often(self):
        ended = False
        while not ended:
            ended = self._ended.wait(SECONDS_BETWEEN_BATCHES)
            try:
                self.write()
            finally:
                connection.close()


readings = Readings()


@transaction.atomic
def add(numbers, day):
    """Add {(kind, thing, language): number} to what is held of a day; every process adds to the same rows, in one order."""
    rows = sorted((kind, thing, language, number) for (kind, thing, language), number in numbers.items())
    table = connection.ops.quote_name(PageReads._meta.db_table)
    for first in range(0, len(rows), ROWS_A_STATEMENT):
        part = rows[first : first + ROWS_A_STATEMENT]
        values = ", ".join(["(%s, %s, %s, %s, %s)"] * len(part))
        sql = (
            f"INSERT INTO {table} (kind, thing, language, day, number) VALUES {values} "
            f"ON CONFLICT (kind, thing, day, language) DO UPDATE SET number = {table}.number + excluded.number"
        )
        with connection.cursor() as cursor:
            cursor.execute(sql, [value for row in part for value in (*row[:3], day, row[3])])

"""A grid to figures: which columns say what, then each row. What cannot be understood has a sentence at its cell.

Three forms are known: long (a row is one index in one issue), wide (a column is an index), transposed (a row is an index).
"""

from collections import defaultdict
from decimal import Decimal
from itertools import pairwise

from django.utils.translation import gettext as _

from indexdata.arithmetic.periods import period_code, periods_between
from indexdata.enums import MISSING_STATUSES, VALUE_STATUSES, ObservationStatus
from indexdata.models import Index

from .cells import (
    day_in,
    figure_in,
    is_missing,
    percent_in,
    period_in,
    plain,
)
from .grids import File
from .headings import CHANGES, Role
from .layouts import Layout, is_blank, is_empty
from .names import Names
from .progress import Progress, unseen
from .remarks import Remarks
from .stated import Figures, Stated, Understood

SAID_OF_A_ROW = (Role.REMARK, Role.STATUS)
#: How far a file has been read is said after so many rows.
SAID_AFTER = 500
#: The status that a word of a remark offers.
OFFERED: dict[str, ObservationStatus] = {
    "初步": ObservationStatus.PROVISIONAL,
    "provisional": ObservationStatus.PROVISIONAL,
    "preliminary": ObservationStatus.PROVISIONAL,
    "估计": ObservationStatus.ESTIMATED,
    "estimated": ObservationStatus.ESTIMATED,
    "未采集": ObservationStatus.NOT_COLLECTED,
    "notcollected": ObservationStatus.NOT_COLLECTED,
    "休市": ObservationStatus.HOLIDAY,
    "holiday": ObservationStatus.HOLIDAY,
}


def understand(
    file: File, figures: Figures, family: str = "", take_remarks: bool = False, progress: Progress = unseen
) -> Understood:
    """Hand what a file states to `figures`, and return the rest that there is to say of it.

    `family` says whose names they are; `take_remarks` takes statuses that remarks offer.
    """
    found = Understood(figures, told=Remarks(file.told))
    names, before = Names(family), 0
    for sheet in file.sheets:
        if sheet.rows.count:
            _Reader(sheet, names, found, take_remarks).read(
                lambda done, before=before: progress("reading", before + done, file.count)
            )
        before += sheet.rows.count
    return found


class _Reader(Layout):
    """Reads one sheet into what is understood."""

    def read(self, progress):
        """Read the sheet, if it holds anything."""
        top = self._heading()
        if top is None:
            if any(not is_empty(row) for _number, row in self.sheet.rows):
                sentence = _(
                    "No heading names the issues: a column is called “期次” or “Issue”, for example."
                )
                self._wrong(0, 0, sentence)
            return
        head = self.sheet.rows.head(top + 1)[top]
        if self._is_transposed(head[1]):
            if not self._turn(top):
                return
            top, head = 0, self.sheet.rows.head(1)[0]
        self.period_at = self._place(head[1], Role.PERIOD)
        first = self._first_row(top)
        headings = [row for _number, row in self.sheet.rows.head(first)[top:]]
        columns = self._columns_of(headings, first, head[0])
        if columns is None:
            return
        self._look_up(columns)
        for at, (number, row) in enumerate(self.sheet.rows.after(first)):
            if at % SAID_AFTER == 0:
                progress(at)
            if not is_empty(row):
                self._read_row(number, row)
        self._tell_holes()

    def _look_up(self, columns):
        """Keep the columns by what they say, so that a row is read without asking each."""
        self.columns = columns
        self.last = None
        self.understood_periods, self.understood_names, self.understood_statuses = {}, {}, {}
        self.others = [at for at, one in columns.items() if one.role is not Role.PERIOD]
        self.values = [(at, one.index) for at, one in columns.items() if one.role is Role.VALUE and one.index]
        self.is_wide = any(column.index for column in columns.values())
        self.changes: defaultdict[Index | None, list[tuple[int, Role]]] = defaultdict(list)
        for at, one in columns.items():
            if one.role in CHANGES:
                self.changes[one.index].append((at, one.role))
        self.widest = max(columns)
        self.at = {one.role: at for at, one in reversed(columns.items())}

    # Rows

    def _read_row(self, number, row):
        values = row if len(row) > self.widest else [*row, *[None] * (self.widest + 1 - len(row))]
        if all(is_blank(values[at]) for at in self.others):
            if (
                not is_blank(values[self.period_at])
                and day_in(values[self.period_at], self.sheet.epoch) is None
            ):
                self._tell(
                    self._row(number, self.period_at),
                    self._column(number, self.period_at),
                    _("A note, not read: “%(text)s”.") % {"text": plain(values[self.period_at])[:60]},
                )
            return
        owners = self._owners(number, values)
        if not owners:
            return
        periods = {}
        written = [(at, index) for at, index in owners if not is_missing(values[at])] or owners
        for frequency in dict.fromkeys(index.frequency for _at, index in written):
            periods[frequency] = self._period(number, values, frequency)
            if periods[frequency] is not None:
                self.issues.setdefault(periods[frequency], number)
        remark, status = (values[self.at[role]] if role in self.at else None for role in SAID_OF_A_ROW)
        offered = self._offered(number, remark)
        for at, index in owners:
            period = periods.get(index.frequency)
            if period is not None:
                self._read_figure(number, at, index, period, values, status, offered)

    def _owners(self, number, values):
        """Return (place of the value, index) of each figure of a row."""
        if self.is_wide:
            return self.values
        name_at, value_at = self.at[Role.NAME], self.at[Role.VALUE]
        name = values[name_at]
        if is_blank(name):
            self._wrong(
                self._row(number, name_at), self._column(number, name_at), _("The index is not named.")
            )
            return []
        if name in self.understood_names:
            index = self.understood_names[name]
        else:
            index = self._index_of(plain(name), number, name_at)
            if index:
                self.understood_names[name] = index
        return [(value_at, index)] if index else []

    def _period(self, number, values, frequency):
        cell = values[self.period_at]
        key = type(cell), cell, frequency
        if key in self.understood_periods:
            return self.understood_periods[key]
        try:
            period = period_in(cell, frequency, self.sheet.epoch)
        except ValueError as error:
            self._wrong(self._row(number, self.period_at), self._column(number, self.period_at), str(error))
            return None
        self.understood_periods[key] = period
        return period

    def _read_figure(self, number, at, index, period, values, status, offered):
        cell = values[at]
        code = self._status(number, status)
        if self.take_remarks and offered and not code:
            code = offered
        place = (self._row(number, at), self._column(number, at))
        value = None
        if is_missing(cell):
            self.found.missing += 1
            if isinstance(cell, str) and cell.strip():
                self._tell(*place, _("“%(text)s” is read as missing.") % {"text": cell.strip()})
            if code not in MISSING_STATUSES:
                return
        else:
            try:
                value = figure_in(cell)
            except ValueError as error:
                self._wrong(*place, str(error))
                return
            if isinstance(cell, str) and cell != plain(cell):
                self._tell(*place, _("“%(text)s” is read as %(number)s.") % {"text": cell, "number": value})
            if code and code not in VALUE_STATUSES:
                self._wrong(*place, _("The status says that there is no value, and there is one."))
                return
        self.last = index
        self.found.offers += bool(offered)
        self.found.figures.put(
            Stated(
                self.sheet.name,
                *place,
                place[1] if self.turned else self.period_at + 1,
                index,
                period,
                value,
                code or ObservationStatus.NORMAL,
                offered,
                self._changes(number, index, values) if value is not None else {},
            )
        )

    def _changes(self, number, index, values):
        found: dict[str, Decimal] = {}
        if not self.changes:
            return found
        for at, role in sorted([*self.changes.get(None, ()), *self.changes.get(index, ())]):
            cell = values[at]
            if isinstance(cell, str) and not is_missing(cell) and not any(sign.isdigit() for sign in cell):
                self._tell(
                    self._row(number, at),
                    self._column(number, at),
                    _("A note, not read: “%(text)s”.") % {"text": plain(cell)[:60]},
                )
                continue
            try:
                change = percent_in(cell)
            except ValueError as error:
                self._wrong(self._row(number, at), self._column(number, at), str(error))
                continue
            if change is not None:
                found[role.value] = change
        return found

    def _status(self, number, text):
        if is_blank(text):
            return ""
        if text in self.understood_statuses:
            return self.understood_statuses[text]
        code = plain(text).upper()
        known = {status.value: status for status in ObservationStatus}
        known |= {plain(status.label).upper(): status for status in ObservationStatus}
        if code in known:
            self.understood_statuses[text] = known[code]
            return known[code]
        at = self.at[Role.STATUS]
        self._wrong(
            self._row(number, at),
            self._column(number, at),
            _("“%(text)s” is no status: A, B, E, P, H, L, M or O.") % {"text": code[:20]},
        )
        return ""

    def _offered(self, number, remark):
        if is_blank(remark):
            return ""
        word = "".join(plain(remark).lower().split())
        offered = OFFERED.get(word)
        if offered:
            at = self.at[Role.REMARK]
            self._tell(
                self._row(number, at),
                self._column(number, at),
                _("The remark “%(text)s” offers the status %(status)s.")
                % {"text": plain(remark)[:40], "status": offered.value},
            )
        return offered or ""

    def _tell_holes(self):
        """Tell which issues are not in the sheet though earlier and later ones are."""
        if not self.issues or self.turned or self.last is None:
            return
        step = self.last.frequency
        for before, after in pairwise(sorted(self.issues)):
            between = periods_between(before, after, step)[1:-1]
            if not between or len(between) > 60:
                continue
            codes = ", ".join(period_code(period, step) for period in between)
            self._tell(
                self.issues[after],
                0,
                _("Not in the file, between rows %(before)s and %(after)s: %(issues)s.")
                % {"before": self.issues[before], "after": self.issues[after], "issues": codes},
            )

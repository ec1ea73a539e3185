"""A grid to figures: which columns say what, then each row. What cannot be understood has a sentence at its cell.

Three forms are known: long (a row is one index in one issue), wide (a column is an index), transposed (a row is an index).
"""

from itertools import pairwise

from django.utils.translation import gettext as _

from indexdata.arithmetic.periods import period_code, periods_between
from indexdata.enums import MISSING_STATUSES, VALUE_STATUSES, ObservationStatus

from .cells import (
    day_in,
    figure_in,
    is_missing,
    percent_in,
    period_in,
    plain,
)
from .headings import CHANGES, Role
from .layouts import Layout, is_blank, is_empty
from .names import Names
from .reading import File
from .remarks import Remark
from .stated import Stated, Understood

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


def understand(file: File, family: str = "", take_remarks: bool = False) -> Understood:
    """Return what a file states. `family` says whose names they are; `take_remarks` takes statuses that remarks offer."""
    found = Understood(told=list(file.told))
    names = Names(family)
    for sheet in file.sheets:
        if any(not is_empty(row) for _number, row in sheet.rows):
            _Reader(sheet, names, found, take_remarks).read()
    _settle_repeated(found)
    if not (found.figures or found.errors or found.missing):
        found.errors.append(Remark("", 0, 0, _("The file states no figure.")))
    return found


class _Reader(Layout):
    """Reads one sheet into what is understood."""

    def read(self):
        top = self._heading()
        if top is None:
            self._wrong(
                0, 0, _("No heading names the issues: a column is called “期次” or “Issue”, for example.")
            )
            return
        if self._is_transposed(self.sheet.rows[top][1]):
            self._turn(top)
            top = 0
        rows, self.period_at = self.sheet.rows, self._place(self.sheet.rows[top][1], Role.PERIOD)
        first = self._first_row(top)
        self.columns = self._columns_of([row for _number, row in rows[top:first]], rows[first:], rows[top][0])
        if self.columns is None:
            return
        for number, row in rows[first:]:
            if not is_empty(row):
                self._read_row(number, row)
        self._tell_holes()

    # Rows

    def _read_row(self, number, row):
        values = {at: row[at] if at < len(row) else None for at in self.columns}
        if all(is_blank(value) for at, value in values.items() if self.columns[at].role is not Role.PERIOD):
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
        remark = next((values[at] for at, one in self.columns.items() if one.role is Role.REMARK), None)
        status = next((values[at] for at, one in self.columns.items() if one.role is Role.STATUS), None)
        offered = self._offered(number, remark)
        for at, index in owners:
            period = periods.get(index.frequency)
            if period is not None:
                self._read_figure(number, at, index, period, values, status, offered)

    def _owners(self, number, values):
        """Return (place of the value, index) of each figure of a row."""
        if any(column.index for column in self.columns.values()):
            return [
                (at, column.index)
                for at, column in self.columns.items()
                if column.role is Role.VALUE and column.index
            ]
        name_at = next(at for at, column in self.columns.items() if column.role is Role.NAME)
        value_at = next(at for at, column in self.columns.items() if column.role is Role.VALUE)
        if is_blank(values[name_at]):
            self._wrong(
                self._row(number, name_at), self._column(number, name_at), _("The index is not named.")
            )
            return []
        index = self._index_of(plain(values[name_at]), number, name_at)
        return [(value_at, index)] if index else []

    def _period(self, number, values, frequency):
        try:
            return period_in(values[self.period_at], frequency, self.sheet.epoch)
        except ValueError as error:
            self._wrong(self._row(number, self.period_at), self._column(number, self.period_at), str(error))
            return None

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
        self.found.figures.append(
            Stated(
                self.sheet.name,
                *place,
                self._column(number, self.period_at) if not self.turned else place[1],
                index,
                period,
                value,
                code or ObservationStatus.NORMAL,
                offered,
                self._changes(number, index, values) if value is not None else {},
            )
        )
        if self.turned:
            self.found.figures[-1].period_column = place[1]

    def _changes(self, number, index, values):
        found = {}
        for at, column in self.columns.items():
            if column.role not in CHANGES or column.index not in (None, index):
                continue
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
                found[column.role.value] = change
        return found

    def _status(self, number, text):
        if is_blank(text):
            return ""
        code = plain(text).upper()
        known = {status.value: status for status in ObservationStatus}
        known |= {plain(status.label).upper(): status for status in ObservationStatus}
        if code in known:
            return known[code]
        at = next(at for at, column in self.columns.items() if column.role is Role.STATUS)
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
            at = next(at for at, column in self.columns.items() if column.role is Role.REMARK)
            self._tell(
                self._row(number, at),
                self._column(number, at),
                _("The remark “%(text)s” offers the status %(status)s.")
                % {"text": plain(remark)[:40], "status": offered.value},
            )
        return offered or ""

    def _tell_holes(self):
        """Tell which issues are not in the sheet though earlier and later ones are."""
        if not self.issues or self.turned:
            return
        frequency = next(iter(self.found.figures[-1:]), None)
        if frequency is None:
            return
        step = frequency.index.frequency
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

    # Places


def _settle_repeated(found):
    """Keep the first statement of each figure; tell what is repeated, refuse what differs."""
    first: dict = {}
    rows: dict[tuple, list[tuple[Stated, Stated]]] = {}
    for one in found.figures:
        kept = first.setdefault(one.key, one)
        if kept is not one:
            rows.setdefault((one.sheet, one.row), []).append((kept, one))
    found.figures = list(first.values())
    for (sheet, row), pairs in rows.items():
        differing = [
            pair for pair in pairs if (pair[0].value, pair[0].status) != (pair[1].value, pair[1].status)
        ]
        facts = ", ".join(
            _("%(index)s %(value)s against %(other)s in %(cell)s")
            % {
                "index": later.index.name,
                "value": later.value,
                "other": kept.value,
                "cell": f"{kept.sheet} {kept.cell}".strip(),
            }
            for kept, later in differing
        )
        kept, later = (differing or pairs)[0]
        issue = period_code(later.period, later.index.frequency)
        # A row of one figure is wrong at its value, a row of an issue at the issue.
        alone = sum(one.sheet == sheet and one.row == row for _kept, one in pairs) == 1 and later.index.pk
        is_long = alone and kept.column == later.column
        column = later.column if is_long else later.period_column
        if differing:
            sentence = _("%(issue)s is stated twice, and differently: %(facts)s.") % {
                "issue": issue,
                "facts": facts,
            }
            found.errors.append(Remark(sheet, row, column, sentence))
        else:
            sentence = _("%(issue)s is stated again with the same value.") % {"issue": issue}
            found.told.append(Remark(sheet, row, column, sentence))

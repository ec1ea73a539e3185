"""A grid to figures: which columns say what, then each row. What cannot be understood has a sentence at its cell.

Three forms are known: long (a row is one index in one issue), wide (a column is an index), transposed (a row is an index).
"""

from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise

from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter

from indexdata.arithmetic.periods import Period, period_code, periods_between
from indexdata.enums import MISSING_STATUSES, VALUE_STATUSES, Family, Frequency, ObservationStatus
from indexdata.models import Index

from .cells import (
    Fault,
    day_in,
    figure_in,
    is_missing,
    looks_like_number,
    percent_in,
    period_in,
    plain,
)
from .headings import CHANGES, EITHER, Role, bare, role_of
from .names import Names
from .reading import File, Sheet
from .remarks import Remark

#: So many rows at the top may be titles.
TITLES = 30
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


@dataclass
class Stated:
    """A figure as a file states it, with its place: the row and columns of the issue and of the value."""

    sheet: str
    row: int
    column: int
    period_column: int
    index: Index
    period: Period
    value: Decimal | None
    status: str = ObservationStatus.NORMAL
    offered: str = ""
    changes: dict[str, Decimal] = field(default_factory=dict)

    @property
    def key(self):
        return self.index.pk, self.period

    @property
    def code(self) -> str:
        return f"{self.index.code}@{period_code(self.period, self.index.frequency)}"

    @property
    def cell(self) -> str:
        return f"{get_column_letter(self.column)}{self.row}"


@dataclass
class Understood:
    """What a file states, what is wrong with it, and what else there is to know."""

    figures: list[Stated] = field(default_factory=list)
    errors: list[Remark] = field(default_factory=list)
    told: list[Remark] = field(default_factory=list)
    missing: int = 0


@dataclass
class _Column:
    """What stands in a column: a role, an index, or both (a change of an index)."""

    role: Role
    index: Index | None = None


def understand(file: File, family: str = "", take_remarks: bool = False) -> Understood:
    """Return what a file states. `family` says whose names they are; `take_remarks` takes statuses that remarks offer."""
    found = Understood(told=list(file.told))
    names = Names(family)
    for sheet in file.sheets:
        if any(not _is_empty(row) for _number, row in sheet.rows):
            _Reader(sheet, names, found, take_remarks).read()
    _settle_repeated(found)
    if not (found.figures or found.errors or found.missing):
        found.errors.append(Remark("", 0, 0, _("The file states no figure.")))
    return found


class _Reader:
    """Reads one sheet into what is understood."""

    def __init__(self, sheet: Sheet, names: Names, found: Understood, take_remarks: bool):
        self.sheet, self.names, self.found, self.take_remarks = sheet, names, found, take_remarks
        self.turned = False
        self.issues: dict[Period, int] = {}

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
            if not _is_empty(row):
                self._read_row(number, row)
        self._tell_holes()

    # Headings

    def _heading(self):
        for at, (_number, row) in enumerate(self.sheet.rows[:TITLES]):
            if self._place(row, Role.PERIOD) is not None and len({plain(cell) for cell in row if cell}) > 1:
                return at
            if self._is_transposed(row):
                return at
        return None

    def _place(self, row, role):
        return next(
            (at for at, cell in enumerate(row) if isinstance(cell, str) and role_of(cell) is role), None
        )

    def _is_transposed(self, row):
        others = [cell for cell in row[1:] if not _is_blank(cell)]
        issues = [cell for cell in others if day_in(cell, self.sheet.epoch) and not isinstance(cell, float)]
        return bool(row) and len(issues) >= 1 and 2 * len(issues) > len(others)

    def _turn(self, top):
        """Turn the grid, so that the issues stand in a column; places stay those of the file."""
        rows = self.sheet.rows[top:]
        width = max(len(row) for _number, row in rows)
        self.turned, self.numbers = True, [number for number, _row in rows]
        turned = [
            (column + 1, [row[column] if column < len(row) else None for _number, row in rows])
            for column in range(width)
        ]
        turned[0][1][0] = "期次"
        self.sheet = Sheet(self.sheet.name, turned, self.sheet.epoch)

    def _first_row(self, top):
        """Return the first row that is no heading: merged headings repeat, second lines name columns and hold no number."""
        rows = self.sheet.rows
        for at in range(top + 1, len(rows)):
            row = rows[at][1]
            issue = row[self.period_at] if self.period_at < len(row) else None
            others = [
                cell for place, cell in enumerate(row) if place != self.period_at and not _is_blank(cell)
            ]
            repeated = isinstance(issue, str) and role_of(issue) is Role.PERIOD
            second = (
                _is_blank(issue)
                and others
                and not any(looks_like_number(cell) or isinstance(cell, Fault) for cell in others)
            )
            if not (repeated or second):
                return at
        return len(rows)

    def _columns_of(self, headings, body, number):
        """Return {place: what stands there}; None when the headings cannot be told."""
        width = max((len(row) for row in [*headings, *(row for _number, row in body)]), default=0)
        stacks = [
            list(
                dict.fromkeys(
                    str(row[at]).strip() for row in headings if at < len(row) and not _is_blank(row[at])
                )
            )
            for at in range(width)
        ]
        roles = [next((role_of(text) for text in reversed(stack) if role_of(text)), None) for stack in stacks]
        if Role.NAME in roles or Role.VALUE in roles or self._is_long(stacks):
            return self._long_columns(stacks, roles, body, number)
        return self._wide_columns(stacks, roles, body, number)

    def _is_long(self, stacks):
        either = [stack for stack in stacks if stack and bare(stack[-1]) in EITHER]
        return len(either) == 2

    def _long_columns(self, stacks, roles, body, number):
        for at, stack in enumerate(stacks):
            if stack and bare(stack[-1]) in EITHER:
                roles[at] = Role.VALUE if Role.NAME in roles else Role.NAME
        for role, word in ((Role.NAME, "指数名称 / Index name"), (Role.VALUE, "数值 / Value")):
            if roles.count(role) != 1:
                self._wrong(
                    number,
                    0,
                    _("Exactly one column has to be called “%(name)s” or the like.") % {"name": word},
                )
                return None
        columns = {at: _Column(role) for at, role in enumerate(roles) if role}
        self._tell_others(stacks, columns, body, number)
        self.families = self._families_of(
            [row[at] for _n, row in body for at in [roles.index(Role.NAME)] if at < len(row)], body
        )
        return columns

    def _wide_columns(self, stacks, roles, body, number):
        named = [stack[-1] for stack, role in zip(stacks, roles, strict=True) if stack and not role]
        self.families = self._families_of(named, body)
        columns, before = {}, None
        for at, (stack, role) in enumerate(zip(stacks, roles, strict=True)):
            if role in CHANGES:
                owner = next((text for text in stack if self.names.candidates(text)), None)
                if owner is None and before is None:
                    continue
                if owner is None:
                    columns[at] = _Column(role)
                    self._wrong(
                        self._row(number, at),
                        self._column(number, at),
                        _("Of which index is this the change? Write its name above it."),
                    )
                    continue
                columns[at] = _Column(role, self._index_of(owner, number, at))
            elif role:
                columns[at] = _Column(role)
            elif stack and any(self.names.candidates(text) for text in stack):
                columns[at] = _Column(Role.VALUE, self._index_of(self._name_in(stack), number, at))
                before = columns[at].index
        self._tell_others(stacks, columns, body, number)
        if not any(column.index for column in columns.values()):
            self._wrong(number, 0, _("No column is named after an index."))
        return columns

    def _name_in(self, stack):
        known = [text for text in stack if self.names.candidates(text)]
        whole = "/".join(stack)
        return whole if self.names.candidates(whole) else known[-1]

    def _index_of(self, name, number, at):
        try:
            return self.names.index_of(name, self.families)
        except ValueError as error:
            self._wrong(self._row(number, at), self._column(number, at), str(error))
            return None

    def _families_of(self, texts, body):
        """Return the families that names of several indices may belong to: those of the other names, of this frequency."""
        found = [self.names.candidates(text) for text in dict.fromkeys(map(str, texts))]
        certain = {indices[0].family for indices in found if len(indices) == 1}
        days: Counter[bool] = Counter()
        for _number, row in body[:200]:
            named = day_in(row[self.period_at], self.sheet.epoch) if self.period_at < len(row) else None
            if named:
                days[named[2] is None or named[2] == 1] += 1
        weekly = days[False] > 0
        frequency = Frequency.WEEKLY if weekly else Frequency.MONTHLY
        fitting = {family.value for family in Family if family.frequency == frequency}
        return certain & fitting or fitting

    def _tell_others(self, stacks, columns, body, number):
        for at, stack in enumerate(stacks):
            if at in columns:
                continue
            cells = [row[at] for _n, row in body if at < len(row) and not _is_blank(row[at])]
            heading = " / ".join(stack)
            if any(looks_like_number(cell) for cell in cells):
                try:
                    self.names.index_of(heading or "?")
                    sentence = ""
                except ValueError as error:
                    sentence = str(error) if heading else _("A column without a heading holds numbers.")
                self._wrong(self._row(number, at), self._column(number, at), sentence)
            elif heading or cells:
                self._tell(
                    self._row(number, at),
                    self._column(number, at),
                    _("The column “%(name)s” is not known and was not read.") % {"name": heading},
                )

    # Rows

    def _read_row(self, number, row):
        values = {at: row[at] if at < len(row) else None for at in self.columns}
        if all(_is_blank(value) for at, value in values.items() if self.columns[at].role is not Role.PERIOD):
            if (
                not _is_blank(values[self.period_at])
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
        if _is_blank(values[name_at]):
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
        if _is_blank(text):
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
        if _is_blank(remark):
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

    def _row(self, number, at):
        return self.numbers[at] if self.turned else number

    def _column(self, number, at):
        return number if self.turned else at + 1

    def _wrong(self, row, column, sentence):
        self.found.errors.append(Remark(self.sheet.name, row, column, sentence))

    def _tell(self, row, column, sentence):
        self.found.told.append(Remark(self.sheet.name, row, column, sentence))


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


def _is_blank(cell):
    return cell is None or (isinstance(cell, str) and not cell.strip())


def _is_empty(row):
    return all(_is_blank(cell) for cell in row)

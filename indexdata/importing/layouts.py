"""The columns of a sheet: where its headings stand, and which column says what."""

from collections import Counter
from dataclasses import dataclass
from itertools import islice

from django.utils.translation import gettext as _

from indexdata.arithmetic.periods import Period
from indexdata.enums import Family, Frequency
from indexdata.models import Index

from .cells import (
    Fault,
    day_in,
    looks_like_number,
    plain,
)
from .grids import FileSheet
from .headings import CHANGES, EITHER, Role, bare, role_of
from .names import Names
from .remarks import Remark
from .rows import rows_of
from .stated import Understood

#: So many rows at the top may be titles, and so many below them headings.
TITLES = 30
#: So many rows tell whether the issues are days or months.
TELLING_ROWS = 200
#: A sheet whose issues stand side by side is turned as a whole, up to so many cells.
MOST_TURNED = 3_000_000


@dataclass
class Column:
    """The meaning of a column: a role, an index, or both (a change of an index)."""

    role: Role
    index: Index | None = None


class Layout:
    """The layout of one sheet: where its headings and its issues stand."""

    def __init__(self, sheet: FileSheet, names: Names, found: Understood, take_remarks: bool):
        self.sheet, self.names, self.found, self.take_remarks = sheet, names, found, take_remarks
        self.turned = False
        self.period_at = 0
        self.issues: dict[Period, int] = {}

    def _heading(self):
        for at, (_number, row) in enumerate(self.sheet.rows.head(TITLES)):
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
        others = [cell for cell in row[1:] if not is_blank(cell)]
        issues = [cell for cell in others if day_in(cell, self.sheet.epoch) and not isinstance(cell, float)]
        return bool(row) and len(issues) >= 1 and 2 * len(issues) > len(others)

    def _turn(self, top):
        """Turn the grid, so that the issues stand in a column; places stay those of the file. Tell whether that can be done."""
        if self.sheet.rows.count * self.sheet.rows.width > MOST_TURNED:
            sentence = _(
                "A sheet with the issues side by side has at most %(number)s cells: write them one below the other."
            )
            self._wrong(0, 0, sentence % {"number": MOST_TURNED})
            return False
        rows = list(self.sheet.rows.after(top))
        width = max(len(row) for _number, row in rows)
        self.turned, self.numbers = True, [number for number, _row in rows]
        turned = [
            (column + 1, [row[column] if column < len(row) else None for _number, row in rows])
            for column in range(width)
        ]
        turned[0][1][0] = "期次"
        self.sheet = FileSheet(self.sheet.name, rows_of(turned), self.sheet.epoch)
        return True

    def _first_row(self, top):
        """Return the first row that is no heading: merged headings repeat, second lines name columns and hold no number."""
        for at, (_number, row) in enumerate(self.sheet.rows.head(top + 1 + TITLES)):
            if at <= top:
                continue
            issue = row[self.period_at] if self.period_at < len(row) else None
            others = [
                cell for place, cell in enumerate(row) if place != self.period_at and not is_blank(cell)
            ]
            repeated = isinstance(issue, str) and role_of(issue) is Role.PERIOD
            second = (
                is_blank(issue)
                and others
                and not any(looks_like_number(cell) or isinstance(cell, Fault) for cell in others)
            )
            if not (repeated or second):
                return at
        return min(self.sheet.rows.count, top + 1 + TITLES)

    def _columns_of(self, headings, first, number):
        """Return {place: what stands there}; None when the headings cannot be told. Figures begin in row `first`."""
        width = self.sheet.rows.width
        stacks = [
            list(
                dict.fromkeys(
                    str(row[at]).strip() for row in headings if at < len(row) and not is_blank(row[at])
                )
            )
            for at in range(width)
        ]
        roles = [next((role_of(text) for text in reversed(stack) if role_of(text)), None) for stack in stacks]
        if Role.NAME in roles or Role.VALUE in roles or self._is_long(stacks):
            return self._long_columns(stacks, roles, first, number)
        return self._wide_columns(stacks, roles, first, number)

    def _is_long(self, stacks):
        either = [stack for stack in stacks if stack and bare(stack[-1]) in EITHER]
        return len(either) == 2

    def _long_columns(self, stacks, roles, first, number):
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
        columns = {at: Column(role) for at, role in enumerate(roles) if role}
        self._tell_others(stacks, columns, first, number)
        at = roles.index(Role.NAME)
        named = (row[at] for _n, row in self.sheet.rows.after(first) if at < len(row))
        self.families = self._families_of(named, first)
        return columns

    def _wide_columns(self, stacks, roles, first, number):
        named = [stack[-1] for stack, role in zip(stacks, roles, strict=True) if stack and not role]
        self.families = self._families_of(named, first)
        columns, before = {}, None
        for at, (stack, role) in enumerate(zip(stacks, roles, strict=True)):
            if role in CHANGES:
                owner = next((text for text in stack if self.names.candidates(text)), None)
                if owner is None and before is None:
                    continue
                if owner is None:
                    columns[at] = Column(role)
                    self._wrong(
                        self._row(number, at),
                        self._column(number, at),
                        _("Of which index is this the change? Write its name above it."),
                    )
                    continue
                columns[at] = Column(role, self._index_of(owner, number, at))
            elif role:
                columns[at] = Column(role)
            elif stack and any(self.names.candidates(text) for text in stack):
                columns[at] = Column(Role.VALUE, self._index_of(self._name_in(stack), number, at))
                before = columns[at].index
        self._tell_others(stacks, columns, first, number)
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

    def _families_of(self, texts, first):
        """Return the families that names of several indices may belong to: those of the other names, of this frequency."""
        found = [self.names.candidates(text) for text in dict.fromkeys(map(str, texts))]
        certain = {indices[0].family for indices in found if len(indices) == 1}
        days: Counter[bool] = Counter()
        for _number, row in islice(self.sheet.rows.after(first), TELLING_ROWS):
            named = day_in(row[self.period_at], self.sheet.epoch) if self.period_at < len(row) else None
            if named:
                days[named[2] is None or named[2] == 1] += 1
        weekly = days[False] > 0
        frequency = Frequency.WEEKLY if weekly else Frequency.MONTHLY
        fitting = {family.value for family in Family if family.frequency == frequency}
        return certain & fitting or fitting

    def _tell_others(self, stacks, columns, first, number):
        others = [at for at in range(len(stacks)) if at not in columns]
        filled, numeric = set(), set()
        for _number, row in self.sheet.rows.after(first) if others else ():
            for at in others:
                if at < len(row) and not is_blank(row[at]):
                    filled.add(at)
                    if at not in numeric and looks_like_number(row[at]):
                        numeric.add(at)
        for at in others:
            heading = " / ".join(stacks[at])
            if at in numeric:
                try:
                    self.names.index_of(heading or "?")
                    sentence = ""
                except ValueError as error:
                    sentence = str(error) if heading else _("A column without a heading holds numbers.")
                self._wrong(self._row(number, at), self._column(number, at), sentence)
            elif heading or at in filled:
                self._tell(
                    self._row(number, at),
                    self._column(number, at),
                    _("The column “%(name)s” is not known and was not read.") % {"name": heading},
                )

    def _row(self, number, at):
        return self.numbers[at] if self.turned else number

    def _column(self, number, at):
        return number if self.turned else at + 1

    def _wrong(self, row, column, sentence):
        self.found.errors.append(Remark(self.sheet.name, row, column, sentence))

    def _tell(self, row, column, sentence):
        self.found.told.append(Remark(self.sheet.name, row, column, sentence))


def is_blank(cell):
    return cell is None or (isinstance(cell, str) and not cell.strip())


def is_empty(row):
    return all(is_blank(cell) for cell in row)

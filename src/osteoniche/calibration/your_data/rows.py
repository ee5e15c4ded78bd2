"""One row of a visitor's table: its cells as numbers and words, and what is wrong with them."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from osteoniche.calibration.your_data.numbers import Kind, Numeral, Place, numeral, quoted
from osteoniche.calibration.your_data.quantities import (
    NoQuantity,
    NoUnit,
    Quantity,
    quantities,
    understood,
)
from osteoniche.errors import Described, Problem

COLUMNS = ("day", "quantity", "value", "lower", "upper", "arm")
NEEDED = COLUMNS[:3]
BOUNDS = ("lower", "upper")
MEASURED = ("value", *BOUNDS)
"""Columns of numbers in the unit of the row's quantity."""
CELL_AT_MOST = 120
"""Characters of one cell."""
FORMULA = ("=", "+", "-", "@")
LARGEST = 1e30
EMPTY = "it is empty"
BEGINS = "{} begins like a formula, which is not worked out here"
CHOOSE = "choose from {}"
ROUNDING = 1e-9
"""By so much, as a part of it, a value may pass what is allowed."""
FRACTION_AT_MOST = 10.0
"""What is at most so much is told as a fraction; otherwise in percent."""
SAME_DAY = 1e-6
"""Days that differ by less are the same."""


@dataclass(frozen=True)
class Point:
    """One number: the mean of a group on a day, in the unit of its quantity.

    `lower` and `upper` are both there or both None. `row` is where it stood in the file.
    """

    day: float
    quantity: str
    value: float
    lower: float | None
    upper: float | None
    arm: str
    row: int = field(compare=False, default=0)


class Row:
    """One row of numbers: its cells by column, what is measured, and what is wrong with them.

    A cell that is not there is "".
    """

    def __init__(
        self,
        number: int,
        cells: Sequence[str],
        columns: Mapping[str, int],
        width: int,
        separator: str,
    ) -> None:
        self.number = number
        self.by_comma = separator == ","
        self.bounded = all(name in columns for name in BOUNDS)
        self.problems: list[Problem] = []
        places = {name: columns.get(name, len(cells)) for name in COLUMNS}
        self.cells = {
            name: cells[place] if place < len(cells) else "" for name, place in places.items()
        }
        if any(cells[width:]):
            found, allowed = f"it has {len(cells)} cells", f"at most the header's {width}"
            self.problems.append(Described(f"row {number}", found, allowed))
        self.quantity, self.factor = self._quantity()

    def numerals(self) -> Iterator[tuple[Place, tuple[Kind, Numeral]]]:
        """The numbers in its cells as they are written; none whose kind is not known."""
        day = Kind("the days", 1.0, math.inf)
        kinds = {"day": day}
        if self.quantity is not None:
            most = self.quantity.greatest / self.factor * (1 + ROUNDING)
            kinds |= dict.fromkeys(MEASURED, Kind(self.quantity.name, self.factor, most))
        for column, kind in kinds.items():
            written = numeral(self.cells[column])
            if written is not None:
                yield (self.number, column), (kind, written)

    def point(self, days: float, numerals: Mapping[Place, Numeral]) -> Point | None:
        """The number in this row; None with problems, or where its marks are asked about.

        `days` turns its time into days; `numerals` are all numbers with their marks settled.
        """
        quantity = self.quantity
        day = self._number("day", numerals, needed=True)
        logarithmic = quantity is not None and quantity.logarithmic
        value, lower, upper = (
            self._number(name, numerals, needed=name == "value", positive=logarithmic)
            for name in MEASURED
        )
        request = any(numerals[place].either for place, _ in self.numerals() if place in numerals)
        if not self.problems and not request:
            self._in_order(value, lower, upper)
        if quantity is not None and value is not None:
            self._possible(quantity, value)
        arm = " ".join(self._plain("arm").split())
        if self.problems or request or quantity is None or day is None or value is None:
            return None
        low, high = (None if bound is None else bound * self.factor for bound in (lower, upper))
        return Point(day * days, quantity.name, value * self.factor, low, high, arm, self.number)

    def _wrong(self, column: str, found: str, allowed: str) -> None:
        """Note a problem; `found` says what is wrong, with the cell for {}."""
        told = found.format(quoted(self.cells[column]))
        self.problems.append(Described(self._place(column), told, allowed))

    def _place(self, column: str) -> str:
        return f"row {self.number}, column {column}"

    def _quantity(self) -> tuple[Quantity | None, float]:
        if not self._plain("quantity"):
            return None, 1.0
        try:
            return understood(self.cells["quantity"])
        except NoUnit as error:
            units = ", ".join(error.quantity.units)
            found = f"the unit {quoted(error.unit)} can not be converted"
            allowed = f"give {error.quantity.name} in one of these: {units}"
            self.problems.append(Described(self._place("quantity"), found, allowed))
        except NoQuantity:
            self._wrong("quantity", "{} is no known quantity", CHOOSE.format(self._known()))
        return None, 1.0

    def _plain(self, column: str) -> str:
        """A cell of words; "" with a problem for one that is no plain text or too long."""
        text = self.cells[column]
        if text.startswith(FORMULA):
            self._wrong(column, BEGINS, "give plain words")
        elif len(text) > CELL_AT_MOST:
            self._too_long(column)
        elif not text and column in NEEDED:
            self._wrong(column, EMPTY, CHOOSE.format(self._known()))
        else:
            return text
        return ""

    def _known(self) -> str:
        return ", ".join(quantities())

    def _too_long(self, column: str) -> None:
        found = f"a cell of {len(self.cells[column]):,} characters"
        allowed = f"at most {CELL_AT_MOST}"
        self.problems.append(Described(self._place(column), found, allowed))

    def _number(
        self,
        column: str,
        numerals: Mapping[Place, Numeral],
        *,
        needed: bool,
        positive: bool = False,
    ) -> float | None:
        """The number in a cell; None with a problem, for none, or for one that is asked about."""
        text = self.cells[column]
        if not text and not needed:
            return None
        written = numerals.get((self.number, column)) or numeral(text)
        if len(text) > CELL_AT_MOST:
            self._too_long(column)
        elif written is None:
            formula = text.startswith(FORMULA)
            found = BEGINS if formula else "{} is no number" if text else EMPTY
            self._wrong(column, found, "give its result" if formula else "give a number, like 0.3")
        elif self.by_comma and written.decimal == ",":
            found = "{} has a comma, and commas divide the cells of this table"
            self._wrong(column, found, "write decimals with a point")
        elif not written.either:
            return self._within(column, written.value, positive)
        return None

    def _within(self, column: str, number: float, positive: bool) -> float | None:
        """A number that can be one of a table; None with a problem."""
        if not math.isfinite(number) or number > LARGEST:
            self._wrong(column, "{} is too large", f"give a number up to {LARGEST:g}")
        elif number < 0:
            least = "a number above 0" if positive else "0 or more"
            self._wrong(column, "{} is below zero", f"give {least}")
        elif positive and number == 0:
            allowed = "give a number above 0, or leave out rows without a signal"
            self._wrong(column, "{} has no logarithm, by which it is compared", allowed)
        else:
            return number
        return None

    def _possible(self, quantity: Quantity, value: float) -> None:
        """A share of a whole is not more than all of it."""
        if value * self.factor <= quantity.greatest * (1 + ROUNDING):
            return
        most = quantity.greatest / self.factor
        fraction = most <= FRACTION_AT_MOST
        allowed = f"{quantity.name} {'as a fraction' if fraction else 'in percent'} is at most "
        allowed += f"{most:,.0f}"
        if fraction:
            allowed += f"; for percent write {quantity.name} [%]"
        self._wrong("value", "{} is more than there can be", allowed)

    def _in_order(self, value: float | None, lower: float | None, upper: float | None) -> None:
        if not self.bounded:
            return  # told once, for the whole table
        if (lower is None) != (upper is None):
            given, missing = ("upper", "lower") if lower is None else ("lower", "upper")
            found = f"{EMPTY}, although the {given} bound is there"
            self._wrong(missing, found, "give both, or neither")
        elif value is not None and lower is not None and upper is not None:
            if not lower <= value <= upper:
                found = f"the bounds are {self.cells['lower']} to {self.cells['upper']}"
                allowed = f"the value, {self.cells['value']}, has to lie between them"
                self.problems.append(Described(self._place("lower"), found, allowed))
            elif lower == upper:
                allowed = "give two that differ, or leave both empty"
                self._wrong("upper", "{} is the lower bound too", allowed)


def one_spelling(points: Sequence[Point]) -> list[Point]:
    """Points whose groups differ in capitals alone, as one group: spelt as where it stood first."""
    first: dict[str, str] = {}
    return [replace(one, arm=first.setdefault(one.arm.casefold(), one.arm)) for one in points]


def doubles(points: Sequence[Point]) -> Iterator[Problem]:
    """Points that are there twice."""
    first: dict[tuple[str, str, int], Point] = {}
    for point in points:
        key = (point.arm, point.quantity, round(point.day / SAME_DAY))
        if key in first:
            found = f"the same group, quantity and day as row {first[key].row}"
            yield Described(f"row {point.row}, column day", found, "give one mean with its bounds")
        else:
            first[key] = point

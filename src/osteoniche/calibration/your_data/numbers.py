"""Numbers as tables write them: which marks are decimal, and which part thousands.

`2,120` is 2120 in one country and 2.12 in another. What no number of its kind settles is asked
about and never guessed: a curve through the wrong one looks as good.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from osteoniche.errors import Described, Problem
from osteoniche.numerals import listed

PLAIN = r"[+-]?(?:[0-9]+(?:[.,][0-9]*)?|[.,][0-9]+)(?:[eE][+-]?[0-9]+)?"
"""A number with at most one mark."""
APART = "'\u2019 \u00a0\u2009\u202f"
"""Marks that only part thousands: apostrophes and blanks, among them those that do not break."""
GROUPED = rf"[+-]?[1-9][0-9]{{0,2}}([.,{APART}])[0-9]{{3}}(?:\1[0-9]{{3}})*(?:(?!\1)[.,][0-9]*)?"
"""A number with thousands in groups of three digits, and a decimal mark that is another."""
EITHER = r"[+-]?[1-9][0-9]{0,2}[.,][0-9]{3}"
"""A number that is of both forms: one mark, which may be for thousands or for decimals."""
MINUS = "\u2212"
"""The sign of minus that some texts have in place of a hyphen."""
MARKS = {",": "comma", ".": "point"}
QUOTED_AT_MOST = 30
"""Characters of a cell that a message repeats, so that there is room for what is wrong with it."""
STRETCHES_NAMED = 12
"""Stretches of rows that a message names; how many rows there are besides is told."""

Place = tuple[int, str]
"""The row and the column of a cell."""


@dataclass(frozen=True)
class Kind:
    """Numbers that are written alike: those of one quantity in one unit, or the days.

    None is more than `greatest`, in the unit in which they are written.
    """

    name: str
    unit: float
    greatest: float


@dataclass(frozen=True)
class Numeral:
    """A number as a cell has it, and its marks: "" for those that it has not.

    `either` is a mark of which the number does not tell whether it is for decimals or thousands.
    """

    text: str
    thousands: str = ""
    decimal: str = ""
    either: str = ""

    @property
    def value(self) -> float:
        """What it is; an undecided mark counts as decimal. Infinite beyond what a float holds."""
        plain = self.text.replace(self.thousands, "") if self.thousands else self.text
        return float(plain.replace(",", ".")) + 0.0

    def as_decimals(self) -> "Numeral":
        """The number with its undecided mark for decimals."""
        return replace(self, decimal=self.either, either="")

    def as_thousands(self) -> "Numeral":
        """The number with its undecided mark for thousands."""
        return replace(self, thousands=self.either, either="")


Cells = Mapping[Place, tuple[Kind, Numeral]]


def numeral(text: str) -> Numeral | None:
    """The number in a cell; None if it holds none, such as `1,23,456`."""
    text = text.replace(MINUS, "-")
    if re.fullmatch(EITHER, text):
        return Numeral(text, either="," if "," in text else ".")
    if re.fullmatch(PLAIN, text):
        return Numeral(text, decimal=next((mark for mark in MARKS if mark in text), ""))
    grouped = re.fullmatch(GROUPED, text)
    if grouped is None:
        return None
    others = text.replace(grouped[1], "")
    return Numeral(text, grouped[1], next((mark for mark in MARKS if mark in others), ""))


def quoted(cell: str) -> str:
    """A cell as messages repeat it."""
    return repr(cell if len(cell) <= QUOTED_AT_MOST else f"{cell[: QUOTED_AT_MOST - 3]}...")


def settled(cells: Cells, by_comma: bool) -> tuple[dict[Place, Numeral], list[Problem]]:
    """Every number with its marks as its kind has them, and what is to be asked about.

    A mark that one number of a kind settles is settled for all of it. Where commas divide the cells
    (`by_comma`), a point that may be both is decimal, as it is in such files everywhere. A number
    that keeps an undecided mark is among what is asked about, or of no known kind.
    """
    kinds = defaultdict[Kind, dict[Place, Numeral]](dict)
    for place, (kind, number) in cells.items():
        kinds[kind][place] = _possible(number, kind)
    found, problems = dict[Place, Numeral](), list[Problem]()
    for kind, numbers in kinds.items():
        problems += _contradictions(numbers)
        alike = _alike(numbers, by_comma)
        found |= alike
        kinds[kind] = alike
    commas = not by_comma and any(one.decimal == "," for one in found.values())
    if commas:
        problems += _mixed(found)
    for kind, numbers in kinds.items():
        request = {
            place: one
            for place, one in numbers.items()
            if one.either and not (commas and one.either == ".")
        }
        if request:
            problems.append(_question(kind, request, by_comma))
    return found, problems


def _possible(number: Numeral, kind: Kind) -> Numeral:
    """A number that would be more than there can be as thousands has decimals: 98,125 percent."""
    if number.either and number.as_thousands().value > kind.greatest:
        return number.as_decimals()
    return number


def _alike(numbers: Mapping[Place, Numeral], by_comma: bool) -> dict[Place, Numeral]:
    """Numbers of one kind, with undecided marks as the others have them."""
    thousands = {one.thousands for one in numbers.values()}
    decimals = {one.decimal for one in numbers.values()}
    if by_comma and "." not in thousands:
        decimals.add(".")
    found = dict(numbers)
    for place, one in numbers.items():
        if one.either and (one.either in thousands) != (one.either in decimals):
            found[place] = one.as_thousands() if one.either in thousands else one.as_decimals()
    return found


def _contradictions(numbers: Mapping[Place, Numeral]) -> Iterator[Problem]:
    """A mark that parts thousands in one number of a kind and is decimal in another."""
    for mark, name in MARKS.items():
        grouped = [place for place, one in numbers.items() if one.thousands == mark]
        decimal = [place for place, one in numbers.items() if one.decimal == mark]
        if grouped and decimal:
            (row, column), (other, _) = grouped[0], decimal[0]
            cell = quoted(numbers[grouped[0]].text)
            found = f"{cell} has a {name} for thousands, row {other} for decimals"
            yield Described(_place(row, column), found, "write all numbers alike")


def _mixed(numbers: Mapping[Place, Numeral]) -> Iterator[Problem]:
    """Decimal points where others are commas: 1.234 may then be more than a thousand."""
    for (row, column), one in numbers.items():
        if "." in (one.decimal, one.either):
            found = f"{quoted(one.text)} has a point, others a decimal comma"
            yield Described(_place(row, column), found, "write all numbers alike")


def _question(kind: Kind, numbers: Mapping[Place, Numeral], by_comma: bool) -> Problem:
    """What is asked about numbers of one kind that may all be thousands or decimals: once."""
    (row, column), first = next(iter(numbers.items()))
    whole = first.text.replace(first.either, "")
    exact = first.text.replace(",", ".") if by_comma else f"{first.text}0"
    found = f"{quoted(first.text)} may be {whole} or {first.as_decimals().value:g}"
    rows = _rows(sorted({row for row, _ in numbers}))
    alike = f", alike for {kind.name} in {rows}" if len(numbers) > 1 else ""
    allowed = f"write {whole} without a mark for thousands, or {exact} for decimals{alike}"
    return Described(_place(row, column), found, allowed)


def _place(row: int, column: str) -> str:
    return f"row {row}, column {column}"


def _rows(numbers: Sequence[int]) -> str:
    """Rows in a few words: row 5; rows 3, 4 and 6 to 20."""
    stretches: list[list[int]] = []
    for number in numbers:
        if stretches and number == stretches[-1][-1] + 1:
            stretches[-1].append(number)
        else:
            stretches.append([number])
    named, rest = stretches[:STRETCHES_NAMED], stretches[STRETCHES_NAMED:]
    told = [f"{one[0]} to {one[-1]}" if len(one) > 1 else f"{one[0]}" for one in named]
    more = [f"{sum(map(len, rest)):,} more"] if rest else []
    return f"row{'' if len(numbers) == 1 else 's'} {listed([*told, *more])}"

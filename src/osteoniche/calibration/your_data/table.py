"""Reading a visitor's own study: a small table of numbers, or everything that is wrong with it."""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from osteoniche.calibration.your_data.numbers import quoted, settled
from osteoniche.calibration.your_data.quantities import Quantity, day_factor, quantities
from osteoniche.calibration.your_data.rows import (
    BOUNDS,
    COLUMNS,
    NEEDED,
    Point,
    Row,
    doubles,
    one_spelling,
)
from osteoniche.errors import Described, Problem, ScenarioError, Unreadable
from osteoniche.scenario import file

BYTES_AT_MOST = 200_000
ROWS_AT_MOST = 5_000
ARMS_AT_MOST = 6
SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs"}
EXPECTED = "what can be read is a table of text (CSV) with one row for each number"
TEMPLATE = """\
day,quantity,value,lower,upper,arm
3,tumour cells,2120,1700,2650,untreated
7,tumour cells,6240,4990,7800,untreated
14,tumour cells,20200,16200,25200,untreated
21,tumour cells,103000,82400,129000,untreated
28,tumour cells,445000,356000,556000,untreated
28,bone mass [% of start],91,85,97,untreated
7,tumour cells,5460,4370,6820,chemotherapy
14,tumour cells,16000,12800,20000,chemotherapy
21,tumour cells,60000,48000,75000,chemotherapy
28,tumour cells,280000,224000,350000,chemotherapy
"""
"""A study as it is to be written down. The numbers are made up."""


@dataclass(frozen=True)
class Study:
    """A visitor's study: its points by arm, quantity and day, in whatever order they stood."""

    points: tuple[Point, ...]

    @property
    def arms(self) -> tuple[str, ...]:
        """The names of the groups; one without a name is ""."""
        return tuple(dict.fromkeys(point.arm for point in self.points))

    @property
    def quantities(self) -> tuple[Quantity, ...]:
        """What was measured, in the order in which quantities are declared."""
        found = {point.quantity for point in self.points}
        return tuple(one for name, one in quantities().items() if name in found)

    @property
    def last_day(self) -> float:
        """The day of the last number."""
        return max(point.day for point in self.points)


def read(content: bytes | str, field: str = "data") -> Study:
    """The study in a file's bytes or a text; `field` is how messages name it.

    Names of groups that differ in capitals or blanks alone are the same group.
    Raises ScenarioError with every problem, each with its row (1 is the header) and column.
    """
    table, separator = _table(_text(content, field), field)
    columns, factor, problems = _header(table, field)
    points: list[Point] = []
    if all(name in columns for name in NEEDED):
        width = len(table[0][1])
        rows = [Row(number, cells, columns, width, separator) for number, cells in table[1:]]
        written = dict(cell for row in rows for cell in row.numerals())
        numerals, unsettled = settled(written, separator == ",")
        found = [row.point(factor, numerals) for row in rows]
        points = one_spelling([point for point in found if point is not None])
        problems += [problem for row in rows for problem in row.problems]
        problems += [*doubles(points), *unsettled]
    if len(table) == 1:
        problems.append(Described(field, "it has no row of numbers", "add one below the header"))
    if problems:
        raise ScenarioError(problems)
    study = Study(tuple(sorted(points, key=_order)))
    if len(study.arms) > ARMS_AT_MOST:
        few = f"at most {ARMS_AT_MOST} groups"
        raise ScenarioError([Described("column arm", f"it names {len(study.arms)} groups", few)])
    return study


def _order(point: Point) -> tuple[str, str, float]:
    return point.arm, point.quantity, point.day


def _text(content: bytes | str, field: str) -> str:
    size = len(content if isinstance(content, bytes) else content.encode(errors="replace"))
    if isinstance(content, bytes):
        kind = file.kind(content)
        if kind is not None:
            raise _none(field, kind)
        if size > BYTES_AT_MOST:
            raise too_large(field, size)
        try:
            content = content.decode("utf-8")
        except UnicodeDecodeError:
            raise _none(field, "not text in UTF-8") from None
    elif content.startswith("PK\x03\x04"):
        raise _none(field, file.KINDS[b"PK\x03\x04"])
    if size > BYTES_AT_MOST:
        raise too_large(field, size)
    content = content.removeprefix("\ufeff")
    if not content.strip():
        raise _none(field, "empty")
    if re.search(r"[\x00-\x08\x0b\x0e-\x1f]", content):
        raise _none(field, "no plain text (it holds control characters)")
    return content


def too_large(field: str, size: int) -> ScenarioError:
    """Why a file of so many bytes is not read."""
    found, most = file.kilobytes(size), file.kilobytes(BYTES_AT_MOST)
    if found == most:  # too large by less than what is rounded away
        found, most = f"{size:,} bytes", f"{BYTES_AT_MOST:,} bytes"
    return ScenarioError([Unreadable(field, f"a file of {found}", f"{EXPECTED}, at most {most}")])


def _none(field: str, found: str) -> ScenarioError:
    return ScenarioError([Unreadable(field, found, EXPECTED)])


def _table(text: str, field: str) -> tuple[list[tuple[int, list[str]]], str]:
    """The rows by number, as a spreadsheet counts them, and what separates their cells."""
    first = next(line for line in text.splitlines() if line.strip())
    separator = max(SEPARATORS, key=lambda one: (_known(first.split(one)), first.count(one)))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        table = [
            (number, [cell.strip() for cell in cells]) for number, cells in enumerate(reader, 1)
        ]
    except csv.Error as error:
        found = f"it can not be read from line {reader.line_num} on ({error})"
        allowed = "close every quotation mark, and write each row on a line of its own"
        raise ScenarioError([Described(field, found, allowed)]) from None
    table = [(number, cells) for number, cells in table if any(cells)]
    if not table:
        raise _none(field, "empty")
    if len(table) - 1 > ROWS_AT_MOST:
        found = f"it has {len(table) - 1:,} rows"
        raise ScenarioError([Described(field, found, f"at most {ROWS_AT_MOST:,} can be read")])
    return table, separator


def _named(cell: str) -> tuple[str, str]:
    """A heading in small letters, and the unit behind it."""
    plain = cell.strip().strip('"').lower()
    match = re.fullmatch(r"(.*?)\s*[\[(](.*)[\])]", plain)
    return (match[1], match[2]) if match else (plain, "")


def _known(cells: Sequence[str]) -> int:
    return sum(_named(cell)[0] in COLUMNS for cell in cells)


def _header(
    table: Sequence[tuple[int, list[str]]], field: str
) -> tuple[dict[str, int], float, list[Problem]]:
    """The place of each column, what turns its times into days, and what is wrong."""
    number, cells = table[0]
    names = [_named(cell) for cell in cells]
    columns, factor, problems = dict[str, int](), 1.0, list[Problem]()
    if not _known(cells):
        found = "it has no header"
        allowed = f"the first row names the columns: {', '.join(COLUMNS)}"
        return columns, factor, [Described(f"{field}, row {number}", found, allowed)]
    for place, (name, unit) in enumerate(names):
        here = f"row {number}, column {place + 1}"
        if name in columns:
            problems.append(
                Described(here, f"{quoted(name)} is there twice", "leave one of them out")
            )
        elif name in COLUMNS:
            columns[name] = place
        elif cells[place] or _filled(table[1:], place):
            allowed = f"the columns are {', '.join(COLUMNS)}; leave others out"
            found = f"{quoted(cells[place])} is no column that is read"
            problems.append(Described(here, found, allowed))
        if unit and name != "day":
            allowed = "write the unit behind the quantity, in the same cell"
            problems.append(Described(here, f"{quoted(cells[place])} has a unit", allowed))
        if name == "day" and day_factor(unit) is None:
            found = f"{quoted(cells[place])} has no unit of time that is read"
            problems.append(Described(here, found, "a unit of time is d, h or weeks"))
        elif name == "day":
            factor = day_factor(unit) or 1.0
    problems += _missing(table, columns)
    return columns, factor, problems


def _missing(
    table: Sequence[tuple[int, list[str]]], columns: Mapping[str, int]
) -> Iterator[Problem]:
    """Columns that are needed and not there; one of bounds is where the other has any."""
    here = f"row {table[0][0]}"
    for name in NEEDED:
        if name not in columns:
            yield Described(here, f"no column {name!r}", "add it")
    given = [name for name in BOUNDS if name in columns]
    if len(given) == 1 and _filled(table[1:], columns[given[0]]):
        (missing,) = set(BOUNDS) - set(given)
        found = f"no column {missing!r}, although there is {given[0]!r}"
        yield Described(here, found, f"add it, or leave {given[0]!r} out")


def _filled(rows: Sequence[tuple[int, list[str]]], place: int) -> bool:
    """Whether any row has something in a column."""
    return any(place < len(row) and row[place] for _, row in rows)

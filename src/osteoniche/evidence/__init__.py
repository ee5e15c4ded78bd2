"""Published observations: one row per number, with its source and how far it was read.

`observations.csv` was compiled for this project from papers, labels and public tables, and stands
here unchanged. Rows whose locator names a repository hold numbers that others tabulated (see `tibd`
in `references.bib`); numbers were taken, no code. What a row may be used for depends on its
provenance: a `recalled` row is never data. `series` says which rows make a time series, and
`references` reads the bibliography.
"""

import csv
import io
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from osteoniche.errors import EvidenceError, Problem

FILE = "observations.csv"
COLUMNS = (
    "id",
    "quantity",
    "arm",
    "species",
    "system",
    "value",
    "lower",
    "upper",
    "units",
    "time_days",
    "source",
    "locator",
    "provenance",
    "note",
)
"""The columns of the file, in order; all but the numbers and the note are filled in every row."""

MAY_BE_EMPTY = frozenset({"value", "lower", "upper", "time_days", "note"})
NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.IGNORECASE)
"""A number as the file writes it; Python's own float() also takes 1_000, nan and inf."""


class Provenance(StrEnum):
    """How far a number was read."""

    READ = "read"
    READ_SECONDARY = "read-secondary"
    DERIVED = "derived"
    RECALLED = "recalled"

    @property
    def meaning(self) -> str:
        """The word explained to people."""
        return {
            Provenance.READ: "stands in the text of the source, which was read",
            Provenance.READ_SECONDARY: "read in somebody else's transcription, not in the paper",
            Provenance.DERIVED: "calculated from values that were read",
            Provenance.RECALLED: "from memory only: never used as data",
        }[self]


@dataclass(frozen=True)
class Observation:
    """One row: a number (or, where nothing was counted, a word) with where it comes from.

    `value`, `lower` and `upper` are in `units`; what the bounds mean (standard errors, an interval,
    a range) stands in `note`. `days` counts from the study's own day 0, None where time plays no
    part.
    """

    id: str
    quantity: str
    arm: str
    species: str
    system: str
    value: float | str | None
    lower: float | None
    upper: float | None
    units: str
    days: float | None
    source: str
    locator: str
    provenance: Provenance
    note: str

    @property
    def censored(self) -> bool:
        """Whether the value is only a bound: the truth is at least this."""
        return self.lower is not None and self.lower == self.value and self.upper is None


@cache
def observations() -> Mapping[str, Observation]:
    """Every row by its id, in the order of the file. Raises EvidenceError for malformed data."""
    return parse(files(__name__).joinpath(FILE).read_text(encoding="utf-8"))


def parse(text: str) -> Mapping[str, Observation]:
    """The rows of a table like `observations.csv`, by id.

    Raises EvidenceError that names the row and the column of the first thing that is wrong.
    """
    table = csv.reader(io.StringIO(text, newline=""), strict=True)
    found: dict[str, Observation] = {}
    try:
        header = next(table, [])
        if tuple(header) != COLUMNS:
            raise _malformed("first line", "names", header, f"write {', '.join(COLUMNS)}")
        for cells in table:
            row = _observation(cells, f"line {table.line_num}")
            if row.id in found:
                raise _malformed(row.id, "id", row.id, "give each row an id of its own")
            found[row.id] = row
    except csv.Error as error:
        raise _malformed(f"line {table.line_num}", "all", str(error), "close quotes") from error
    return MappingProxyType(found)


def _observation(cells: list[str], line: str) -> Observation:
    if len(cells) != len(COLUMNS):
        allowed = f"a row has {len(COLUMNS)} columns"
        raise _malformed(line, "all", f"{len(cells)} columns", allowed)
    text = dict(zip(COLUMNS, cells, strict=True))
    row = text["id"] or line
    for column in COLUMNS:
        if not text[column].strip() and column not in MAY_BE_EMPTY:
            raise _malformed(row, column, text[column], "fill it in")
    value = _value(text["value"])
    lower, upper, days = (
        _number(row, name, text[name]) for name in ("lower", "upper", "time_days")
    )
    _check_numbers(row, value, lower, upper, days)
    return Observation(
        id=text["id"],
        quantity=text["quantity"],
        arm=text["arm"],
        species=text["species"],
        system=text["system"],
        value=value,
        lower=lower,
        upper=upper,
        units=text["units"],
        days=days,
        source=text["source"],
        locator=text["locator"],
        provenance=_provenance(row, text["provenance"]),
        note=text["note"],
    )


def _check_numbers(
    row: str,
    value: float | str | None,
    lower: float | None,
    upper: float | None,
    days: float | None,
) -> None:
    """What holds between the numbers of a row."""
    bounds = [bound for bound in (lower, upper) if bound is not None]
    if value is None and not bounds:
        raise _malformed(row, "value", "", "give a value or bounds")
    if isinstance(value, str) and bounds:
        raise _malformed(row, "value", value, "beside bounds, give a number")
    least = -math.inf if lower is None else lower
    most = math.inf if upper is None else upper
    if least > most:
        raise _malformed(row, "lower", lower, f"it is at most the upper bound, {upper:g}")
    if isinstance(value, float) and not least <= value <= most:
        raise _malformed(row, "value", value, "it lies within its own bounds")
    if days is not None and days < 0:
        raise _malformed(row, "time_days", days, "days count from 0")


def _value(text: str) -> float | str | None:
    """A number where the text is one, else the text: some rows report a word or a fraction."""
    if not text:
        return None
    return float(text) if NUMBER.fullmatch(text) else text


def _number(row: str, column: str, text: str) -> float | None:
    if not text:
        return None
    if not NUMBER.fullmatch(text):
        raise _malformed(row, column, text, "give a number or nothing")
    return float(text)


def _provenance(row: str, text: str) -> Provenance:
    if text not in set(Provenance):
        raise _malformed(row, "provenance", text, f"choose from {', '.join(Provenance)}")
    return Provenance(text)


def _malformed(row: str, column: str, value: object, allowed: str) -> EvidenceError:
    return EvidenceError(str(Problem(f"{FILE}, {row}, column {column}", value, allowed)))

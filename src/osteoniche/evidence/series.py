"""The published time series that can be laid over a simulation.

Each is a run of rows of one arm of one study. It is comparable with the model in its course only:
light is not cells, and a concentration in a section is not a fold. So every series is read in
multiples of its own first value, and nothing else of it is adjusted. Its days are those of its
table: day 0 of a study is taken to be day 0 of a run, since no row says otherwise. Bounds are those
of each value; the uncertainty of the first is not carried over to the others.

Left out are the tumour cells of Bennett 2024, which are 0 on the first two days, so that there is
no starting point; treatments other than those that SERIES names; and single values.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from osteoniche.errors import EvidenceError, Problem
from osteoniche.evidence import FILE, Observation, Provenance, observations
from osteoniche.quantity import MOUSE, Species

Vector = npt.NDArray[np.float64]
LOGARITHMIC = "log10 "
"""How the units of a value start that is a decimal logarithm."""


@dataclass(frozen=True)
class Conditions:
    """What was done to the animals, in the words of a Scenario.

    `first_dose` holds, by drug, the day on which it was first given; untreated if empty.
    """

    tumour: bool = True
    first_dose: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    species: Species = MOUSE
    host: str = "wild-type"

    @property
    def drugs(self) -> frozenset[str]:
        """The drugs that were given, by name."""
        return frozenset(self.first_dose)


@dataclass(frozen=True)
class Course:
    """Days, and values with their bounds in multiples of the first value; NaN: no such bound."""

    days: Vector
    values: Vector
    lower: Vector
    upper: Vector


@dataclass(frozen=True)
class Series:
    """Observations of one arm over time.

    `reference` is a key of `references.bib`, `readout` the series of a Result that it is compared
    with, `limits` one sentence on what it can not show. Raises EvidenceError for rows that make no
    time series.
    """

    name: str
    label: str
    reference: str
    readout: str
    rows: tuple[Observation, ...]
    conditions: Conditions
    limits: str

    def __post_init__(self) -> None:
        for row in self.rows:
            _check_row(row)
        days = [row.days or 0.0 for row in self.rows]
        if len(days) < 2 or any(b <= a for a, b in pairwise(days)):
            raise _unusable(self.name, "time_days", days, "give days that follow each other")
        if len({(row.units, row.arm, row.quantity, row.source) for row in self.rows}) > 1:
            raise _unusable(self.name, "arm", "several", "a series is one quantity of one arm")
        if not self._linear("value")[0] > 0:
            raise _unusable(self.rows[0].id, "value", self.rows[0].value, "a series starts above 0")

    @property
    def course(self) -> Course:
        """The series in multiples of its own first value, logarithms undone."""
        values, lower, upper = (self._linear(name) for name in ("value", "lower", "upper"))
        days = np.array([row.days for row in self.rows], dtype=np.float64)
        return Course(days, values / values[0], lower / values[0], upper / values[0])

    def _linear(self, column: str) -> Vector:
        """A column of numbers; where there is none, NaN."""
        numbers = np.array([getattr(row, column) for row in self.rows], dtype=np.float64)
        logarithmic = self.rows[0].units.startswith(LOGARITHMIC)
        found: Vector = 10.0**numbers if logarithmic else numbers
        return found


def _check_row(row: Observation) -> None:
    if not isinstance(row.value, float):
        raise _unusable(row.id, "value", row.value, "in a time series, give a number")
    if row.days is None:
        raise _unusable(row.id, "time_days", None, "in a time series, give the day")
    if row.provenance is Provenance.RECALLED:
        raise _unusable(row.id, "provenance", row.provenance.value, "what is recalled is not data")


def _unusable(row: str, column: str, value: object, allowed: str) -> EvidenceError:
    return EvidenceError(str(Problem(f"{FILE}, {row}, column {column}", value, allowed)))


def between(first: str, last: str) -> tuple[Observation, ...]:
    """The rows of the file from one id to another. Raises EvidenceError for an unknown id."""
    table = observations()
    for name in (first, last):
        if name not in table:
            raise _unusable(name, "id", name, "no row has this id")
    ids = list(table)
    return tuple(table[name] for name in ids[ids.index(first) : ids.index(last) + 1])


UNTREATED = Conditions()
LIGHT = "Light from the tumour, not counted cells; the curve was digitised by others."
SUBLINE = (
    "Light, not counted cells, digitised by others; it jumps from day 0 to day 1 and falls back, "
    "so the starting point may be off by a factor of three."
)
LUNG = (
    "The paper could not be confirmed and is taken to be on lung cancer in bone, not on breast "
    "cancer; light, digitised by others."
)
UNIDENTIFIED = (
    "A laboratory's series whose paper could not be identified; line and number of mice unknown."
)
STRAIGHT_INTO_BONE = (
    "Tumour cells were put straight into the tibia; whether the bars are standard deviations or "
    "errors is not stated."
)
WITH_ZOLEDRONATE = (
    "Given from day 6, dose and interval not read; whether the bars are standard deviations or "
    "errors is not stated."
)

SERIES = (
    Series(
        "canon-2008-untreated",
        "Canon 2008, untreated (digitised by others)",
        "canon2008",
        "tumour_cells",
        between("CAN-001", "CAN-008"),
        UNTREATED,
        LIGHT,
    ),
    Series(
        "canon-2008-opg-fc",
        "Canon 2008, OPG-Fc from day 0 (digitised by others)",
        "canon2008",
        "tumour_cells",
        between("CAN-009", "CAN-016"),
        Conditions(first_dose=MappingProxyType({"rankl-inhibitor": 0.0})),
        "Light, not counted cells, digitised by others; only the first day of dosing was read.",
    ),
    Series(
        "blake-2014-rank",
        "Blake 2014, untreated, RANK-high cells (digitised by others)",
        "blake2014",
        "tumour_cells",
        between("BLK-001", "BLK-009"),
        UNTREATED,
        SUBLINE,
    ),
    Series(
        "blake-2014-atcc",
        "Blake 2014, untreated, ATCC cells (digitised by others)",
        "blake2014",
        "tumour_cells",
        between("BLK-010", "BLK-018"),
        UNTREATED,
        SUBLINE,
    ),
    Series(
        "blake-2014-vehicle",
        "Blake 2014, vehicle (digitised by others)",
        "blake2014",
        "tumour_cells",
        between("BLK-019", "BLK-025"),
        UNTREATED,
        LIGHT,
    ),
    *(
        Series(
            f"miller-2014-{letter.lower()}",
            f"Miller 2014, vehicle, set {letter} (digitised by others, paper not confirmed)",
            "miller2014",
            "tumour_cells",
            between(first, last),
            UNTREATED,
            LUNG,
        )
        for letter, first, last in (
            ("A", "MIL-001", "MIL-005"),
            ("D", "MIL-016", "MIL-022"),
            ("G", "MIL-037", "MIL-043"),
        )
    ),
    Series(
        "bennett-2024-bone",
        "Bennett 2024, untreated (paper not identified)",
        "bennett2024",
        "bone_mass_percent",
        between("BEN-09", "BEN-12"),
        UNTREATED,
        UNIDENTIFIED,
    ),
    Series(
        "bennett-2024-osteoblasts",
        "Bennett 2024, osteoblasts, untreated (paper not identified)",
        "bennett2024",
        "osteoblasts_fold",
        between("BEN-01", "BEN-04"),
        UNTREATED,
        UNIDENTIFIED,
    ),
    Series(
        "bennett-2024-osteoclasts",
        "Bennett 2024, osteoclasts, untreated (paper not identified)",
        "bennett2024",
        "osteoclasts_fold",
        between("BEN-05", "BEN-08"),
        UNTREATED,
        UNIDENTIFIED,
    ),
    Series(
        "johnson-2011-vehicle",
        "Johnson 2011, vehicle (tabulated by others)",
        "johnson2011",
        "bone_mass_percent",
        between("JOH-01", "JOH-05"),
        UNTREATED,
        STRAIGHT_INTO_BONE,
    ),
    Series(
        "johnson-2011-zoledronate",
        "Johnson 2011, no tumour, zoledronate from day 6 (tabulated by others)",
        "johnson2011",
        "bone_mass_percent",
        between("JOH-11", "JOH-15"),
        Conditions(tumour=False, first_dose=MappingProxyType({"zoledronate": 6.0})),
        WITH_ZOLEDRONATE,
    ),
)
"""Every series, in the order in which they are offered."""

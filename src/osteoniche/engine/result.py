"""The Result of one simulation: named series with units, and a status sentence."""

import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType
from typing import Any

import numpy as np
import numpy.typing as npt

from osteoniche.errors import SolverError

Vector = npt.NDArray[np.float64]


class Status(Enum):
    """How a simulation ended; each value is the sentence that is shown."""

    OK = "The simulation ran to its last day."
    TOO_MANY_EVALUATIONS = (
        "The equations became too hard to follow: the simulation used up its evaluations. "
        "Bring the settings that you changed last nearer to their defaults."
    )
    TOO_SLOW = (
        "The simulation used up its time. Shorten the horizon, give fewer doses, or bring the "
        "settings that you changed last nearer to their defaults."
    )
    NOT_FINITE = (
        "The simulation left the range of numbers. Bring the constants that you changed nearer to "
        "their defaults."
    )
    NEGATIVE = (
        "The simulation gave an amount below zero, so it is not shown. Bring the constants that "
        "you changed nearer to their defaults."
    )
    SOLVER_STOPPED = (
        "The solver could not keep its accuracy and stopped. Bring the settings that you changed "
        "last nearer to their defaults."
    )

    @property
    def lasts(self) -> bool:
        """Whether a run ends so each time; one that took too long may do better the next time."""
        return self is not Status.TOO_SLOW


@dataclass(frozen=True)
class Result:
    """Series by name, all of the length of `days`.

    `days` holds the uniform grid and, twice each, the moments of dosing (before and after), so that
    jumps are drawn as jumps. `on_grid` marks the rows of tables: strictly increasing days, at a
    dose the value after it. A failed run has a status other than OK and no rows. Nobody can change
    a result: its arrays are made read-only, so that callers can share it.
    """

    days: Vector
    on_grid: npt.NDArray[np.bool_]
    series: Mapping[str, Vector]
    units: Mapping[str, str]
    status: Status = Status.OK

    def __post_init__(self) -> None:
        for name in ("series", "units"):
            object.__setattr__(self, name, MappingProxyType(dict(getattr(self, name))))
        for values in (self.days, self.on_grid, *self.series.values()):
            values.flags.writeable = False

    @property
    def ok(self) -> bool:
        """Whether there is a curve to show."""
        return self.status is Status.OK

    def __getitem__(self, name: str) -> Vector:
        """One series at the rows of tables."""
        return self.series[name][self.on_grid]

    @property
    def grid(self) -> Vector:
        """The days of the rows of tables."""
        return self.days[self.on_grid]

    def at(self, name: str, day: float) -> float:
        """The value of a series at a day of the grid (after the dose, if there is one)."""
        return float(self[name][int(np.argmin(np.abs(self.grid - day)))])

    def checked(self) -> "Result":
        """This result, or SolverError with its status sentence."""
        if not self.ok:
            raise SolverError(self.status.value)
        return self


def failed(status: Status) -> Result:
    """A result without rows, for a run that gave no trustworthy curve."""
    return Result(np.empty(0), np.empty(0, dtype=bool), {}, {}, status)


def to_bytes(result: Result) -> bytes:
    """The result as a numpy archive without pickle."""
    header: dict[str, Any] = {
        "status": result.status.name,
        "names": list(result.series),
        "units": dict(result.units),
    }
    values = np.vstack([result.days, *result.series.values()])
    buffer = io.BytesIO()
    text = np.frombuffer(json.dumps(header).encode(), dtype=np.uint8)
    np.savez(buffer, header=text, values=values, on_grid=result.on_grid)
    return buffer.getvalue()


def from_bytes(data: bytes) -> Result:
    """The result that `to_bytes` wrote; raises ValueError for anything else."""
    try:
        return _from_archive(data)
    except Exception as error:  # bytes that are no archive fail in as many ways as there are bytes
        raise ValueError(f"not a result: {error}") from error


def _from_archive(data: bytes) -> Result:
    with np.load(io.BytesIO(data), allow_pickle=False) as archive:
        header = json.loads(archive["header"].tobytes())
        values, on_grid = archive["values"], archive["on_grid"]
    names, units, status = header["names"], dict(header["units"]), Status[header["status"]]
    if values.dtype != np.float64 or values.shape != (len(names) + 1, len(on_grid)):
        raise ValueError("wrong shape")
    if on_grid.dtype != np.bool_ or on_grid.ndim != 1 or sorted(units) != sorted(names):
        raise ValueError("wrong rows or units")
    return Result(values[0], on_grid, dict(zip(names, values[1:], strict=True)), units, status)

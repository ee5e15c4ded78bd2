"""The Result of one simulation: named series with units, and a status sentence."""

import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType
from typing import Any

import numpy as np
import numpy.typing as npt

from osteoniche.engine import sketch
from osteoniche.errors import SolverError
from osteoniche.scenario.checks import nearest

Vector = npt.NDArray[np.float64]

SKETCHED = 3
"""Series that stand for a run where there is room for few: the first, as the model lists them."""


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
    NO_TIME_LEFT = (
        "The other runs used up the time that one request has, so this one was not computed. Keep "
        "fewer runs or give fewer doses; or ask again, since those that are ready are remembered."
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
        """Whether a run ends so each time; one that lacked time may do better the next time."""
        return self not in (Status.TOO_SLOW, Status.NO_TIME_LEFT)


DAY = "day"
"""The name under which a result gives its days."""


@dataclass(frozen=True, eq=False)
class Result(Mapping[str, Vector]):
    """Series by name: `result["tumour_cells"]`, `list(result)`, `dict(result)`, `result.units`.

    As a mapping it holds the rows of tables: `day`, then every series at these days, arrays (rows,)
    in `units`; at a dose stands the value after it.

    `days` and `series` are what is drawn, of one other length: `days` holds the uniform grid and,
    twice each, the moments of dosing (before and after), so that jumps are drawn as jumps.
    `on_grid` marks the rows among them, whose days strictly increase. A failed run has a status
    other than OK and no rows. Nobody can change a result: its arrays are made read-only, so that
    callers can share it.
    """

    days: Vector
    on_grid: npt.NDArray[np.bool_]
    series: Mapping[str, Vector]
    units: Mapping[str, str]
    status: Status = Status.OK

    def __post_init__(self) -> None:
        for name in ("series", "units"):
            object.__setattr__(self, name, MappingProxyType(dict(getattr(self, name))))
        for values in self._arrays():
            values.flags.writeable = False

    @property
    def ok(self) -> bool:
        """Whether there is a curve to show."""
        return self.status is Status.OK

    def __getitem__(self, name: str) -> Vector:
        """One series (or `day`) at the rows of tables; KeyError names the nearest one."""
        if name not in self:
            raise KeyError(self._missing(name))
        return (self.days if name == DAY else self.series[name])[self.on_grid]

    def __contains__(self, name: object) -> bool:
        return name in self.series or (name == DAY and len(self.series) > 0)

    def __iter__(self) -> Iterator[str]:
        return iter((DAY, *self.series) if self.series else ())

    def __len__(self) -> int:
        return len(self.series) + 1 if self.series else 0

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Result):
            return NotImplemented
        return (self.status, self.units, [*self.series]) == (
            other.status,
            other.units,
            [*other.series],
        ) and all(
            np.array_equal(mine, theirs, equal_nan=True)
            for mine, theirs in zip(self._arrays(), other._arrays(), strict=True)
        )

    def __repr__(self) -> str:
        if not self.ok:
            return f"<Result: {self.status.value}>"
        shown = [*self.series]
        named = ", ".join(shown[:SKETCHED]) + (", ..." if len(shown) > SKETCHED else "")
        return f"<Result: {len(self.grid)} rows, {len(shown)} series: {named}>"

    def _repr_html_(self) -> str:
        """What a notebook shows: the first series as small plots, or why there are none."""
        curves = [(name, self.units.get(name, ""), values) for name, values in self.series.items()]
        if not self.ok or not curves:
            return sketch.sentence(self.status.value)
        return sketch.small_multiples(
            [
                sketch.Panel(name, unit, (sketch.Curve(self.days, values),))
                for name, unit, values in curves[:SKETCHED]
            ]
        )

    def frame(self) -> Any:
        """A pandas DataFrame with the columns of `dict(result)`; ImportError without pandas."""
        return frame_of(dict(self))

    def _arrays(self) -> tuple[npt.NDArray[Any], ...]:
        return (self.days, self.on_grid, *self.series.values())

    def _missing(self, name: object) -> str:
        """Why there is no such series, for people."""
        if not self.ok:
            return f"this run has no series. {self.status.value}"
        near = nearest(str(name), self) or f"choose from {', '.join(self)}"
        return f"this run has no series {name}; {near}"

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


def frame_of(columns: Mapping[str, Any]) -> Any:
    """A pandas DataFrame of columns; ImportError says what to install where pandas is not."""
    try:
        import pandas
    except ImportError:
        message = "frame() needs pandas: pip install pandas. Without it, dict(...) has the columns"
        raise ImportError(message, name="pandas") from None
    return pandas.DataFrame(columns)


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

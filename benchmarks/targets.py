"""What a hall of students is owed: figures with a floor, which a release keeps, and a stretch."""

import math
from dataclasses import dataclass
from typing import Any

MISSED, FLOOR, STRETCH, UNMEASURED = "MISSED", "floor", "stretch", "not measured"


@dataclass(frozen=True)
class Target:
    """A figure that should stay below its floor, or reach it where `at_least`.

    Without a floor it is only told.
    """

    code: str
    name: str
    unit: str
    floor: float | None = None
    stretch: float | None = None
    at_least: bool = False

    def verdict(self, value: float) -> str:
        """How far a value comes; nothing where there is no floor."""
        if self.floor is None:
            return ""
        if math.isnan(value):
            return UNMEASURED
        if self.stretch is not None and self._reaches(value, self.stretch):
            return STRETCH
        return FLOOR if self._reaches(value, self.floor) else MISSED

    def _reaches(self, value: float, limit: float) -> bool:
        return value >= limit if self.at_least else value <= limit

    @property
    def limits(self) -> tuple[str, str]:
        """Floor and stretch as texts."""
        sign = "≥" if self.at_least else "≤"
        floor, stretch = (
            "" if each is None else f"{sign} {each:g}" for each in (self.floor, self.stretch)
        )
        return floor, stretch


@dataclass(frozen=True)
class Measured:
    """A target with its figure, and a note."""

    target: Target
    value: float
    note: str = ""

    @property
    def verdict(self) -> str:
        """How far it comes."""
        return self.target.verdict(self.value)

    def __str__(self) -> str:
        floor, stretch = self.target.limits
        value = "-" if math.isnan(self.value) else f"{self.value:.4g}"
        return (
            f"{self.target.code:<4}{self.target.name:<58}{value:>8} {self.target.unit:<5}"
            f"{floor:>8}{stretch:>8}  {self.verdict:<8}{self.note}"
        ).rstrip()

    def as_json(self) -> dict[str, Any]:
        """For a report; a figure that was not measured is null."""
        return {
            "code": self.target.code,
            "name": self.target.name,
            "value": None if math.isnan(self.value) else round(self.value, 4),
            "unit": self.target.unit,
            "floor": self.target.floor,
            "stretch": self.target.stretch,
            "verdict": self.verdict,
            "note": self.note,
        }


HEADING = (
    f"{'':<4}{'figure':<58}{'measured':>8} {'':<5}{'floor':>8}{'stretch':>8}  {'verdict':<8}note"
)


def hall(students: int) -> tuple[Target, Target, Target]:
    """R1 for so many students: the limits of 100, and from 300 on those of 300.

    From 300 on the floor is the stretch of the hall of 100.
    """
    p95, p99 = (250.0, 800.0) if students >= 300 else (150.0, 400.0)
    told = f"{students} students"
    return (
        Target("R1", f"{told}: move that was due to its curves, p95", "ms", p95),
        Target("R1", f"{told}: the same, p99", "ms", p99),
        Target("R1", f"{told}: refused, lost or wrong", "", 0.0),
    )


NEW = Target("R2", "server's processors for a new move, dearest dial", "ms", 10.0, 5.0)
AGAIN = Target("R2", "the same for a remembered move", "ms", 2.0, 1.0)
STEP = Target("R3", "key press to second frame, p95", "ms", 120.0, 60.0)
SHARE = Target("R4", "moves a second, share of the same work in plain Flask", "%", 60.0, 75.0, True)
RATE = Target("R5", "requests for curves in a drag of one second", "", 9.0, 6.0)
FINAL = Target("R5", "the value at the end of a drag is asked for", "%", 100.0, 100.0, True)
RAW = Target("R6", "largest answer to a move", "kB", 25.0, 12.0)
PACKED = Target("R6", "the same compressed", "kB", 10.0)
FIRST = Target("R7", "first load, compressed", "MB", 2.2, 1.6)
OUTSIDE = Target("R7", "requests to anywhere else", "", 0.0, 0.0)
GOODPUT = Target("R8", "twice the students it holds: answers, of the peak", "%", 80.0, 95.0, True)
BARE = Target("R8", "neither answered nor told when to come again", "", 0.0, 0.0)
REFUSAL = Target("R8", "time of a refusal, p95", "ms", 100.0)
ACCEPTED = Target("R8", "time of an answer from when it was sent, p95", "ms", 1000.0)
NORMAL = Target("R8", "normal after", "s", 5.0)
GROWTH = Target("R24", "a worker's memory since it was warm, largest growth", "MB", 50.0)
SAME = Target("R24", "answers that differ when asked for again", "", 0.0)
DRIFT = Target("R24", "a move takes longer than at the beginning, p95", "%", 20.0)
BROKEN = Target("R24", "requests lost, or with an answer to none of them", "", 0.0)
ALIVE = Target("R9", "healthz meanwhile, slowest", "ms", 250.0, 50.0)

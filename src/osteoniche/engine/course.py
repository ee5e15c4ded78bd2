"""When a scenario's drugs enter, and the pieces into which that cuts its days: for both engines."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from osteoniche.components import Drug
from osteoniche.scenario import Scenario, Treatment
from osteoniche.scenario.schedule import SAME_MOMENT, days_between
from osteoniche.system import System

Vector = npt.NDArray[np.float64]

EVALUATIONS = 1_500_000
"""Right-hand sides that one simulation may ask for: those of the most doses that limits allow.

A usual one asks for about three thousand.
"""
SECONDS = 4.0
"""Seconds of a processor that one simulation may take."""
SIX_A_DAY_UP_TO = 60
"""Longest horizon, in days, with six rows a day; beyond it there is one."""
UNDERSHOOT = 1000.0
"""Times the tolerance by which a state may fall below zero and still be shown as zero."""
HOURS_A_DAY = 24


@dataclass(frozen=True)
class Budget:
    """What one simulation may spend; counted where no method can escape it."""

    evaluations: int = EVALUATIONS
    seconds: float = SECONDS


@dataclass(frozen=True)
class Edge:
    """A moment at which a drug enters: a share of its amount is added to a state, or to an inflow.

    `drug` is its position among the drugs, `index` that of the state (of the drug's inflow, for an
    infusion); `share` is that of the drug's largest dose, divided by the days that an infusion
    takes, and less than 0 at its end.
    """

    day: float
    drug: int
    index: int
    share: float
    infusion: bool


def grid(days: int) -> Vector:
    """The rows of a simulation: six a day up to 60 days, then one a day."""
    per_day = 6 if days <= SIX_A_DAY_UP_TO else 1
    return np.arange(days * per_day + 1) / per_day


def dose_days(treatment: Treatment, days: float) -> Vector:
    """The days on which a treatment is given, before `until` and before the last day."""
    end = min(treatment.until if treatment.until is not None else days, days)
    cycle = (treatment.doses, treatment.again)
    return days_between(treatment.start, end, treatment.every, *cycle)


def edges(scenario: Scenario, system: System) -> list[Edge]:
    """Every moment at which a drug of a system enters or an infusion changes, in order."""
    position = {state.name: i for i, state in enumerate(system.states)}
    found = []
    for number, drug in enumerate(system.drugs):
        inflow = len(system.params) + number  # inflows stand behind all constants
        for given in scenario.courses(drug.name):
            share = given.dose / scenario.dose_of(drug.name) if given.dose else 0.0
            for day in map(float, dose_days(given, scenario.days) if share else ()):
                if given.hours is None:
                    state = position[drug.entry[given.route]]
                    found.append(Edge(day, number, state, share, infusion=False))
                else:
                    found += _infusion(day, number, inflow, given.hours / HOURS_A_DAY, share)
    return sorted(found, key=lambda edge: edge.day)


def _infusion(day: float, drug: int, index: int, length: float, share: float) -> Iterator[Edge]:
    """The two ends of an infusion."""
    yield Edge(day, drug, index, share / length, infusion=True)
    yield Edge(day + length, drug, index, -share / length, infusion=True)


def amounts(scenario: Scenario, system: System, p: Any) -> Vector:
    """What the largest dose of each drug of a system brings into the body; 0 if it is not given.

    `p` holds the constants; where they are arrays (one value a curve), so is each amount.
    """
    species = scenario.species
    return np.array(
        [entering(drug, scenario.dose_of(drug.name), species, p) for drug in system.drugs]
    )


def entering(drug: Drug, dose: Any, species: str, p: Any) -> Any:
    """What a dose of a drug brings into the body."""
    amount = drug.amount(dose, drug.dosing[species].unit, p)
    return amount * getattr(p, drug.available) if drug.available else amount


class Course:
    """The days of one simulation, cut where drugs enter.

    `days` and `on_grid` are those of the Result: the rows, and every cut twice.
    """

    def __init__(self, rows: Vector, edges: list[Edge]) -> None:
        self.rows = rows
        self.last = float(rows[-1])
        self.stops: dict[float, list[Edge]] = {}
        for edge in edges:
            if edge.day < self.last - SAME_MOMENT:
                self.stops.setdefault(self._snapped(edge.day), []).append(edge)
        self.cuts = sorted({0.0, self.last, *self.stops})

    @cached_property
    def pieces(self) -> list[Vector]:
        """The days between two cuts, both included."""
        return [self._piece(start, stop) for start, stop in pairwise(self.cuts)]

    @cached_property
    def days(self) -> Vector:
        """The days of all pieces."""
        return np.concatenate(self.pieces)

    @cached_property
    def on_grid(self) -> npt.NDArray[np.bool_]:
        """Which of `days` are rows of tables."""
        return np.concatenate([self._rows_of(piece) for piece in self.pieces])

    def _snapped(self, day: float) -> float:
        """The day of an edge: of the nearest row or earlier edge, if that is the same moment."""
        row = float(self.rows[min(int(np.searchsorted(self.rows, day)), len(self.rows) - 1)])
        before = float(self.rows[max(int(np.searchsorted(self.rows, day)) - 1, 0)])
        known = next(reversed(self.stops), before)
        near = [moment for moment in (row, before, known) if abs(moment - day) <= SAME_MOMENT]
        return near[0] if near else day

    def _piece(self, start: float, stop: float) -> Vector:
        inside = self.rows[(self.rows > start) & (self.rows < stop)]
        return np.concatenate([[start], inside, [stop]])

    def _rows_of(self, piece: Vector) -> npt.NDArray[np.bool_]:
        """Which days of a piece are rows: not its last, which is the moment before a dose.

        All between its ends are: see `_piece`.
        """
        rows = np.ones(len(piece), dtype=np.bool_)
        rows[0] = (self.rows == piece[0]).any()
        rows[-1] = piece[-1] == self.last
        return rows

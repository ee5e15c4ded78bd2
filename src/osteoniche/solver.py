"""One curve: SciPy's odeint between dose and infusion edges, within a budget.

odeint (LSODA) is the simulation that pages, files and the command line show; tests judge it by
solve_ivp. A failure is a Result with another status, never a curve.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from osteoniche import compiled
from osteoniche.result import Result, Status, failed
from osteoniche.scenario import Scenario, Treatment
from osteoniche.system import INFLOW, System, default_system, identifier

Vector = npt.NDArray[np.float64]

RELATIVE_TOLERANCE = 1e-7
EVALUATIONS = 400_000
"""Right-hand sides that one simulation may ask for (a usual one asks for about three thousand)."""
SECONDS = 4.0
"""Seconds that one simulation may take."""
SIX_A_DAY_UP_TO = 60
"""Longest horizon, in days, with six rows a day; beyond it there is one."""
SAME_MOMENT = 1e-6
"""Days (a tenth of a second) below which two moments are one."""
STEPS_PER_ROW = 20_000
"""Steps that the solver may take between two rows; the budget is the real limit."""
UNDERSHOOT = 1000.0
"""Times the tolerance by which a state may fall below zero and still be shown as zero."""


class BudgetSpent(Exception):
    """Raised inside the right-hand side; carries the status that the result will have."""

    def __init__(self, status: Status) -> None:
        super().__init__(status.value)
        self.status = status


def odeint(*arguments: Any, **settings: Any) -> Any:
    """SciPy's odeint, imported by its first use: SciPy takes as long to load as the page."""
    from scipy.integrate import odeint as follow

    return follow(*arguments, **settings)


def prepare() -> None:
    """Load all that the first curve needs, so that it does not wait."""
    import scipy.integrate  # noqa: F401

    compiled.load()


class SolverStopped(Exception):
    """The solver itself gave up; carries its message."""


@dataclass(frozen=True)
class Budget:
    """What one simulation may spend; counted where no method can escape it."""

    evaluations: int = EVALUATIONS
    seconds: float = SECONDS

    def guard(self, constants: Vector, states: int) -> Callable[[Vector, float], Vector]:
        """The right-hand side `rates(y, t)`; raises BudgetSpent when the budget is used up.

        The array it returns is the same in every call: odeint copies it at once.
        """
        rates = compiled.load().rates
        out = np.empty(states)
        spent = 0
        deadline = time.monotonic() + self.seconds
        limit = self.evaluations

        def guarded(y: Vector, t: float) -> Vector:
            nonlocal spent
            spent += 1
            if spent > limit:
                raise BudgetSpent(Status.TOO_MANY_EVALUATIONS)
            if not spent & 63 and time.monotonic() > deadline:
                raise BudgetSpent(Status.TOO_SLOW)
            rates(y, t, constants, out)
            return out

        return guarded


@dataclass(frozen=True)
class Edge:
    """A moment at which a drug enters: `amount` is added to a state or to an infusion rate.

    `index` is the position in the states, or in the constants for an infusion.
    """

    day: float
    index: int
    amount: float
    infusion: bool


def grid(days: int) -> Vector:
    """The rows of a simulation: six a day up to 60 days, then one a day."""
    per_day = 6 if days <= SIX_A_DAY_UP_TO else 1
    return np.arange(days * per_day + 1) / per_day


def dose_days(treatment: Treatment, days: float) -> Vector:
    """The days on which a treatment is given, before `until` and before the last day."""
    end = min(treatment.until if treatment.until is not None else days, days)
    if treatment.start >= end - SAME_MOMENT:
        return np.empty(0)
    if treatment.every is None:
        return np.array([treatment.start])
    count = int(np.ceil((end - treatment.start - SAME_MOMENT) / treatment.every))
    given: Vector = treatment.start + treatment.every * np.arange(count, dtype=np.float64)
    return given


def simulate(scenario: Scenario, budget: Budget | None = None) -> Result:
    """The curve of a scenario. A run that can not be trusted has a status other than OK."""
    system = default_system()
    p = system.values(scenario.species, scenario.overrides())
    begun = system.start(p)
    y = np.array([begun[state.name] for state in system.states], dtype=np.float64)
    constants = np.zeros(len(system.constants))
    constants[: len(system.params)] = [getattr(p, param.symbol) for param in system.params]
    edges = sorted(_edges(scenario, system, p), key=lambda edge: edge.day)
    course = Course(grid(scenario.days), edges)
    try:
        states = course.follow(y, constants, budget or Budget())
    except BudgetSpent as spent:
        return failed(spent.status)
    except (Warning, SolverStopped):  # odeint warns where it gives up
        return failed(Status.SOLVER_STOPPED)
    return _reported(scenario, system, course, states, constants)


def _edges(scenario: Scenario, system: System, p: Any) -> Iterator[Edge]:
    """Every moment at which a drug enters or an infusion changes."""
    position = {state.name: i for i, state in enumerate(system.states)}
    inflow = {name: i for i, name in enumerate(system.constants) if name.startswith(INFLOW)}
    drugs = {drug.name: drug for drug in system.drugs}
    for treatment in scenario.given:
        drug = drugs[treatment.drug]
        amount = drug.amount(treatment.dose, drug.dosing[scenario.species].unit, p)
        amount *= getattr(p, drug.available) if drug.available else 1.0
        for day in map(float, dose_days(treatment, scenario.days)):
            if treatment.hours is None:
                yield Edge(day, position[drug.entry[treatment.route]], amount, infusion=False)
                continue
            length = treatment.hours / 24
            rate = inflow[INFLOW + identifier(drug.name)]
            yield Edge(day, rate, amount / length, infusion=True)
            yield Edge(day + length, rate, -amount / length, infusion=True)


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
        cuts = sorted({0.0, self.last, *self.stops})
        self.pieces = [self._piece(start, stop) for start, stop in pairwise(cuts)]
        self.days = np.concatenate(self.pieces)
        self.on_grid = np.concatenate([self._rows_of(piece) for piece in self.pieces])

    def follow(self, y: Vector, constants: Vector, budget: Budget) -> Vector:
        """The states (len(days), n) from `y` at day 0; `constants` is changed by infusions."""
        tolerance = np.array([state.tolerance for state in default_system().states])
        rates = budget.guard(constants, len(y))
        found = []
        for piece in self.pieces:
            for edge in self.stops.get(float(piece[0]), ()):
                (constants if edge.infusion else y)[edge.index] += edge.amount
            states, how = odeint(
                rates,
                y,
                piece,
                rtol=RELATIVE_TOLERANCE,
                atol=tolerance,
                mxstep=STEPS_PER_ROW,
                full_output=True,
            )
            if how["message"] != "Integration successful.":
                raise SolverStopped(how["message"])
            found.append(states)
            y = states[-1].copy()
        return np.concatenate(found)

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
        """Which days of a piece are rows: not its last, which is the moment before a dose."""
        rows = np.isin(piece, self.rows)
        rows[-1] = piece[-1] == self.last
        return rows


def _reported(
    scenario: Scenario, system: System, course: Course, states: Vector, constants: Vector
) -> Result:
    """The read-outs of a run, or the status that says why there are none."""
    if not np.isfinite(states).all():
        return failed(Status.NOT_FINITE)
    tolerance = np.array([state.tolerance for state in system.states])
    if (states < -UNDERSHOOT * (tolerance + RELATIVE_TOLERANCE * states.max(axis=0))).any():
        return failed(Status.NEGATIVE)
    values = compiled.load().observe(np.ascontiguousarray(states.clip(min=0.0)), constants)
    if not np.isfinite(values).all():
        return failed(Status.NOT_FINITE)
    absent = {drug.concentration.name for drug in system.drugs}
    absent -= {
        drug.concentration.name
        for drug in system.drugs
        if any(treatment.drug == drug.name for treatment in scenario.given)
    }
    shown = [i for i, readout in enumerate(system.readouts) if readout.name not in absent]
    series = {system.readouts[i].name: values[i] for i in shown}
    units = {system.readouts[i].name: system.readouts[i].unit for i in shown}
    return Result(course.days, course.on_grid, series, units)

"""One curve: SciPy's odeint between dose and infusion edges, within a budget.

odeint (LSODA) is the simulation that pages, files and the command line show; tests judge it by
solve_ivp. A failure is a Result with another status, never a curve.
"""

import time
from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from osteoniche.engine import compiled
from osteoniche.engine.course import UNDERSHOOT, Budget, Course, amounts, edges, grid
from osteoniche.engine.result import Result, Status, failed
from osteoniche.scenario import Scenario
from osteoniche.system import System, system_of

Vector = npt.NDArray[np.float64]

RELATIVE_TOLERANCE = 1e-7
STEPS_PER_ROW = 20_000
"""Steps that the solver may take between two rows; the budget is the real limit."""


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


def simulate(scenario: Scenario, budget: Budget | None = None) -> Result:
    """The curve of a scenario. A run that can not be trusted has a status other than OK."""
    system = system_of(scenario.set)
    p = system.values(scenario.species, scenario.overrides())
    begun = system.start(p)
    y = np.array([begun[state.name] for state in system.states], dtype=np.float64)
    constants = np.zeros(len(system.constants))
    constants[: len(system.params)] = [getattr(p, param.symbol) for param in system.params]
    constants = compiled.load().prepare(constants)
    course = Course(grid(scenario.days), edges(scenario))
    try:
        states = follow(course, y, constants, amounts(scenario, p), budget or Budget())
    except BudgetSpent as spent:
        return failed(spent.status)
    except (Warning, SolverStopped):  # odeint warns where it gives up
        return failed(Status.SOLVER_STOPPED)
    return _reported(scenario, system, course, states, constants)


def follow(course: Course, y: Vector, constants: Vector, amounts: Vector, budget: Budget) -> Vector:
    """The states (len(course.days), n) of a course that begins at `y`.

    `amounts` is what a dose of each drug brings; `constants` is changed by infusions.
    """
    rates = guard(budget, constants, len(y))
    tolerance = compiled.tolerances()
    found = []
    for piece in course.pieces:
        for edge in course.stops.get(float(piece[0]), ()):
            (constants if edge.infusion else y)[edge.index] += edge.share * amounts[edge.drug]
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


def guard(budget: Budget, constants: Vector, states: int) -> Callable[[Vector, float], Vector]:
    """The right-hand side `rates(y, t)`; raises BudgetSpent when the budget is used up.

    The array it returns is the same in every call: odeint copies it at once. The seconds are those
    of the processor, so that a run does not fail because others keep the machine busy.
    """
    rates = compiled.load().rates
    out = np.empty(states)
    spent = 0
    deadline = time.thread_time() + budget.seconds
    limit = budget.evaluations

    def guarded(y: Vector, t: float) -> Vector:
        nonlocal spent
        spent += 1
        if spent > limit:
            raise BudgetSpent(Status.TOO_MANY_EVALUATIONS)
        if not spent & 63 and time.thread_time() > deadline:
            raise BudgetSpent(Status.TOO_SLOW)
        rates(y, t, constants, out)
        return out

    return guarded


def _reported(
    scenario: Scenario, system: System, course: Course, states: Vector, constants: Vector
) -> Result:
    """The read-outs of a run, or the status that says why there are none."""
    if not np.isfinite(states).all():
        return failed(Status.NOT_FINITE)
    tolerance = compiled.tolerances()
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

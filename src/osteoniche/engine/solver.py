"""One curve: SciPy's odeint between dose and infusion edges, within a budget.

odeint (LSODA) is the simulation that pages, files and the command line show; tests judge it by
solve_ivp. A failure is a Result with another status, never a curve.
"""

import time
from collections.abc import Callable, Collection
from typing import Any

import numpy as np
import numpy.typing as npt

from osteoniche.engine import compiled
from osteoniche.engine.course import UNDERSHOOT, Budget, Course, amounts, edges, grid
from osteoniche.engine.result import Result, Status, failed
from osteoniche.organs import Organ
from osteoniche.scenario import Scenario
from osteoniche.system import System, system_of

Vector = npt.NDArray[np.float64]
Places = npt.NDArray[np.int64]

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

    compiled.load(costs=False)
    compiled.load()


class SolverStopped(Exception):
    """The solver itself gave up; carries its message."""


def simulate(
    scenario: Scenario, budget: Budget | None = None, *, costs: bool | None = None
) -> Result:
    """The curve of a scenario. A run that can not be trusted has a status other than OK.

    `costs` asks for what the doses cost: of every organ, of none, or (None) of those to which the
    drugs of the scenario do something.
    """
    whole = system_of(scenario.set)
    organs = _organs(scenario, whole, costs)
    system = whole.for_run([given.drug for given in scenario.given], costs=bool(organs))
    p = whole.values(scenario.species, scenario.overrides())
    begun = system.start(p)
    y = np.array([begun[state.name] for state in system.states], dtype=np.float64)
    constants = np.zeros(len(system.constants))
    constants[: len(system.params)] = [getattr(p, param.symbol) for param in system.params]
    code = compiled.load(costs=bool(system.organs))
    moving = _moving(system, [given.drug for given in scenario.given], organs)
    constants = code.prepare(constants)
    if len(moving) < len(y):
        constants = np.concatenate([constants, y, np.zeros_like(y), moving])
    course = Course(grid(scenario.days), edges(scenario, system))
    given = amounts(scenario, system, p)
    try:
        states = follow(course, y, constants, given, budget or Budget(), code, moving)
    except BudgetSpent as spent:
        return failed(spent.status)
    except (Warning, SolverStopped):  # odeint warns where it gives up
        return failed(Status.SOLVER_STOPPED)
    if not np.isfinite(states).all():
        return failed(Status.NOT_FINITE)
    if _below_zero(states, code.tolerances):
        return failed(Status.NEGATIVE)
    values = code.observe(np.ascontiguousarray(states.clip(min=0.0)), constants)
    if not np.isfinite(values).all():
        return failed(Status.NOT_FINITE)
    return _shown(scenario, system, organs, course, values)


def _organs(scenario: Scenario, system: System, costs: bool | None) -> tuple[Organ, ...]:
    """The organs whose read-outs are asked for."""
    if costs is None:
        return system.costs_of([given.drug for given in scenario.given], scenario.species)
    return tuple(o for o in system.organs if scenario.species in o.species) if costs else ()


def _moving(system: System, drugs: Collection[str], organs: Collection[Organ]) -> Places:
    """The places of the states that are integrated: in the core all, else those of the run.

    The others are those of drugs that are not given and of organs that nothing touches.
    """
    if not system.organs:
        return np.arange(len(system.states))
    own = list(system.model.states)
    own += [state for drug in system.drugs if drug.name in drugs for state in drug.states]
    own += [state for organ in organs for state in organ.states]
    names = [state.name for state in system.states]
    return np.array([names.index(state.name) for state in own])


def follow(
    course: Course,
    y: Vector,
    constants: Vector,
    amounts: Vector,
    budget: Budget,
    code: compiled.Compiled,
    moving: Places,
) -> Vector:
    """The states (len(course.days), n) of a course that begins at `y`.

    `amounts` is what a dose of each drug brings; `constants` is changed by infusions. `moving` are
    the places of the states that are integrated; the others stay as they are.
    """
    code_rates = code.rates if len(moving) == len(y) else code.rates_of_some
    rates = guard(budget, code_rates, constants, len(moving))
    found = []
    for piece in course.pieces:
        for edge in course.stops.get(float(piece[0]), ()):
            (constants if edge.infusion else y)[edge.index] += edge.share * amounts[edge.drug]
        states, how = odeint(
            rates,
            y[moving],
            piece,
            rtol=RELATIVE_TOLERANCE,
            atol=code.tolerances[moving],
            mxstep=STEPS_PER_ROW,
            full_output=True,
        )
        if how["message"] != "Integration successful.":
            raise SolverStopped(how["message"])
        rows = np.tile(y, (len(piece), 1))
        rows[:, moving] = states
        found.append(rows)
        y = rows[-1].copy()
    return np.concatenate(found)


def guard(
    budget: Budget, rates: Callable[..., None], constants: Vector, states: int
) -> Callable[[Vector, float], Vector]:
    """The right-hand side `rates(y, t)`; raises BudgetSpent when the budget is used up.

    The array it returns is the same in every call: odeint copies it at once. The seconds are those
    of the processor, so that a run does not fail because others keep the machine busy.
    """
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


def _below_zero(states: Vector, tolerances: Vector) -> bool:
    """Whether a state falls below zero by more than rounding."""
    allowed = UNDERSHOOT * (tolerances + RELATIVE_TOLERANCE * states.max(axis=0))
    return bool((states < -allowed).any())


def _shown(
    scenario: Scenario, system: System, organs: tuple[Organ, ...], course: Course, values: Vector
) -> Result:
    """The read-outs of a run: all of the model, of the drugs that are given, of some organs."""
    given = {treatment.drug for treatment in scenario.given}
    names = {readout.name for readout in system.model.readouts}
    names |= {drug.concentration.name for drug in system.drugs if drug.name in given}
    names |= {organ.readout.name for organ in organs}
    shown = [i for i, readout in enumerate(system.readouts) if readout.name in names]
    series = {system.readouts[i].name: values[i] for i in shown}
    units = {system.readouts[i].name: system.readouts[i].unit for i in shown}
    return Result(course.days, course.on_grid, series, units)

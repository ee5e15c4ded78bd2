"""The cost of one curve, of its equations, and of an answer to the page."""

import statistics
import time
from collections.abc import Callable, Iterator

import numpy as np
from scipy.integrate import solve_ivp

from benchmarks.figure import Figure
from osteoniche.engine import compiled, solver
from osteoniche.engine.course import EVALUATIONS, Budget
from osteoniche.scenario import Scenario
from osteoniche.scenario.presets import preset
from osteoniche.system import default_system


def measure() -> Iterator[Figure]:
    """Every figure of this part, one after the other."""
    compiled.load()
    mouse, patient = preset("combination"), preset("combination", "human")
    yield _curve("mouse, combination, 42 days (odeint)", mouse, 12.0)
    yield _curve("patient, combination, 731 days, infusions (odeint)", patient, 80.0)
    yield _same_by_solve_ivp(mouse)
    yield from _right_hand_side(mouse)


def milliseconds(action: Callable[[], object], repeats: int) -> list[float]:
    """Sorted times of an action, after one run that does not count."""
    action()
    times = []
    for _ in range(repeats):
        begun = time.perf_counter()
        action()
        times.append(1e3 * (time.perf_counter() - begun))
    return sorted(times)


def _curve(name: str, scenario: Scenario, limit: float) -> Figure:
    times = milliseconds(lambda: solver.simulate(scenario), 40)
    note = f"median; fastest {times[0]:.1f}, slowest {times[-1]:.1f}"
    return Figure(name, statistics.median(times), "ms", limit, note)


def _same_by_solve_ivp(scenario: Scenario) -> Figure:
    """The mouse again with solve_ivp's LSODA on the same pieces and tolerances, for comparison."""

    def by_solve_ivp(rates, y, piece, *, rtol, atol, mxstep, full_output):  # type: ignore[no-untyped-def]
        del mxstep, full_output
        found = solve_ivp(
            lambda t, y: rates(y, t).copy(), piece[[0, -1]], y, "LSODA", piece, rtol=rtol, atol=atol
        )
        return found.y.T, {"message": "Integration successful."}

    usual = solver.odeint
    try:
        solver.odeint = by_solve_ivp
        times = milliseconds(lambda: solver.simulate(scenario), 10)
    finally:
        solver.odeint = usual
    return Figure("the same mouse by solve_ivp (LSODA)", statistics.median(times), "ms")


def _right_hand_side(scenario: Scenario) -> Iterator[Figure]:
    system = default_system()
    p = system.values(scenario.species, scenario.overrides())
    start = system.start(p)
    y = np.array([start[state.name] for state in system.states], dtype=float)
    constants = np.zeros(len(system.constants))
    constants[: len(system.params)] = [getattr(p, param.symbol) for param in system.params]
    out = np.empty_like(y)
    rates, constants = compiled.load().rates, compiled.load().prepare(constants)
    calls = 10_000

    def many() -> None:
        for _ in range(calls):
            rates(y, 0.0, constants, out)

    fastest = milliseconds(many, 15)[0] / calls * 1e3
    yield Figure("one compiled right-hand side, called from Python", fastest, "us")
    note = f"of the {EVALUATIONS:,} that the budget allows"
    yield Figure("right-hand sides of the mouse's curve", _evaluations(scenario), "", note=note)


def _evaluations(scenario: Scenario) -> int:
    """Right-hand sides of one curve, by finding the smallest budget that is enough."""
    low, high = 1, EVALUATIONS
    while low < high:
        middle = (low + high) // 2
        enough = solver.simulate(scenario, Budget(evaluations=middle)).ok
        low, high = (low, middle) if enough else (middle + 1, high)
    return low

"""Budgets and failures of the solver: a status with its sentence, never a curve."""

import time
import warnings
from typing import Any
from unittest.mock import patch

import numpy as np
import pytest
from arms import give, run

from osteoniche import study
from osteoniche.engine import compiled, solver
from osteoniche.engine.course import Budget
from osteoniche.engine.result import Result, Status, failed
from osteoniche.errors import SolverError
from osteoniche.quantity import HUMAN
from osteoniche.scenario import Scenario
from osteoniche.scenario.limits import DAYS, DOSES_AT_MOST, HOURS
from osteoniche.system import default_system

POSITION = {state.name: i for i, state in enumerate(default_system().states)}
COMBINATION = Scenario(treatments=[give("paclitaxel"), give("15D11")])


def no_curve(result: Result, status: Status) -> bool:
    """Whether a result is this failure, and holds no rows that could be drawn."""
    return (
        result.status is status
        and not result.ok
        and len(result.days) == len(result.grid) == 0
        and dict(result.series) == {}
    )


def with_code(rates: Any) -> Any:
    """The solver with another right-hand side `rates(y, t, p, out)`."""
    load = compiled.load

    def faked(*, costs: bool) -> compiled.Compiled:
        return compiled.Compiled(
            **vars(load(costs=costs)) | {"rates": rates, "rates_of_some": rates}
        )

    return patch.object(compiled, "load", faked)


def test_evaluations_are_counted() -> None:
    spent = solver.simulate(COMBINATION, Budget(evaluations=1000))
    assert no_curve(spent, Status.TOO_MANY_EVALUATIONS)
    assert solver.simulate(COMBINATION, Budget(evaluations=100_000)).ok


def test_the_count_is_exact_and_never_passed() -> None:
    calls = 0
    real = compiled.load().rates_of_some

    def counted(*arguments: Any) -> None:
        nonlocal calls
        calls += 1
        real(*arguments)

    with with_code(counted):
        result = solver.simulate(COMBINATION, Budget(evaluations=777))
    assert no_curve(result, Status.TOO_MANY_EVALUATIONS)
    assert calls == 777


def test_the_most_doses_that_are_allowed_do_not_use_up_the_evaluations() -> None:
    """Every drug as often as the limits allow, never two at once, by the longest infusion."""
    days = DAYS[HUMAN].high
    plan = {"every": days / DOSES_AT_MOST * (1 + 1e-9)}
    infused = {"route": "infusion", "hours": HOURS.high}
    treatments = [
        {"drug": drug.name, "start": 0.3 * number, **plan}
        | (infused if "infusion" in drug.dosing[HUMAN].routes else {})
        for number, drug in enumerate(default_system().drugs)
    ]
    most = Scenario(species=HUMAN, days=int(days), treatments=treatments)
    assert solver.simulate(most, Budget(seconds=60)).ok


class Clock:
    """Stands in for the module `time`; goes on when it is told."""

    now = 0.0

    def thread_time(self) -> float:
        return self.now


def test_seconds_are_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    real, clock, calls = compiled.load().rates_of_some, Clock(), 0
    monkeypatch.setattr(solver, "time", clock)

    def slow(*arguments: Any) -> None:
        nonlocal calls
        calls += 1
        clock.now += 0.002
        real(*arguments)

    with with_code(slow):
        result = solver.simulate(COMBINATION, Budget(seconds=0.2))
    assert no_curve(result, Status.TOO_SLOW)
    assert 100 <= calls < 200  # the clock is looked at now and then


def test_seconds_in_which_others_work_are_not_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    passed = iter(range(10**9))  # a second in every look at the clock on the wall
    monkeypatch.setattr(time, "monotonic", lambda: float(next(passed)))
    monkeypatch.setattr(time, "perf_counter", lambda: float(next(passed)))
    assert solver.simulate(COMBINATION, Budget(seconds=1.0)).ok


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf, 1e308])
@pytest.mark.parametrize("after", [0, 50, 500])
def test_numbers_that_are_none_end_in_a_status(value: float, after: int) -> None:
    """LSODA can report success with NaN, and never ends on 1e308."""
    real = compiled.load().rates_of_some
    calls = 0

    def broken(y: Any, t: float, p: Any, out: np.ndarray) -> None:
        nonlocal calls
        calls += 1
        real(y, t, p, out)
        if calls > after:
            out[POSITION["bone_volume"]] = value

    with with_code(broken):
        result = solver.simulate(COMBINATION, Budget(evaluations=50_000))
    assert not result.ok
    assert no_curve(result, result.status)
    assert calls <= 50_000


@pytest.mark.parametrize("state", POSITION)
def test_one_lost_number_in_any_state_is_found(state: str) -> None:
    """Also in a state that no read-out shows."""
    follow = solver.follow

    def losing(*arguments: Any) -> np.ndarray:
        states = follow(*arguments)
        states[17, POSITION[state]] = np.nan
        return states

    with patch.object(solver, "follow", losing):
        assert no_curve(solver.simulate(COMBINATION), Status.NOT_FINITE)


def test_a_read_out_that_is_no_number_is_found() -> None:
    real = compiled.load()

    def observe(states: np.ndarray, p: np.ndarray) -> np.ndarray:
        values = real.observe(states, p)
        values[2, 17] = np.inf
        return values

    fake = compiled.Compiled(**vars(real) | {"observe": observe})
    with patch.object(compiled, "load", lambda *, costs: fake):
        assert no_curve(solver.simulate(COMBINATION), Status.NOT_FINITE)


@pytest.mark.parametrize("warned", ["error", "ignore"])
def test_the_solver_giving_up_is_a_status(warned: Any) -> None:
    """However Python treats warnings: tests raise them, the product does not."""
    with patch.object(solver, "STEPS_PER_ROW", 1), warnings.catch_warnings():
        warnings.simplefilter(warned)
        assert no_curve(solver.simulate(COMBINATION), Status.SOLVER_STOPPED)


def test_an_endless_case_ends() -> None:
    """A right-hand side that jumps at every call: no step is ever small enough."""
    random = np.random.default_rng(1)

    def restless(y: Any, t: float, p: Any, out: np.ndarray) -> None:
        out[:] = random.normal(size=len(out)) * 1e6

    with with_code(restless):
        result = solver.simulate(COMBINATION, Budget(evaluations=20_000))
    assert result.status in (Status.TOO_MANY_EVALUATIONS, Status.SOLVER_STOPPED)
    assert no_curve(result, result.status)


def test_amounts_below_zero_are_not_shown() -> None:
    def sinking(y: Any, t: float, p: Any, out: np.ndarray) -> None:
        out[:] = 0.0
        out[POSITION["sensitive_cells"]] = -1000.0

    with with_code(sinking):
        assert no_curve(solver.simulate(Scenario()), Status.NEGATIVE)


# Tumour Jagged1 is made at 1 + aJT times a response to TGF-beta that goes down to -1/(1 + KGam):
# below zero for this gain, which a scenario may not set, once resorption stops.
FAILING = {
    "days": 47,
    "treatments": [{"drug": "zoledronate", "dose": 225.0, "start": 0.0, "every": None}],
}
BEYOND = {"aJT": 9.5, "KGam": 0.25}


def test_constants_that_fail_give_a_status_and_no_rows() -> None:
    scenario = Scenario.model_validate(FAILING)
    constants = scenario.overrides() | BEYOND
    with patch.object(Scenario, "overrides", lambda self: constants):
        result = study.simulate(scenario)
        assert no_curve(result, Status.NEGATIVE)
        with pytest.raises(SolverError, match="below zero"):
            study.simulate(scenario, throw=True)
    assert run(days=47, treatments=FAILING["treatments"]).ok


def test_constants_beyond_any_bound_give_a_status() -> None:
    for values in ({"r0": 1e300}, {"kZ": 1e308}, {"kG": -1e5}, {"VX": 0.0}, {"K": np.nan}):
        constants = COMBINATION.overrides() | values
        with patch.object(Scenario, "overrides", lambda self, c=constants: c):
            result = solver.simulate(COMBINATION, Budget(evaluations=50_000))
        assert no_curve(result, result.status), values


@pytest.mark.parametrize("status", Status)
def test_every_status_has_a_sentence(status: Status) -> None:
    assert status.value[0].isupper()
    assert status.value.endswith(".")
    assert [other for other in Status if other.value == status.value] == [status]
    if status is not Status.OK:
        assert len(status.value.split()) > 8  # says what happened and what to do
        assert no_curve(failed(status), status)
        with pytest.raises(SolverError, match=status.value[:20]):
            failed(status).checked()


def test_a_failure_leaves_no_trace_in_the_next_run() -> None:
    expected = study.simulate(COMBINATION)
    assert not solver.simulate(COMBINATION, Budget(evaluations=1000)).ok
    again = study.simulate(COMBINATION)
    for name in expected.series:
        assert (expected.series[name] == again.series[name]).all(), name

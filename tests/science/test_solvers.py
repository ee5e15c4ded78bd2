"""The product's curves against other solvers, its compiled code against floats, its failures."""

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from arms import give
from scipy.integrate import solve_ivp

from osteoniche import study
from osteoniche.engine import compiled, solver
from osteoniche.engine.course import Budget, Course, amounts, edges, grid
from osteoniche.quantity import SPECIES
from osteoniche.scenario import Scenario
from osteoniche.system import INFLOW, default_system, identifier, keep

SYSTEM = default_system()
TOLERANCES = np.array([state.tolerance for state in SYSTEM.states])
POSITION = {state.name: i for i, state in enumerate(SYSTEM.states)}
METHODS = ("LSODA", "Radau", "BDF")
INHIBITOR = {"drug": "rankl-inhibitor"}

SCENARIOS = {
    "mouse, untreated, Jagged1 high": Scenario(tumour="jagged1-high"),
    "mouse, combination": Scenario(treatments=[give("paclitaxel"), give("15D11")]),
    "mouse, all drugs": Scenario(
        treatments=[
            *(give(drug) for drug in ("paclitaxel", "cisplatin", "15D11", "zoledronate")),
            INHIBITOR,
        ]
    ),
    "human, infusions": Scenario(
        species="human",
        days=150,
        treatments=[
            *(give(drug, "human") for drug in ("paclitaxel", "cisplatin", "15D11")),
            INHIBITOR,
        ],
    ),
}


def begun(scenario: Scenario) -> tuple[Course, np.ndarray, np.ndarray, np.ndarray]:
    """A scenario's course, first state, constants and doses, as `solver.simulate` has them."""
    p = SYSTEM.values(scenario.species, scenario.overrides())
    start = SYSTEM.start(p)
    y = np.array([start[state.name] for state in SYSTEM.states], dtype=float)
    constants = np.zeros(len(SYSTEM.constants))
    constants[: len(SYSTEM.params)] = [getattr(p, param.symbol) for param in SYSTEM.params]
    course = Course(grid(scenario.days), edges(scenario, SYSTEM))
    return course, y, compiled.load().prepare(constants), amounts(scenario, SYSTEM, p)


def product_states(scenario: Scenario) -> np.ndarray:
    course, y, constants, doses = begun(scenario)
    return solver.follow(course, y, constants, doses, Budget(), compiled.load(), np.arange(len(y)))


def other_states(scenario: Scenario, method: str) -> np.ndarray:
    """The same by `solve_ivp`, a hundred times more closely, in pieces cut at doses."""
    course, y, constants, doses = begun(scenario)
    rates = compiled.load().rates

    def right_hand_side(t: float, state: np.ndarray) -> np.ndarray:
        out = np.empty(len(state))
        rates(np.ascontiguousarray(state), t, constants, out)
        return out

    found = []
    for piece in course.pieces:
        for edge in course.stops.get(float(piece[0]), ()):
            (constants if edge.infusion else y)[edge.index] += edge.share * doses[edge.drug]
        span = (piece[0], piece[-1])
        solved = solve_ivp(
            right_hand_side, span, y, method, piece, rtol=1e-8, atol=TOLERANCES / 100
        )
        assert solved.success, solved.message
        found.append(solved.y.T)
        y = solved.y[:, -1].copy()
    return np.concatenate(found)


def away(found: np.ndarray, expected: np.ndarray) -> float:
    """Largest relative difference of states, beyond ten times their absolute tolerance."""
    difference = np.maximum(np.abs(found - expected) - 10 * TOLERANCES, 0)
    return float((difference / np.maximum(np.abs(expected), 1e-300)).max())


@pytest.mark.parametrize("name", SCENARIOS)
def test_three_methods_agree_and_the_product_with_them(name: str) -> None:
    """Methods to 3e-6 (measured 1.1e-6); the product's states and read-outs to 1e-5."""
    scenario = SCENARIOS[name]
    states = {method: other_states(scenario, method) for method in METHODS}
    best = states["Radau"]
    for method in METHODS:
        assert away(states[method], best) < 3e-6, method
    own = product_states(scenario)
    assert away(own, best) < 1e-5
    _, _, constants, _ = begun(scenario)
    observe = compiled.load().observe
    shown, expected = (observe(np.ascontiguousarray(y.clip(min=0)), constants) for y in (own, best))
    np.testing.assert_allclose(shown, expected, rtol=1e-5, atol=1e-8)


def test_the_product_shows_these_states() -> None:
    """What `simulate` returns is `follow` read out, nothing in between."""
    scenario = SCENARIOS["mouse, combination"]
    result = study.simulate(scenario)
    states = product_states(scenario)
    assert (result.series["osteoclasts_fold"] == states[:, POSITION["osteoclasts"]]).all()
    cells = ["sensitive_cells", "persisters", "taxane_resistant", "platinum_resistant"]
    total = sum(states[:, POSITION[name]] for name in cells)
    np.testing.assert_allclose(result.series["tumour_cells"], total, rtol=1e-14)


# --- compiled code against the float reader


def random_moment(random: np.random.Generator, species: str) -> tuple[Any, Any, dict]:
    """States over many orders of magnitude, some exactly 0, and constants within their bounds."""
    size = {"cell": 1e5, "percent": 100.0}
    numbers = {
        state.name: float(10 ** random.uniform(-3, 1) * size.get(state.unit, 1.0))
        for state in SYSTEM.states
    }
    for name in numbers:
        if name != "pre_osteoblasts" and random.random() < 0.15:
            numbers[name] = 0.0
    constants = {
        param.symbol: float(random.uniform(*param.bounds(species))) for param in SYSTEM.params
    }
    inflow = {
        drug.name: float(random.choice([0.0, random.uniform(0.1, 50)])) for drug in SYSTEM.drugs
    }
    return SimpleNamespace(**numbers), SimpleNamespace(**constants), inflow


@pytest.mark.parametrize("species", SPECIES)
def test_compiled_code_is_the_float_reader(species: str) -> None:
    """To 1e-12, or to rounding of the largest number of the same unit where terms cancel."""
    random = np.random.default_rng(20260101)
    code = compiled.load()
    units = np.array([state.unit for state in SYSTEM.states])
    for _ in range(150):
        x, p, inflow = random_moment(random, species)
        y = np.array([getattr(x, state.name) for state in SYSTEM.states])
        constants = code.prepare(
            np.array(
                [getattr(p, param.symbol) for param in SYSTEM.params]
                + [inflow[drug.name] for drug in SYSTEM.drugs]
            )
        )
        read = SYSTEM.evaluate(x, p, inflow, keep)
        out = np.empty(len(y))
        code.rates(y, 0.0, constants, out)
        expected = np.array([read.rates[state.name] for state in SYSTEM.states], dtype=float)
        largest = np.array([y[units == unit].max() for unit in units])
        assert (np.abs(out - expected) <= 1e-12 * np.abs(expected) + 1e-13 * largest).all()
        shown = code.observe(y[None], constants)[:, 0]
        seen = [float(read.readouts[readout.name]) for readout in SYSTEM.readouts]
        np.testing.assert_allclose(shown, seen, rtol=1e-12)


def test_the_names_of_infusions_are_those_of_the_drugs() -> None:
    names = [INFLOW + identifier(drug.name) for drug in SYSTEM.drugs]
    assert list(SYSTEM.constants[-len(names) :]) == names

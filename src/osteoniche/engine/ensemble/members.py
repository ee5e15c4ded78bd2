"""What curves need before they are walked: days and cuts, constants, linear parts."""

from types import SimpleNamespace

import numpy as np
import numpy.typing as npt

from osteoniche.engine import compiled
from osteoniche.engine.course import Course, edges, entering, grid
from osteoniche.engine.ensemble.shapes import Curves, Plan
from osteoniche.errors import Problem, ScenarioError
from osteoniche.scenario import Scenario
from osteoniche.scenario.schedule import SAME_MOMENT
from osteoniche.system import System, default_system

Vector = npt.NDArray[np.float64]
Truth = npt.NDArray[np.bool_]

WORST_BASIS = 1e8
"""Condition of the exponentials beyond which linear states are integrated like the others."""


def plan(scenario: Scenario, days: Vector | None, system: System) -> Plan:
    """The cuts of a scenario, up to the last of the days that are asked for (None: its rows).

    Raises ScenarioError for days behind the scenario's last.
    """
    if days is not None and days[-1] > scenario.days:
        allowed = f"the scenario ends on day {scenario.days}"
        raise ScenarioError([Problem("days", float(days[-1]), allowed)])
    rows = grid(scenario.days)
    course = Course(rows, edges(scenario, system))
    known = np.array(course.cuts)
    asked = rows if days is None else days
    nearest = known[np.abs(known[:, None] - asked).argmin(axis=0)]
    asked = np.where(np.abs(nearest - asked) <= SAME_MOMENT, nearest, asked)
    cuts = np.append(known[known < asked[-1]], asked[-1])
    entries = [(n, edge) for n, cut in enumerate(cuts) for edge in course.stops.get(float(cut), ())]
    found = [edge for _, edge in entries]
    numbers = np.array([n for n, _ in entries], dtype=np.int64)
    return Plan(
        cuts=cuts,
        ends=np.searchsorted(numbers, np.arange(len(cuts)), "right").astype(np.int64),
        drugs=np.array([edge.drug for edge in found], dtype=np.int64),
        targets=np.array([edge.index for edge in found], dtype=np.int64),
        infusions=np.array([edge.infusion for edge in found], dtype=bool),
        shares=np.array([edge.share for edge in found], dtype=np.float64),
        days=np.ascontiguousarray(asked),
        rows=np.append(np.searchsorted(asked, cuts), len(asked)).astype(np.int64),
    )


def bends(values: Vector, doses: Vector) -> bool:
    """Whether a drug that is given to one of the curves saturates on its way through the body."""
    system = default_system()
    symbols = list(system.by_symbol)
    for number, drug in enumerate(system.drugs):
        own = [symbols.index(param.symbol) for param in drug.params if param.off == 0]
        if own and (values[doses[:, number] > 0][:, own] != 0).any():
            return True
    return False


def curves(
    species: str, values: Vector, doses: Vector, system: System, many: compiled.CompiledMany
) -> Curves:
    """Curves of a system from values (curves, constants) and doses (curves, drugs) of the whole."""
    values, doses = _of(system, values, doses)
    count, linear, drugs = len(values), len(many.positions), len(system.drugs)
    p = SimpleNamespace(**{param.symbol: values[:, i] for i, param in enumerate(system.params)})
    amounts = np.empty((count, drugs))
    for number, drug in enumerate(system.drugs):
        amounts[:, number] = entering(drug, doses[:, number], species, p)
    constants = np.empty((count, many.slots.size - many.slots.constants))
    start = np.empty((count, len(system.states)))
    matrix, inflow = np.empty((count, linear, linear)), np.empty((count, linear, drugs))
    many.set_out(values, constants, start, matrix, inflow)
    given = present(doses > 0, system)[:, many.positions]
    rates, there, back, sound = exponentials(matrix, given)
    worked_out, tail = given & sound, given & ~sound
    return Curves(constants, start, amounts, rates, there, back, inflow, worked_out, tail)


def _of(system: System, values: Vector, doses: Vector) -> tuple[Vector, Vector]:
    """Of the constants and doses of the whole system, those that a system has."""
    whole = default_system()
    if len(whole.params) == len(system.params):
        return values, doses
    symbols, drugs = list(whole.by_symbol), list(whole.by_name)
    constants = [symbols.index(param.symbol) for param in system.params]
    given = [drugs.index(drug.name) for drug in system.drugs]
    return np.ascontiguousarray(values[:, constants]), doses[:, given]


def present(given: Truth, system: System) -> Truth:
    """Which states (curves, states) may differ from zero: those of a drug not given never do."""
    own = np.ones((len(given), len(system.model.states)), dtype=bool)
    drugs = [
        np.repeat(given[:, number, None], len(drug.states), axis=1)
        for number, drug in enumerate(system.drugs)
    ]
    organs = sum(len(organ.states) for organ in system.organs)
    return np.concatenate([own, *drugs, np.ones((len(given), organs), dtype=bool)], axis=1)


def exponentials(matrix: Vector, needed: Truth) -> tuple[Vector, Vector, Vector, Truth]:
    """Rates (curves, n) and the ways from and to exponentials, for matrices (curves, n, n).

    States that depend on each other are taken together, where one of them is `needed` (curves, n).
    The last tells for which states (curves, n) that gave real rates, none of them 0, and a basis
    that loses few digits.
    """
    count, size, _ = matrix.shape
    rates, sound = np.ones((count, size)), np.zeros((count, size), dtype=bool)
    there, back = np.zeros_like(matrix), np.zeros_like(matrix)
    linked: Truth = np.any(matrix != 0, axis=0)
    for group in groups(linked):
        if not needed[:, group].any():
            continue
        block = np.ix_(np.arange(count), group, group)
        part, plain = matrix[block], np.eye(len(group))
        finite: Truth = np.all(np.isfinite(part), axis=(1, 2))
        found, vectors = np.linalg.eig(np.where(finite[:, None, None], part, plain))
        usable = finite & (found.imag == 0).all(axis=1) & (found.real != 0).all(axis=1)
        inverse, usable = _inverse(vectors.real, usable)
        rates[:, group] = np.where(usable[:, None], found.real, 1.0)
        there[block], back[block] = vectors.real, inverse
        sound[:, group] = usable[:, None]
    return rates, there, back, sound


def _inverse(basis: Vector, usable: Truth) -> tuple[Vector, Truth]:
    """The inverse of each basis (curves, n, n), and for which of them it is worth having."""
    plain = np.eye(basis.shape[1])
    regular = usable & (np.abs(np.linalg.det(basis)) > 1 / WORST_BASIS)
    inverse = np.linalg.inv(np.where(regular[:, None, None], basis, plain))
    size = np.abs(basis).sum(axis=(1, 2)) * np.abs(inverse).sum(axis=(1, 2))
    return inverse, regular & (size < WORST_BASIS)


def groups(linked: Truth) -> list[npt.NDArray[np.int64]]:
    """The positions that are linked with each other, directly or through others."""
    reach = linked | linked.T | np.eye(len(linked), dtype=bool)
    for _ in range(len(reach)):
        reach = reach @ reach
    return [np.flatnonzero(row) for i, row in enumerate(reach) if row.argmax() == i]

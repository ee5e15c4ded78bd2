"""Many curves against the solver's, one by one; budgets, failures, order, threads and memory."""

import ctypes
import itertools
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from arms import give

import drawn
from osteoniche import study
from osteoniche.engine import compiled, ensemble, solver
from osteoniche.engine.codegen import bending
from osteoniche.engine.course import UNDERSHOOT, Budget, grid
from osteoniche.engine.ensemble import Block, Listed, Varied, library, members, walk
from osteoniche.engine.ensemble.batch import Chunk, constants_of, doses_of
from osteoniche.engine.result import Result, Status
from osteoniche.errors import ScenarioError, SolverError
from osteoniche.quantity import SPECIES
from osteoniche.scenario import Scenario
from osteoniche.scenario.presets import preset
from osteoniche.system import default_system

SYSTEM = default_system()
COSTS = [organ.readout.name for organ in SYSTEM.organs]
READOUTS = [readout.name for readout in SYSTEM.readouts if readout.name not in COSTS]
COMBINATION = preset("combination")

AGREEMENT = 1e-4
"""Relative, of every read-out; the worst of 4000 scenarios was 5.0e-5."""
BEHIND = {
    "bone_mass_percent": "bone_volume",
    "tumour_cells": "sensitive_cells",
    "notch_activity": "notch_activity",
    "sensitive_cells": "sensitive_cells",
    "persister_cells": "persisters",
    "taxane_resistant_cells": "taxane_resistant",
    "platinum_resistant_cells": "platinum_resistant",
}
"""The state whose tolerance holds for a read-out, where that is not the usual one."""
TOLERANCE = {state.name: state.tolerance for state in SYSTEM.states}
SHARES_OF_CELLS = ("apoptosis_percent", "resistant_fraction")


def rounding(readout: str, expected: Result) -> float | np.ndarray:
    """What is no difference: the solver itself shows so much below zero as zero.

    A thousandth of a cell, a billionth of Notch activity, a millionth of a nanomole per litre:
    where a clone or a drug is all but gone, both engines have only so many digits. A share of
    cells has as few as the cells that it is a share of.
    """
    digits = UNDERSHOOT * TOLERANCE.get(BEHIND.get(readout, ""), 1e-9)
    if readout in SHARES_OF_CELLS:
        cells = np.maximum(expected["tumour_cells"], 1e-300)
        return digits + expected[readout] * rounding("tumour_cells", expected) / cells
    return digits


def joined(blocks: Iterator[Block]) -> tuple[np.ndarray, list[Status]]:
    """All values and statuses of curves with the same days."""
    found = list(blocks)
    assert [block.first for block in found] == list(
        itertools.accumulate((len(block.statuses) for block in found[:-1]), initial=0)
    )
    values = np.concatenate([block.values for block in found])
    return values, [status for block in found for status in block.statuses]


def doses(count: int, seed: int = 1) -> Varied:
    random = np.random.default_rng(seed)
    return Varied(
        COMBINATION,
        {
            "paclitaxel.dose": random.uniform(0, 30, count),
            "15D11.dose": random.uniform(0, 30, count),
            "induction": random.uniform(1, 10, count),
            "r0": random.uniform(0.1, 0.3, count),
        },
    )


# --- equal to the solver


UNKNOWN = {54, 133, 242}
"""Scenarios of the sample that no engine follows so closely.

In 133 RANKL blocked in an animal without basal TGF-beta activation (f0 = 0) takes all bone cells to
1e-14 of health, a hundred thousandth of what a step is held to. When they come back, after half a
year, SciPy is 0.5 % and the ensemble 1 % from a run at 1e-11. In 54 and 242 ten thousands of
resting cells drain away: what is left, a thousandth of a cell in a tumour of 1e10, is not known.
"""
PATIENT = Budget(seconds=60)
"""On a busy machine a simulation may take longer than a visitor would wait."""


def differences(values: np.ndarray, expected: Result) -> Iterator[tuple[float, str]]:
    """How far each read-out of a curve is from the solver's at most, and in words where that is."""
    cells = values[READOUTS.index("tumour_cells")], expected["tumour_cells"]
    for name in expected.series:
        found, wanted = values[READOUTS.index(name)], expected[name]
        apart = np.maximum(np.abs(found - wanted) - rounding(name, expected), 0)
        apart = apart / np.maximum(np.abs(wanted), 1e-300)
        row = int(apart.argmax())
        ours, theirs = (
            f"{series[row]:.9g} with {tumour[row]:.6g} tumour cells"
            for series, tumour in ((found, cells[0]), (wanted, cells[1]))
        )
        told = f"{name} on day {expected.grid[row]:g}: ensemble {ours}; SciPy {theirs}"
        yield float(apart[row]), told


def test_500_random_scenarios_are_equal_to_the_solver() -> None:
    scenarios = drawn.scenarios(500)
    statuses, wrong = Counter[tuple[Status, Status]](), []
    for block in study.many(Listed(scenarios), READOUTS, budget=PATIENT):
        for number, (values, status) in enumerate(
            zip(block.values, block.statuses, strict=True), block.first
        ):
            expected = solver.simulate(scenarios[number], PATIENT, costs=False)
            statuses[status, expected.status] += 1
            assert (block.days == grid(scenarios[number].days)).all()
            assert (status is Status.OK) == bool(np.isfinite(values).all())
            if status is expected.status is Status.OK:
                apart, told = max(differences(values, expected))
                wrong += [(apart, number, told)] if apart >= AGREEMENT else []
    assert {number for _, number, _ in wrong} == UNKNOWN, [
        (told, scenarios[number]) for _, number, told in wrong if number not in UNKNOWN
    ]
    assert all(own is expected for own, expected in statuses), statuses
    assert statuses[Status.OK, Status.OK] > 490


def test_costs_of_random_scenarios_are_equal_to_the_solver() -> None:
    """To five ten-thousandths; the worst of these is 3.4e-4, of a marrow that is all but empty."""
    scenarios = drawn.scenarios(150)
    for block in study.many(Listed(scenarios), COSTS, budget=PATIENT):
        for number, (values, status) in enumerate(
            zip(block.values, block.statuses, strict=True), block.first
        ):
            expected = solver.simulate(scenarios[number], PATIENT, costs=True)
            assert status is expected.status, scenarios[number]
            for name in [name for name in COSTS if name in expected.series]:
                found = values[COSTS.index(name)]
                np.testing.assert_allclose(found, expected[name], rtol=5e-4, atol=1e-6)


@pytest.mark.parametrize("species", SPECIES)
def test_columns_are_equal_to_scenarios(species: str) -> None:
    """To the bit: a curve does not depend on how it was asked for, nor on its neighbours."""
    base = preset("combination", species)
    columns = {"kkP": [0.2, 0.5, 0.1], "induction": [1.0, 9.5, 3.0], "15D11.dose": [1.0, 0.0, 30.0]}
    values, _ = joined(study.many(Varied(base, columns), READOUTS))
    for i in range(3):
        treatments = [treatment.model_dump() for treatment in base.treatments]
        treatments[1]["dose"] = columns["15D11.dose"][i]
        scenario = base.changed(
            induction=columns["induction"][i],
            parameters={"kkP": columns["kkP"][i]},
            treatments=treatments,
        )
        alone, _ = joined(study.many(Listed([scenario]), READOUTS))
        if columns["15D11.dose"][i]:
            assert np.array_equal(values[i], alone[0])
        np.testing.assert_allclose(values[i], alone[0], rtol=AGREEMENT, atol=1e-6)
        assert max(differences(values[i], solver.simulate(scenario, costs=False)))[0] < AGREEMENT


@pytest.mark.parametrize("days", [[42], [0], [7], [7, 10.5], [0.1, 6.9999, 7.0, 13.37, 42.0]])
def test_only_the_days_that_are_asked_for(days: list[float]) -> None:
    """On the day of a dose, the value after it."""
    values, _ = joined(study.many(Listed([COMBINATION]), READOUTS, days))
    assert values.shape == (1, len(READOUTS), len(days))
    expected = solver.simulate(COMBINATION)
    for i, day in enumerate(days):
        if (np.abs(expected.grid - day) < 1e-9).any():
            wanted = [expected.at(n, day) if n in expected.series else 0.0 for n in READOUTS]
            np.testing.assert_allclose(values[0, :, i], wanted, rtol=AGREEMENT, atol=1e-6)


def test_linear_states_may_be_integrated_like_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    """As they are where the exponentials of a drug can not be told apart."""
    scenario = Scenario(treatments=[{"drug": drug.name} for drug in SYSTEM.drugs])
    expected, _ = joined(study.many(Listed([scenario]), READOUTS))
    exponentials = members.exponentials

    def none(*matrices: np.ndarray) -> Any:
        rates, there, back, sound = exponentials(*matrices)
        return rates, there, back, np.zeros_like(sound)

    monkeypatch.setattr(members, "exponentials", none)
    values, _ = joined(study.many(Listed([scenario]), READOUTS))
    assert not np.array_equal(values, expected)
    np.testing.assert_allclose(values, expected, rtol=AGREEMENT, atol=1e-6)


def test_rates_of_a_drug_that_coincide() -> None:
    """Absorbed as fast as eliminated: two exponentials are one, and the basis is none."""
    scenario = Scenario(treatments=[give("cisplatin", route="ip")], parameters={"kaY": 48.0})
    equal = Scenario(
        treatments=[give("cisplatin", route="ip")], parameters={"kaY": 48.0, "k10Y": 48.0}
    )
    for each in (scenario, equal):
        values, statuses = joined(study.many(Listed([each]), READOUTS))
        assert statuses == [Status.OK]
        assert max(differences(values[0], solver.simulate(each)))[0] < AGREEMENT


# --- failures


@dataclass
class Broken:
    """Five curves, of which the third has another value of a constant."""

    symbol: str
    value: float

    def __len__(self) -> int:
        return 5

    def chunks(self, together: int) -> Iterator[Chunk]:
        constants = np.tile(constants_of(COMBINATION), (5, 1))
        constants[2, list(SYSTEM.by_symbol).index(self.symbol)] = self.value
        yield Chunk(0, 5, COMBINATION, lambda: (constants, np.tile(doses_of(COMBINATION), (5, 1))))


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf, 1e300, -1e6])
@pytest.mark.parametrize("symbol", ["kZ", "r0", "kaX", "VX", "K", "kN", "T0"])
def test_a_bad_curve_ends_and_spoils_no_other(symbol: str, value: float) -> None:
    budget = Budget(evaluations=50_000)
    blocks = list(study.many(Broken(symbol, value), ["tumour_cells"], budget=budget))
    values, statuses = joined(iter(blocks))
    # A step that was begun is ended.
    assert max(max(block.evaluations) for block in blocks) <= 1.02 * budget.evaluations
    good, _ = joined(study.many(Listed([COMBINATION]), ["tumour_cells"]))
    for i in (0, 1, 3, 4):
        assert statuses[i] is Status.OK
        assert np.array_equal(values[i], good[0])
    assert (statuses[2] is Status.OK) == bool(np.isfinite(values[2]).all())
    if np.isnan(value) or symbol in {"kZ", "kN"}:
        assert statuses[2] is not Status.OK


def test_evaluations_are_counted_and_never_passed() -> None:
    (block,) = study.many(doses(1), ["tumour_cells"], threads=1, budget=Budget(evaluations=1000))
    assert set(block.statuses) == {Status.TOO_MANY_EVALUATIONS}
    assert np.isnan(block.values).all()
    (block,) = study.many(doses(1), ["tumour_cells"], threads=1)
    assert set(block.statuses) == {Status.OK}
    enough = int(block.evaluations[0])
    for limit, status in ((enough, Status.OK), (enough - 1, Status.TOO_MANY_EVALUATIONS)):
        (block,) = study.many(
            doses(1), ["tumour_cells"], threads=1, budget=Budget(evaluations=limit)
        )
        assert block.statuses[0] is status


def test_seconds_are_limited() -> None:
    _, statuses = joined(study.many(doses(5), ["tumour_cells"], budget=Budget(seconds=0)))
    assert set(statuses) == {Status.TOO_SLOW}


def test_amounts_below_zero_are_not_shown() -> None:
    """Tumour Jagged1 below zero, with a gain that no scenario may set."""
    base = Scenario(days=47, treatments=[{"drug": "zoledronate", "dose": 225.0, "start": 0.0}])

    class Sinking(Broken):
        def chunks(self, together: int) -> Iterator[Chunk]:
            constants = constants_of(base)
            for symbol, value in (("aJT", 9.5), ("KGam", 0.25)):
                constants[list(SYSTEM.by_symbol).index(symbol)] = value
            yield Chunk(0, 1, base, lambda: (constants[None], doses_of(base)[None]))

    _, statuses = joined(study.many(Sinking("", 0.0), ["tumour_cells"]))
    assert statuses == [Status.NEGATIVE]


def test_every_wrong_column_is_named() -> None:
    with pytest.raises(ScenarioError) as caught:
        Varied(
            COMBINATION,
            {
                "kkP": [0.1, 99.0, -1.0, np.nan],
                "nothing": [1.0] * 4,
                "Imax": [1.0] * 4,
                "JB0": [1.0] * 4,
                "cisplatin.dose": [1.0] * 4,
                "paclitaxel.dose": [1.0, 2.0, 3.0, 31.0],
                "K": "many",
            },
        )
    fields = ["kkP", "nothing", "Imax", "JB0", "cisplatin.dose", "paclitaxel.dose", "K"]
    assert [problem.field for problem in caught.value.problems] == fields
    assert "curve 1, and 2 others" in str(caught.value)
    with pytest.raises(ScenarioError, match="one length"):
        Varied(COMBINATION, {"kkP": [0.1, 0.2], "r0": [0.2]})


@pytest.mark.parametrize("days", [[], [3, 2], [-1.0], [np.nan], [[1.0]], [43]])
def test_days_must_rise_and_lie_in_the_scenario(days: Any) -> None:
    with pytest.raises(ScenarioError, match="days"):
        list(study.many(Listed([COMBINATION]), ["tumour_cells"], days))


@pytest.mark.parametrize("readouts", [[], ["tumour"]])
def test_unknown_read_outs_are_refused_at_once(readouts: list[str]) -> None:
    with pytest.raises(ScenarioError, match="readouts"):
        study.many(Listed([COMBINATION]), readouts)


# --- order, threads, memory


def test_threads_do_not_change_a_bit() -> None:
    alone, _ = joined(study.many(doses(400), ["tumour_cells"], threads=1))
    together, _ = joined(study.many(doses(400), ["tumour_cells"], threads=3))
    assert np.array_equal(alone, together)


def walkers() -> list[str]:
    return [thread.name for thread in threading.enumerate() if "ensemble" in thread.name]


def test_closing_stops_the_work(monkeypatch: pytest.MonkeyPatch) -> None:
    walk_one, walked = ensemble._walk, []

    def walk_and_note(*given: Any) -> Block:
        walked.append(given)
        return walk_one(*given)

    monkeypatch.setattr(ensemble, "_walk", walk_and_note)
    blocks = study.many(doses(100_000), ["tumour_cells"], [42], threads=2)
    next(blocks)
    blocks.close()  # type: ignore[attr-defined]
    assert walkers() == []
    assert len(walked) <= 2 * ensemble.AHEAD  # what was handed out before


def resident() -> int:
    """Bytes of this process in memory."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * 4096


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="only Linux tells")
def test_memory_does_not_grow_with_the_number_of_curves() -> None:
    def walk(count: int) -> None:
        for _ in study.many(doses(count), ["tumour_cells"], [42], threads=2):
            pass

    walk(1000)
    before = resident()
    walk(3000)
    assert resident() - before < 8e6  # all states of 3000 curves would take 164 MB


def test_nothing_to_do() -> None:
    assert list(study.many(Listed([]), ["tumour_cells"])) == []
    assert list(study.many(Varied(COMBINATION, {"kkP": []}), ["tumour_cells"])) == []


# --- the compiled parts


def test_cyrk_has_the_signature_that_is_called() -> None:
    """A later CyRK may have another; called with the wrong one it would crash."""
    from CyRK.cy.common import CyrkErrorCodes
    from CyRK.nb import numba_solver as cyrk

    kinds = {
        ctypes.c_void_p: library.SIZE,
        ctypes.c_size_t: library.SIZE,
        ctypes.c_double: library.REAL,
        ctypes.c_int: library.CODE,
        ctypes.c_bool: library.types.boolean,
    }
    theirs = cyrk.solve_func_sig
    assert [kinds[each] for each in theirs._argtypes_] == list(library.SOLVE.args)
    assert kinds[theirs._restype_] == library.SOLVE.return_type
    assert cyrk.get_method_str(walk.TSIT5) == "TSIT5"
    assert cyrk.get_method_str(walk.LSODA) == "LSODA"
    assert CyrkErrorCodes.SUCCESSFUL_INTEGRATION.value == walk.SUCCESS
    assert CyrkErrorCodes.MAX_STEPS_USER_EXCEEDED.value == walk.TOO_MANY_STEPS


def test_without_cyrk_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("CyRK", "CyRK.nb", "CyRK.nb.numba_c_api"):
        monkeypatch.setitem(sys.modules, name, None)
    library.library.cache_clear()
    with pytest.raises(SolverError, match="need CyRK"):
        list(study.many(Listed([COMBINATION]), ["tumour_cells"]))
    library.library.cache_clear()


def prepared(many: compiled.CompiledMany, given: np.ndarray, inflows: np.ndarray) -> np.ndarray:
    """The constants of one curve as the code of ensembles has them, with infusions going on."""
    linear, drugs, at = len(many.positions), len(inflows), many.slots
    constants = np.empty((1, at.size - at.constants))
    matrix, inflow = np.empty((1, linear, linear)), np.empty((1, linear, drugs))
    many.set_out(given[None], constants, np.empty((1, len(SYSTEM.states))), matrix, inflow)
    constants[0, len(given) : len(given) + drugs] = inflows
    return constants[0]


def test_the_equations_that_cyrk_calls_are_those_of_the_solver() -> None:
    """At random moments, with linear states worked out and with all of them integrated.

    Both codes: that for drugs that saturate, and the one for those of which none does.
    """
    random = np.random.default_rng(5)
    code, states = compiled.load(), len(SYSTEM.states)
    kind = ctypes.CFUNCTYPE(None, *[ctypes.c_void_p, ctypes.c_double, *[ctypes.c_void_p] * 2])
    for species, tail, bent in itertools.product(SPECIES, (False, True), (False, True)):
        many = compiled.load_many(bent=bent)
        at, others = many.slots, np.setdiff1d(np.arange(states), many.positions)
        off = {} if bent else dict.fromkeys(bending(SYSTEM), 0.0)
        p = SYSTEM.values(species, off)
        given = np.array([getattr(p, param.symbol) for param in SYSTEM.params])
        inflows = random.uniform(0, 1, len(SYSTEM.drugs))
        reference = code.prepare(np.concatenate([given, inflows]))
        constants = prepared(many, given, inflows)
        for _ in range(20):
            y = 10 ** random.uniform(-3, 4, states)
            expected = np.empty(states)
            code.rates(y, 0.0, reference, expected)
            args = np.zeros(at.size)
            args[at.limit], args[at.constants :] = 10, constants
            own = y[others]
            wanted = expected[others]
            if tail:
                args[at.tail : at.lines] = [len(many.positions), *range(len(many.positions))]
                own = np.concatenate([own, y[many.positions]])
                wanted = np.concatenate([wanted, expected[many.positions]])
            else:
                lines = [number for j in many.driven for number in (j, y[many.positions[j]], 0)]
                args[at.lines : at.lines + 1 + len(lines)] = [len(many.driven), *lines]
            out = np.empty(len(own))
            kind(many.address)(out.ctypes.data, 0.0, own.ctypes.data, args.ctypes.data)
            np.testing.assert_allclose(out, wanted, rtol=1e-9, atol=1e-9 * np.abs(y).max())
            assert args[at.spent] == 1


def test_all_that_is_worked_out_is_linear() -> None:
    straight, bent = (
        {SYSTEM.states[i].name for i in compiled.load_many(bent=bent).positions}
        for bent in (False, True)
    )
    paclitaxel = {f"paclitaxel_{part}" for part in ("depot", "central", "peripheral", "marrow")}
    assert paclitaxel | {"inhibitor_central"} <= straight
    assert bent & (paclitaxel | {"inhibitor_central"}) == {"paclitaxel_depot"}
    assert not {"antibody_central", "osteoblasts"} & straight


def test_a_second_preparation_is_quick() -> None:
    """It compiles and loads nothing."""

    def done() -> list[Any]:
        stats = walk.follow.stats
        loaded = [library.library.cache_info().misses, compiled._loaded_many.cache_info().misses]
        return [*loaded, dict(stats.cache_hits), dict(stats.cache_misses)]

    ensemble.prepare()
    before = done()
    ensemble.prepare()
    assert done() == before

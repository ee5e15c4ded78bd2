"""The parts of causes in a run: that they add up, what each of them is, and cases done by hand."""

import math
from collections.abc import Callable

import numpy as np
import pytest
from tests import drawn
from tests.runs import give, run, scenario

from osteoniche.analysis.attribution import UNPROTECTED, Attribution, Cause, attribute
from osteoniche.analysis.contrast import contrast
from osteoniche.engine.result import Result
from osteoniche.errors import ScenarioError
from osteoniche.quantity import SPECIES
from osteoniche.scenario import Scenario
from osteoniche.scenario.presets import PRESETS, preset
from osteoniche.study import Run

BOTH = (give("paclitaxel"), give("15D11"))


def cells(count: Callable[[Scenario], float]) -> Run:
    """Runs that end with so many tumour cells."""

    def runs(asked: Scenario) -> Result:
        days = np.array([0.0, float(asked.days)])
        series = {"tumour_cells": np.array([1.0, count(asked)])}
        return Result(days, np.ones(2, dtype=bool), series, {"tumour_cells": "cell"})

    return runs


def part(attribution: Attribution | None, cause: Cause) -> float:
    """How many times fewer cells a cause makes."""
    assert attribution
    (only,) = [each.times for each in attribution.parts if each.cause is cause]
    return only


def burden(asked: Scenario) -> float:
    return float(run(asked)["tumour_cells"][-1])


@pytest.mark.parametrize("species", SPECIES)
@pytest.mark.parametrize("name", [name for name in PRESETS if name != "healthy"])
def test_parts_add_up_to_the_run(name, species):
    asked = preset(name, species)
    attribution = attribute(asked, run)
    assert attribution
    assert sum(each.log for each in attribution.parts) == pytest.approx(attribution.log, abs=1e-9)
    smaller = burden(preset("untreated", species)) / burden(asked)
    assert math.exp(attribution.log) == pytest.approx(smaller, rel=1e-12)


def test_parts_of_any_scenario_add_up():
    added = 0
    for asked in drawn.scenarios(16):
        attribution = attribute(asked, run) if run(asked).ok else None
        if attribution:
            assert sum(each.log for each in attribution.parts) == pytest.approx(
                attribution.log, abs=1e-9
            )
            added += len(attribution.parts)
    assert added > 16


def test_each_part_is_a_run():
    """With the constants and settings that the part names, set by hand."""
    alone, attribution = preset("chemotherapy"), attribute(preset("combination"), run)
    untreated = burden(preset("untreated"))
    unprotected = burden(alone.changed(parameters={"protection_max": 0.0, "u0": 0.0}))
    flat = burden(alone.changed(induction=1.0))
    antibody = burden(preset("antibody"))
    assert part(attribution, Cause.KILL) == pytest.approx(untreated / unprotected)
    assert part(attribution, Cause.NICHE) == pytest.approx(unprotected / flat)
    assert part(attribution, Cause.INDUCED) == pytest.approx(flat / burden(alone))
    assert part(attribution, Cause.GROWTH) == pytest.approx(untreated / antibody)
    together = untreated / burden(preset("combination"))
    single = untreated / burden(alone) * untreated / antibody
    assert part(attribution, Cause.RETURNED) == pytest.approx(together / single)


def test_notch_takes_back_and_the_antibody_gives_back():
    attribution = attribute(preset("combination"), run)
    assert part(attribution, Cause.KILL) > 100
    assert part(attribution, Cause.NICHE) < 1
    assert part(attribution, Cause.INDUCED) < 1
    assert part(attribution, Cause.GROWTH) > 1
    assert part(attribution, Cause.RETURNED) > 100


def test_whatever_differs_from_a_usual_animal_comes_first():
    attribution = attribute(
        scenario(
            host="transgenic",
            tumour="jagged1-high",
            parameters={"K": 2e8},
            treatments=[*BOTH, give("zoledronate"), give("gamma-secretase-inhibitor")],
        ),
        run,
    )
    assert attribution
    assert [(each.cause, each.subject) for each in attribution.parts] == [
        (Cause.HOST, ("transgenic",)),
        (Cause.TUMOUR, ("jagged1-high",)),
        (Cause.CONSTANTS, ("K",)),
        (Cause.DRUG, ("zoledronate",)),
        (Cause.KILL, ("paclitaxel",)),
        (Cause.NICHE, ("paclitaxel",)),
        (Cause.INDUCED, ("paclitaxel",)),
        (Cause.GROWTH, ("15D11", "gamma-secretase-inhibitor")),
        (Cause.RETURNED, ("15D11", "gamma-secretase-inhibitor")),
    ]


def test_chemotherapy_that_raises_no_jagged1_has_no_part_of_it():
    flat = attribute(scenario(treatments=BOTH[:1], induction=1.0), run)
    assert flat
    assert [each.cause for each in flat.parts] == [Cause.KILL, Cause.NICHE]


def test_a_drug_of_dose_0_and_no_tumour_have_no_part():
    none = attribute(scenario(treatments=[give("paclitaxel", dose=0.0)]), run)
    assert none
    assert none.parts == ()
    assert attribute(preset("healthy"), run) is None


def test_drugs_that_multiply_give_nothing_back():
    """By hand: a kill of 100 without protection, of which 20 are lost, and an antibody of 2."""

    def count(asked: Scenario) -> float:
        given = {each.drug for each in asked.given}
        kill = 100.0 if asked.parameters.get("u0") == UNPROTECTED["u0"] else 5.0
        return 1e6 / (kill if "paclitaxel" in given else 1) / (2 if "15D11" in given else 1)

    attribution = attribute(preset("combination"), cells(count))
    assert part(attribution, Cause.KILL) == pytest.approx(100)
    assert part(attribution, Cause.NICHE) == pytest.approx(1 / 20)
    assert part(attribution, Cause.GROWTH) == pytest.approx(2)
    assert part(attribution, Cause.RETURNED) == pytest.approx(1)


def test_less_than_a_cell_is_one_and_a_factor_at_least():
    """Without protection 1e-30 cells are left, or none: that is 10,000 times fewer, or more."""
    for nothing in (1e-30, 0.0):
        attribution = attribute(
            preset("chemotherapy"),
            cells(lambda asked, nothing=nothing: nothing if asked.parameters else 1e4),
        )
        assert attribution
        assert part(attribution, Cause.KILL) == pytest.approx(1e4)
        least = {each.cause: each.least for each in attribution.parts}
        assert least == {Cause.KILL: True, Cause.NICHE: True, Cause.INDUCED: False}


def test_the_known_figures_of_the_two_drugs():
    """In `fitted-2026`: more together than what each does alone would make of them."""
    untreated, both = (
        preset(name).changed(set="fitted-2026") for name in ("untreated", "combination")
    )
    attribution = contrast(untreated, both, run)
    alone = {each.setting: math.exp(each.log) for each in attribution.changes}
    assert alone == pytest.approx({"paclitaxel": 2.8, "15D11": 2.1}, abs=0.05)
    assert math.exp(attribution.independent) == pytest.approx(5.9, abs=0.15)
    assert math.exp(attribution.log) == pytest.approx(735, abs=0.5)


def test_every_setting_that_differs_is_changed_alone():
    first = scenario(treatments=BOTH[:1], parameters={"K": 2e8})
    second = scenario(
        host="knock-out",
        days=40,
        induction=2.0,
        treatments=[give("paclitaxel", dose=5.0), BOTH[1]],
        parameters={"aN": 0.1, "u0": 0.0},
    )
    attribution = contrast(first, second, run)
    alone = {each.setting: first_over(first, each.log) for each in attribution.changes}
    assert [*alone] == ["days", "host", "induction", "paclitaxel", "15D11", "K", "aN", "u0"]
    assert alone["host"] == pytest.approx(burden(first.changed(host="knock-out")))
    assert alone["K"] == pytest.approx(burden(first.changed(parameters={})))
    dosed = [give("paclitaxel", dose=5.0)]
    assert alone["paclitaxel"] == pytest.approx(burden(first.changed(treatments=dosed)))
    assert math.exp(attribution.log) == pytest.approx(burden(first) / burden(second))


def first_over(first: Scenario, log: float) -> float:
    """The cells that a change of the first run leaves."""
    return burden(first) / math.exp(log)


def test_many_constants_are_one_setting():
    first = preset("untreated")
    second = first.changed(parameters={"aN": 0.1, "aO": 0.1, "u0": 0.0, "K": 2e8})
    (only,) = contrast(first, second, run).changes
    assert only.setting == "constants"


def test_equal_runs_differ_in_nothing():
    shown = contrast(preset("combination"), preset("combination"), run)
    assert (shown.changes, shown.log, shown.independent) == ((), 0.0, 0)


def test_runs_that_have_nothing_in_common_are_refused():
    with pytest.raises(ScenarioError, match="mouse and patient; compare runs of one species"):
        contrast(preset("untreated"), preset("untreated", "human"), run)
    with pytest.raises(ScenarioError, match="compare runs with a tumour"):
        contrast(preset("untreated"), preset("healthy"), run)

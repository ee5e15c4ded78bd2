"""Somebody's own experiment: what SciPy made is found again, and wrong numbers are named."""

import pytest
from small import PACLITAXEL

from osteoniche import study
from osteoniche.calibration.uploaded import Measured, experiment, fitted
from osteoniche.errors import ScenarioError
from osteoniche.scenario import Scenario

TRUE = {"r0": 0.26, "kkP": 0.6}
GROUPS = {
    "untreated": Scenario(days=21),
    "treated": Scenario(days=21, treatments=[PACLITAXEL]),
}
SYMBOLS = ("r0", "kkP")
LIGHT_OF_A_CELL = 12.0


def numbers() -> list[Measured]:
    made = []
    for name, scenario in GROUPS.items():
        truth = study.simulate(scenario.changed(parameters=TRUE), throw=True)
        for day in (4.0, 9.0, 14.0, 21.0):
            light = LIGHT_OF_A_CELL * truth.at("tumour_cells", day)
            made.append(Measured(name, "tumour_cells", day, light, 0.1 * light))
        bone = truth.at("bone_mass_percent", 21.0)
        made.append(Measured(name, "bone_mass_percent", 21.0, bone, 3.0))
    return made


def test_growth_and_potency_of_what_scipy_made_are_found_again() -> None:
    whole, fit = fitted(experiment(GROUPS, numbers(), SYMBOLS), SYMBOLS)
    found = dict(zip(whole.names, whole.values(fit.vector[None])[0], strict=True))
    assert fit.arrived
    assert found["uploaded.r0"] == pytest.approx(TRUE["r0"], rel=0.02)
    assert found["kkP"] == pytest.approx(TRUE["kkP"], rel=0.1)
    assert found["uploaded.light"] == pytest.approx(LIGHT_OF_A_CELL, rel=0.1)


def test_what_the_scenario_sets_is_held_unless_it_is_to_be_fitted() -> None:
    groups = {name: one.changed(parameters={"KN": 2.0, "r0": 0.4}) for name, one in GROUPS.items()}
    made = experiment(groups, numbers(), SYMBOLS)
    assert all(arm.constants == {"KN": 2.0} for arm in made.arms)
    assert made.own == ("r0",)


def test_every_number_that_can_not_be_compared_is_named() -> None:
    wrong = [
        Measured("nobody", "tumour_cells", 3.0, 1.0),
        Measured("treated", "tumour_cells", 99.0, 1.0),
        Measured("treated", "tumour_cells", 3.0, -1.0),
        Measured("treated", "tumour_cells", 3.0, 1.0, float("nan")),
    ]
    with pytest.raises(ScenarioError) as refused:
        experiment(GROUPS, wrong)
    assert [one.field for one in refused.value.problems] == ["group", "day", "value", "error"]

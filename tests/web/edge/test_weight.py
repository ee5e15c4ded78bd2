"""What a request costs is known before it is run."""

import pytest

from osteoniche.engine.course import Course, edges, grid
from osteoniche.quantity import HUMAN, SPECIES
from osteoniche.scenario import Scenario
from osteoniche.scenario.limits import DOSES_AT_MOST
from osteoniche.scenario.presets import PRESETS, preset
from osteoniche.system import system_of
from osteoniche.web.edge import weight


def given(**schedule):
    usual = preset("combination", HUMAN)
    courses = [{"drug": one.drug, "dose": one.dose, **schedule} for one in usual.treatments]
    return usual.changed(days=1826, treatments=courses)


@pytest.mark.parametrize("species", SPECIES)
def test_no_preset_is_dear_and_none_comes_near_it(species):
    assert all(weight.of_curve(preset(name, species)) < weight.DEAR / 2 for name in PRESETS)


@pytest.mark.parametrize(
    "scenario",
    [
        preset("combination"),
        preset("combination", HUMAN),
        preset("untreated"),
        given(start=30, every=4.6),
        given(start=30, every=4.6, until=40),
        given(start=1800, every=None),
        given(start=30, every=1, doses=5, again=21),
        given(start=30, every=1, doses=5, again=21, hours=1.5),
    ],
)
def test_it_follows_how_often_the_solver_sets_out_anew(scenario: Scenario):
    """Counted without listing a dose; those that fall together are counted apart."""
    listed = len(edges(scenario, system_of(scenario.set)))
    counted = (weight.of_curve(scenario) - weight.WHOLE) / weight.SETTING_OUT
    assert listed <= round(counted) <= listed * 1.05 + 2 * 10
    cuts = len(Course(grid(scenario.days), edges(scenario, system_of(scenario.set))).cuts)
    assert cuts - 2 <= round(counted)


def test_a_drug_that_is_not_given_costs_nothing():
    none = given(start=30, every=3, doses=None, again=None)
    nothing = none.changed(
        treatments=[one.model_copy(update={"dose": 0.0}) for one in none.treatments]
    )
    assert weight.of_curve(nothing) == weight.WHOLE


def test_what_limits_allow_at_most_is_dear():
    most = given(start=30, every=1796 / DOSES_AT_MOST)
    assert weight.is_dear(most)
    assert weight.of_many(most) >= weight.DEAREST
    assert weight.of_many(preset("combination", HUMAN)) < weight.DEAREST

"""The named scenarios, and the reference arms beside any scenario."""

import pytest
from hypothesis import given
from tests import strategies

from osteoniche.errors import ScenarioError
from osteoniche.quantity import HUMAN, MOUSE, SPECIES
from osteoniche.roles import Role
from osteoniche.scenario import Scenario
from osteoniche.scenario.defaults import treatment_defaults
from osteoniche.scenario.presets import (
    ARMS,
    OPENING,
    PRESETS,
    drugs_of,
    preset,
    reference_arms,
)
from osteoniche.system import default_system

ROLE = {drug.name: drug.role for drug in default_system().drugs}
MOUSE_PLAN = {"start": 7, "every": 3.5, "route": "ip"}
HUMAN_PLAN = {"start": 30, "every": 21, "route": "infusion"}
PLANS = {
    (MOUSE, "paclitaxel"): {"dose": 10, "hours": None, **MOUSE_PLAN},
    (MOUSE, "15D11"): {"dose": 10, "hours": None, **MOUSE_PLAN},
    (HUMAN, "paclitaxel"): {"dose": 175, "hours": 3, **HUMAN_PLAN},
    (HUMAN, "15D11"): {"dose": 10, "hours": 1, **HUMAN_PLAN},
}
GIVEN = {
    "healthy": [],
    "untreated": [],
    "chemotherapy": ["paclitaxel"],
    "antibody": ["15D11"],
    "combination": ["paclitaxel", "15D11"],
}


def test_there_are_five():
    assert list(PRESETS) == list(GIVEN)
    assert OPENING == "chemotherapy"


@pytest.mark.parametrize("species", SPECIES)
@pytest.mark.parametrize("name", GIVEN)
def test_doses_and_schedules(species, name):
    assert preset(name, species) == Scenario(
        species=species,
        days=42 if species == MOUSE else 731,
        tumour="none" if name == "healthy" else "jagged1-low",
        host="wild-type",
        induction=3.9,
        treatments=[{"drug": drug, "until": None, **PLANS[species, drug]} for drug in GIVEN[name]],
    )


def test_the_mouse_is_meant_where_no_species_is_named():
    assert preset("combination") == preset("combination", MOUSE)


@pytest.mark.parametrize(
    ("name", "species", "fields"),
    [
        ("nonsense", "mouse", ["preset"]),
        ("Healthy", "mouse", ["preset"]),
        ("chemotherapy", "rat", ["species"]),
        ("healthy", "", ["species"]),
        ("nonsense", "rat", ["preset", "species"]),
    ],
)
def test_unknown_names(name, species, fields):
    with pytest.raises(ScenarioError) as caught:
        preset(name, species)
    assert [problem.field for problem in caught.value.problems] == fields
    assert "choose from" in str(caught.value)


@given(strategies.scenarios())
def test_arms_follow_all_but_doses(scenario):
    arms = reference_arms(scenario)
    assert tuple(arms) == ARMS
    for name, arm in arms.items():
        assert arm.changed(treatments=[]) == scenario.changed(treatments=[])
        roles = {ROLE[given.drug] for given in arm.treatments}
        wanted = {
            "untreated": set(),
            "chemotherapy": {"chemotherapy"},
            "antibody": {"antibody"},
            "combination": {"chemotherapy", "antibody"},
        }
        assert roles == wanted[name]
        for given_drug in arm.treatments:
            usual = treatment_defaults(given_drug.drug, scenario.species)
            planned = scenario.treatment(given_drug.drug)
            schedule = usual if planned is None else planned.model_dump()
            assert given_drug.model_dump() == schedule | {"dose": usual["dose"]}
    assert arms["combination"].treatments == (
        arms["chemotherapy"].treatments + arms["antibody"].treatments
    )


@given(strategies.scenarios())
def test_arms_do_not_depend_on_doses(scenario):
    planned = [given.model_dump() | {"dose": 0} for given in scenario.treatments]
    assert reference_arms(scenario.changed(treatments=planned)) == reference_arms(scenario)


def test_arms_of_the_opening_page_are_the_presets():
    for species in SPECIES:
        arms = reference_arms(preset(OPENING, species))
        assert arms == {arm: preset(arm, species) for arm in ARMS}


def test_a_drug_at_dose_zero_still_sets_the_schedule():
    plan = {"start": 3, "every": 9, "until": 30, "route": "iv"}
    scenario = Scenario(
        treatments=[{"drug": "paclitaxel", "dose": 0, **plan}, {"drug": "15D11", "dose": 2, **plan}]
    )
    for given_drug in reference_arms(scenario)["combination"].treatments:
        assert given_drug.dose == 10
        assert {field: getattr(given_drug, field) for field in plan} == plan


@pytest.mark.parametrize(
    "plan", [{"every": 0.5, "start": 0}, {"start": 30, "until": 20}], ids=["dense", "backward"]
)
def test_a_schedule_at_dose_zero_that_nothing_can_be_given_on_is_no_arms_schedule(plan):
    scenario = Scenario(days=731, species="human", treatments=[{"drug": "15D11", "dose": 0} | plan])
    (antibody,) = reference_arms(scenario)["antibody"].treatments
    assert antibody.model_dump() == treatment_defaults("15D11", "human")


def test_another_chemotherapy_takes_the_place_of_the_usual_one():
    scenario = Scenario(treatments=[{"drug": "cisplatin", "dose": 1, "every": 9}])
    (cisplatin,) = reference_arms(scenario)["chemotherapy"].treatments
    assert (cisplatin.drug, cisplatin.dose, cisplatin.every) == ("cisplatin", 5, 9)
    assert drugs_of(scenario, Role.CHEMOTHERAPY) == ["cisplatin"]
    assert drugs_of(Scenario(), Role.CHEMOTHERAPY) == ["paclitaxel"]


def test_bone_drugs_are_in_no_arm():
    scenario = Scenario(treatments=[{"drug": "zoledronate"}, {"drug": "rankl-inhibitor"}])
    assert reference_arms(scenario) == reference_arms(Scenario())

"""The words of a drug: what is not declared is refused, and what is declared fits what it does."""

from dataclasses import replace

import pytest

from osteoniche.drugs import DRUGS, of_role, roles
from osteoniche.effects import KILL
from osteoniche.errors import ModelError
from osteoniche.organs import ORGANS
from osteoniche.quantity import MOUSE
from osteoniche.roles import ROLES, ROUTES, Place, Role, Route
from osteoniche.scenario import INDUCES, Scenario
from osteoniche.scenario.limits import INDUCTION
from osteoniche.scenario.presets import ANTIBODY, CHEMOTHERAPY
from osteoniche.system import default_system

EFFECTS = {
    Place.TUMOUR: {KILL, "kill_resistant", "exposure"},
    Place.JAGGED1: {"jagged1_induction", "jagged1_occupancy"},
    Place.NOTCH: {"notch_block"},
    Place.BONE: {"osteoclast_death", "resorption_block", "rankl_binding"},
    **{organ.place: {effect.name for effect in organ.effects} for organ in ORGANS.values()},
}
"""Where each effect of model and organs is."""


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        (
            {"role": "hormone"},
            "paclitaxel: there is no role 'hormone'; "
            "choose from chemotherapy, antibody, bone drug, other drug",
        ),
        (
            {"entry": {"nasal": "paclitaxel_depot"}},
            "paclitaxel: there is no route 'nasal'; choose from ip, iv, sc, oral, infusion",
        ),
        (
            {"acts_on": frozenset({"liver"})},
            "paclitaxel: there is no place 'liver'; "
            "choose from tumour, Jagged1, Notch, bone, marrow, nerves, gut",
        ),
    ],
)
def test_a_word_that_is_not_declared_is_refused_by_name(changes, told):
    with pytest.raises(ModelError) as refused:
        replace(DRUGS["paclitaxel"], **changes)
    assert str(refused.value) == told


def test_a_route_of_one_species_is_held_to_the_same_words():
    drug = DRUGS["paclitaxel"]
    nasal = replace(drug.dosing[MOUSE], route="nasal", routes=("nasal",))
    with pytest.raises(ModelError, match="no route 'nasal'"):
        replace(drug, dosing={**drug.dosing, MOUSE: nasal})


def test_every_role_and_route_has_words():
    assert set(ROLES) == set(Role)
    assert set(ROUTES) == set(Route)


def test_the_first_drug_of_a_role_is_the_usual_one():
    assert (CHEMOTHERAPY, ANTIBODY) == ("paclitaxel", "15D11")
    for role in roles():
        assert [DRUGS[name].role for name in of_role(role)] == [role] * len(of_role(role))


@pytest.mark.parametrize("name", DRUGS)
def test_a_drug_declares_the_places_of_its_effects(name):
    acts = default_system().acts[name] | default_system().harms[name]
    assert acts <= set().union(*EFFECTS.values())
    assert DRUGS[name].acts_on >= {place for place, effects in EFFECTS.items() if effects & acts}


def test_a_drug_of_any_role_that_raises_jagged1_makes_the_induction_count(monkeypatch):
    given = Scenario(treatments=[{"drug": "zoledronate"}], induction=5)
    assert given.canonical()["induction"] == INDUCTION.default
    monkeypatch.setitem(default_system().acts, "zoledronate", frozenset({INDUCES}))
    assert given.canonical()["induction"] == 5

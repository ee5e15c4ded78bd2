"""Schedules in the SBML export: what a user can change, and what events change."""

import re

import libsbml
import pytest
from benchmarks.peers import scenarios
from documents import changed_by_events, model, parameters, value

from osteoniche.export.doses import setting_name
from osteoniche.export.units import identifier, powers
from osteoniche.quantity import SPECIES
from osteoniche.scenario.presets import preset
from osteoniche.system import default_system

KNOWN = scenarios()
BOTH = preset("combination")


def test_a_schedule_is_one_event_with_its_own_parameters() -> None:
    """Whoever opens the file can change dose, first day, interval and number in one place."""
    listed = parameters(BOTH)
    assert model(BOTH).getNumEvents() == 2
    names = ("dose", "start", "interval", "doses", "given")
    values = [listed[f"{name}_paclitaxel"].getValue() for name in names]
    assert values == [10.0, 7.0, 3.5, 10.0, 0.0]
    constant = [listed[f"{name}_paclitaxel"].getConstant() for name in names]
    assert constant == [True, True, True, True, False]


@pytest.mark.parametrize("name", KNOWN)
def test_whatever_changes_has_a_rule(name: str) -> None:
    """Also what only events change: without a rule it would not be reset with the states."""
    rules = list(model(KNOWN[name]).getListOfRules())
    ruled = [rule.getVariable() for rule in rules]
    assert sorted(ruled) == sorted(
        name for name, found in parameters(KNOWN[name]).items() if not found.getConstant()
    )
    rated = {rule.getVariable() for rule in rules if rule.isRate()}
    assert changed_by_events(KNOWN[name]) <= rated


@pytest.mark.parametrize("name", ["mouse, all drugs", "human, all drugs", "485 doses"])
def test_a_count_is_never_compared_with_what_it_reaches(name: str) -> None:
    """Where two sides of a comparison stay equal, COPASI is slow or gives one dose too many."""
    known = {p.getId(): p.getValue() for p in parameters(KNOWN[name]).values()}
    compared = 0
    for event in model(KNOWN[name]).getListOfEvents():
        _, counted = (event.getTrigger().getMath().getChild(i) for i in range(2))
        (drug,) = re.findall(r"given_(\w+)", libsbml.formulaToL3String(counted))
        for given in range(int(known[f"doses_{drug}"]) + 1):
            left, right = (counted.getChild(i) for i in range(2))
            now = known | {f"given_{drug}": float(given)}
            assert value(left, now) != value(right, now), (event.getId(), given)
            compared += 1
    assert compared > 0


@pytest.mark.parametrize("species", SPECIES)
def test_the_dose_of_every_drug_is_one_constant_with_its_unit(species: str) -> None:
    for drug in default_system().drugs:
        usual = drug.dosing[species]
        unit = identifier(powers(usual.unit.replace("kg", "kg_bw")))
        for route in usual.routes:
            listed = parameters(KNOWN[f"{species}, {drug.name} {route}"])
            dose = listed[setting_name("dose", drug.name)]
            assert (dose.getValue(), dose.getUnits()) == (usual.default, unit)
            assert dose.getConstant()


def test_an_infusion_is_switched_on_and_off() -> None:
    events = [event.getId() for event in model(preset("combination", "human")).getListOfEvents()]
    both = ["dose_of_paclitaxel", "end_of_paclitaxel", "dose_of_15D11", "end_of_15D11"]
    assert events == both


def test_a_dose_on_day_0_is_given() -> None:
    triggers = [event.getTrigger() for event in model(KNOWN["doses on day 0"]).getListOfEvents()]
    assert [trigger.getInitialValue() for trigger in triggers] == [False, False]

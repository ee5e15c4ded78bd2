"""What differs from the default: every item is one, its words are plain, and its way back works."""

import copy
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests import strategies
from tests.runs import give, scenario
from tests.web.browsers import components, page

from osteoniche.errors import ScenarioError
from osteoniche.quantity import HUMAN, MOUSE, SPECIES
from osteoniche.scenario import Scenario
from osteoniche.scenario.presets import OPENING, PRESETS, preset
from osteoniche.system import default_system
from osteoniche.web.kit import ids, words
from osteoniche.web.rail.arrangement import arranged, current, read, with_drug, with_species
from osteoniche.web.rail.choice import SECTIONS, Choice, choice_from, choice_of, drug_choices
from osteoniche.web.rail.controls import FIELDS, choice_data, extra_of, scenario_of, values_of
from osteoniche.web.rail.differences import Difference, differences

SPECIES_CONTROL = ids.control("species")


class Controls:
    """The controls of a page as its callbacks move them, without a browser."""

    def __init__(self, shown: Scenario) -> None:
        self.arrange(shown)

    def arrange(self, shown: Scenario) -> None:
        set_to = json.loads(json.dumps([[*key, value] for key, value in arranged(shown).items()]))
        found = {(component, prop): value for component, prop, value in set_to}
        self.choice = found[ids.CHOICE, "data"]
        self.extra = found[ids.EXTRA, "data"]
        stand = {name: found[ids.control(name), "value"] for name in FIELDS}
        typed = {name: found[ids.number(name), "value"] for name in words.DIALS}
        self.values = read(self.choice, stand, typed)

    @property
    def scenario(self) -> Scenario:
        return scenario_of(self.choice, self.values, self.extra)

    @property
    def differences(self) -> list[Difference]:
        return differences(self.scenario, choice_from(self.choice))

    def set(self, component: str, prop: str, value: Any) -> None:
        """What the page's callbacks do when a property of a control is set."""
        present = current(self.choice, self.values, self.extra)
        drugs = {ids.control(f"{section}.drug"): section for section in SECTIONS}
        if component == ids.EXTRA:
            assert prop == "data"
            self.extra = value
        elif component == SPECIES_CONTROL:
            self.arrange(with_species(present, value)[0])
        elif component in drugs:
            assert self.choice[drugs[component]] != value, "the control would not notice"
            self.arrange(with_drug(present, drugs[component], value))
        else:
            (name,) = [name for name in FIELDS if ids.control(name) == component]
            assert prop == "value"
            assert self.values[name] != value, "the control would not notice"
            self.values[name] = value


def take_back(data: st.DataObject, controls: Controls, kept: tuple[str, ...] = ()) -> None:
    """Press the way back of items in any order, until none is listed but those of `kept`."""
    left = controls.differences
    for _ in range(400):
        left = [item for item in left if item.reset[0] not in kept]
        if not left:
            return
        item = data.draw(st.sampled_from(left))
        before = copy.deepcopy(vars(controls))
        controls.set(*json.loads(json.dumps(item.reset)))
        try:
            left = controls.differences
        except ScenarioError:  # too many doses on a longer horizon, say: another item comes first
            vars(controls).update(before)
            left.remove(item)
            assert left, item
    raise AssertionError("the ways back lead nowhere")


def handy(shown: Scenario) -> Scenario:
    """With at most three constants, and without drugs at dose 0.

    No item is about the schedule of those, although it may be too dense for a longer horizon.
    """
    return shown.changed(
        treatments=[planned.model_dump() for planned in shown.given],
        parameters=dict(list(shown.parameters.items())[:3]),
    )


@settings(max_examples=60)
@given(st.data(), strategies.scenarios())
def test_all_ways_back_lead_to_the_opening_scenario(data, shown):
    controls = Controls(handy(shown))
    take_back(data, controls)
    assert controls.scenario.key() == preset(OPENING).key()


@settings(max_examples=60)
@given(st.data(), strategies.scenarios())
def test_without_the_species_they_lead_to_the_opening_of_the_species(data, shown):
    controls = Controls(handy(shown))
    take_back(data, controls, kept=(SPECIES_CONTROL,))
    assert controls.scenario.key() == preset(OPENING, shown.species).key()
    listed = [item.reset for item in controls.differences]
    assert listed == ([(SPECIES_CONTROL, "value", MOUSE)] if shown.species == HUMAN else [])


@pytest.mark.parametrize("species", SPECIES)
def test_the_opening_scenario_does_not_differ(species):
    found = differences(preset(OPENING, species))
    assert [item.text for item in found] == ([] if species == MOUSE else ["Patient"])


@settings(max_examples=100)
@given(strategies.scenarios())
def test_a_scenario_that_lists_nothing_is_the_opening_one(shown):
    if not differences(shown):
        assert shown.key() == preset(OPENING).key()
    elif shown.key() == preset(OPENING).key():
        raise AssertionError(differences(shown))


@settings(max_examples=100)
@given(strategies.scenarios())
def test_texts_are_plain_and_no_two_alike(shown):
    found = differences(shown)
    texts = [item.text for item in found]
    assert len(set(texts)) == len(texts)
    assert len({json.dumps(item.reset) for item in found}) == len(found)
    assert set(texts).isdisjoint(item.default for item in found)
    for item in found:
        for text in (item.text, item.default):
            assert text == " ".join(text.split())
            assert text
            assert not {"None", "nan", "True", "{", "}"} & set(text.split())
            assert not text.endswith((":", "."))


def listed(shown: Scenario) -> dict[str, str]:
    """Defaults by text."""
    return {item.text: item.default for item in differences(shown)}


def test_words_for_every_kind_of_control():
    shown = scenario(
        days=60,
        host="transgenic",
        tumour="jagged1-high",
        induction=5.0,
        treatments=[
            give("cisplatin", dose=2.5, every=None, start=9.0),
            give("15D11", until=30.0, route="infusion", hours=2.0, every=7.0),
            give("zoledronate"),
        ],
        parameters={"kkP": 0.3},
    )
    kkP = default_system().by_symbol["kkP"].values[MOUSE]
    assert listed(shown) == {
        "Cisplatin": "Paclitaxel",
        "Zoledronate": "no bone drug",
        "Horizon 60 days": "42 days",
        "Osteoblast Jagged1 induction 5 fold": "3.9 fold",
        "Chemotherapy dose 2.5 mg/kg": "5 mg/kg",
        "Chemotherapy: first dose on day 9": "7 days",
        "Chemotherapy: one dose only": "7 days",
        "Antibody dose (15D11) 10 mg/kg": "0 mg/kg",
        "Antibody 15D11: days between doses 7": "3.5 days",
        "Antibody 15D11: no dose from day 30": "to the end",
        "Antibody 15D11: length of an infusion 2 hours": "1 hours",
        "Antibody 15D11: slow infusion into a vein": "Antibody 15D11: into the abdomen (ip)",
        "Osteoblast Jagged1: six times as much (as in transgenic mice)": (
            "Osteoblast Jagged1: as usual (wild type)"
        ),
        "Tumour: cells with much Jagged1 of their own": (
            "Tumour: cells with little Jagged1 of their own"
        ),
        "kkP = 0.3 1/day": f"{kkP:.3g} 1/day",
    }


def test_later_courses_are_a_difference_that_can_be_taken_back():
    first, second = give("paclitaxel", until=21.0), give("paclitaxel", start=21.0, every=None)
    later = differences(scenario(treatments=[first, second]))[-1]
    assert later.text == "Chemotherapy, later courses: 10@21/once.ip"
    assert later.default == "no later course"
    assert later.reset == (ids.control("chemotherapy.later"), "value", "")
    assert later.fold == "schedule-chemotherapy"


def test_presets_differ_in_what_they_are():
    found = {name: list(listed(preset(name))) for name in PRESETS}
    assert found == {
        "healthy": ["Chemotherapy dose 0 mg/kg", "No tumour: healthy bone"],
        "untreated": ["Chemotherapy dose 0 mg/kg"],
        "chemotherapy": [],
        "antibody": ["Chemotherapy dose 0 mg/kg", "Antibody dose (15D11) 10 mg/kg"],
        "combination": ["Antibody dose (15D11) 10 mg/kg"],
    }


def test_another_drug_at_its_usual_dose_is_said_once():
    assert list(listed(scenario(treatments=[give("cisplatin")]))) == ["Cisplatin"]
    both = scenario(treatments=[give("paclitaxel"), give("rankl-inhibitor")])
    assert list(listed(both)) == ["OPG-Fc"]
    assert list(listed(with_species(both, HUMAN)[0])) == ["Patient", "Denosumab"]


def test_days_are_not_rounded_and_numbers_that_look_alike_have_more_digits():
    assert "Horizon 1826 days" in listed(scenario(species=HUMAN, days=1826))
    close = scenario(treatments=[give("paclitaxel", dose=10.04)], induction=3.9004)
    assert listed(close) == {
        "Chemotherapy dose 10.04 mg/kg": "10 mg/kg",
        "Osteoblast Jagged1 induction 3.9004 fold": "3.9 fold",
    }


def test_hours_count_only_for_an_infusion():
    into_vein = scenario(
        species=HUMAN, treatments=[give("paclitaxel", HUMAN, route="iv", hours=None)]
    )
    assert list(listed(into_vein)) == ["Patient", "Chemotherapy: into a vein (iv)"]
    usual = scenario(treatments=[give("paclitaxel", route="infusion", hours=3.0)])
    assert list(listed(usual)) == ["Chemotherapy: slow infusion into a vein"]


def test_the_schedule_of_a_drug_that_is_not_given_does_not_count():
    idle = [give("paclitaxel"), give("15D11", dose=0, start=12.5, every=None)]
    assert listed(scenario(treatments=idle)) == {}
    hidden = [give("paclitaxel"), give("cisplatin", dose=0, start=12.5)]
    assert listed(scenario(treatments=hidden)) == {}


def test_a_constant_at_its_declared_value_does_not_differ():
    declared = default_system().by_symbol["kkP"].values[MOUSE]
    assert listed(preset(OPENING).changed(parameters={"kkP": declared})) == {}


def test_each_constant_and_further_drug_has_its_own_way_back():
    shown = scenario(
        treatments=[give("paclitaxel"), give("cisplatin", dose=2.5)],
        parameters={"kkP": 0.3, "T0": 3000.0},
    )
    found = {item.text: item for item in differences(shown)}
    assert list(found) == ["kkP = 0.3 1/day", "T0 = 3,000 cell", "also Cisplatin 2.5 mg/kg"]
    component, prop, extra = found["kkP = 0.3 1/day"].reset
    assert (component, prop) == (ids.EXTRA, "data")
    assert extra["parameters"] == {"T0": 3000.0}
    assert [planned["drug"] for planned in extra["treatments"]] == ["cisplatin"]
    assert found["also Cisplatin 2.5 mg/kg"].reset[2]["treatments"] == []


# What the page's controls are about may be more than the scenario holds


def test_a_drug_that_is_chosen_at_dose_0_is_told_and_taken_back():
    """The picker stands on cisplatin, whose dose is 0: the scenario does not know of it."""
    controls = Controls(scenario(treatments=[give("cisplatin")]))
    controls.set(ids.control("chemotherapy.dose"), "value", 0)
    assert controls.scenario.treatments == ()
    found = {item.text: item for item in controls.differences}
    assert list(found) == ["Cisplatin", "Chemotherapy dose 0 mg/kg"]
    assert found["Chemotherapy dose 0 mg/kg"].reset[2] == 5.0
    controls.set(*found["Cisplatin"].reset)
    assert controls.scenario == preset(OPENING)


def test_the_hidden_drug_of_a_kind_is_the_one_that_no_control_shows():
    """The picker stands on paclitaxel at dose 0, and cisplatin came with the address."""
    controls = Controls(scenario(treatments=[give("paclitaxel"), give("cisplatin")]))
    controls.set(ids.control("chemotherapy.dose"), "value", 0)
    assert [planned.drug for planned in controls.scenario.treatments] == ["cisplatin"]
    found = {item.text: item for item in controls.differences}
    assert list(found) == ["Chemotherapy dose 0 mg/kg", "also Cisplatin 5 mg/kg"]
    controls.set(*found["also Cisplatin 5 mg/kg"].reset)
    assert controls.scenario.treatments == ()


@settings(max_examples=50)
@given(st.data(), strategies.scenarios())
def test_the_choice_that_shows_it_best_is_the_default(data, shown):
    best = choice_of(shown)
    assert differences(shown, best) == differences(shown)
    other = Choice(
        shown.species,
        {section: data.draw(st.sampled_from(drug_choices(section))) for section in SECTIONS},
    )
    values, extra = values_of(shown, other), extra_of(shown, other)
    assert scenario_of(choice_data(other), values, extra).key() == shown.key()


# Where an item leads


@pytest.fixture(scope="module")
def laid_out() -> list[Any]:
    return list(components(page().layout()))


@settings(max_examples=60)
@given(strategies.scenarios())
def test_every_item_leads_to_something_on_the_page(laid_out, shown):
    stores = {"Store"}
    known = {each.id: type(each).__name__ for each in laid_out if getattr(each, "id", None)}
    for item in differences(shown):
        assert item.focus in known
        assert known[item.focus] not in stores, "a store can not be seen"
        assert item.reset[0] in known


def test_every_fold_is_a_section_that_holds_the_control(laid_out):
    (folds,) = [each for each in laid_out if getattr(each, "id", None) == ids.FOLDS]
    inside = {
        section.value: {each.id for each in components(section) if getattr(each, "id", None)}
        for section in folds.children
    }
    outside = {each.id for each in laid_out if getattr(each, "id", None)} - set().union(
        *inside.values()
    )
    everything = scenario(
        species=HUMAN,
        days=100,
        host="knock-out",
        tumour="none",
        induction=2.0,
        parameters={"kkP": 0.3},
        treatments=[
            give(drug, HUMAN, dose=2.0, start=1.0, every=30.0, until=90.0, route=route, hours=hours)
            for drug, route, hours in [
                ("cisplatin", "infusion", 2.0),
                ("15D11", "iv", None),
                ("zoledronate", "infusion", 2.0),
                ("gamma-secretase-inhibitor", "oral", None),
            ]
        ],
    )
    found = differences(everything)
    assert {item.fold for item in found} == {None, *inside}
    for item in found:
        assert item.focus in (outside if item.fold is None else inside[item.fold])

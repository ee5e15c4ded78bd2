"""Setting the controls: addresses, presets, species, drugs and what no control shows."""

from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from tests import strategies
from tests.runs import give, scenario
from tests.web.browsers import call, page, text_of

from osteoniche import address
from osteoniche.limits import DAYS, FIRST_DOSE, dose_range
from osteoniche.presets import OPENING, PRESETS, preset
from osteoniche.quantity import HUMAN, MOUSE
from osteoniche.scenario import Scenario, treatment_defaults
from osteoniche.web import ids, words
from osteoniche.web.arrangement import (
    also,
    arranged,
    current,
    with_drug,
    with_species,
    without_extra,
)
from osteoniche.web.controls import (
    CHOSEN,
    FIELDS,
    NO_DRUG,
    NUMERIC,
    SECTIONS,
    choice_data,
    choice_of,
    drugs,
    extra_of,
    field_range,
    scenario_of,
    values_of,
)

OPEN = preset(OPENING)
FULL = scenario(
    treatments=[give("paclitaxel", dose=4.0, start=9.0), give("15D11"), give("zoledronate")],
    host="transgenic",
    induction=5.0,
    days=60,
    parameters={"kkP": 0.3},
)


def controlled(shown: dict[Any, Any]) -> Scenario:
    """The scenario that arranged controls make."""
    values = {name: shown[ids.control(name), "value"] for name in FIELDS}
    return scenario_of(shown[ids.CHOICE, "data"], values, shown[ids.EXTRA, "data"])


@settings(max_examples=200)
@given(strategies.scenarios())
def test_arranged_controls_make_the_scenario(asked):
    shown = arranged(asked)
    assert controlled(shown).key() == asked.key()
    assert set(shown) == set(arranged(OPEN))


@given(strategies.scenarios())
def test_every_number_stands_within_the_limits_it_is_shown_with(asked):
    shown = arranged(asked)
    choice = choice_of(asked)
    for name in NUMERIC:
        component = ids.control(name)
        limits = field_range(name, choice)
        assert shown[component, "min"] == limits.low
        assert shown[component, "max"] == limits.high
        assert shown[component, "step"] == limits.step
        value = shown[component, "value"]
        assert value == "" or limits.low <= value <= limits.high
    for name in CHOSEN:
        options = shown.get((ids.control(name), "data"))
        if options is not None:
            assert shown[ids.control(name), "value"] in [option["value"] for option in options]


@pytest.mark.parametrize("drug", drugs())
def test_another_species_brings_its_ranges_units_and_schedules(drug):
    mouse = scenario(treatments=[give(drug, dose=0.5, start=3.0)], days=30)
    human = with_species(mouse, HUMAN)
    assert human.species == HUMAN
    assert human.days == DAYS[HUMAN].default
    assert [t.model_dump() for t in human.treatments] == [treatment_defaults(drug, HUMAN)]
    shown = arranged(human)
    section = next(name for name, role in SECTIONS.items() if role == drugs()[drug].role)
    dose = ids.control(f"{section}.dose")
    allowed = dose_range(drugs()[drug], HUMAN)
    assert shown[dose, "max"] == allowed.high
    assert shown[dose, "step"] == allowed.step
    assert shown[dose, "value"] == allowed.default
    assert shown[ids.control("days"), "max"] == DAYS[HUMAN].high
    assert shown[ids.control(f"{section}.start"), "value"] == FIRST_DOSE[HUMAN]
    assert shown[ids.control(f"{section}.every"), "value"] == drugs()[drug].dosing[HUMAN].every
    routes = [option["value"] for option in shown[ids.control(f"{section}.route"), "data"]]
    assert routes == list(drugs()[drug].dosing[HUMAN].routes)
    number = ids.number(f"{section}.dose")
    unit = drugs()[drug].dosing[HUMAN].unit
    assert shown[number, "suffix"].strip() == unit
    assert unit in shown[ids.scale(f"{section}.dose"), "children"]
    assert shown[ids.CHOICE, "data"]["defaults"][dose] == allowed.default


def test_another_species_keeps_animal_tumour_induction_and_which_drugs_are_given():
    human = with_species(FULL, HUMAN)
    assert (human.host, human.tumour, human.induction) == ("transgenic", "jagged1-low", 5.0)
    assert [t.drug for t in human.given] == ["paclitaxel", "15D11", "zoledronate"]
    assert with_species(human, MOUSE).days == DAYS[MOUSE].default


def test_another_species_does_not_give_what_was_at_dose_zero():
    asked = scenario(treatments=[give("paclitaxel", dose=0, start=8.0), give("15D11")])
    assert [t.drug for t in with_species(asked, HUMAN).treatments] == ["15D11"]


def test_another_drug_of_a_kind_takes_the_place_at_its_usual_dose():
    changed = with_drug(FULL, "chemotherapy", "cisplatin")
    assert [t.drug for t in changed.treatments] == ["cisplatin", "15D11", "zoledronate"]
    assert changed.treatment("cisplatin").model_dump() == treatment_defaults("cisplatin", MOUSE)
    assert (changed.days, changed.parameters) == (60, {"kkP": 0.3})
    bone = with_drug(FULL, "bone", "rankl-inhibitor")
    assert [t.drug for t in bone.treatments] == ["paclitaxel", "15D11", "rankl-inhibitor"]


def test_no_drug_takes_the_kind_away():
    changed = with_drug(FULL, "bone", NO_DRUG)
    assert [t.drug for t in changed.treatments] == ["paclitaxel", "15D11"]


def test_what_no_control_shows_is_said_and_can_be_taken_back():
    asked = scenario(
        treatments=[give("paclitaxel"), give("cisplatin", dose=2.5), give("rankl-inhibitor")],
        parameters={"kkP": 0.31234, "T0": 3000.0},
    )
    assert also(asked) == "Also set: kkP = 0.312, T0 = 3,000, Cisplatin 2.5 mg/kg."
    plain = without_extra(asked)
    assert also(plain) == ""
    assert [t.drug for t in plain.treatments] == ["paclitaxel", "rankl-inhibitor"]
    assert plain.parameters == {}


def test_current_is_the_scenario_of_the_controls_or_the_opening_one():
    choice, values, extra = choice_data(choice_of(FULL)), values_of(FULL), extra_of(FULL)
    assert current(choice, values, extra) == FULL
    assert current(choice, values | {"days": "long"}, extra) == OPEN
    assert current(None, values, extra) == OPEN
    assert current(choice, {}, extra) == OPEN
    assert current(choice, values, None) == OPEN


# The callback, through the server


@pytest.fixture(scope="module")
def app():
    return page()


def state_of(asked: Scenario) -> dict[str, Any]:
    """The controls as they stand, by `id.property`."""
    values = {f"{ids.control(name)}.value": value for name, value in values_of(asked).items()}
    choice = choice_of(asked)
    return values | {
        f"{ids.CHOICE}.data": choice_data(choice),
        f"{ids.EXTRA}.data": extra_of(asked),
        f"{ids.control('species')}.value": choice.species,
        f"{ids.control('chemotherapy.drug')}.value": choice.chemotherapy,
        f"{ids.control('bone.drug')}.value": choice.bone,
    }


def by_key(shown: dict[str, Any]) -> dict[Any, Any]:
    return {tuple(name.rsplit(".", 1)): value for name, value in shown.items()}


SEARCH = f"{ids.URL}.search"


@pytest.mark.parametrize(
    "asked",
    [
        FULL,
        preset("healthy"),
        preset("combination", HUMAN),
        scenario(treatments=[give("cisplatin", every=None), give("paclitaxel", dose=0, start=8.0)]),
    ],
    ids=["full", "healthy", "patient", "one dose"],
)
def test_an_address_arranges_the_controls(app, asked):
    query = "?" + address.encode(asked) + "&view.axis=linear&view.open=cells,niche"
    shown = by_key(call(app, state_of(OPEN) | {SEARCH: query}, SEARCH))
    assert controlled(shown) == asked
    assert shown[ids.SCALE, "value"] == "linear"
    assert shown[ids.PANELS, "value"] == ["niche", "cells"]
    assert shown[ids.ADDRESS_NOTICE, "children"] is None


@pytest.mark.parametrize("query", ["", "?", None, 3, [], {}])
def test_no_address_arranges_nothing(app, query):
    assert call(app, state_of(OPEN) | {SEARCH: query}, SEARCH) is None


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("?days=3", "days"),
        ("?nonsense=1", "nonsense"),
        ("?paclitaxel=lots", "paclitaxel"),
        ("?p.kkP=inf", "kkP"),
        ("?" + quote("<script>alert(1)</script>") + "=1", "<script>"),
        ("?" + "x" * 10_000, "address"),
    ],
)
def test_a_wrong_address_changes_nothing_but_the_notice(app, query, field):
    shown = call(app, state_of(OPEN) | {SEARCH: query}, SEARCH)
    assert set(shown) == {f"{ids.ADDRESS_NOTICE}.children"}
    notice = text_of(shown[f"{ids.ADDRESS_NOTICE}.children"])
    assert words.BAD_ADDRESS in notice
    assert field in notice


@pytest.mark.parametrize("name", PRESETS)
@pytest.mark.parametrize("species", [MOUSE, HUMAN])
def test_a_preset_starts_again_in_the_species_of_the_page(app, name, species):
    present = state_of(with_species(FULL, species))
    trigger = f"{ids.preset(name)}.n_clicks"
    shown = by_key(call(app, present | {trigger: 1}, trigger))
    assert controlled(shown) == preset(name, species)
    assert (ids.SCALE, "value") not in shown


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ("species", HUMAN, with_species(FULL, HUMAN)),
        ("chemotherapy.drug", "cisplatin", with_drug(FULL, "chemotherapy", "cisplatin")),
        ("bone.drug", "rankl-inhibitor", with_drug(FULL, "bone", "rankl-inhibitor")),
        ("bone.drug", NO_DRUG, with_drug(FULL, "bone", NO_DRUG)),
    ],
)
def test_a_choice_arranges_the_controls_that_depend_on_it(app, field, value, expected):
    trigger = f"{ids.control(field)}.value"
    shown = by_key(call(app, state_of(FULL) | {trigger: value}, trigger))
    assert controlled(shown) == expected


@pytest.mark.parametrize("field", ["species", "chemotherapy.drug", "bone.drug"])
def test_a_choice_that_stands_already_changes_nothing(app, field):
    assert call(app, state_of(FULL), f"{ids.control(field)}.value") is None


@pytest.mark.parametrize("field", ["species", "chemotherapy.drug", "bone.drug"])
@pytest.mark.parametrize("value", ["dragon", "", None, 3, [], {}])
def test_a_choice_of_what_there_is_not_changes_nothing(app, field, value):
    trigger = f"{ids.control(field)}.value"
    assert call(app, state_of(FULL) | {trigger: value}, trigger) is None


def test_taking_back_forgets_what_no_control_shows(app):
    trigger = f"{ids.FORGET_EXTRA}.n_clicks"
    shown = by_key(call(app, state_of(FULL) | {trigger: 1}, trigger))
    assert controlled(shown) == FULL.changed(parameters={})
    assert shown[ids.ALSO, "children"] == ""


def test_controls_that_make_no_scenario_start_from_the_opening_one(app):
    broken = state_of(FULL) | {f"{ids.control('days')}.value": "long"}
    trigger = f"{ids.control('bone.drug')}.value"
    shown = by_key(call(app, broken | {trigger: "rankl-inhibitor"}, trigger))
    assert controlled(shown) == with_drug(OPEN, "bone", "rankl-inhibitor")

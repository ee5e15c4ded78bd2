"""Setting the controls: addresses, presets, species, drugs and what no control shows."""

from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from tests import strategies
from tests.runs import give, scenario
from tests.web.browsers import call, page, text_of

from osteoniche import parameters
from osteoniche.errors import ScenarioError
from osteoniche.quantity import HUMAN, MOUSE, shown_unit
from osteoniche.scenario import Scenario, address
from osteoniche.scenario.defaults import treatment_defaults
from osteoniche.scenario.limits import DAYS, FIRST_DOSE, dose_range
from osteoniche.scenario.presets import OPENING, PRESETS, preset
from osteoniche.web.kit import ids, words
from osteoniche.web.kit.dials import reads
from osteoniche.web.pages.explore import words as explore_words
from osteoniche.web.rail.arrangement import (
    also,
    arranged,
    current,
    forgotten,
    read,
    with_drug,
    with_species,
)
from osteoniche.web.rail.choice import NO_DRUG, SECTIONS, choice_of, drugs
from osteoniche.web.rail.controls import (
    CHOSEN,
    FIELDS,
    NUMERIC,
    choice_data,
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
    choice = shown[ids.CHOICE, "data"]
    stand = {name: shown[ids.control(name), "value"] for name in FIELDS}
    values = read(choice, stand, {name: shown[ids.number(name), "value"] for name in words.DIALS})
    return scenario_of(choice, values, shown[ids.EXTRA, "data"])


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
        typed = ids.number(name) if name in words.DIALS else component
        told = shown[ids.CHOICE, "data"]["limits"][typed]
        assert told == {part: getattr(limits, part) for part in told}
        value = shown[component, "value"]
        if name in words.DIALS:
            ends = [reads(limits, shown[component, end]) for end in ("min", "max")]
            assert ends == [limits.low, limits.high]
            assert shown[component, "step"] == (1 if limits.scale else limits.step)
            assert shown[ids.number(name), "value"] == pytest.approx(reads(limits, value))
            value = reads(limits, value)
        assert value == "" or limits.low <= value <= limits.high
    for name in CHOSEN:
        options = shown.get((ids.control(name), "data"))
        if options is not None:
            assert shown[ids.control(name), "value"] in [option["value"] for option in options]


@pytest.mark.parametrize("drug", drugs())
def test_another_species_brings_its_ranges_units_and_schedules(drug):
    mouse = scenario(treatments=[give(drug, dose=0.5, start=3.0)], days=30)
    human, _ = with_species(mouse, HUMAN)
    assert human.species == HUMAN
    assert human.days == DAYS[HUMAN].default
    assert [t.model_dump() for t in human.treatments] == [treatment_defaults(drug, HUMAN)]
    shown = arranged(human)
    section = drugs()[drug].role.key
    dose = ids.control(f"{section}.dose")
    allowed = dose_range(drugs()[drug], HUMAN)
    assert reads(allowed, shown[dose, "max"]) == allowed.high
    assert reads(allowed, shown[dose, "value"]) == allowed.default
    limits = shown[ids.CHOICE, "data"]["limits"]
    assert limits[ids.control("days")]["high"] == DAYS[HUMAN].high
    assert shown[ids.control(f"{section}.start"), "value"] == FIRST_DOSE[HUMAN]
    assert shown[ids.control(f"{section}.every"), "value"] == drugs()[drug].dosing[HUMAN].every
    routes = [option["value"] for option in shown[ids.control(f"{section}.route"), "data"]]
    assert routes == list(drugs()[drug].dosing[HUMAN].routes)
    number = ids.number(f"{section}.dose")
    unit = shown_unit(drugs()[drug].dosing[HUMAN].unit)
    assert shown[number, "rightSection"] == unit
    assert shown[ids.control("days"), "rightSection"] == "days"
    assert limits[number]["high"] == allowed.high
    assert unit in shown[ids.scale(f"{section}.dose"), "children"]
    assert shown[ids.CHOICE, "data"]["defaults"][dose] == allowed.default


def test_another_species_keeps_animal_tumour_induction_and_which_drugs_are_given():
    human, left_out = with_species(FULL, HUMAN)
    assert (human.parameters, left_out) == ({"kkP": 0.3}, [])
    assert (human.host, human.tumour, human.induction) == ("transgenic", "jagged1-low", 5.0)
    assert [t.drug for t in human.given] == ["paclitaxel", "15D11", "zoledronate"]
    assert with_species(human, MOUSE)[0].days == DAYS[MOUSE].default


def test_another_species_does_not_give_what_was_at_dose_zero():
    asked = scenario(treatments=[give("paclitaxel", dose=0, start=8.0), give("15D11")])
    assert [t.drug for t in with_species(asked, HUMAN)[0].given] == ["15D11"]


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
    plain = controlled(arranged(asked) | forgotten())
    assert also(plain) == ""
    assert [t.drug for t in plain.treatments] == ["paclitaxel", "rankl-inhibitor"]
    assert plain.parameters == {}


def test_current_is_the_scenario_of_the_controls_or_the_opening_one():
    choice, values, extra = choice_data(choice_of(FULL)), values_of(FULL), extra_of(FULL)
    assert current(choice, values, extra) == FULL
    assert current(None, values, extra) == OPEN
    assert current(choice, {}, extra) == OPEN
    assert current(choice, values, None) == OPEN


@pytest.mark.parametrize("text", ["long", "3", "1e99", "1,000", ""])
def test_a_refused_text_counts_as_the_usual_value_and_all_else_is_kept(text):
    choice, values, extra = choice_data(choice_of(FULL)), values_of(FULL), extra_of(FULL)
    assert current(choice, values | {"days": text}, extra) == FULL.changed(days=42)
    planned = FULL.treatment("paclitaxel").model_dump() | {"start": 7.0}
    kept = [planned, *(t.model_dump() for t in FULL.treatments[1:])]
    wrong = {"chemotherapy.start": "-" + text, "days": "0" + text}
    assert current(choice, values | wrong, extra) == FULL.changed(days=42, treatments=kept)


def test_a_refused_schedule_counts_as_the_usual_one():
    choice, values, extra = choice_data(choice_of(FULL)), values_of(FULL), extra_of(FULL)
    assert current(choice, values | {"antibody.until": "3"}, extra) == FULL
    dense = values | {"days": "180", "antibody.every": "0.1"}
    assert current(choice, dense, extra) == FULL.changed(days=180)


# The callback, through the server


@pytest.fixture(scope="module")
def app():
    return page()


def state_of(asked: Scenario) -> dict[str, Any]:
    """The controls as they stand, by `id.property`."""
    choice, shown = choice_of(asked), arranged(asked)
    stand = {ids.control(name): shown[ids.control(name), "value"] for name in FIELDS}
    stand |= {ids.number(name): shown[ids.number(name), "value"] for name in words.DIALS}
    return {f"{component}.value": value for component, value in stand.items()} | {
        f"{ids.CHOICE}.data": choice_data(choice),
        f"{ids.EXTRA}.data": extra_of(asked),
        f"{ids.control('species')}.value": choice.species,
        **{f"{ids.control(f'{name}.drug')}.value": drug for name, drug in choice.drugs.items()},
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
    ],
)
def test_a_wrong_part_of_an_address_is_named_and_the_rest_is_taken(app, query, field):
    shown = call(app, state_of(OPEN) | {SEARCH: f"{query}&host=transgenic"}, SEARCH)
    assert shown[f"{ids.control('host')}.value"] == "transgenic"
    notice = text_of(shown[f"{ids.ADDRESS_NOTICE}.children"])
    assert words.PART_OF_ADDRESS in notice
    assert field in notice


def test_an_address_that_can_not_be_read_changes_nothing_but_the_notice(app):
    query = "?" + "x" * 10_000
    shown = call(app, state_of(OPEN) | {SEARCH: query}, SEARCH)
    assert set(shown) == {f"{ids.ADDRESS_NOTICE}.children", f"{ids.ARRANGED}.data"}
    notice = text_of(shown[f"{ids.ADDRESS_NOTICE}.children"])
    assert explore_words.BAD_ADDRESS_OPENED in notice
    assert "address: 10000 characters" in notice
    changed = call(app, state_of(FULL) | {SEARCH: query}, SEARCH)
    told = text_of(changed[f"{ids.ADDRESS_NOTICE}.children"])
    assert explore_words.BAD_ADDRESS in told
    assert explore_words.BAD_ADDRESS_OPENED not in told


@pytest.mark.parametrize("name", PRESETS)
@pytest.mark.parametrize("species", [MOUSE, HUMAN])
def test_a_preset_starts_again_in_the_species_of_the_page(app, name, species):
    present = state_of(with_species(FULL, species)[0])
    trigger = f"{ids.preset(name)}.n_clicks"
    shown = by_key(call(app, present | {trigger: 1}, trigger))
    assert controlled(shown) == preset(name, species)
    assert (ids.SCALE, "value") not in shown


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ("species", HUMAN, with_species(FULL, HUMAN)[0]),
        ("chemotherapy.drug", "cisplatin", with_drug(FULL, "chemotherapy", "cisplatin")),
        ("bone.drug", "rankl-inhibitor", with_drug(FULL, "bone", "rankl-inhibitor")),
        ("bone.drug", NO_DRUG, with_drug(FULL, "bone", NO_DRUG)),
    ],
)
def test_a_choice_arranges_the_controls_that_depend_on_it(app, field, value, expected):
    trigger = f"{ids.control(field)}.value"
    present = state_of(FULL) | {trigger: value}
    shown = by_key(present | call(app, present, trigger))
    assert controlled(shown) == expected
    assert shown[ids.ADDRESS_NOTICE, "children"] is None


@pytest.mark.parametrize("field", ["species", *(f"{section}.drug" for section in SECTIONS)])
def test_a_choice_that_stands_already_changes_nothing(app, field):
    assert call(app, state_of(FULL), f"{ids.control(field)}.value") is None


@pytest.mark.parametrize("field", ["species", *(f"{section}.drug" for section in SECTIONS)])
@pytest.mark.parametrize("value", ["dragon", "", None, 3, [], {}])
def test_a_choice_of_what_there_is_not_changes_nothing(app, field, value):
    trigger = f"{ids.control(field)}.value"
    assert call(app, state_of(FULL) | {trigger: value}, trigger) is None


def test_a_usual_regimen_sets_dose_and_schedule_and_keeps_the_first_day(app):
    asked = scenario(species=HUMAN, treatments=[give("paclitaxel", HUMAN, start=60.0)])
    trigger = f"{ids.control('chemotherapy.regimen')}.value"
    present = state_of(asked) | {trigger: "three-of-four"}
    shown = by_key(present | call(app, present, trigger))
    (course,) = controlled(shown).courses("paclitaxel")
    assert (course.dose, course.start, course.hours) == (80, 60, 1)
    assert (course.every, course.doses, course.again) == (7, 3, 28)
    assert shown[ids.control("chemotherapy.regimen"), "value"] is None


@pytest.mark.parametrize("value", ["often", "", None, 3, [], {}])
def test_a_regimen_that_there_is_not_changes_nothing(app, value):
    trigger = f"{ids.control('chemotherapy.regimen')}.value"
    assert call(app, state_of(FULL) | {trigger: value}, trigger) is None


def test_a_second_course_has_a_field():
    text = "paclitaxel=20@7/once,5@14/7x2/21"
    asked = address.decode(f"set={parameters.DEFAULT}&{text}")
    values, extra = values_of(asked), extra_of(asked)
    assert values["chemotherapy.later"] == "5@14/7x2/21.ip"
    assert (extra["treatments"], also(asked)) == ([], "")
    assert scenario_of(choice_of(asked).data(), values, extra) == asked


def test_later_courses_are_typed():
    values = values_of(OPEN) | {
        "chemotherapy.until": 21,
        "chemotherapy.later": "20@21/once, 5@35/once ",
    }
    shown = scenario_of(choice_of(OPEN).data(), values, extra_of(OPEN))
    assert [(each.start, each.dose) for each in shown.treatments] == [(7, 10), (21, 20), (35, 5)]


@pytest.mark.parametrize("text", ["often", "20@", None, 3, ["20@21/7"]])
def test_courses_that_can_not_be_read_are_told_with_all_else(text):
    values = values_of(OPEN) | {"days": "1e99", "chemotherapy.later": text}
    with pytest.raises(ScenarioError) as refused:
        scenario_of(choice_of(OPEN).data(), values, extra_of(OPEN))
    horizon, later = refused.value.problems
    assert horizon.field == words.HORIZON
    assert (later.field, later.value) == ("Chemotherapy, later courses", text)
    assert "20@60/7x3/28" in later.allowed
    kept = current(choice_of(OPEN).data(), values, extra_of(OPEN))
    assert kept == OPEN


def test_courses_that_overlap_are_refused_with_both_named():
    values = values_of(OPEN) | {"chemotherapy.later": "20@21/7"}
    with pytest.raises(ScenarioError, match=r"from day 7 .* and from day 21 overlap"):
        scenario_of(choice_of(OPEN).data(), values, extra_of(OPEN))


def test_taking_back_forgets_what_no_control_shows(app):
    trigger = f"{ids.FORGET_EXTRA}.n_clicks"
    present = state_of(FULL) | {f"{ids.control('days')}.value": "3", trigger: 1}
    answer = call(app, present, trigger)
    assert f"{ids.control('days')}.value" not in answer  # what was refused stays to be mended
    shown = by_key(state_of(FULL) | answer)
    assert controlled(shown) == FULL.changed(parameters={})
    assert shown[ids.ALSO, "children"] == ""


def test_another_drug_keeps_a_refused_text_and_everything_else(app):
    typed = {f"{ids.control('days')}.value": "3", f"{ids.control('antibody.every')}.value": "1e99"}
    trigger = f"{ids.control('bone.drug')}.value"
    present = state_of(FULL) | typed | {trigger: "rankl-inhibitor"}
    answer = call(app, present, trigger)
    touched = {name.partition(".")[0] for name in answer}
    own = {component for component in touched if component.startswith(ids.control("bone"))}
    told = {ids.CHOICE, ids.ADDRESS_NOTICE}
    assert touched <= own | told | {ids.ARRANGED}
    assert touched >= own | told
    mended = {f"{ids.control('days')}.value": "60", f"{ids.control('antibody.every')}.value": "3,5"}
    shown = by_key(present | answer | mended)
    assert controlled(shown) == with_drug(FULL, "bone", "rankl-inhibitor")


def test_another_drug_keeps_a_choice_that_is_at_dose_zero(app):
    """A drug at dose 0 on its usual schedule is no part of the scenario, and stays chosen."""
    trigger = f"{ids.control('bone.drug')}.value"
    present = state_of(scenario(treatments=[give("cisplatin", dose=0, start=8.0)]))
    present |= {f"{ids.control('chemotherapy.start')}.value": 7.0, trigger: "zoledronate"}
    answer = call(app, present, trigger)
    assert answer[f"{ids.CHOICE}.data"]["chemotherapy"] == "cisplatin"
    assert f"{ids.control('chemotherapy.drug')}.value" not in answer


def test_another_species_keeps_everything_but_a_refused_text(app):
    trigger = f"{ids.control('species')}.value"
    present = state_of(FULL) | {f"{ids.control('days')}.value": "3", trigger: HUMAN}
    shown = by_key(present | call(app, present, trigger))
    assert controlled(shown) == with_species(FULL, HUMAN)[0]


def test_another_species_tells_which_constants_it_left_out(app):
    asked = FULL.changed(parameters={"kkP": 0.3, "T0": 3000.0})
    trigger = f"{ids.control('species')}.value"
    shown = by_key(call(app, state_of(asked) | {trigger: HUMAN}, trigger))
    assert controlled(shown).parameters == {"kkP": 0.3}
    notice = text_of(shown[ids.ADDRESS_NOTICE, "children"])
    assert explore_words.LEFT_OUT in notice
    assert "parameters.T0: 3000.0 is not allowed; allowed is 3,000,000 to 10,000" in notice
    assert "kkP" not in notice

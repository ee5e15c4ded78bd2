"""Controls <-> Scenario: what is shown comes back, and nothing from a browser is trusted."""

import json
import math
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests import strategies
from tests.runs import give, scenario
from tests.web.browsers import JUNK

from osteoniche.errors import ScenarioError
from osteoniche.quantity import HUMAN, MOUSE, SPECIES
from osteoniche.scenario import Scenario
from osteoniche.scenario.checks import ENTRIES_AT_MOST
from osteoniche.scenario.defaults import treatment_defaults
from osteoniche.scenario.limits import DAYS, DOSES_AT_MOST, FIRST_DOSE, INDUCTION, dose_range
from osteoniche.scenario.presets import OPENING, PRESETS, preset
from osteoniche.system import default_system
from osteoniche.web.kit import ids, words
from osteoniche.web.rail import controls
from osteoniche.web.rail.choice import (
    NO_DRUG,
    SECTIONS,
    Choice,
    choice_of,
    drug_labels,
    drugs,
    drugs_of,
    routes,
)
from osteoniche.web.rail.controls import (
    FIELDS,
    choice_data,
    extra_of,
    field_range,
    scenario_of,
    values_of,
)

OPEN = preset(OPENING)


def sent(asked: Scenario) -> tuple[Any, dict[str, Any], Any]:
    """Choice, values and extra of a scenario after a journey through a browser."""
    parts = [choice_data(choice_of(asked)), values_of(asked), extra_of(asked)]
    choice, values, extra = json.loads(json.dumps(parts))
    return choice, values, extra


def with_cisplatin_and_zoledronate(species: str) -> Choice:
    """What the controls are about where these two are chosen."""
    opening = choice_of(preset(OPENING, species))
    return opening.changed("chemotherapy", "cisplatin").changed("bone", "zoledronate")


def without_idle(asked: Scenario) -> Scenario:
    """The scenario without drugs that are not given and on their usual schedule: none is shown."""
    kept = [
        planned.model_dump()
        for planned in asked.treatments
        if planned.model_dump() != treatment_defaults(planned.drug, asked.species) | {"dose": 0.0}
    ]
    return asked.changed(treatments=kept)


@settings(max_examples=300)
@given(strategies.scenarios())
def test_what_the_controls_show_is_the_scenario(asked):
    shown = scenario_of(*sent(asked))
    assert without_idle(shown) == without_idle(asked)
    assert shown.key() == asked.key()


@pytest.mark.parametrize("species", SPECIES)
@pytest.mark.parametrize("name", PRESETS)
def test_presets_come_back_exactly(name, species):
    asked = preset(name, species)
    assert scenario_of(*sent(asked)) == asked


def test_a_drug_at_dose_zero_keeps_a_schedule_of_its_own():
    asked = scenario(treatments=[give("15D11", dose=0, start=12.5), give("zoledronate")])
    assert scenario_of(*sent(asked)) == asked


@given(strategies.scenarios())
def test_every_control_has_a_value_and_extra_holds_only_the_rest(asked):
    values, extra = values_of(asked), extra_of(asked)
    assert set(values) == set(FIELDS)
    assert extra["parameters"] == asked.parameters
    hidden = {planned["drug"] for planned in extra["treatments"]}
    choice = choice_of(asked)
    assert not hidden & {choice.drug(section) for section in SECTIONS}
    assert hidden <= {planned.drug for planned in asked.treatments}


def test_extra_carries_a_second_drug_of_a_kind_and_constants():
    asked = scenario(
        treatments=[
            give("paclitaxel"),
            give("cisplatin"),
            give("zoledronate"),
            give("rankl-inhibitor"),
        ],
        parameters={"kkP": 0.3},
    )
    extra = extra_of(asked)
    assert [planned["drug"] for planned in extra["treatments"]] == ["cisplatin", "rankl-inhibitor"]
    assert extra["parameters"] == {"kkP": 0.3}
    choice, values, _ = sent(asked)
    bare = scenario_of(choice, values, {})
    assert [planned.drug for planned in bare.treatments] == ["paclitaxel", "zoledronate"]
    assert bare.parameters == {}


def test_a_drug_of_each_kind_can_be_chosen_and_every_drug_is_of_a_kind():
    named = [name for section in SECTIONS for name in drugs_of(section)]
    assert sorted(named) == sorted(drugs())
    assert set(drugs()) == {drug.name for drug in default_system().drugs}


@pytest.mark.parametrize("species", SPECIES)
@pytest.mark.parametrize("name", [drug.name for drug in default_system().drugs])
def test_limits_and_units_are_those_of_the_species_and_the_drug(name, species):
    role = drugs()[name].role
    section = role.key
    choice = choice_of(preset(OPENING, species)).changed(section, name)
    dose = field_range(f"{section}.dose", choice)
    assert dose == dose_range(drugs()[name], species)
    assert field_range(f"{section}.start", choice).default == FIRST_DOSE[species]
    assert field_range(f"{section}.every", choice).default == drugs()[name].dosing[species].every
    assert set(routes(section, choice)) == set(drugs()[name].dosing[species].routes)
    assert controls.unit(f"{section}.every", choice) == "days"
    assert controls.unit(f"{section}.hours", choice) == "hours"


@pytest.mark.parametrize("species", SPECIES)
def test_limits_of_horizon_and_induction(species):
    choice = choice_of(preset(OPENING, species))
    assert field_range("days", choice) == DAYS[species]
    assert field_range("induction", choice) == INDUCTION


def test_units_differ_between_mouse_and_patient():
    mouse, human = (choice_of(preset(OPENING, species)) for species in (MOUSE, HUMAN))
    assert controls.unit("chemotherapy.dose", mouse) == "mg/kg"
    assert controls.unit("chemotherapy.dose", human) == "mg/m²"
    assert drug_labels("bone", MOUSE)["rankl-inhibitor"] == "OPG-Fc"
    assert drug_labels("bone", HUMAN)["rankl-inhibitor"] == "Denosumab"
    assert next(iter(drug_labels("bone", HUMAN))) == NO_DRUG


def test_the_browser_keeps_the_default_of_every_dial():
    choice = with_cisplatin_and_zoledronate(HUMAN)
    kept = choice_data(choice)["defaults"]
    assert set(kept) == {ids.control(name) for name in words.DIALS}
    assert kept[ids.control("chemotherapy.dose")] == 75
    assert kept[ids.control("bone.dose")] == 4
    assert kept[ids.control("induction")] == 3.9


# Wrong values from a browser

NOT_NUMBERS = ["ten", None, math.nan, math.inf, -math.inf, True, [10], {"value": 10}, "10 mg"]
NUMBERS_OUTSIDE = [-1, 1e9, -1e308, 10**400]


def refused(choice: Any, values: Any, extra: Any) -> ScenarioError:
    with pytest.raises(ScenarioError) as caught:
        scenario_of(choice, values, extra)
    assert caught.value.problems
    assert all(str(problem) for problem in caught.value.problems)
    return caught.value


@pytest.mark.parametrize("value", NOT_NUMBERS + NUMBERS_OUTSIDE, ids=lambda value: repr(value)[:20])
@pytest.mark.parametrize(
    ("control", "field"),
    [
        ("days", "Horizon"),
        ("induction", "Osteoblast Jagged1 induction"),
        ("chemotherapy.dose", "Chemotherapy dose"),
        ("chemotherapy.start", "Chemotherapy, first dose on day"),
        ("antibody.dose", "Antibody dose (15D11)"),
        ("bone.dose", "Bone drug dose"),
    ],
)
def test_what_is_no_number_or_out_of_range_is_refused_by_name(control, field, value):
    asked = scenario(treatments=[give("paclitaxel"), give("15D11"), give("zoledronate")])
    choice, values, extra = sent(asked)
    error = refused(choice, values | {control: value}, extra)
    assert field in [problem.field for problem in error.problems]


@pytest.mark.parametrize("field", ["host", "tumour", "chemotherapy.route"])
@pytest.mark.parametrize("value", ["elsewhere", "", None, 3, [], {}])
def test_unknown_words_are_refused(field, value):
    choice, values, extra = sent(OPEN)
    refused(choice, values | {field: value}, extra)


@pytest.mark.parametrize("field", ["species", *SECTIONS])
@pytest.mark.parametrize("value", ["dragon", "aspirin", "", None, 3, math.nan, [], {}, ["mouse"]])
def test_unknown_species_and_drugs_are_refused_with_what_is_allowed(field, value):
    choice, values, extra = sent(OPEN)
    error = refused(choice | {field: value}, values, extra)
    (problem,) = error.problems
    assert problem.field == field
    assert problem.allowed.startswith("choose from ")


def test_every_wrong_choice_is_named_at_once():
    error = refused({}, {}, {})
    assert [problem.field for problem in error.problems] == ["species", *SECTIONS]


def test_every_wrong_value_is_named_at_once():
    choice, values, extra = sent(preset("combination"))
    wrong = {"days": 3, "induction": 99, "antibody.dose": -1, "tumour": "big"}
    error = refused(choice, values | wrong, extra)
    fields = {problem.field for problem in error.problems}
    named = {"Horizon", "Osteoblast Jagged1 induction", "Antibody dose (15D11)", "tumour"}
    assert named <= fields


@pytest.mark.parametrize("missing", FIELDS)
def test_a_missing_control_is_refused(missing):
    choice, values, extra = sent(OPEN)
    del values[missing]
    assert missing in str(refused(choice, values, extra))


@pytest.mark.parametrize(
    "extra",
    [
        None,
        [],
        "extra",
        3,
        {"parameters": []},
        {"parameters": {"kkP": "0.3"}},
        {"parameters": {"kkP": math.nan}},
        {"parameters": {"no_such": 1.0}},
        {"parameters": {"Imax": 2.0}},
        {"parameters": {f"k{i}": 1.0 for i in range(ENTRIES_AT_MOST + 1)}},
        {"treatments": [{}]},
        {"treatments": [None]},
        {"treatments": [3, "paclitaxel"]},
        {"treatments": [{"drug": "aspirin", "dose": 1}]},
        {"treatments": [{"drug": ["paclitaxel"], "dose": 1}]},
        {"treatments": [give("paclitaxel")]},
        {"treatments": [give("cisplatin")] * 2},
        {"treatments": [give("cisplatin")] * 100_000},
        {"treatments": [{f"key{i}": i for i in range(20_000)}]},
    ],
    ids=lambda value: repr(value)[:40],
)
def test_wrong_extra_is_refused(extra):
    choice, values, _ = sent(OPEN)
    refused(choice, values, extra)


def test_too_many_doses_are_refused():
    choice, values, extra = sent(OPEN)
    wrong = values | {"days": 180, "chemotherapy.every": 0.5, "chemotherapy.start": 0}
    assert scenario_of(choice, wrong, extra).days == 180
    human = preset(OPENING, HUMAN)
    choice, values, extra = sent(human)
    error = refused(choice, values | {"chemotherapy.every": 0.5}, extra)
    assert str(DOSES_AT_MOST) in str(error)


@pytest.mark.parametrize(
    ("text", "value"),
    [("60", 60), (" 60 ", 60), ("60.0", 60), ("6e1", 60), ("+60", 60), ("0,6e2", 60)],
)
def test_a_number_may_be_typed_as_text(text, value):
    choice, values, extra = sent(OPEN)
    assert scenario_of(choice, values | {"days": text}, extra) == OPEN.changed(days=value)


def test_what_is_typed_never_becomes_another_number():
    choice, values, extra = sent(OPEN)
    for text in ("1e99", "5e-1", "199x", "1O", "1 000", "1,000", "0x10", "1_0", "--5", "NaN", "∞"):
        error = refused(choice, values | {"days": text}, extra)
        assert [problem.field for problem in error.problems] == ["Horizon"]
    (problem,) = refused(choice, values | {"days": "sixty"}, extra).problems
    assert str(problem) == (
        "Horizon: 'sixty' is not allowed; give a whole number, written like 5, 0.3 or 5e-1; "
        "allowed is 7 to 180 days."
    )
    (problem,) = refused(choice, values | {"chemotherapy.start": "1,000"}, extra).problems
    assert "without the comma, which may stand for thousands or for a decimal point" in str(problem)


def test_a_value_may_have_the_unit_of_its_field():
    choice, values, extra = sent(OPEN)
    typed = {"days": "60 days", "chemotherapy.every": "7 Days", "antibody.dose": "3 mg/kg"}
    found = scenario_of(choice, values | typed, extra)
    assert found.days == 60
    assert found.treatment("paclitaxel").every == 7
    assert found.treatment("15D11").dose == 3
    error = refused(choice, values | {"days": "6 weeks"}, extra)
    assert [problem.value for problem in error.problems] == ["6 weeks"]


def test_an_empty_field_is_one_dose_and_letters_are_none():
    choice, values, extra = sent(OPEN)
    (planned,) = scenario_of(choice, values | {"chemotherapy.every": " "}, extra).treatments
    assert planned.every is None
    error = refused(choice, values | {"chemotherapy.every": "weekly"}, extra)
    assert [problem.field for problem in error.problems] == ["Chemotherapy, days between doses"]
    half = scenario_of(choice, values | {"chemotherapy.every": "5e-1"}, extra)
    assert half.treatments[0].every == 0.5


def test_hours_count_for_an_infusion_only():
    choice, values, extra = sent(OPEN)
    kept = scenario_of(choice, values | {"chemotherapy.hours": 5}, extra)
    assert kept == OPEN
    infused = values | {"chemotherapy.route": "infusion", "chemotherapy.hours": 5}
    assert scenario_of(choice, infused, extra).treatments[0].hours == 5
    usual = values | {"chemotherapy.route": "infusion", "chemotherapy.hours": ""}
    assert scenario_of(choice, usual, extra).treatments[0].hours == 3  # as the drug declares


@settings(max_examples=400, suppress_health_check=[HealthCheck.too_slow])
@given(
    base=st.sampled_from([OPEN, preset("combination", HUMAN), preset("healthy")]),
    wrong=st.dictionaries(st.sampled_from(FIELDS), JUNK, max_size=3),
    choices=st.dictionaries(st.sampled_from(["species", *SECTIONS]), JUNK, max_size=2),
    extra=JUNK | st.fixed_dictionaries({}, optional={"parameters": JUNK, "treatments": JUNK}),
)
def test_whatever_a_browser_sends_is_a_scenario_or_a_list_of_problems(base, wrong, choices, extra):
    choice, values, kept = sent(base)
    for given_extra in (kept, extra):
        try:
            found = scenario_of(choice | choices, values | wrong, given_extra)
        except ScenarioError:
            continue
        assert scenario_of(*sent(found)).key() == found.key()


@given(JUNK, JUNK, JUNK)
def test_whatever_stands_in_place_of_the_controls_is_refused(choice, values, extra):
    with pytest.raises(ScenarioError):
        scenario_of(choice, values, extra)


@pytest.mark.parametrize("species", SPECIES)
def test_the_browser_knows_where_dials_stand_at_the_opening_settings(species):
    opening = preset(OPENING, species)
    known = choice_data(choice_of(opening))["opening"]
    shown = values_of(opening)
    assert known == {
        ids.control(name): shown[name]
        for name in words.DIALS
        if name.partition(".")[0] not in words.FOLDED
    }, "a dial of no drug counts for nothing"


def test_a_chosen_drug_stands_at_its_usual_dose():
    choice = with_cisplatin_and_zoledronate(MOUSE)
    known = choice_data(choice)["opening"]
    for section, drug in (("chemotherapy", "cisplatin"), ("bone", "zoledronate")):
        usual = treatment_defaults(drug, MOUSE)["dose"]
        assert known[ids.control(f"{section}.dose")] == usual

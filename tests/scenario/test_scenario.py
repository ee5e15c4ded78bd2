"""The Scenario accepts the whole allowed box, and says of anything else what is wrong with it."""

import copy
import json
import math
import pickle
import time
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError
from tests import strategies

from osteoniche.engine.course import dose_days
from osteoniche.errors import ScenarioError
from osteoniche.quantity import HUMAN, MOUSE, SPECIES
from osteoniche.scenario import Scenario, address
from osteoniche.scenario.checks import ENTRIES_AT_MOST, SET_BY_OTHERS
from osteoniche.scenario.defaults import for_species, treatment_defaults
from osteoniche.scenario.limits import (
    DAYS,
    DOSES_AT_MOST,
    EVERY,
    FIRST_DOSE,
    HOURS,
    INDUCTION,
    TIME,
)
from osteoniche.system import default_system

SYSTEM = default_system()
DRUGS = [drug.name for drug in SYSTEM.drugs]

EXAMPLE: dict[str, Any] = {
    "version": 1,
    "species": "mouse",
    "days": 42,
    "host": "wild-type",
    "tumour": "jagged1-low",
    "induction": 3.9,
    "treatments": [
        {"drug": "paclitaxel", "dose": 10, "start": 7, "every": 3.5, "until": 42, "route": "ip"},
        {"drug": "15D11", "dose": 10, "start": 7, "every": 3.5, "until": 42, "route": "ip"},
    ],
    "parameters": {"kkP": 0.3},
}


def make(**fields: Any) -> Scenario:
    return Scenario.model_validate(fields)


def one(drug: str = "paclitaxel", **plan: Any) -> dict[str, Any]:
    return {"drug": drug, **plan}


def problems(data: Any) -> dict[str, tuple[Any, str]]:
    """What a refusal says, by field."""
    with pytest.raises(ScenarioError) as caught:
        Scenario.model_validate(data)
    found = caught.value.problems
    assert all(str(problem) in str(caught.value) for problem in found)
    return {problem.field: (problem.value, problem.allowed) for problem in found}


# What is accepted


def test_the_example_of_the_format_is_accepted() -> None:
    scenario = Scenario.model_validate(json.loads(json.dumps(EXAMPLE)))
    assert scenario.days == 42
    assert scenario.parameters == {"kkP": 0.3}
    assert [(given.drug, given.dose, given.until) for given in scenario.treatments] == [
        ("paclitaxel", 10.0, 42.0),
        ("15D11", 10.0, 42.0),
    ]


def test_nothing_at_all_is_an_untreated_mouse() -> None:
    scenario = Scenario()
    assert scenario == make(species="mouse", days=42, induction=3.9, treatments=[], parameters={})
    assert (scenario.host, scenario.tumour, scenario.version) == ("wild-type", "jagged1-low", 1)


@given(strategies.documents())
def test_the_whole_allowed_box_is_accepted_and_survives_json(document: dict[str, Any]) -> None:
    scenario = Scenario.model_validate(document)
    again = json.loads(json.dumps(scenario.model_dump()))
    assert Scenario.model_validate(again) == scenario
    assert Scenario.model_validate_json(json.dumps(document)) == scenario
    assert Scenario.model_validate(scenario) is scenario
    assert scenario.changed() == scenario


@pytest.mark.parametrize("species", SPECIES)
def test_the_species_swaps_its_defaults(species: str) -> None:
    scenario = make(species=species, treatments=[one(drug) for drug in DRUGS])
    assert scenario.days == DAYS[species].default
    for drug, planned in zip(SYSTEM.drugs, scenario.treatments, strict=True):
        dosing = drug.dosing[species]
        assert (planned.drug, planned.dose) == (drug.name, dosing.default)
        assert (planned.every, planned.start) == (dosing.every, FIRST_DOSE[species])
        assert (planned.route, planned.until) == (dosing.route, None)
        assert planned.hours == (dosing.hours if dosing.route == "infusion" else None)


def test_the_usual_schedules_are_those_of_the_story() -> None:
    mouse, human = (treatment_defaults("paclitaxel", species) for species in (MOUSE, HUMAN))
    assert (mouse["dose"], mouse["start"], mouse["every"], mouse["route"]) == (10, 7, 3.5, "ip")
    assert (human["dose"], human["start"], human["every"]) == (175, 30, 21)
    assert (human["route"], human["hours"]) == ("infusion", 3)
    assert treatment_defaults("15D11", HUMAN)["hours"] == 1


def test_whole_numbers_may_have_a_point() -> None:
    scenario = make(days=42.0, version=1.0, induction=2, treatments=[one(dose=5)])
    assert (scenario.days, type(scenario.days)) == (42, int)
    assert (scenario.version, type(scenario.version)) == (1, int)
    assert type(scenario.induction) is type(scenario.treatments[0].dose) is float


def test_zero_has_no_sign() -> None:
    scenario = make(treatments=[one(dose=-0.0, start=-0.0)], parameters={"mP": 1e-6, "xi": -0.0})
    signs = [scenario.treatments[0].dose, scenario.treatments[0].start, scenario.parameters["xi"]]
    assert [math.copysign(1, value) for value in signs] == [1, 1, 1]


def test_an_infusion_takes_its_usual_hours_and_other_routes_have_none() -> None:
    assert make(treatments=[one(route="infusion")]).treatments[0].hours == 3.0
    assert make(treatments=[one(route="iv")]).treatments[0].hours is None
    patient = make(species="human", treatments=[one(route="iv"), one("15D11", hours=2)])
    assert [given.hours for given in patient.treatments] == [None, 2.0]


def test_treatments_stand_in_the_order_of_the_drugs() -> None:
    scenario = make(treatments=[one(drug) for drug in reversed(DRUGS)])
    assert [given.drug for given in scenario.treatments] == DRUGS


def test_a_dose_of_zero_is_planned_but_not_given() -> None:
    scenario = make(treatments=[one(dose=0), one("15D11")])
    assert [given.drug for given in scenario.given] == ["15D11"]
    planned = scenario.treatment("paclitaxel")
    assert planned is not None
    assert planned.dose == 0
    assert scenario.treatment("cisplatin") is None


def test_overrides_hold_what_host_tumour_and_induction_set() -> None:
    scenario = make(induction=1, host="transgenic", tumour="jagged1-high", parameters={"kkP": 0.3})
    assert scenario.overrides() == {"kkP": 0.3, "Imax": 0, "JB0": 6, "JT0": 4}
    assert make(tumour="none", parameters={"T0": 3000}).overrides()["T0"] == 0


def test_it_is_frozen() -> None:
    scenario = make(treatments=[one()])
    with pytest.raises(ValidationError, match="frozen"):
        scenario.days = 50
    with pytest.raises(ValidationError, match="frozen"):
        scenario.treatments[0].dose = 5


def test_constants_are_frozen_too() -> None:
    given = {"kkP": 0.3}
    scenario = make(parameters=given)
    with pytest.raises(TypeError):
        scenario.parameters["kkP"] = 0.4
    given["kkP"] = 0.5
    assert scenario.parameters == {"kkP": 0.3}
    assert make().parameters == {}
    assert scenario != make()
    with pytest.raises(TypeError):
        make().parameters["kkP"] = 0.4


def test_scenarios_can_be_hashed_pickled_and_copied() -> None:
    scenario, same = (make(treatments=[one()], parameters={"kkP": 0.3, "hP": 2}) for _ in "ab")
    assert len({scenario, same, make(treatments=[one()])}) == 2
    for again in (
        pickle.loads(pickle.dumps(scenario)),
        copy.deepcopy(scenario),
        scenario.model_copy(deep=True),
        Scenario.model_validate_json(scenario.model_dump_json()),
        Scenario.model_validate(scenario.model_dump()),
    ):
        assert again == scenario
        assert again.key() == scenario.key()
        assert again.parameters == {"kkP": 0.3, "hP": 2.0}
    assert json.loads(scenario.model_dump_json())["parameters"] == {"kkP": 0.3, "hP": 2.0}


# Another species


def test_another_species_keeps_the_constants_that_it_allows() -> None:
    data = make(
        host="transgenic",
        days=60,
        treatments=[one(dose=3, start=1), one("15D11", dose=0, every=9)],
        parameters={"kkP": 0.3, "T0": 3000},
    ).model_dump()
    switched, dropped = for_species(data, HUMAN)
    patient = Scenario.model_validate(switched)
    assert (patient.species, patient.days, patient.host) == (HUMAN, 731, "transgenic")
    assert patient.parameters == {"kkP": 0.3}
    usual = [treatment_defaults(drug, HUMAN) for drug in ("paclitaxel", "15D11")]
    assert [t.model_dump() for t in patient.treatments] == [usual[0], usual[1] | {"dose": 0}]
    assert [(problem.field, problem.value) for problem in dropped] == [("parameters.T0", 3000)]
    assert "allowed is 3,000,000 to 10,000,000,000" in str(dropped[0])
    back, dropped = for_species(patient.model_dump(), MOUSE)
    assert Scenario.model_validate(back).parameters == {"kkP": 0.3}
    assert dropped == []


def test_what_was_wrong_before_is_not_left_out_but_refused() -> None:
    switched, dropped = for_species({"parameters": {"nonsense": 1, "kkP": 99}}, HUMAN)
    assert switched["parameters"] == {"nonsense": 1}
    assert [problem.field for problem in dropped] == ["parameters.kkP"]
    given = {"species": MOUSE, "parameters": {"nonsense": 1, "kkP": 99}}
    switched, dropped = for_species(given, HUMAN)
    assert set(switched["parameters"]) == {"nonsense", "kkP"}
    assert dropped == []


def test_a_change_is_checked_like_any_input() -> None:
    assert make().changed(days=50).days == 50
    with pytest.raises(ScenarioError, match="days: 5000 is not allowed; allowed is 7 to 180 days"):
        make().changed(days=5000)


# What is refused


def test_all_problems_come_at_once_with_the_names_that_people_know() -> None:
    found = problems(
        {
            "version": 2,
            "species": "mouse",
            "days": 5000,
            "host": "zebrafish",
            "tumour": "big",
            "induction": 99,
            "colour": "red",
            "treatments": [
                one(dose=31, start=-1, every=0.1, until=9999, route="nose"),
                one("15D11", hours=25, route="infusion", speed=3),
                one("aspirin"),
            ],
            "parameters": {"kkP": 100, "Imax": 2, "nonsense": 1},
        }
    )
    allowed = {field: text for field, (_, text) in found.items()}
    assert allowed == {
        "version": "this program reads version 1; a newer Osteoniche wrote this and reads it",
        "days": "allowed is 7 to 180 days",
        "host": "choose from wild-type, transgenic, knock-out",
        "tumour": "choose from jagged1-low, jagged1-high, none",
        "induction": "allowed is 1 to 10 fold",
        "colour": f"choose from {', '.join(Scenario.model_fields)}",
        "paclitaxel.dose": "allowed is 0 to 30 mg/kg",
        "paclitaxel.start": "allowed is 0 to 1826 days",
        "paclitaxel.every": "allowed is 0.5 to 365 days",
        "paclitaxel.until": "allowed is 0 to 1826 days",
        "paclitaxel.route": "choose from ip, iv, infusion",
        "15D11.hours": "allowed is 0.1 to 24 hours",
        "15D11.speed": "choose from drug, dose, start, every, doses, again, until, route, hours",
        "treatments[2].drug": f"choose from {', '.join(DRUGS)}",
        "parameters.kkP": "allowed is 0.027 to 2.7 1/day",
        "parameters.Imax": "set it with induction",
        "parameters.nonsense": "`osteoniche constants` lists them",
    }
    assert found["colour"][0] == found["15D11.speed"][0] == "there is no such field"
    assert found["parameters.nonsense"][0] == "there is no such constant"
    assert found["paclitaxel.dose"][0] == 31
    assert found["treatments[2].drug"][0] == "aspirin"


@pytest.mark.parametrize(("symbol", "field"), SET_BY_OTHERS.items())
def test_constants_with_a_field_of_their_own_are_set_there(symbol: str, field: str) -> None:
    value = SYSTEM.by_symbol[symbol].values[MOUSE]
    found = problems({"parameters": {symbol: value}})
    assert found == {f"parameters.{symbol}": (value, f"set it with {field}")}


NUMBERS = {
    "version": lambda value: {"version": value},
    "days": lambda value: {"days": value},
    "induction": lambda value: {"induction": value},
    "parameters.kkP": lambda value: {"parameters": {"kkP": value}},
    **{
        f"15D11.{name}": lambda value, name=name: {
            "treatments": [one("15D11", route="infusion") | {name: value}]
        }
        for name in ("dose", "start", "every", "until", "hours")
    },
}
MAY_BE_NONE = {"15D11.every", "15D11.until", "15D11.hours"}


@pytest.mark.parametrize("field", NUMBERS)
@pytest.mark.parametrize(
    "value",
    ["10", "1", "", True, False, math.nan, math.inf, -math.inf, None, [], [1], {}, {"a": 1}, 1j,
     b"1", -1, 1e300, 10**400, -(10**5000)],
    ids=lambda value: repr(value) if not isinstance(value, int) or abs(value) < 10 else "huge",
)  # fmt: skip
def test_numbers_are_numbers(field: str, value: Any) -> None:
    if value is None and field in MAY_BE_NONE:
        make(**NUMBERS[field](value))
        return
    with pytest.raises(ScenarioError) as caught:
        make(**NUMBERS[field](value))
    assert [problem.field for problem in caught.value.problems] == [field]


@pytest.mark.parametrize("field", ["species", "host", "tumour", "route", "drug"])
@pytest.mark.parametrize("value", [1, None, True, "", "Mouse ", [], {}, ["mouse"], {"mouse": 1}])
def test_words_are_words(field: str, value: Any) -> None:
    names = {"route": "paclitaxel.route", "drug": "treatments[0].drug"}
    data = {field: value} if field not in names else {"treatments": [one() | {field: value}]}
    assert set(problems(data)) == {names.get(field, field)}


def test_a_fraction_of_a_day_is_no_horizon() -> None:
    allowed = "give a whole number; allowed is 7 to 180 days"
    assert problems({"days": 42.5}) == {"days": (42.5, allowed)}


@pytest.mark.parametrize(
    ("data", "field", "allowed"),
    [
        ({"days": "abc"}, "days", "give a whole number; allowed is 7 to 180 days"),
        ({"days": "abc", "species": "human"}, "days", "whole number; allowed is 30 to 1826 days"),
        ({"days": "abc", "species": "rat"}, "days", "allowed is 7 to 180 days or 30 to 1826 days"),
        ({"induction": "abc"}, "induction", "give a number; allowed is 1 to 10 fold"),
        ({"induction": math.nan}, "induction", "give a finite number; allowed is 1 to 10 fold"),
        ({"parameters": {"kkP": "x"}}, "parameters.kkP", "number; allowed is 0.027 to 2.7 1/day"),
        (
            {"treatments": [one() | {"dose": "x"}]},
            "paclitaxel.dose",
            "give a number; allowed is 0 to 30 mg/kg",
        ),
        (
            {"treatments": [one("15D11"), one() | {"every": "x"}]},
            "paclitaxel.every",
            "give a number; allowed is 0.5 to 365 days",
        ),
    ],
)
def test_what_is_no_number_is_told_the_numbers_that_are_allowed(
    data: dict[str, Any], field: str, allowed: str
) -> None:
    assert problems(data)[field][1].endswith(allowed)


@pytest.mark.parametrize("data", [None, 5, "mouse", [], [1], True, b"{}", math.nan])
def test_what_is_no_object_is_refused(data: Any) -> None:
    assert set(problems(data)) == {"scenario"}


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"treatments": {}}, "treatments"),
        ({"treatments": "paclitaxel"}, "treatments"),
        ({"treatments": None}, "treatments"),
        ({"treatments": [5]}, "treatments[0]"),
        ({"treatments": [one("15D11"), None]}, "treatments[1]"),
        ({"treatments": [{}]}, "treatments[0].drug"),
        ({"treatments": [{"dose": 5, "route": "ip"}]}, "treatments[0].drug"),
        ({"treatments": [one("15D11"), one("15D11")]}, "15D11.start"),
        ({"parameters": None}, "parameters"),
        ({"parameters": []}, "parameters"),
        ({"parameters": {"": 1}}, "parameters."),
        ({"parameters": {"kkP ": 0.3}}, "parameters.kkP "),
        ({"parameters": {5: 0.3}}, "parameters.5"),
        ({5: 1}, "5"),
        ({None: 1}, "None"),
        ({("a", "b"): 1}, "('a', 'b')"),
        ({"": 1}, "scenario"),
        ({"treatments": [one() | {7: 1}]}, "paclitaxel.7"),
    ],
)
def test_what_has_another_shape_is_refused(data: Mapping[Any, Any], field: str) -> None:
    assert set(problems(data)) == {field}


def test_an_unknown_species_hides_only_what_depends_on_it() -> None:
    shared = one(dose=100, route="infusion")  # right for a patient
    found = problems(
        {"species": "rat", "days": 5000, "host": "x", "treatments": [shared, one("15D11", dose=99)]}
    )
    assert set(found) == {"species", "days", "host", "15D11.dose"}
    assert found["species"] == ("rat", "choose from mouse, human (a patient)")
    assert found["days"][1] == "allowed is 7 to 180 days or 30 to 1826 days"
    assert found["15D11.dose"][1] == "allowed is 0 to 30 mg/kg"


def test_doses_are_counted() -> None:
    most = {"species": "human", "days": 1000}
    make(**most, treatments=[one(start=0, every=1000 / DOSES_AT_MOST)])
    found = problems(most | {"treatments": [one(start=0, every=1000 / (DOSES_AT_MOST + 1))]})
    assert found["paclitaxel.every"][1] == (
        "this makes 801 doses, at most 800 are allowed: "
        "dose less often, stop earlier, or end before day 1000"
    )
    # those that would fall behind the last day, or behind `until`, are none
    make(days=180, treatments=[one(start=0, every=0.5, until=1826)])
    make(**most, treatments=[one(start=0, every=0.5, until=200)])
    # and where the dose is zero
    make(**most, treatments=[one(dose=0, start=0, every=0.5)])


def test_a_daily_tablet_for_two_years_is_one_short_part_of_an_address() -> None:
    daily = make(species="human", days=731, treatments=[one(start=0, every=1)])
    assert len(dose_days(daily.treatments[0], daily.days)) == 731
    assert address.decode(address.encode(daily)) == daily
    assert len(address.encode(daily)) < 80


@pytest.mark.parametrize(
    ("start", "until"), [(30, 20), (30, 30), (0, 0), (1826, 1826), (30, 30.000001)]
)
@pytest.mark.parametrize("every", [3.5, None])
def test_a_schedule_ends_after_it_starts(start: float, until: float, every: float | None) -> None:
    plan = {"start": start, "until": until, "every": every}
    found = problems({"treatments": [one("15D11", **plan), one(dose=0, **plan)]})
    assert list(found) == ["15D11.until"]
    value, allowed = found["15D11.until"]
    assert value == until
    assert f"the first dose is on day {start}, so give a day after it, or none" in allowed


def test_a_schedule_may_start_after_the_last_day() -> None:
    """Whoever shortens a run is told so (see the sentence), and keeps the schedule."""
    assert make(days=20, treatments=[one(start=30, until=40)]).treatments[0].start == 30


def test_an_older_version_is_refused_too() -> None:
    assert problems({"version": 0}) == {"version": (0, "this program reads version 1")}


def test_an_infusion_ends_before_the_next() -> None:
    plan = one(route="infusion", every=0.5)
    make(treatments=[plan | {"hours": 11.9}])
    make(treatments=[plan | {"hours": 24, "every": None}])
    found = problems({"treatments": [plan | {"hours": 12}]})
    assert found == {"paclitaxel.hours": (12, "an infusion ends before the next one starts")}


def test_only_infusions_have_hours() -> None:
    found = problems({"treatments": [one(route="ip", hours=3)]})
    assert found == {"paclitaxel.hours": (3, "only an infusion has a duration")}


def nested(depth: int) -> list[Any]:
    inside: list[Any] = []
    for _ in range(depth):
        inside = [inside]
    return inside


ABSURD: dict[str, Any] = {
    "a deep list": nested(100_000),
    "a long list": [0] * 100_000,
    "a long list of objects": [{}] * 100_000,
    "a long list of drugs": [one()] * 100_000,
    "a large object": {str(i): i for i in range(100_000)},
    "a long text": "9" * 1_000_000,
    "a number of many digits": 10**100_000,
    "an object with odd keys": {1: 1, None: 2, (3, 4): nested(3)},
    "no value at all": object(),
}
PLACES = {
    "everything": lambda value: value,
    **{name: lambda value, name=name: {name: value} for name in Scenario.model_fields},
    "a treatment": lambda value: {"treatments": [value]},
    "a drug": lambda value: {"treatments": [{"drug": value}]},
    "a dose": lambda value: {"treatments": [one(dose=value)]},
    "a route": lambda value: {"treatments": [one(route=value)]},
    "a constant": lambda value: {"parameters": {"kkP": value}},
}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("kind", ABSURD)
def test_absurd_input_is_refused_quickly(place: str, kind: str) -> None:
    data = PLACES[place](ABSURD[kind])
    begun = time.process_time()
    with pytest.raises(ScenarioError) as caught:
        Scenario.model_validate(data)
    assert time.process_time() - begun < 1.5
    assert str(caught.value)


def test_no_more_entries_than_make_sense() -> None:
    found = f"{ENTRIES_AT_MOST + 1} entries are too many"
    too_many = {"treatments": (found, f"give at most {ENTRIES_AT_MOST}")}
    assert problems({"treatments": [{}] * (ENTRIES_AT_MOST + 1)}) == too_many
    crowded = {str(i): i for i in range(ENTRIES_AT_MOST)}
    assert problems({"treatments": [crowded]}) == too_many
    assert len(SYSTEM.params) < ENTRIES_AT_MOST


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inside: st.lists(inside) | st.dictionaries(st.text(), inside),
    max_leaves=10,
)
FIELDS = [*Scenario.model_fields, "drug", "dose", "start", "every", "until", "route", "hours"]


@settings(max_examples=60)
@given(
    st.dictionaries(st.sampled_from(FIELDS) | st.text(), JSON)
    | st.builds(
        lambda document, name, value: document | {name: value},
        strategies.documents(),
        st.sampled_from(FIELDS),
        JSON,
    )
    | st.builds(
        lambda drug, plan: {"treatments": [plan | {"drug": drug}]},
        st.sampled_from(DRUGS),
        st.dictionaries(st.sampled_from(FIELDS), JSON),
    )
)
def test_any_json_is_a_scenario_or_a_scenario_error(data: Any) -> None:
    try:
        scenario = Scenario.model_validate(data)
    except ScenarioError:
        assert problems(data)
    else:
        assert Scenario.model_validate(scenario.model_dump()) == scenario


@pytest.mark.parametrize(
    ("field", "allowed"),
    [
        ("days", DAYS[MOUSE]),
        ("induction", INDUCTION),
        ("start", TIME),
        ("until", TIME),
        ("every", EVERY),
        ("hours", HOURS),
    ],
)
def test_limits_include_both_ends_and_no_more(field: str, allowed: Any) -> None:
    def scenario(value: float) -> Scenario:
        if field in Scenario.model_fields:
            return make(**{field: value})
        # an end of 0 is allowed for what is not given; for all else it comes after the start
        dose = 0 if field == "until" else 1
        plan = {"dose": dose, "every": None, "route": "infusion"} | {field: value}
        return make(treatments=[one(**plan)])

    scenario(allowed.low)
    scenario(allowed.high)
    step = 1 if field == "days" else 1e-9
    for outside in (allowed.low - step, allowed.high + step):
        with pytest.raises(ScenarioError, match=f"{field}: .* allowed is {allowed}"):
            scenario(outside)


# The name of a result


@given(strategies.alike())
def test_scenarios_that_give_the_same_result_have_one_key(
    pair: tuple[Scenario, Scenario],
) -> None:
    first, second = pair
    assert first.canonical() == second.canonical()
    assert first.key() == second.key()


@given(strategies.different())
def test_scenarios_that_give_different_results_have_two_keys(
    case: tuple[str, Scenario, Scenario],
) -> None:
    _, first, second = case
    assert first.key() != second.key()


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"treatments": [one(until=None)]}, {"treatments": [one(until=42)]}),
        ({"treatments": [one(until=42)]}, {"treatments": [one(until=1826)]}),
        ({"treatments": [one(dose=5)]}, {"treatments": [one(dose=5.0)]}),
        ({"treatments": [one(start=0)]}, {"treatments": [one(start=-0.0)]}),
        ({"treatments": [one(dose=0, every=9)]}, {}),
        ({"treatments": [one(), one("15D11")]}, {"treatments": [one("15D11"), one()]}),
        ({"parameters": {"kkP": 0.3, "hP": 2}}, {"parameters": {"hP": 2.0, "kkP": 0.3}}),
        ({"parameters": {"kkP": default_system().by_symbol["kkP"].values["mouse"]}}, {}),
        ({"parameters": {"xi": 0.0}}, {"parameters": {"xi": -0.0}}),
        ({"tumour": "none", "parameters": {"T0": 3000}}, {"tumour": "none"}),
        ({"days": 42, "version": 1}, {"days": 42.0}),
        ({"induction": 5.0}, {}),
        ({"induction": 5.0, "treatments": [one("15D11")]}, {"treatments": [one("15D11")]}),
        ({"induction": 5.0, "treatments": [one(dose=0)]}, {}),
    ],
)
def test_alike(first: dict[str, Any], second: dict[str, Any]) -> None:
    assert make(**first).key() == make(**second).key()


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"treatments": [one(until=8)]}, {"treatments": [one()]}),
        ({"treatments": [one(until=41)]}, {"treatments": [one()]}),
        ({"treatments": [one(every=None)]}, {"treatments": [one()]}),
        ({"treatments": [one(start=0)]}, {"treatments": [one(start=1e-3)]}),
        ({"treatments": [one()]}, {"treatments": [one("cisplatin")]}),
        ({"parameters": {"kkP": 0.3}}, {}),
        ({"parameters": {"kkP": 0.3}}, {"parameters": {"kkC": 0.3 + 1e-9}}),
        ({"parameters": {"T0": 3000}}, {}),
        ({"induction": 5.0, "treatments": [one()]}, {"treatments": [one()]}),
        ({"species": "mouse", "days": 100}, {"species": "human", "days": 100}),
    ],
)
def test_not_alike(first: dict[str, Any], second: dict[str, Any]) -> None:
    assert make(**first).key() != make(**second).key()


def test_the_key_is_a_plain_name() -> None:
    assert make().key() == make().key()
    assert len(make().key()) == 64
    int(make().key(), 16)


# The schema


def test_the_json_schema_tells_what_may_be_left_out() -> None:
    schema = Scenario.model_json_schema()
    json.dumps(schema)
    assert set(schema["properties"]) == {*EXAMPLE, "set", "made"}
    assert schema["required"] == []
    assert schema["properties"]["version"]["const"] == 1
    assert schema["properties"]["species"]["enum"] == list(SPECIES)
    assert schema["additionalProperties"] is False
    assert schema["$defs"]["Treatment"]["required"] == ["drug"]
    make()  # and so it is
    make(treatments=[one()])

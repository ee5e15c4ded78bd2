"""Settings written as field=value."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests import strategies

from osteoniche.errors import ScenarioError
from osteoniche.quantity import HUMAN, MOUSE
from osteoniche.scenario import Scenario
from osteoniche.scenario.flags import TREATMENT_FIELDS, number, with_settings
from osteoniche.scenario.presets import PRESETS, preset
from osteoniche.system import default_system

BASE = preset("combination").model_dump()
DRUGS = [drug.name for drug in default_system().drugs]


def refused(base, settings):
    with pytest.raises(ScenarioError) as caught:
        with_settings(base, settings)
    return [problem.field for problem in caught.value.problems]


def test_no_settings_leave_the_base():
    assert with_settings(BASE, []) == preset("combination")
    assert with_settings({}, []) == Scenario()


def test_each_kind_of_field():
    scenario = with_settings(
        BASE,
        [
            *("days=60", "host=transgenic", "tumour=jagged1-high", "induction=2.5", "version=1"),
            *("paclitaxel.dose=5", "paclitaxel.start=3", "paclitaxel.every=7"),
            *("paclitaxel.until=30", "paclitaxel.route=infusion", "paclitaxel.hours=2"),
            *("parameters.kkP=0.3", "parameters.T0=3e3", "15D11.every=once"),
        ],
    )
    paclitaxel = {"drug": "paclitaxel", "dose": 5, "start": 3, "every": 7, "until": 30}
    assert scenario == Scenario(
        days=60,
        host="transgenic",
        tumour="jagged1-high",
        induction=2.5,
        treatments=[
            paclitaxel | {"route": "infusion", "hours": 2},
            {"drug": "15D11", "every": None},
        ],
        parameters={"kkP": 0.3, "T0": 3000},
    )


def test_every_field_of_a_treatment_can_be_set():
    assert set(TREATMENT_FIELDS) == {
        "dose",
        "start",
        "every",
        "doses",
        "again",
        "until",
        "route",
        "hours",
    }


def test_the_last_of_two_settings_counts():
    assert with_settings(BASE, ["days=50", "days=60"]).days == 60


def test_the_base_is_left_alone():
    before = preset("combination").model_dump()
    with_settings(before, ["paclitaxel.dose=5", "cisplatin.dose=5", "parameters.kkP=0.3"])
    assert before == BASE


@pytest.mark.parametrize("drug", DRUGS)
def test_a_drug_that_was_not_given_comes_at_its_usual_dose(drug):
    base = preset("untreated").model_dump()
    assert with_settings(base, [f"{drug}.start=9"]).treatments == (
        Scenario(treatments=[{"drug": drug, "start": 9}]).treatments
    )


# The species comes first


@pytest.mark.parametrize("name", PRESETS)
def test_the_species_swaps_in_its_horizon_and_schedules(name):
    assert with_settings(preset(name).model_dump(), ["species=human"]) == preset(name, HUMAN)
    assert with_settings(preset(name, HUMAN).model_dump(), ["species=mouse"]) == preset(name, MOUSE)


@given(st.permutations(["species=human", "days=900", "cisplatin.dose=60", "15D11.route=iv"]))
def test_the_order_of_flags_does_not_matter(settings):
    scenario = with_settings(BASE, settings)
    assert scenario == Scenario(
        species=HUMAN,
        days=900,
        treatments=[
            {"drug": "paclitaxel"},
            {"drug": "cisplatin", "dose": 60},
            {"drug": "15D11", "route": "iv"},
        ],
    )


def test_a_dose_of_zero_stays_zero_in_another_species():
    base = Scenario(treatments=[{"drug": "15D11", "dose": 0, "every": 9}]).model_dump()
    planned = with_settings(base, ["species=human"]).treatments
    assert [(given.dose, given.every) for given in planned] == [(0, 21)]


def test_the_same_species_swaps_nothing():
    base = preset("combination", HUMAN).changed(days=900).model_dump()
    assert with_settings(base, ["species=human"]).days == 900


def test_a_base_without_a_species_was_written_for_the_one_that_is_set():
    base = {"days": 900, "treatments": [{"drug": "paclitaxel", "dose": 100}]}
    assert with_settings(base, ["species=human"]) == Scenario(species=HUMAN, **base)


def test_two_species_are_the_last_one():
    assert with_settings(BASE, ["species=human", "species=mouse"]) == preset("combination")
    assert with_settings(BASE, ["species=mouse", "species=human"]) == preset("combination", HUMAN)


def test_host_tumour_induction_and_constants_stay_when_the_species_changes():
    base = BASE | {"host": "transgenic", "induction": 2.0, "parameters": {"kkP": 0.3}}
    scenario = with_settings(base, ["species=human"])
    assert (scenario.host, scenario.induction) == ("transgenic", 2.0)
    assert scenario.parameters == {"kkP": 0.3}


# Routes and hours


@given(st.permutations(["15D11.route=infusion", "15D11.hours=2"]))
def test_hours_of_a_new_infusion(settings):
    (_, antibody) = with_settings(BASE, settings).treatments
    assert (antibody.route, antibody.hours) == ("infusion", 2)


def test_another_route_drops_the_hours_of_the_infusion():
    base = preset("chemotherapy", HUMAN).model_dump()
    assert with_settings(base, ["paclitaxel.route=iv"]).treatments[0].hours is None
    assert with_settings(base, ["paclitaxel.route=infusion"]).treatments[0].hours == 3
    assert refused(base, ["paclitaxel.hours=2", "paclitaxel.route=iv"]) == ["paclitaxel.hours"]


# What is refused


@pytest.mark.parametrize("setting", ["=3", " =3", "days"])
def test_a_setting_without_field_or_sign_is_told_how_to_write_one(setting):
    with pytest.raises(ScenarioError) as error:
        with_settings(BASE, [setting])
    said = f"--set: {setting!r} is not allowed; write field=value, for example days=60."
    assert said in str(error.value)


def test_every_problem_of_settings_and_scenario():
    settings = ["days", "colour=red", "days=5000", "15D11.dose=99", "15D11.colour=red", "=5"]
    settings += ["parameters.nonsense=1", "parameters=1", "aspirin.dose=1", "host=x", "induction="]
    assert sorted(refused(BASE, settings)) == sorted(
        [
            *("--set", "colour", "days", "15D11.dose", "15D11.colour", "--set"),
            "parameters.nonsense",
            *("parameters", "aspirin.dose", "host", "induction"),
        ]
    )


@pytest.mark.parametrize("base", [None, 5, "mouse", [], [1, 2], [["a", 1]], True])
def test_a_base_that_is_no_object(base):
    assert refused(base, ["days=5000"]) == ["scenario", "days"]


@pytest.mark.parametrize("wrong", [None, 5, "kkP", True, 0.5])
@pytest.mark.parametrize("field", ["treatments", "parameters"])
def test_a_base_with_fields_of_another_shape(field, wrong):
    settings = ["paclitaxel.dose=5", "parameters.kkP=0.3", "species=human"]
    assert refused({field: wrong}, settings) == [field]


@pytest.mark.parametrize("wrong", [None, 5, "paclitaxel", [], ["drug"]])
def test_a_base_with_treatments_of_another_shape(wrong):
    base = {"species": "mouse", "treatments": [wrong]}
    assert refused(base, ["paclitaxel.dose=5"]) == ["treatments[0]"]
    assert refused(base, ["species=human"]) == ["treatments[0]"]


def test_a_base_of_an_unknown_species():
    assert refused({"species": ["mouse"]}, ["cisplatin.dose=5"]) == ["species"]


@given(
    strategies.documents(),
    st.lists(
        st.text()
        | st.builds(
            "{}={}".format,
            st.sampled_from(
                [*Scenario.model_fields, "15D11.dose", "15D11.every", "parameters.kkP"]
            ),
            st.text()
            | st.sampled_from(["nan", "1e400", "9" * 5000, "once", "human", "rat", "-0.0"]),
        ),
        max_size=4,
    ),
)
def test_any_settings_make_a_scenario_or_a_scenario_error(base, settings):
    try:
        assert isinstance(with_settings(base, settings), Scenario)
    except ScenarioError as error:
        assert error.problems  # noqa: PT017


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("42", 42),
        ("42.0", 42.0),
        ("-3", -3),
        ("+3", 3),
        ("1e3", 1000.0),
        (".5", 0.5),
        ("5.", 5.0),
        ("1e400", float("inf")),
        ("9" * 5000, float("inf")),
        *(
            (text, text)
            for text in ("", "nan", "inf", "1_0", " 5", "5 ", "１２", "0x10", "5\n", "ten")
        ),
    ],
)
def test_numbers(text, value):
    assert number(text) == value
    assert type(number(text)) is type(value)

"""Courses as they are given: in cycles, one after the other, and how they are written."""

import json
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from osteoniche import parameters, study
from osteoniche.engine.course import dose_days
from osteoniche.errors import ScenarioError
from osteoniche.quantity import HUMAN, shown_unit
from osteoniche.scenario import Scenario, address
from osteoniche.scenario.flags import with_settings
from osteoniche.scenario.presets import preset, reference_arms
from osteoniche.scenario.regimens import REGIMENS, offered
from osteoniche.scenario.schedule import days_between, dose_words
from osteoniche.scenario.treatments import given
from osteoniche.system import default_system


def days_of(text: str, last: int = 42, species: str = "mouse") -> list[list[float]]:
    """The days of the courses of paclitaxel in an address."""
    scenario = address.decode(f"species={species}&days={last}&paclitaxel={text}")
    return [list(map(float, dose_days(one, last))) for one in scenario.courses("paclitaxel")]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("10@0/7x3/28", [[0, 7, 14, 28, 35]]),
        ("10@7/1x5/7-20", [[7, 8, 9, 10, 11, 14, 15, 16, 17, 18]]),
        ("10@7/1x3/7-21", [[7, 8, 9, 14, 15, 16]]),
        ("20@7/once,10@14/7", [[7], [14, 21, 28, 35]]),
        ("20@7/oncex1/14", [[7, 21, 35]]),
        ("10@7/7-21,5@21/3.5x2/10-40", [[7, 14], [21, 24.5, 31, 34.5]]),
    ],
)
def test_days_of_courses(text: str, days: list[list[float]]) -> None:
    assert days_of(text) == days
    scenario = address.decode(f"paclitaxel={text}")
    assert address.decode(address.encode(scenario)) == scenario


@pytest.mark.parametrize("text", ["10@7/3.5-42.ip", "5@1/once.iv", "10@7/3.5.infusion:3", "12"])
def test_old_addresses_keep_their_meaning(text: str) -> None:
    (course,) = address.decode(f"paclitaxel={text}").courses("paclitaxel")
    assert (course.doses, course.again) == (None, None)
    written = address.encode(Scenario(treatments=[course.model_dump()]))
    assert "x" not in written.partition("paclitaxel=")[2]


@drawn(
    st.floats(0, 50), st.floats(0.5, 20), st.integers(1, 6), st.floats(0.1, 30), st.floats(1, 300)
)
def test_cycles_are_counted_one_by_one(start, every, doses, pause, end):
    again = (doses - 1) * every + pause
    expected, begun = [], start
    while begun < end:
        expected += [begun + every * i for i in range(doses) if begun + every * i < end]
        begun += again
    found = days_between(start, end, every, doses, again)
    assert abs(len(found) - len(expected)) <= 1  # the very last may fall on the last moment
    np.testing.assert_allclose(found, expected[: len(found)], atol=1e-9)
    assert all(later > earlier for earlier, later in pairwise(found))


def refusals(text: str, species: str = "mouse") -> dict[str, str]:
    with pytest.raises(ScenarioError) as refused:
        address.decode(f"species={species}&paclitaxel={text}")
    return {problem.field: str(problem) for problem in refused.value.problems}


@pytest.mark.parametrize(
    ("text", "field", "said"),
    [
        ("10@7/1x5", "paclitaxel.again", "a cycle has both"),
        ("10@7/2x5/7", "paclitaxel.again", "a cycle of 5 doses takes 8 days"),
        ("10@7/oncex3/9", "paclitaxel.every", "give the days between doses"),
        ("10@7/1x1.5/9", "paclitaxel.doses", "1.5 is not allowed; give a whole number"),
        ("10@7/1x0/9", "paclitaxel.doses", "allowed is 1 to 800"),
        ("10@7/7x3/28,x", "paclitaxel", "in cycles 80@30/7x3/28"),
        ("10@7/7,10@20/7", "paclitaxel.start", "from day 7 (to the end) and from day 20 overlap"),
        (
            "10@7/7-20,10@15/7",
            "paclitaxel.start",
            "from day 7 (until day 20) and from day 15 overlap",
        ),
        ("10@7/once.infusion:24,9@7.5/once", "paclitaxel.start", "until day 8"),
    ],
)
def test_what_can_not_be_given_is_told_in_one_sentence(text: str, field: str, said: str) -> None:
    found = refusals(text)
    assert list(found) == [field]
    assert said in found[field]


def test_doses_of_cycles_and_courses_count_in_the_limit() -> None:
    assert "801" in refusals("10@0/0.5x801/365-1", "human").get("paclitaxel.doses", "801")
    many = refusals("10@0/0.5x400/201-600,10@600/0.5x400/201", "human")
    assert "at most 800 are allowed" in many["paclitaxel.every"]


def test_a_course_at_dose_0_is_in_nobodys_way() -> None:
    plans = [{"drug": "paclitaxel"}, {"drug": "paclitaxel", "dose": 0, "start": 8.0}]
    assert len(Scenario(treatments=plans).given) == 1


def test_equal_distances_have_one_key_however_they_are_written() -> None:
    plain = address.decode("paclitaxel=10@7/7")
    for text in ("10@7/7x2/14", "10@7/3x1/7", "10@7/oncex1/7"):
        assert address.decode(f"paclitaxel={text}").key() == plain.key()
    assert address.decode("paclitaxel=10@7/7x2/21").key() != plain.key()


def test_files_and_flags_have_cycles_and_courses() -> None:
    text = "80@30/7x3/28-200.infusion:1,60@200/21.infusion:3"
    dose_words = address.decode(f"set={parameters.DEFAULT}&species=human&paclitaxel={text}")
    assert Scenario.model_validate_json(json.dumps(dose_words.as_file())) == dose_words
    base = preset("untreated", HUMAN).model_dump()
    assert with_settings(base, [f"paclitaxel={text}"]) == dose_words
    parts = ["paclitaxel.every=7", "paclitaxel.doses=3", "paclitaxel.again=28"]
    (course,) = with_settings(base, parts).courses("paclitaxel")
    assert (course.doses, course.again, course.every) == (3, 28, 7)
    assert not with_settings(preset("combination").model_dump(), ["paclitaxel=none"]).courses(
        "paclitaxel"
    )
    with pytest.raises(ScenarioError, match="write dose@start"):
        with_settings(base, ["paclitaxel=often"])


def test_notebooks_give_a_list_of_courses() -> None:
    loading = {"dose": 20, "every": None}
    scenario = given(paclitaxel=[loading, {"dose": 5, "start": 14.0}])
    assert [one.dose for one in scenario.courses("paclitaxel")] == [20, 5]
    assert [one.dose for one in given(scenario, paclitaxel=3).courses("paclitaxel")] == [3]
    assert len(given(scenario, antibody_15d11=1).courses("paclitaxel")) == 2


def test_a_loading_dose_is_as_if_the_two_were_given_apart() -> None:
    """By bolus, the body adds up what it gets: nothing else tells courses apart."""
    scenario = address.decode("paclitaxel=10@7/once,5@14/7&days=30")
    by_hand = study.simulate(scenario)["paclitaxel_mg_per_L"]
    single = address.decode("paclitaxel=10@7/once&days=30")
    weekly = address.decode("paclitaxel=5@14/7&days=30")
    added = sum(study.simulate(each)["paclitaxel_mg_per_L"] for each in (single, weekly))
    np.testing.assert_allclose(by_hand, added, rtol=1e-5, atol=1e-9)


def test_the_arms_beside_a_run_have_its_courses() -> None:
    scenario = address.decode("paclitaxel=20@7/once,5@14/7x2/21")
    arm = reference_arms(scenario)["chemotherapy"].courses("paclitaxel")
    assert [one.dose for one in arm] == [10.0, 2.5]
    assert [one.again for one in arm] == [None, 21]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("10@7/once", "1 dose, on day 7"),
        ("10@7/7", "5 doses, on days 7, 14, 21, 28, 35"),
        ("10@7/1x3/7", "15 doses, on days 7, 8, 9, 14, 15, 16, …, 37"),
        ("10@60/7", "0 doses"),
    ],
)
def test_doses_are_counted_and_their_days_told(text: str, said: str) -> None:
    (days,) = days_of(text)
    assert dose_words(np.array(days)) == said


@pytest.mark.parametrize("regimen", REGIMENS, ids=lambda one: f"{one.species} {one.label}")
def test_each_regimen_is_a_course_with_a_source(regimen) -> None:
    by_name = address.decode(f"species={regimen.species}&{regimen.drug}={regimen.name}")
    written = address.decode(f"species={regimen.species}&{regimen.drug}={regimen.course}")
    assert by_name == written
    (course,) = by_name.courses(regimen.drug)
    unit = shown_unit(default_system().by_name[regimen.drug].dosing[regimen.species].unit)
    assert regimen.label.startswith(f"{course.dose:g} {unit} ")
    assert regimen.source
    assert list(offered(regimen.drug, regimen.species)).count(regimen.name) == 1

"""Subjects along one setting: each value is the cohort of that value, and what is wrong is told."""

import numpy as np
import pytest

from osteoniche.analysis.cohort import READOUTS, cohort
from osteoniche.analysis.cohort.along import Along, along, summaries
from osteoniche.analysis.cohort.along_settings import (
    CONSTANTS,
    DIALS,
    MOST,
    SCHEDULES,
    changed,
    offered,
    read,
    setting_of,
    suggested,
)
from osteoniche.analysis.cohort.along_work import AlongAsked, chunk, whole
from osteoniche.analysis.cohort.responses import NEUTROPHILS, Progression, responses
from osteoniche.errors import ScenarioError
from osteoniche.models import BONE, CELLS
from osteoniche.quantity import SPECIES
from osteoniche.scenario.presets import OWN, preset

BOTH = preset("combination")
DOSE = "15D11.dose"


@pytest.fixture(scope="module")
def doses() -> Along:
    return along(BOTH, DOSE, (10, 0, 2), 20, 4)


def wrong(name, values, **more) -> list[str]:
    with pytest.raises(ScenarioError) as caught:
        along(BOTH, name, values, **more)
    return [str(problem) for problem in caught.value.problems]


def test_values_rise_and_each_has_the_same_subjects(doses):
    assert doses.values == (0, 2, 10)
    assert len(doses) == 20
    assert [arm.scenario.dose_of("15D11") for arm in doses.arms] == [0, 2, 10]
    begun = [arm.of(CELLS)[:, 0] for arm in doses.arms]
    for other in begun[1:]:
        np.testing.assert_array_equal(other, begun[0])


@pytest.mark.parametrize("name", [DOSE, "paclitaxel.start", "induction", "days", "kkP"])
def test_at_one_value_it_is_the_cohort_of_that_setting(name):
    value = suggested(BOTH, name)[1]
    (found,) = along(BOTH, name, [value], 8, 3).at
    scenario = changed(BOTH, setting_of(BOTH, name), value)
    expected = cohort(scenario, 8, 3)
    own = expected.arms.get(OWN, expected.arms["combination"])
    np.testing.assert_array_equal(found.days, expected.days)
    assert found.start == expected.start
    for readout in READOUTS:
        # organs change the order in which the equations are summed, by a digit of 4-byte floats
        np.testing.assert_allclose(found.arms[OWN].of(readout), own.of(readout), rtol=2e-6)


def test_the_scenarios_own_value_is_exactly_the_cohort_where_no_organ_is_touched():
    bare = BOTH.changed(treatments=[])
    (found,) = along(bare, "induction", [bare.induction], 8, 3).at
    expected = cohort(bare, 8, 3)
    np.testing.assert_array_equal(found.arms[OWN].values, expected.arms["untreated"].values)


def test_a_rule_of_neutrophils_is_exactly_the_cohort_with_its_organs():
    rule = Progression.of("neutrophils")
    (found,) = along(BOTH, DOSE, [10], 8, 3, rule=rule).at
    own = cohort(BOTH, 8, 3).arms["combination"]
    assert NEUTROPHILS in found.arms[OWN].readouts
    np.testing.assert_array_equal(found.arms[OWN].values, own.values)


def test_the_numbers_are_those_of_the_subjects(doses):
    for one, at in zip(summaries(doses), doses.at, strict=True):
        arm = at.arms[OWN]
        told = responses(at, arm)
        assert one.ran == 20
        assert one.cells == pytest.approx(np.percentile(arm.of(CELLS)[:, -1], (5, 50, 95)))
        assert one.bone[1] == pytest.approx(np.median(arm.of(BONE)[:, -1]))
        assert one.responded == told.responded.mean()
        assert one.cured == told.cured.mean()
    none, _, usual = summaries(doses)
    assert usual.cells[1] < none.cells[1] / 10
    assert none.progression < 10
    assert usual.progression is None


def test_a_horizon_has_days_of_its_own():
    short, long = along(BOTH, "days", (14, 60), 3).at
    assert (short.days[-1], long.days[-1]) == (14, 60)


def test_chunks_join_to_the_whole(doses):
    asked = AlongAsked(BOTH, DOSE, (10, 0, 2), 120, 4, (("T0", 0.5),), Progression.of("burden=1e4"))
    assert AlongAsked.read(asked.spec).spec == asked.spec
    assert asked.chunks == 9
    found = whole([chunk(asked.spec, number) for number in range(asked.chunks)])
    expected = along(
        BOTH, DOSE, asked.values, 120, 4, sd={"T0": 0.5}, rule=Progression.of("burden=1e4")
    )
    assert found.values == expected.values
    for one, other in zip(found.arms, expected.arms, strict=True):
        np.testing.assert_array_equal(one.values, other.values)
    assert summaries(found) == summaries(expected)


def test_chunks_are_few_and_those_of_patients_small():
    assert AlongAsked(BOTH, DOSE, tuple(range(9)), 20_000, 1).chunks <= 90
    assert AlongAsked(preset("combination", "human"), DOSE, (0, 1), 50, 1).chunks == 10


# What is wrong


def test_all_that_is_wrong_is_said_at_once():
    said = wrong(DOSE, [40, 3, 3, -1], subjects=0, sd={"T0": 9})
    assert [text.partition(":")[0] for text in said] == ["values", DOSE, DOSE, "subjects", "T0"]
    assert "3 is there twice" in said[0]
    assert "-1 is not allowed; allowed is 0 to 30 mg/kg" in said[1]
    assert "40 is not allowed" in said[2]


@pytest.mark.parametrize(
    ("name", "values", "said"),
    [
        ("15D11.doze", [1], "did you mean 15D11.dose"),
        ("kkQ", [1], "did you mean kkP"),
        ("Imax", [1], "it follows from induction"),
        ("host", [1], "choose from induction, days"),
        ("", [1], "there is no such setting"),
        (DOSE, [], "give 1 to 9 values"),
        (DOSE, range(MOST + 1), "10 are too many"),
        (DOSE, [float("nan")], "nan"),
        ("days", [20.5], "give a whole number"),
        ("kkP", [1000], "allowed is 0.027 to 2.7"),
        ("15D11.until", [3], "the first dose is on day 7"),
        ("paclitaxel.doses", [2], "paclitaxel.doses=2: then paclitaxel.again"),
    ],
)
def test_what_is_wrong_is_told_in_words(name, values, said):
    assert said in "\n".join(wrong(name, values))


def test_numbers_are_read_as_people_type_them_and_what_is_none_is_told():
    assert read("0, 0.1;3  1e-3") == [0, 0.1, 3, 0.001]
    said = wrong(DOSE, read("1, much, 31, 1"))
    assert "'much' is not allowed; give a number" in said[0]
    assert [text.partition(":")[0] for text in said] == [DOSE, "values", DOSE]
    assert wrong("days", None)[0] == "days: nothing is not allowed; give a number."


# What there is to choose


@pytest.mark.parametrize("species", SPECIES)
def test_every_setting_that_is_offered_has_values_that_can_be_run(species):
    for name in ("untreated", "combination"):
        scenario = preset(name, species)
        groups = offered(scenario)
        assert list(groups) == [DIALS, SCHEDULES, CONSTANTS]
        for setting in (each for group in groups.values() for each in group):
            values = suggested(scenario, setting)
            assert 1 <= len(values) <= MOST, setting
            for value in values:
                changed(scenario, setting_of(scenario, setting), value)


def test_drugs_that_are_given_come_first_and_suggestions_are_doses_that_one_would_give():
    assert offered(BOTH)[DIALS][:4] == ["paclitaxel.dose", DOSE, "induction", "days"]
    assert offered(preset("antibody"))[DIALS][0] == DOSE
    assert "15D11.start" not in offered(preset("chemotherapy"))[SCHEDULES]
    assert suggested(BOTH, DOSE) == (0, 0.1, 0.3, 1, 3, 10, 30)
    assert suggested(BOTH, "induction") == (1, 4, 7, 10)
    assert suggested(BOTH, "paclitaxel.start")[:3] == (0, 7, 14)


def test_a_cycle_offers_its_parts():
    cycles = BOTH.changed(
        treatments=[{"drug": "paclitaxel", "dose": 5, "every": 2, "doses": 3, "again": 14}]
    )
    assert "paclitaxel.doses" in offered(cycles)[SCHEDULES]
    assert suggested(cycles, "paclitaxel.doses")[:3] == (1, 2, 3)
    assert "paclitaxel.doses" not in offered(BOTH)[SCHEDULES]


def test_a_setting_that_moves_nothing_says_so():
    bare = preset("untreated")
    assert along(bare, "induction", (1, 5), 2).moves_nothing
    assert not along(BOTH, "induction", (1, 5), 2).moves_nothing
    assert not along(bare, "induction", (1,), 2).moves_nothing

"""How many animals an experiment takes."""

import runpy

import numpy as np
import pytest
from scipy import stats

import osteoniche as on
from osteoniche.analysis.cohort import power
from osteoniche.analysis.cohort.plan import POWERS, READINGS, plan
from osteoniche.errors import ScenarioError
from osteoniche.narrative.plan import TOO_MANY, plan_table, script, tell_plan
from osteoniche.scenario.presets import preset

BOTH = preset("combination")


@pytest.mark.parametrize(
    ("factor", "sd", "count"),
    [(10, 1.28, 6), (10, 1.41, 7), (10, 1.45, 8), (3, 1.28, 23), (3, 1.41, 27), (3, 1.45, 29)],
)
def test_animals_of_a_difference(factor, sd, count):
    """As computed by others for the SDs of mice."""
    assert power.needed(np.log(factor), sd, 0.8) == count
    assert (
        power.power(np.log(factor), sd, count) >= 0.8 > power.power(np.log(factor), sd, count - 1)
    )


def test_the_power_is_that_of_students_t():
    random = np.random.default_rng(1)
    first, second = random.normal(0, 1.28, (4000, 6)), random.normal(np.log(10), 1.28, (4000, 6))
    found = (stats.ttest_ind(first, second, axis=1).pvalue < 0.05).mean()
    assert power.power(np.log(10), 1.28, 6) == pytest.approx(found, abs=0.02)


@pytest.mark.parametrize(("difference", "sd"), [(0.0, 1.0), (np.nan, 1.0), (0.001, 1.0)])
def test_what_no_experiment_would_find_has_no_number(difference, sd):
    assert power.needed(difference, sd, 0.8) is None


def test_animals_that_do_not_differ_still_are_two():
    assert power.needed(1.0, 0.0, 0.8) == 2


def test_a_permutation_test_finds_what_is_apart_unless_there_are_too_few_ways():
    random = np.random.default_rng(2)
    first, second = random.normal(0, 1, 200), random.normal(5, 1, 200)
    assert power.by_permutation(first, second, 6, 1) > 0.95
    assert power.by_permutation(first, first, 6, 1) < 0.1
    assert power.by_permutation(first, second, 3, 1) < 0.3  # 20 ways: none is below 5 in 100


@pytest.fixture(scope="module")
def planned():
    return plan(BOTH, "untreated", "chemotherapy", subjects=100)


def test_the_day_is_the_one_that_takes_fewest_animals(planned):
    at = int(np.flatnonzero(planned.apart.days == planned.day)[0])
    assert planned.apart.animals[at] == np.nanmin(planned.apart.animals)
    for wanted in POWERS:
        expected = power.needed(
            float(planned.apart.difference[at]), float(planned.apart.sd[at]), wanted
        )
        assert planned.needs[wanted] == expected
    assert planned.needs[0.8] < planned.needs[0.9]


def test_constants_leave_a_range_and_not_one_number(planned):
    low, middle, high = planned.between
    assert low is not None
    assert low <= (middle or np.inf) <= (high or np.inf)
    assert low < (high or np.inf)


def test_the_error_of_a_reading_and_lost_animals_take_more():
    exact = plan(BOTH, "untreated", "antibody", "cells", 42, subjects=50)
    noisy = plan(BOTH, "untreated", "antibody", "light", 42, subjects=50, dropout=0.2)
    at = -1
    assert noisy.error == 0.35
    assert noisy.apart.sd[at] == pytest.approx(np.hypot(exact.apart.sd[at], 0.35))
    assert noisy.needs[0.8] >= exact.needs[0.8]
    assert noisy.bought(8) == 10


def test_comparisons_share_the_level():
    once = plan(BOTH, "untreated", "antibody", "bone", 42, subjects=50)
    thrice = plan(BOTH, "untreated", "antibody", "bone", 42, subjects=50, comparisons=3)
    assert thrice.apart.level == pytest.approx(once.apart.level / 3)
    assert thrice.needs[0.8] > once.needs[0.8]


def test_bone_of_animals_differs_before_the_tumour():
    found = plan(BOTH, "untreated", "combination", "bone", 0, subjects=200)
    assert found.apart.sd[0] == pytest.approx(0.33, rel=0.15)


def test_all_that_is_wrong_is_said_at_once():
    with pytest.raises(ScenarioError) as caught:
        plan(BOTH, "untreated", "nothing", "smell", 99, dropout=1.0)
    fields = [problem.field for problem in caught.value.problems]
    assert fields == ["arm", "reading", "day", "dropout"]
    with pytest.raises(ScenarioError, match="two different"):
        plan(BOTH, "untreated", "untreated")


def test_more_comparisons_than_a_float_can_count_are_refused():
    with pytest.raises(
        ScenarioError, match=r"comparisons: 1000.* is not allowed; allowed is 1 to 10"
    ):
        plan(BOTH, "untreated", "combination", comparisons=10**400)


def test_words_and_table_say_the_same(planned):
    told, (head, *lines) = tell_plan(planned), plan_table(planned)
    assert f"{planned.needs[0.8]} a group for 80%" in told
    assert len({len(line) for line in (head, *lines)}) == 1
    (best,) = [line for line in lines if line[0].endswith("*")]
    assert best[3] == str(planned.needs[0.8])
    assert any(line[3] == TOO_MANY for line in lines)  # right after the first dose


def test_few_animals_are_told_to_be_too_few_for_a_permutation():
    assert "can be dealt in 20 ways" in repr(on.plan(BOTH, subjects=100))


def test_the_script_repeats_it(tmp_path, capsys):
    """With all that was asked for, and not only the arms."""
    asked = {"subjects": 40, "seed": 3, "sd": {"T0": 0.5}, "comparisons": 3, "dropout": 0.2}
    first = on.plan(BOTH, "untreated", "antibody", "bone", **asked)
    file = tmp_path / "plan.py"
    file.write_text(script(first.numbers), encoding="utf-8")
    runpy.run_path(str(file))
    assert capsys.readouterr().out == f"{first}\n"
    assert set(READINGS) == {"light", "cells", "bone", "apoptosis"}

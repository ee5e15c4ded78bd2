"""Virtual animals and patients: how they differ, and what becomes of them."""

import csv
import io
from dataclasses import replace

import numpy as np
import pytest

import osteoniche as on
from osteoniche.analysis.cohort import (
    MOST,
    READOUTS,
    SUBJECTS,
    Arm,
    Cohort,
    all_arms,
    cohort,
    draws,
)
from osteoniche.analysis.cohort.responses import (
    NEUTROPHILS,
    Progression,
    Responses,
    Rule,
    line,
    responses,
)
from osteoniche.analysis.cohort.survival import kaplan_meier, log_rank
from osteoniche.errors import ScenarioError
from osteoniche.models import BONE, CELLS
from osteoniche.narrative.cohort import (
    NO_TUMOUR,
    NOBODY,
    NOT_REACHED,
    UNCALIBRATED,
    cohort_table,
    tell_cohort,
)
from osteoniche.quantity import HUMAN, MOUSE, SPECIES
from osteoniche.scenario.presets import ARMS, OWN, preset
from osteoniche.study import PROGRESSION, simulate
from osteoniche.system import default_system
from osteoniche.tables.cohort import as_csv_of_cohort

BOTH = preset("combination")


@pytest.fixture(scope="module")
def mice() -> Cohort:
    return cohort(BOTH, 60)


# How subjects differ


def test_what_differs_is_declared_with_a_source_and_is_a_constant_or_known_apart():
    apart = {draws.GROWTH, *draws.READINGS}
    declared = default_system().spreads
    assert len({one.quantity for one in declared}) == len(declared)
    for one in declared:
        assert one.quantity in {*default_system().by_symbol, *apart}
        assert one.source
        assert set(one.kinds) == set(one.sd) != set()
        assert all(0 < sd <= draws.LARGEST for sd in one.sd.values())


@pytest.mark.parametrize("species", SPECIES)
def test_logarithms_have_the_declared_sd_and_correlations(species):
    scenario = preset("combination", species)
    known = draws.spreads(species)
    found = draws.drawn(scenario, draws.deviations(species), 20_000, 1)
    for name, one in known.items():
        assert np.log(found[name]).std() == pytest.approx(one.sd[species], rel=0.03)
        assert np.median(found[name]) == pytest.approx(1, abs=0.05)
        for other, share in one.along.items():
            if other in found:
                seen = np.corrcoef(np.log(found[name]), np.log(found[other]))[0, 1]
                assert seen == pytest.approx(share, abs=0.02)


def test_a_larger_cohort_begins_with_the_smaller_and_another_quantity_moves_none():
    sd = draws.deviations(MOUSE)
    few, many = (draws.drawn(BOTH, sd, count, 7) for count in (5, 50))
    wider = draws.drawn(BOTH, sd | {"T0": 1.5}, 5, 7)
    for name, values in few.items():
        np.testing.assert_allclose(many[name][:5], values)
        if name != "T0":
            np.testing.assert_array_equal(wider[name], values)
    assert not np.array_equal(draws.drawn(BOTH, sd, 5, 8)["T0"], few["T0"])


def test_growth_is_net_growth_and_readings_are_no_constants():
    factors = {name: np.array([2.0]) for name in (draws.GROWTH, draws.BONE, draws.LIGHT, "T0")}
    found = draws.columns(BOTH, factors)
    assert set(found) == {"r0", "T0"}
    d0, r0 = BOTH.usual("d0"), BOTH.usual("r0")
    assert found["r0"][0] - d0 == pytest.approx(2 * (r0 - d0))
    assert found["T0"][0] == pytest.approx(2 * BOTH.usual("T0"))


def test_a_subject_that_does_not_differ_is_the_scenario_itself():
    alike = cohort(BOTH, 2, sd=dict.fromkeys(draws.spreads(MOUSE), 0.0))
    for arm in alike.arms.values():
        own = simulate(arm.scenario)
        for name in READOUTS:
            expected = np.interp(alike.days, own.grid, own[name])[[0, -1]]
            np.testing.assert_allclose(arm.of(name)[:, [0, -1]], [expected] * 2, rtol=1e-3)


def test_the_same_subjects_are_in_every_arm(mice):
    begun = [arm.of(CELLS)[:, 0] for arm in mice.arms.values()]
    for other in begun[1:]:
        np.testing.assert_array_equal(other, begun[0])
    assert list(mice.arms) == list(ARMS)
    weak = preset("combination").changed(
        treatments=[{**given.model_dump(), "dose": 3.0} for given in BOTH.treatments]
    )
    assert list(all_arms(weak)) == [*ARMS, OWN]


def test_untreated_mice_spread_as_those_of_studies_do():
    found = cohort(BOTH, 400).arms["untreated"]
    last = np.log(found.of(CELLS)[:, -1])
    assert 1.2 <= last.std(ddof=1) <= 1.5


def test_all_that_is_wrong_is_said_at_once():
    with pytest.raises(ScenarioError) as caught:
        cohort(BOTH, MOST + 1, -1)
    assert [problem.field for problem in caught.value.problems] == ["subjects", "seed"]
    with pytest.raises(ScenarioError, match="T0"):
        cohort(BOTH, 5, sd={"T0": 3.0})
    with pytest.raises(ScenarioError, match="choose from"):
        cohort(BOTH, 5, sd={"VX": 0.1})  # differs in patients alone


# What becomes of them


def handmade(*curves: list[float], start: float = 0.0, blood: list[list[float]] | None = None):
    """A cohort of one arm, whose subjects have these cells on days 0, 1, 2 ..."""
    values = np.array(curves, dtype=np.float32)
    count, days = values.shape
    stacked = [values, np.full_like(values, 90.0), np.full_like(values, 2.0)]
    readouts = READOUTS
    if blood is not None:
        stacked.append(np.array(blood, dtype=np.float32))
        readouts = (*READOUTS, NEUTROPHILS)
    arm = Arm(BOTH, readouts, np.stack(stacked, axis=1))
    factors = {"T0": np.ones(count)}
    return Cohort(BOTH, 1, {"T0": 0.9}, factors, np.arange(days, dtype=float), start, {"a": arm})


def of(made: Cohort, rule: Progression | None = None) -> Responses:
    return responses(made, made.arms["a"], rule)


def test_a_tumour_progresses_above_a_multiple_of_its_lowest_burden():
    found = of(
        handmade([100, 10, 10, 20, 40], [100, 90, 80, 70, 60]), Progression(Rule.LOWEST, 2.5)
    )
    assert list(found.progressed) == [True, False]
    share = np.log(25 / 20) / np.log(2)  # straight on the logarithm between days 3 and 4
    assert found.lasted == pytest.approx([3 + share, 4])
    assert found.change == pytest.approx([0.4, 0.6])
    assert list(found.responded) == [True, False]


def test_days_count_from_the_first_dose():
    found = of(handmade([1, 100, 100, 200, 200], start=1.0), Progression(Rule.LOWEST, 1.5))
    assert found.lasted == pytest.approx([1 + np.log(1.5) / np.log(2)])
    assert found.change == pytest.approx([2])


def test_a_tumour_progresses_at_a_burden():
    found = of(handmade([1e2, 1e4], [1e2, 1e3], [1e7, 1e7]), Progression(Rule.BURDEN, 1e3))
    assert found.lasted == pytest.approx([0.5, 1, 0])
    assert list(found.progressed) == [True, False, True]


def test_neutrophils_are_counted_against_the_line_of_the_species():
    blood = [[1.0, 0.6, 0.4], [1.0, 0.9, 0.9]]
    made = handmade([1e3] * 3, [1e3] * 3, blood=blood)
    assert line(made) == pytest.approx(0.5 * BOTH.usual("Circ0"))
    found = of(made, Progression.of("neutrophils"))
    assert found.low is not None
    assert list(found.low) == list(found.progressed) == [True, False]
    assert 1 < found.lasted[0] < 2
    assert not of(handmade([1e3] * 3), Progression.of("neutrophils")).progressed.any()
    assert line(replace(made, scenario=preset("combination", HUMAN))) == 0.5


def test_a_tumour_without_a_cell_is_cured_and_does_not_progress():
    found = of(handmade([1e3, 0.5, 0.01, 0.9]))
    assert list(found.cured) == [True]
    assert not found.progressed.any()


def test_a_subject_without_a_curve_is_left_out_and_told():
    made = handmade([1e3, 2e3], [np.nan, np.nan])
    found = of(made)
    assert list(found.subjects) == [0]
    both = replace(made, arms=dict.fromkeys(ARMS, made.arms["a"]))
    told = {name: responses(both, arm) for name, arm in both.arms.items()}
    assert "1 of untreated" in tell_cohort(both, told, Progression())


@pytest.mark.parametrize(
    ("text", "said"),
    [("soon", "choose from"), ("burden=many", "allowed"), ("lowest=0.5", "allowed")],
)
def test_a_rule_that_there_is_not_says_what_there_is(text, said):
    with pytest.raises(ScenarioError, match=said):
        Progression.of(text)


def test_rules_are_read_as_they_are_written():
    assert Progression.of("lowest") == Progression() == Progression(Rule.LOWEST, PROGRESSION)
    assert Progression.of("burden=2e5") == Progression(Rule.BURDEN, 2e5)


# How long they hold


def held(*lasted: float, lost: tuple[float, ...] = ()) -> Responses:
    """Subjects that progress after so many days, and some that are lost before."""
    days = np.array([*lasted, *lost])
    progressed = np.array([True] * len(lasted) + [False] * len(lost))
    flags = np.zeros(len(days), dtype=bool)
    return Responses(np.arange(len(days)), days, flags, flags, days, progressed, None)


def test_kaplan_meier_is_the_product_of_the_shares_that_hold():
    found = kaplan_meier(held(2, 4, 4, lost=(3, 5)))
    assert list(found.days) == [0, 2, 3, 4, 5]
    assert found.share == pytest.approx([1, 4 / 5, 4 / 5, 4 / 5 * 1 / 3, 4 / 5 * 1 / 3])
    assert found.median == 4
    assert [found.at_risk(day) for day in (0, 2.5, 4, 5)] == [5, 4, 3, 1]
    assert (found.low <= found.share + 1e-12).all()
    assert (found.high >= found.share - 1e-12).all()


def test_where_nobody_progresses_all_hold_and_no_test_is_made():
    found = kaplan_meier(held(lost=(5, 5)))
    assert (found.share == 1).all()
    assert found.median is None
    assert log_rank(held(lost=(5,)), held(lost=(5,))) is None


def test_where_everybody_progresses_none_is_left():
    found = kaplan_meier(held(1, 2, 3))
    assert found.share[-1] == 0
    assert found.median == 2


def test_log_rank_tells_arms_that_differ_from_arms_that_do_not():
    early, late = held(*range(1, 21)), held(*range(21, 41))
    assert log_rank(early, late) < 1e-6
    assert log_rank(early, early) == pytest.approx(1)


# In words, as a file, from Python


def test_the_table_says_what_became_of_each_arm(mice):
    found = {name: responses(mice, arm) for name, arm in mice.arms.items()}
    head, *lines = cohort_table(mice, found)
    assert [one[0] for one in lines] == list(mice.arms)
    assert {len(one) for one in lines} == {len(head)}
    assert lines[-1][6] == NOT_REACHED
    told = tell_cohort(mice, found, Progression())
    assert told.startswith(UNCALIBRATED)
    assert "60 mice" in told
    assert "0.656 days" in told


def test_mice_without_a_tumour_and_one_mouse_are_told_of():
    healthy = on.cohort(preset("healthy"), 1)
    assert NO_TUMOUR in repr(healthy)
    assert "1 mouse" in repr(healthy)
    assert "Nobody progresses" in repr(healthy)
    nobody = healthy.cohort.arms["untreated"]
    failed = replace(nobody, values=np.full_like(nobody.values, np.nan))
    made = replace(healthy.cohort, arms=dict.fromkeys(ARMS, failed))
    told = {name: responses(made, arm) for name, arm in made.arms.items()}
    assert NOBODY in cohort_table(made, told)[1]
    assert "left out" in tell_cohort(made, told, Progression())


def test_a_file_has_one_row_a_subject(mice):
    found = {name: responses(mice, arm) for name, arm in mice.arms.items()}
    rows = list(csv.DictReader(io.StringIO(as_csv_of_cohort(mice, found))))
    assert [int(row["subject"]) for row in rows] == list(range(1, 61))
    assert float(rows[3]["factor_T0"]) == pytest.approx(mice.factors["T0"][3], rel=1e-5)
    both = mice.arms["combination"]
    assert float(rows[3][f"combination_{BONE}"]) == pytest.approx(both.of(BONE)[3, -1], rel=1e-5)
    assert rows[0]["set"] == BOTH.set
    assert rows[0]["seed"] == str(mice.seed)
    assert {row["untreated_progressed"] for row in rows} == {"1"}


def test_python_has_the_same_columns():
    found = on.cohort(BOTH, 3, progression=Progression.of("burden=1e5"))
    told = found.tidy()
    assert {len(values) for values in told.values()} == {3}
    assert "more than 100,000 cells" in repr(found)
    assert SUBJECTS == 200

"""What is asked of the engines, on results made by hand whose answers are known."""

import numpy as np
import pytest

from osteoniche import study
from osteoniche.engine.result import Result, Status, failed
from osteoniche.errors import SolverError
from osteoniche.scenario import Scenario
from osteoniche.scenario.presets import ARMS, preset, reference_arms
from osteoniche.study import Headline, compare, headline, regrowth


def course(*cells, apoptosis=2.0, bone=100.0):
    """A result with one row a day; `cells` from day 0 on."""
    days = np.arange(len(cells), dtype=float)
    ones = np.ones(len(cells))
    return Result(
        days,
        ones.astype(bool),
        {
            "tumour_cells": np.array(cells, dtype=float),
            "apoptosis_percent": apoptosis * ones,
            "bone_mass_percent": bone * ones,
        },
        {},
    )


def treated(start=2, **plan):
    return Scenario(days=7, treatments=[{"drug": "paclitaxel", "start": start, **plan}])


# Regrowth: first day above twice the lowest burden after the first dose


@pytest.mark.parametrize(
    ("cells", "day"),
    [
        ([10, 20, 30, 8, 4, 8, 8.1, 20], 6),  # exactly twice is not above
        ([10, 20, 30, 8, 4, 8.1, 4, 20], 5),
        ([10, 20, 30, 8, 4, 5, 6, 8], None),
        ([10, 20, 30, 20, 15, 10, 5, 1], None),  # still falling
        ([10, 20, 30, 40, 50, 60, 61, 70], 6),  # never fell: the lowest is the day of the dose
        ([1, 1, 30, 40, 50, 40, 40, 59], None),  # what was before the dose does not count
        ([10, 20, 30, 0, 0, 0, 1, 1], 6),
        ([0, 0, 0, 0, 0, 0, 0, 0], None),
        ([10, 20, 30, 9, 3, 9, 2, 5], 7),  # after the lowest, not after the first dip
    ],
)
def test_day_of_regrowth(cells, day):
    assert regrowth(treated(), course(*cells)) == day


def test_the_first_dose_is_the_earliest_that_is_given():
    cells = [1, 5, 5, 5, 5, 5, 5, 11]
    plans = [
        {"drug": "paclitaxel", "start": 3},
        {"drug": "15D11", "start": 1},
        {"drug": "cisplatin", "start": 0, "dose": 0},
    ]
    assert regrowth(Scenario(days=7, treatments=plans), course(*cells)) == 7
    earliest = [plans[0], plans[1], plans[2] | {"dose": 1}]
    assert regrowth(Scenario(days=7, treatments=earliest), course(*cells)) == 1


def test_a_dose_between_two_rows():
    assert regrowth(treated(start=2.5), course(9, 9, 1, 9, 4, 4, 8.5, 9)) == 6


@pytest.mark.parametrize(
    "scenario",
    [
        Scenario(days=7),
        treated(dose=0),
        treated(start=7),
        treated(start=100),
    ],
)
def test_without_a_dose_there_is_no_regrowth(scenario):
    assert regrowth(scenario, course(1, 2, 4, 8, 16, 32, 64, 128)) is None


def test_a_failed_run_does_not_regrow():
    assert regrowth(treated(), failed(Status.TOO_SLOW)) is None


# Progression: a fifth wider than at the smallest since the first dose


@pytest.mark.parametrize(
    ("cells", "days"),
    [
        ([10, 20, 30, 8, 4, 6.9, 7, 20], 4),  # 1.2 cubed is 1.728: 6.912 from 4
        ([10, 20, 30, 31, 51, 52, 53, 54], 3),  # never fell
        ([10, 20, 30, 31, 32, 33, 34, 35], None),
        ([10, 20, 30, 20, 15, 10, 5, 1], None),
        ([1, 9, 30, 25, 44, 10, 10, 10], 2),  # a dip counts, whatever comes after
    ],
)
def test_days_to_progression(cells, days):
    assert study.progression(treated(), course(*cells)) == days


def test_without_a_dose_it_counts_from_the_first_day():
    assert study.progression(Scenario(days=7), course(10, 12, 14, 16, 18, 20, 22, 24)) == 4
    assert study.progression(Scenario(days=7), failed(Status.TOO_SLOW)) is None


def test_a_response_is_three_tenths_narrower():
    assert study.responded(treated(), course(10, 20, 30, 20, 10.2, 20, 30, 40))
    assert not study.responded(treated(), course(10, 20, 30, 20, 10.4, 20, 30, 40))
    assert not study.responded(Scenario(days=7), course(9, 1, 1, 1, 1, 1, 1, 1))


# Headline numbers


def test_headline_numbers():
    apoptosis, bone = np.full(8, 12.5), np.full(8, 71.0)
    apoptosis[3], bone[1] = 33.0, 50.0
    own = course(10, 20, 30, 8, 4, 8, 8.1, 20, apoptosis=apoptosis, bone=bone)
    assert headline(treated(), own, course(*[50] * 8)) == Headline(
        burden=20.0,
        fold_below_untreated=2.5,
        bone_lost_percent=29.0,
        peak_apoptosis_percent=33.0,
        day_of_regrowth=6.0,
        days_to_progression=3.0,  # day 5: 8 after 4
        shrank=True,
        treated=True,
    )


@pytest.mark.parametrize(("start", "treated_at_all"), [(6.0, True), (7.0, False)])
def test_a_run_is_treated_where_a_dose_falls_within_it(start, treated_at_all):
    plan = {"drug": "paclitaxel", "start": start, "every": None}
    found = headline(Scenario(days=7, treatments=[plan]), course(*[1] * 8), None)
    assert found is not None
    assert found.treated is treated_at_all


@pytest.mark.parametrize(
    ("own", "untreated"),
    [
        (course(1, 1, 1), None),
        (course(1, 1, 1), failed(Status.NEGATIVE)),
        (course(1, 1, 0), course(1, 1, 1)),
    ],
)
def test_a_fold_needs_two_burdens(own, untreated):
    found = headline(Scenario(days=7), own, untreated)
    assert found is not None
    assert found.fold_below_untreated is None


def test_a_failed_run_has_no_headline():
    assert headline(treated(), failed(Status.TOO_SLOW), course(1, 2)) is None


# Comparison and simulation


def test_compare_runs_the_scenario_and_its_arms():
    asked = []

    def run(scenario):
        asked.append(scenario)
        return course(len(asked))

    scenario = preset("combination").changed(days=20)
    found = compare(scenario, run)
    assert asked == [scenario, *reference_arms(scenario).values()]
    assert (found.scenario, found.arm_scenarios) == (scenario, reference_arms(scenario))
    assert tuple(found.arms) == ARMS
    burdens = [found.own, *found.arms.values()]
    assert [result["tumour_cells"][0] for result in burdens] == [1, 2, 3, 4, 5]


def test_a_healthy_animal_stays_healthy():
    result = study.simulate(preset("healthy").changed(days=7), throw=True)
    np.testing.assert_allclose(result["bone_mass_percent"], 100, rtol=1e-9)
    assert (result["tumour_cells"] == 0).all()


def test_a_failed_run_is_thrown_only_when_asked(monkeypatch):
    monkeypatch.setattr(
        "osteoniche.engine.solver.simulate", lambda scenario, costs: failed(Status.NOT_FINITE)
    )
    assert study.simulate(preset("healthy")).status is Status.NOT_FINITE
    with pytest.raises(SolverError, match="left the range of numbers"):
        study.simulate(preset("healthy"), throw=True)

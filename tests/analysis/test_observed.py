"""Which published series a scenario is offered, and that only their starting point is adjusted."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests import strategies
from tests.runs import give, run, scenario

from osteoniche.analysis.observed import FIRST_DOSE_WITHIN, placed, resembling
from osteoniche.engine.result import Result, Status, failed
from osteoniche.evidence import Provenance
from osteoniche.evidence.series import LOGARITHMIC, SERIES
from osteoniche.quantity import HUMAN
from osteoniche.scenario.presets import PRESETS, preset

UNTREATED = {series.name for series in SERIES if not series.conditions.drugs}
ZOLEDRONATE = "johnson-2011-zoledronate"
OPG = "canon-2008-opg-fc"
READOUTS = sorted({series.readout for series in SERIES})


def named(name):
    return next(series for series in SERIES if series.name == name)


def offered(**fields):
    return {series.name for series in resembling(scenario(**fields))}


def course(days=50, **levels):
    """A result with six rows a day in which every read-out grows slowly from its level."""
    grid = np.arange(6 * days + 1) / 6
    series = {name: levels.get(name, 1.0) * np.exp(grid / 20) for name in READOUTS}
    units = dict.fromkeys(series, "cell")
    return Result(grid, np.ones(len(grid), dtype=bool), series, units)


# What a scenario is offered


def test_an_untreated_mouse_is_offered_every_untreated_series():
    assert offered() == UNTREATED
    assert offered(tumour="jagged1-high", induction=1, parameters={"kkP": 0.3}) == UNTREATED
    assert len(UNTREATED) == 11


def test_offers_come_in_the_order_of_the_table():
    assert resembling(preset("untreated")) == tuple(s for s in SERIES if s.name in UNTREATED)


@pytest.mark.parametrize("name", sorted(PRESETS))
def test_presets(name):
    found = {series.name for series in resembling(preset(name))}
    assert found == (UNTREATED if name == "untreated" else set())
    assert resembling(preset(name, HUMAN)) == ()


def test_zoledronate_is_for_a_mouse_without_a_tumour():
    assert offered(tumour="none", treatments=[give("zoledronate")]) == {ZOLEDRONATE}
    assert offered(treatments=[give("zoledronate")]) == set()
    assert offered(tumour="none") == set()
    both = [give("zoledronate"), give("paclitaxel")]
    assert offered(tumour="none", treatments=both) == set()


def test_a_first_dose_is_near_that_of_the_experiment():
    for start, near in ((3, False), (4, True), (6, True), (8, True), (8.5, False)):
        treatments = [give("zoledronate", start=start)]
        assert (offered(tumour="none", treatments=treatments) == {ZOLEDRONATE}) == near
    assert offered(treatments=[give("rankl-inhibitor", start=0)]) == {OPG}
    assert offered(treatments=[give("rankl-inhibitor", start=FIRST_DOSE_WITHIN)]) == {OPG}
    assert offered(treatments=[give("rankl-inhibitor", start=7)]) == set()


@pytest.mark.parametrize("nothing", [{"dose": 0}, {"start": 100}, {"start": 42}])
def test_a_treatment_that_gives_nothing_is_none(nothing):
    assert offered(treatments=[give("paclitaxel", **nothing)]) == UNTREATED


@pytest.mark.parametrize("host", ["transgenic", "knock-out"])
def test_another_host_is_another_animal(host):
    assert offered(host=host) == set()


def test_a_run_is_long_enough_for_a_second_point():
    assert "miller-2014-a" in offered(days=9)
    assert "miller-2014-a" not in offered(days=8)
    assert "blake-2014-vehicle" in offered(days=11)
    assert offered(days=7) == UNTREATED - {"miller-2014-a", "blake-2014-vehicle"}


@given(strategies.scenarios())
def test_offers_are_never_beside_the_point(any_scenario):
    for series in resembling(any_scenario):
        assert any_scenario.species == "mouse"
        assert any_scenario.host == "wild-type"
        assert series.conditions.tumour == (any_scenario.tumour != "none")
        assert series.conditions.drugs <= {planned.drug for planned in any_scenario.given}
        assert all(row.provenance is not Provenance.RECALLED for row in series.rows)


# Where a series lies


@given(st.sampled_from(SERIES), st.floats(1e-6, 1e6))
def test_a_series_times_a_constant_lies_where_it_did(series, constant):
    logarithmic = series.rows[0].units.startswith(LOGARITHMIC)

    def times(number):
        return number + np.log10(constant) if logarithmic else number * constant

    rows = tuple(
        replace(row, value=float(times(row.value)), lower=times(row.lower), upper=times(row.upper))
        for row in series.rows
    )
    before, after = placed(series, course()), placed(replace(series, rows=rows), course())
    np.testing.assert_array_equal(after.days, before.days)
    for name in ("values", "lower", "upper", "simulated"):
        np.testing.assert_allclose(getattr(after, name), getattr(before, name), rtol=1e-9)


@given(st.sampled_from(SERIES), st.floats(1e-3, 1e9), st.floats(1e-3, 1e9))
def test_only_the_first_value_of_the_run_counts(series, level, later):
    """A run that goes elsewhere after that moves nothing; one that starts higher does."""
    result = course(**{series.readout: level})
    before = placed(series, result)
    assert before.values[0] == result.at(series.readout, before.days[0]) == before.simulated[0]
    changed = dict(result.series)
    elsewhere = np.where(result.days > before.days[0], later, result.series[series.readout])
    changed[series.readout] = elsewhere
    after = placed(series, replace(result, series=changed))
    for name in ("days", "values", "lower", "upper"):
        np.testing.assert_array_equal(getattr(after, name), getattr(before, name))
    higher = placed(series, course(**{series.readout: 2 * level}))
    np.testing.assert_allclose(higher.values, 2 * before.values, rtol=1e-12)


@pytest.mark.parametrize("series", SERIES, ids=lambda series: series.name)
def test_a_series_keeps_its_own_shape(series):
    overlay = placed(series, course())
    np.testing.assert_allclose(overlay.values / overlay.values[0], series.course.values)
    np.testing.assert_allclose(overlay.lower / overlay.values[0], series.course.lower)
    np.testing.assert_allclose(overlay.upper / overlay.values[0], series.course.upper)
    np.testing.assert_array_equal(overlay.days, [row.days for row in series.rows])
    assert overlay.rows == series.rows
    assert overlay.unit == "cell"


def test_light_on_a_run():
    """By hand: 10 ** (9.0155 - 5.041) times the run's cells of day 1."""
    overlay = placed(named("canon-2008-untreated"), course(tumour_cells=2000))
    start = 2000 * np.exp(1 / 20)
    assert overlay.values[0] == pytest.approx(start, rel=1e-12)
    assert overlay.values[-1] == pytest.approx(start * 10**3.9745, rel=1e-12)
    assert overlay.upper[-1] == pytest.approx(start * 10 ** (9.1842 - 5.041), rel=1e-12)


def test_bone_in_percent_stays_as_published():
    overlay = placed(named("johnson-2011-vehicle"), run(preset("untreated")))
    np.testing.assert_allclose(overlay.values, [100, 103.3, 96, 86.6, 75.9], rtol=1e-9)
    assert overlay.unit == "percent"


def test_the_value_after_a_dose_counts():
    """At a dose on the first day, the series starts where tables do: after it."""
    days = np.array([0.0, 1, 1, 2, 5])
    on_grid = np.array([True, False, True, True, True])
    result = Result(days, on_grid, {"tumour_cells": np.array([1.0, 10, 20, 30, 40])}, {})
    assert placed(named("canon-2008-untreated"), result).values[0] == 20


def test_points_behind_the_end_of_the_run_are_left_out():
    overlay = placed(named("canon-2008-untreated"), course(days=11))
    assert overlay.days.tolist() == [1, 5, 8, 11]
    assert [row.days for row in overlay.rows] == [1, 5, 8, 11]
    assert len(overlay.values) == len(overlay.lower) == len(overlay.upper) == 4
    assert len(overlay.simulated) == 4


@pytest.mark.parametrize("result", [failed(Status.TOO_SLOW), course(days=5)])
def test_without_a_curve_there_is_nothing_to_lie_on(result):
    overlay = placed(named("miller-2014-a"), result)
    for name in ("days", "values", "lower", "upper", "simulated", "rows"):
        assert len(getattr(overlay, name)) == 0
    assert overlay.factor is None
    assert overlay.growth_per_day is None


# By how much a run misses


def test_factor_and_growth():
    series = named("canon-2008-untreated")
    overlay = placed(series, course(tumour_cells=7))
    observed, simulated = overlay.growth_per_day
    assert simulated == pytest.approx(1 / 20)
    assert observed == pytest.approx(0.389, abs=0.0005)
    assert overlay.factor == pytest.approx(series.course.values[-1] / np.exp(24 / 20))


def test_one_point_says_nothing():
    overlay = placed(named("canon-2008-untreated"), course(days=3))
    assert len(overlay.days) == 1
    assert overlay.factor is None
    assert overlay.growth_per_day is None


def test_a_run_without_cells_has_no_factor():
    overlay = placed(named("canon-2008-untreated"), course(tumour_cells=0))
    assert overlay.factor is None
    assert overlay.growth_per_day is None

"""Runs against another run: exact where the answer is known, nothing where it is not."""

import json
from dataclasses import replace
from typing import Any

import numpy as np
import plotly.graph_objects as go
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests import strategies
from tests.plots import axis_of, notices, same, titles, unpacked
from tests.runs import give, run, scenario

from osteoniche.engine.result import Result, Status, failed
from osteoniche.figures import stacked, timecourse
from osteoniche.figures.look import plain
from osteoniche.figures.relative import RATIOS, against, compared
from osteoniche.figures.stacked import POINTS
from osteoniche.quantity import HUMAN
from osteoniche.scenario.presets import ARMS, OWN, preset
from osteoniche.study import compare

PLOTS = stacked.PLOTS
FIRST_OWN = len(ARMS) * len(PLOTS)


def course(days: list[float], **series: list[float]) -> Result:
    """A result made by hand; a day that stands twice is a dose, and its second row a table's."""
    at = np.array(days, dtype=float)
    on_grid = np.append(at[1:] != at[:-1], True)
    units = {"bone_mass_percent": "percent", "tumour_cells": "cell"}
    values = {name: np.array(given, dtype=float) for name, given in series.items()}
    return Result(at, on_grid, values, {name: units.get(name, "nmol/L") for name in series})


def bone(days: list[float], values: list[float]) -> Result:
    return course(days, bone_mass_percent=values)


def cells(days: list[float], values: list[float]) -> Result:
    return course(days, tumour_cells=values)


def shown(result: Result, name: str = "bone_mass_percent") -> list[Any]:
    return [None if np.isnan(value) else float(value) for value in result.series[name]]


# By hand


def test_percentages_are_subtracted_and_burdens_divided():
    own = course([0, 1, 2], bone_mass_percent=[100, 90, 80], tumour_cells=[2000, 4000, 500])
    other = course([0, 1, 2], bone_mass_percent=[100, 95, 70], tumour_cells=[2000, 1000, 1000])
    found = against(own, other)
    assert shown(found) == [0, -5, 10]
    assert shown(found, "tumour_cells") == [1, 4, 0.5]
    assert found.units == {"bone_mass_percent": POINTS, "tumour_cells": "fold"}
    assert np.array_equal(found.days, own.days)
    assert np.array_equal(found.on_grid, own.on_grid)
    assert found.ok


def test_the_reference_is_read_by_straight_lines_at_the_runs_own_days():
    found = against(bone([0, 0.5, 1, 3, 4], [0] * 5), bone([0, 2, 4], [100, 80, 90]))
    assert shown(found) == [-100, -95, -90, -85, -90]


def test_days_that_the_reference_does_not_have_are_not_numbers():
    own, short = bone([0, 1, 2, 3, 4], [9, 9, 9, 9, 9]), bone([1, 2, 3], [1, 2, 3])
    assert shown(against(own, short)) == [None, 8, 7, 6, None]
    assert shown(against(short, own)) == [-8, -7, -6]


def test_a_jump_at_a_dose_is_read_on_its_own_side():
    jump = bone([0, 1, 1, 2], [10, 20, 50, 60])
    assert shown(against(jump, jump)) == [0, 0, 0, 0]
    higher = bone([0, 1, 1, 2], [11, 22, 53, 64])
    assert shown(against(higher, jump)) == [1, 2, 3, 4]
    smooth = bone([0, 1, 2], [0, 0, 0])
    assert shown(against(smooth, jump)) == [-10, -50, -60]  # of tables: after the dose
    assert shown(against(jump, smooth)) == [10, 20, 50, 60]


def test_jumps_on_the_first_and_the_last_day():
    ends = bone([0, 0, 1, 2, 2], [1, 2, 3, 4, 5])
    assert shown(against(ends, ends)) == [0] * 5
    assert shown(against(bone([0, 2], [0, 0]), ends)) == [-2, -5]


def test_one_day_is_enough():
    assert shown(against(bone([0, 1], [5, 5]), bone([0], [3]))) == [2, None]


def test_a_ratio_of_or_to_cells_that_are_not_drawn_is_not_a_number():
    own = cells([0, 1, 2, 3, 4], [10, 10, 0, 1e-9, 0.1])
    other = cells([0, 1, 2, 3, 4], [5, 0, 0, 1e-10, 0.2])
    assert shown(against(own, other), "tumour_cells") == [2, None, None, None, 0.5]


def test_what_the_reference_does_not_have_is_left_out():
    own = course([0, 1], bone_mass_percent=[1, 1], paclitaxel_mg_per_L=[2, 2])
    found = against(own, bone([0, 1], [0, 0]))
    assert list(found.series) == list(found.units) == ["bone_mass_percent"]


def test_other_units_stay():
    own = course([0, 1], paclitaxel_mg_per_L=[2, 3])
    found = against(own, course([0, 1], paclitaxel_mg_per_L=[2, 2]))
    assert found.units == {"paclitaxel_mg_per_L": "nmol/L"}
    assert shown(found, "paclitaxel_mg_per_L") == [0, 1]


def test_a_failed_run_stays_as_it_is():
    wrong = failed(Status.TOO_SLOW)
    assert against(wrong, bone([0], [1])) is wrong
    assert against(wrong, failed(Status.NOT_FINITE)) is wrong


def test_against_a_failed_run_there_is_nothing():
    wrong = failed(Status.NOT_FINITE)
    found = against(bone([0], [1]), wrong)
    assert found.status is Status.NOT_FINITE
    assert not found.series


# Simulated runs


@settings(max_examples=15)
@given(strategies.scenarios())
def test_a_run_against_itself_is_nothing_at_all(asked):
    result = run(asked)
    found = against(result, result)
    if not result.ok:
        return
    assert list(found.series) == list(result.series)
    for name, values in found.series.items():
        if name in RATIOS:
            drawn = result.series[name] >= stacked.LOWEST_DRAWN
            assert np.array_equal(values, np.where(drawn, 1.0, np.nan), equal_nan=True)
        else:
            assert not values.any(), name


@settings(max_examples=10)
@given(st.data(), strategies.scenarios(), strategies.scenarios())
def test_on_common_days_it_is_what_the_tables_say(data, one, other):
    own, reference = run(one), run(other)
    if not (own.ok and reference.ok):
        return
    found = against(own, reference)
    common = np.intersect1d(own.grid, reference.grid)
    day = data.draw(st.sampled_from(common.tolist()))
    for name in found.series:
        ours, theirs = own.at(name, day), reference.at(name, day)
        if name not in RATIOS:
            assert found.at(name, day) == ours - theirs
        elif min(ours, theirs) >= stacked.LOWEST_DRAWN:
            assert found.at(name, day) == ours / theirs
        else:
            assert np.isnan(found.at(name, day))
    beyond = own.days > reference.days[-1]
    for values in found.series.values():
        assert np.isnan(values[beyond]).all()


def test_all_runs_of_a_comparison_are_against_the_one():
    comparison = compare(preset("combination"), run, [("Mine", preset("untreated"))])
    reference = comparison.arms["chemotherapy"]
    found = compared(comparison, reference)
    pairs = [(found.own, comparison.own), (found.pins[0].result, comparison.pins[0].result)]
    pairs += [(found.arms[arm], comparison.arms[arm]) for arm in ARMS]
    for relative, plain_run in pairs:
        expected = against(plain_run, reference)
        for name, values in expected.series.items():
            assert np.array_equal(relative.series[name], values, equal_nan=True)
    assert found.scenario == comparison.scenario
    assert found.pins[0].untreated is comparison.pins[0].untreated


# The figure


def drawn(*, linear: bool = False, own: str = "combination", pins: Any = ()) -> Any:
    comparison = compare(preset(own), run, pins)
    found = compared(comparison, comparison.arms["untreated"])
    return found, timecourse.figure(found, "light", linear=linear, against="Untreated")


def test_the_curves_are_those_of_the_relative_results():
    found, figure = drawn(pins=[("Mine", preset("antibody"))])
    for i, result in enumerate([*found.arms.values(), found.own]):
        for j, plot in enumerate(PLOTS):
            trace = figure["data"][i * len(PLOTS) + j]
            assert same(trace["y"], result.series[plot.series])
    for j, plot in enumerate(PLOTS):
        trace = figure["data"][-len(PLOTS) + j]
        assert trace["name"] == "Mine"
        assert same(trace["y"], found.pins[0].result.series[plot.series])
    assert np.nanmin(unpacked(figure["data"][FIRST_OWN]["y"])) < 1 / 400
    assert go.Figure(figure)


def test_axis_titles_say_what_is_shown_against_what():
    _, figure = drawn()
    assert titles(figure) == {
        "xaxis": "Time (days); runs against Untreated",
        "yaxis": "Bone (difference, %)",
        "yaxis2": "Tumour (ratio)",
        "yaxis3": "Apoptosis (difference, %)",
    }


def test_what_is_read_at_the_ends_of_the_lines_has_its_unit():
    _, figure = drawn()
    assert figure["layout"]["meta"]["units"] == {"y": "points", "y2": "times", "y3": "points"}
    comparison = compare(preset("combination"), run)
    figure = timecourse.figure(comparison, "light", linear=False)
    assert figure["layout"]["meta"]["units"] == {"y": "percent", "y2": "cells", "y3": "percent"}


def test_axes_are_those_of_ratios_and_differences():
    _, figure = drawn()
    assert "autorangeoptions" not in figure["layout"]["yaxis"]
    tumour = axis_of(figure, figure["data"][0])
    assert tumour["type"] == "log"
    assert {0.1, 1.0} <= set(tumour["tickvals"])  # 500-fold
    assert 0.2 not in tumour["tickvals"]
    _, figure = drawn(linear=True)
    tumour = axis_of(figure, figure["data"][0])
    assert "type" not in tumour
    assert "tickformat" not in tumour  # 0.5 is not 500m


def test_labels_of_a_narrow_range_of_ratios_are_not_powers_of_ten_alone():
    comparison = compare(preset("chemotherapy").changed(days=14), run)
    found = compared(comparison, comparison.arms["untreated"])
    figure = timecourse.figure(found, "light", linear=False, against="Untreated")
    assert 0.5 in figure["layout"]["yaxis2"]["tickvals"]
    healthy = compare(preset("healthy"), run)
    none = compared(healthy, healthy.arms["untreated"])
    assert timecourse.figure(none, "light", linear=False, against="Untreated")


def test_a_zoom_is_let_go_when_the_run_to_compare_with_changes():
    comparison = compare(preset("combination"), run)
    seen = set()
    for name in (None, "Untreated", "Both"):
        layout = timecourse.figure(comparison, "light", linear=False, against=name)["layout"]
        seen.add(tuple(layout[axis]["uirevision"] for axis in ("yaxis", "yaxis2", "yaxis3")))
        assert layout["uirevision"] == "mouse 42"
    assert len(seen) == 3


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("a <b>bold</b> claim", "a &lt;b&gt;bold&lt;/b&gt; claim"),
        ("5 & 10 mg %{y}", "5 &amp; 10 mg &#37;{y}"),
        ("a name that is much too long for an axis", "a name that is much too…"),
        ("", ""),
    ],
)
def test_a_name_in_a_title_is_shown_as_it_is_and_short(name, title):
    comparison = compare(preset("combination"), run)
    layout = timecourse.figure(comparison, "light", linear=False, against=name)["layout"]
    assert layout["xaxis"]["title"]["text"] == f"Time (days); runs against {title}"


@pytest.mark.parametrize(
    "name", ["<b>x</b>", "a & b", '"quoted"', "50 %", "%{x|%Y}", "<a href=''>"]
)
def test_names_of_pins_are_no_markup(name):
    _, figure = drawn(pins=[(name, preset("antibody"))])
    for trace in figure["data"][-len(PLOTS) :]:
        assert trace["name"] == plain(name)
        assert "<" not in trace["name"]
        assert "%{" not in trace["name"]


def test_plain_text_is_shown_as_it_is():
    assert plain('5 < 6 & "x" %{y} 100 %') == '5 &lt; 6 &amp; "x" &#37;{y} 100 %'
    assert plain("Both") == "Both"


def test_own_traces_are_those_of_the_whole_figure_with_pins_behind_them():
    found, figure = drawn(pins=[("Mine", preset("antibody")), ("Other", preset("healthy"))])
    own = timecourse.placed(timecourse.groups(found, "light"), [OWN])[OWN]
    assert next(iter(own)) == FIRST_OWN
    for place, trace in own.items():
        assert trace == figure["data"][place]


# Pins of another species or horizon


def test_the_time_axis_is_that_of_the_visitor():
    comparison = compare(
        preset("combination"),
        run,
        [
            ("Patient", preset("combination", HUMAN)),
            ("Short", scenario(days=20, treatments=[give("paclitaxel")])),
        ],
    )
    figure = timecourse.figure(comparison, "light", linear=False)
    assert figure["layout"]["xaxis"]["range"] == [0, 42]
    ends = [unpacked(trace["x"])[-1] for trace in figure["data"][-2 * len(PLOTS) :]]
    assert ends == [731] * 3 + [20] * 3


def test_against_a_shorter_pin_curves_end_with_it():
    comparison = compare(
        preset("combination"), run, [("Short", preset("untreated").changed(days=20))]
    )
    found = compared(comparison, comparison.pins[0].result)
    figure = timecourse.figure(found, "light", linear=False, against="Short")
    for trace in figure["data"][FIRST_OWN : FIRST_OWN + len(PLOTS)]:
        days, values = unpacked(trace["x"]), unpacked(trace["y"])
        assert np.isnan(values[days > 20]).all()
        assert np.isfinite(values[days <= 20]).all()
    json.dumps(figure, allow_nan=False)


def test_a_failed_own_run_has_its_sentence_against_another_too():
    comparison = replace(compare(preset("combination"), run), own=failed(Status.TOO_SLOW))
    found = compared(comparison, comparison.arms["untreated"])
    figure = timecourse.figure(found, "light", linear=False, against="Untreated")
    (notice,) = notices(figure)
    assert "No curve for your settings." in notice

"""The figures of a cohort along one setting: medians and bands of each value, on shared axes."""

from dataclasses import replace

import numpy as np
import plotly.graph_objects as go
import pytest
from tests.plots import unpacked

from osteoniche.analysis.cohort import READOUTS
from osteoniche.analysis.cohort.along import Along, along
from osteoniche.figures import along as pictures
from osteoniche.models import APOPTOSIS, BONE, CELLS
from osteoniche.scenario.presets import OWN, preset

BOTH = preset("combination")


@pytest.fixture(scope="module")
def doses() -> Along:
    return along(BOTH, "15D11.dose", (0, 0.1, 1, 10), 20, 4)


def traces(figure, name):
    return [trace for trace in figure["data"] if trace["name"] == name]


def lines(figure):
    return [trace for trace in traces(figure, pictures.MEDIAN) if trace["mode"] == "lines"]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("screen", ["phone", "desk", "hall"])
@pytest.mark.parametrize("readout", READOUTS)
def test_plotly_knows_all_of_it(doses, readout, theme, screen):
    for figure in (
        pictures.multiples(doses, readout, theme, screen),
        pictures.against(doses, readout, theme, screen),
    ):
        go.Figure(figure)


def test_each_value_has_its_plot_with_its_median_and_bands(doses):
    figure = pictures.multiples(doses, CELLS, "light")
    for at, (arm, line) in enumerate(zip(doses.arms, lines(figure), strict=True)):
        assert line["yaxis"] == f"y{at + 1 if at else ''}"
        (middle,) = arm.quantiles(CELLS, (50.0,))
        assert unpacked(line["y"]) == pytest.approx(middle, rel=1e-5)
        wide = traces(figure, "90 of 100 subjects")[at]
        low, high = arm.quantiles(CELLS, (5.0, 95.0))
        expected = np.maximum(np.concatenate([high, low[::-1]]), 0.1)
        assert unpacked(wide["y"]) == pytest.approx(expected, rel=1e-5)
    named = [note["text"] for note in figure["layout"]["annotations"]]
    assert named[:4] == ["0 mg/kg", "0.1 mg/kg", "1 mg/kg", "10 mg/kg"]


@pytest.mark.parametrize("screen", ["phone", "desk"])
@pytest.mark.parametrize("count", range(1, 10))
def test_plots_share_their_axes_and_do_not_overlap(doses, count, screen):
    at = (doses.at * 3)[:count]
    many = replace(doses, values=tuple(range(count)), at=at)
    drawn = pictures.multiples(many, BONE, "light", screen)["layout"]
    places = []
    for number in ["", *range(2, count + 1)]:
        across, up = drawn[f"xaxis{number}"], drawn[f"yaxis{number}"]
        assert up.get("matches") == ("y" if number else None)
        assert across["range"] == drawn["xaxis"]["range"]
        places.append((*across["domain"], *up["domain"]))
    for left, right, bottom, top in places:
        assert 0 <= left < right <= 1
        assert 0 <= bottom < top <= 1
    for here in range(count):
        for left, right, bottom, top in places[here + 1 :]:
            one = places[here]
            apart = left >= one[1] or one[0] >= right or bottom >= one[3] or one[2] >= top
            assert apart


def test_the_last_day_is_drawn_against_the_setting(doses):
    figure = pictures.against(doses, CELLS, "light")
    (line,) = lines(figure)
    marks = next(trace for trace in figure["data"] if trace["mode"] == "markers")
    middle = [np.median(arm.of(CELLS)[:, -1]) for arm in doses.arms]
    assert unpacked(marks["y"]) == pytest.approx(middle, rel=1e-5)
    assert unpacked(line["y"]) == pytest.approx(middle[1:], rel=1e-5)
    assert marks["customdata"][1] == "0.1 mg/kg"
    assert figure["layout"]["xaxis"]["title"]["text"] == "15D11 dose (mg/kg)"


def test_on_a_scale_of_ratios_none_has_a_place_of_its_own(doses):
    assert pictures.is_logarithmic(doses)
    places, ticks = pictures.positions(doses)
    assert places[1:] == pytest.approx([-1, 0, 1])
    assert places[0] < places[1] - 0.3
    assert ticks["ticktext"] == ["0", "0.1", "1", "10"]
    figure = pictures.against(doses, CELLS, "light")
    (gap,) = figure["layout"]["shapes"]
    assert places[0] < gap["x0"] < places[1]
    bars = [trace for trace in figure["data"] if trace.get("x") == [places[0]] * 2]
    assert [bar["name"] for bar in bars] == ["90 of 100 subjects", "50 of 100 subjects"]


@pytest.mark.parametrize(
    ("name", "values", "expected"),
    [
        ("15D11.dose", (0,), False),
        ("15D11.dose", (3, 10), True),
        ("paclitaxel.dose", (0, 5, 30), False),
        ("paclitaxel.dose", (0.5, 30), True),
        ("paclitaxel.dose", (1, 30), False),
        ("paclitaxel.start", (0, 7), False),
    ],
)
def test_an_axis_is_one_of_ratios_where_the_dial_is_or_values_span_much(name, values, expected):
    found = along(BOTH, name, values, 1)
    assert pictures.is_logarithmic(found) is expected
    if not expected:
        np.testing.assert_array_equal(pictures.positions(found)[0], values)
    go.Figure(pictures.against(found, CELLS, "light"))


def test_labels_that_would_touch_are_left_out(doses):
    close = replace(doses, values=(0.1, 10, 10.1, 30))
    assert pictures.positions(close)[1]["ticktext"] == ["0.1", "10", "30"]


def test_values_without_a_curve_leave_a_gap_and_without_a_tumour_it_says_so(doses):
    arm = doses.at[2].arms[OWN]
    lost = replace(arm, values=np.full_like(arm.values, np.nan))
    at = (*doses.at[:2], replace(doses.at[2], arms={OWN: lost}), doses.at[3])
    gap = replace(doses, at=at)
    assert len(lines(pictures.multiples(gap, CELLS, "light"))) == 3
    (line,) = lines(pictures.against(gap, CELLS, "light"))
    assert len(unpacked(line["x"])) == 2
    healthy = along(preset("healthy"), "15D11.dose", (0, 1), 1)
    for readout, drawn in ((CELLS, False), (APOPTOSIS, False), (BONE, True)):
        figure = pictures.multiples(healthy, readout, "dark")
        told = [note["text"] for note in figure["layout"]["annotations"]]
        assert bool(figure["data"]) is drawn
        assert (pictures.NO_TUMOUR in told) is not drawn
        go.Figure(pictures.against(healthy, readout, "dark"))


def test_on_white_paper_bands_are_dark_ink(doses):
    figure = pictures.against(doses, CELLS, "dark")
    inks = figure["layout"]["meta"]["inks"]
    assert all(
        inks[trace["fillcolor"]].startswith("rgba(22,24,29")
        for trace in figure["data"]
        if "fillcolor" in trace
    )

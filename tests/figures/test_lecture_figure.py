"""The plots of the lecture: few thick lines, named at their ends, on axes that stay."""

import numpy as np
import pytest
from tests.plots import same
from tests.runs import run

from osteoniche.figures import lecture
from osteoniche.figures.look import LINES, ROLE_LINES
from osteoniche.figures.stacked import BONE, PLOTS, TUMOUR
from osteoniche.numerals import compact
from osteoniche.scenario.presets import ARMS, preset

RUNS = {arm: run(preset(arm)) for arm in ARMS}
NAMES = {arm: LINES[arm].label for arm in ARMS}
LEAST = 20
"""Height of letters on a slide of 1080."""


def drawn(plot, theme="light", runs=RUNS):
    span = lecture.spans([RUNS])[plot.series]
    return lecture.figure(runs, NAMES, plot, preset("combination"), theme, span)


@pytest.mark.parametrize("plot", PLOTS, ids=lambda plot: plot.series)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_runs_come_first_in_their_order_then_the_doses(plot, theme):
    figure = drawn(plot, theme)
    assert [trace["name"] for trace in figure["data"][: len(ARMS)]] == list(ARMS)
    assert len(figure["data"]) == len(ARMS) + len(ROLE_LINES)
    for trace, (arm, result) in zip(figure["data"], RUNS.items(), strict=False):
        assert same(trace["x"], result.days)
        assert same(trace["y"], result.series[plot.series])
        assert trace["line"]["color"] == LINES[arm].shade(theme)
        assert trace["line"]["dash"] == LINES[arm].dash
        assert trace["line"]["width"] >= 6


def test_each_line_is_named_with_its_value_on_the_last_day():
    ends = drawn(TUMOUR)["layout"]["annotations"][: len(ARMS)]
    for end, (arm, result) in zip(ends, RUNS.items(), strict=True):
        assert LINES[arm].label in end["text"]
        assert compact(float(result["tumour_cells"][-1])) in end["text"]
    heights = sorted(end["y"] for end in ends)
    low, high = lecture.PLOT_DOMAIN
    assert min(np.diff(heights)) >= lecture.APART * (high - low) - 1e-9


def test_letters_are_read_from_the_back_of_a_hall():
    def sizes(part):
        if isinstance(part, dict):
            for key, value in part.items():
                yield from [value] if key == "size" else sizes(value)
        elif isinstance(part, list):
            for each in part:
                yield from sizes(each)

    found = list(sizes(drawn(BONE)["layout"]))
    assert len(found) > 5
    assert min(found) >= LEAST


def test_axes_hold_all_runs_and_are_the_same_for_some_of_them():
    for plot in PLOTS:
        few = drawn(plot, runs={"untreated": RUNS["untreated"]})
        assert few["layout"]["yaxis"]["range"] == drawn(plot)["layout"]["yaxis"]["range"]
        low, high = few["layout"]["yaxis"]["range"]
        values = np.concatenate([result.series[plot.series] for result in RUNS.values()])
        shown = np.log10(values) if plot is TUMOUR else values
        assert low <= shown.min() <= shown.max() <= high


@pytest.mark.parametrize(
    "wanted", [[0.5], [0.5, 0.5], [0.0, 0.0, 0.0, 0.0], [1.0, 1.0, 0.99], [0.9, 0.1], [2.0, -1.0]]
)
def test_names_are_apart_inside_the_plot_and_in_the_order_of_their_lines(wanted):
    placed = lecture.spread(wanted, 0.2)
    assert all(-1e-9 <= height <= 1 for height in placed)
    ordered = [height for _, height in sorted(zip(wanted, placed, strict=True))]
    assert ordered == sorted(ordered)
    assert all(np.diff(ordered) >= 0.2 - 1e-9)


def test_names_with_room_stand_where_their_lines_end():
    assert lecture.spread([0.9, 0.1, 0.5], 0.2) == [0.9, 0.1, 0.5]


def test_no_cell_is_said_in_words():
    class Gone:
        def at(self, name, day):
            return 0.01

    assert lecture.value_of(Gone(), TUMOUR, 42.0) == "none"

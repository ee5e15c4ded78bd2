"""Runs side by side: every curve stands alone, on axes that it shares with its neighbours."""

from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from tests.plots import same
from tests.runs import run

from osteoniche.engine.result import Result
from osteoniche.figures import multiples, stacked, timecourse
from osteoniche.figures.look import DESK, HALL, LINES, PHONE, PIN_LINES, ROLE_LINES
from osteoniche.quantity import HUMAN
from osteoniche.scenario.presets import ARMS, OWN, preset
from osteoniche.study import Comparison, compare

OPEN = preset("chemotherapy")
LONG = "A name of a run that is far too long for it"[:40]
WIDE = (DESK, HALL)


def compared(pins: int = 0) -> Comparison:
    """The opening run beside so many pinned ones: mice on antibody, and one patient."""
    kept = [(f"{LONG[:38]} {i}", preset("combination").changed(days=50 + i)) for i in range(pins)]
    return compare(OPEN, run, [*kept[1:], ("Patient", preset("antibody", HUMAN))] if pins else [])


def drawn(shown: Comparison, screen: str = DESK, **how: Any) -> dict[str, Any]:
    return multiples.figure(shown, "light", screen, **({"linear": False} | how))


def lines(figure: dict[str, Any]) -> list[dict[str, Any]]:
    return [trace for trace in figure["data"] if not is_doses(trace)]


def is_doses(trace: dict[str, Any]) -> bool:
    name: str = trace["name"]
    return name.startswith(timecourse.DOSES_OF)


def cells_drawn(result: Result, series: str) -> Any:
    values = result.series[series]
    return np.where(values < 0.1, np.nan, values) if series == "tumour_cells" else values


@pytest.mark.parametrize("screen", [PHONE, DESK, HALL])
@pytest.mark.parametrize("pins", [0, 1, 6])
def test_each_run_has_a_plot_of_its_own_for_each_quantity(pins, screen):
    shown = compared(pins)
    own = [("Your run", shown.own, timecourse.own_line(shown))]
    arms = [(LINES[arm].label, shown.arms[arm], LINES[arm]) for arm in ARMS]
    kept = [(p.name, p.result, line) for p, line in zip(shown.pins, PIN_LINES, strict=False)]
    found = lines(drawn(shown, screen))
    places = {(trace["xaxis"], trace["yaxis"]) for trace in found}
    assert len(places) == len(found) == 3 * len(own + (kept or arms))
    for i, (name, result, look) in enumerate(own + (kept or arms)):
        for j, plot in enumerate(stacked.PLOTS):
            trace = found[3 * i + j]
            assert trace["name"] == name
            assert same(trace["x"], result.days)
            assert same(trace["y"], cells_drawn(result, plot.series))
            assert trace["line"]["color"] == look.shade("light")


@pytest.mark.parametrize("screen", WIDE)
def test_a_row_shares_its_axis_and_columns_their_days(screen):
    layout = drawn(compared(6), screen)["layout"]
    found = lines(drawn(compared(6), screen))
    assert {trace["yaxis"] for trace in found} == {"y", "y2", "y3"}
    columns = [layout["xaxis" + (str(i) if i > 1 else "")] for i in range(1, 8)]
    assert all(axis["matches"] == "x" for axis in columns[1:])
    assert all(axis["range"] == [0, 42] for axis in columns)
    for left, right in pairwise(axis["domain"] for axis in columns):
        assert left[0] < left[1] < right[0] < right[1] <= 1
    assert "xaxis8" not in layout


def test_on_a_phone_plots_of_a_quantity_stand_above_each_other_with_the_same_range():
    figure = drawn(compared(6), PHONE)
    layout, found = figure["layout"], lines(figure)
    axes = [layout["yaxis" + t["yaxis"].removeprefix("y")] for t in found]
    by_quantity = [axes[row::3] for row in range(3)]
    for row, group in enumerate(by_quantity):
        assert "matches" not in group[0]
        assert {axis["matches"] for axis in group[1:]} == {found[row]["yaxis"]}
    domains = [axis["domain"] for group in by_quantity for axis in group]
    for upper, lower in pairwise(domains):
        assert 0 <= lower[0] < lower[1] < upper[0] < upper[1] <= 1
    assert layout["xaxis"]["anchor"] == found[-1]["yaxis"], "the days stand below the last"
    room = multiples.height(compared(6), PHONE)
    assert room is not None
    assert (domains[0][1] - domains[0][0]) * room > 50
    assert {trace["xaxis"] for trace in found} == {"x"}


@pytest.mark.parametrize("screen", [PHONE, DESK])
def test_every_plot_says_whose_it_is_and_the_days_are_named(screen):
    shown = compared(6)
    layout = drawn(shown, screen)["layout"]
    said = [note["text"].replace("<br>", " ") for note in layout["annotations"]]
    for name in ["Your run", *(pin.name for pin in shown.pins)]:
        start = name if screen == PHONE else name[:10]
        count = sum(text.startswith(start) for text in said)
        assert count >= (3 if screen == PHONE else 1), name
    assert "Time (days)" in [*said, layout["xaxis"]["title"].get("text")]
    for note in layout["annotations"]:
        assert all(len(line) <= 45 for line in note["text"].split("<br>"))


@pytest.mark.parametrize("screen", WIDE)
def test_titles_of_low_plots_take_two_lines_and_have_room_for_them(screen):
    layout = drawn(compared(), screen)["layout"]
    for axis in ("yaxis", "yaxis2", "yaxis3"):
        first, second = layout[axis]["title"]["text"].split("<br>")
        assert max(len(first), len(second)) < 11
    assert layout["margin"]["l"] == stacked.ROOM_FOR_TWO


@pytest.mark.parametrize("screen", [PHONE, DESK])
def test_a_tumour_that_hardly_changes_has_labels_between_the_powers_of_ten(screen):
    kept = compare(preset("combination"), run, [("Kept", preset("combination"))])
    few = drawn(kept, screen)["layout"]["yaxis2" if screen != PHONE else "yaxis"]
    assert {"2k", "5k", "10k"} <= set(few["ticktext"])
    many = drawn(compared(), screen)["layout"]["yaxis2" if screen != PHONE else "yaxis"]
    assert "10k" in many["ticktext"]
    assert not {"2k", "5k"} & set(many["ticktext"])


def test_names_are_shown_as_they_are():
    shown = compare(OPEN, run, [("<b>a</b> & %{y}", preset("antibody"))])
    said = [note["text"] for note in drawn(shown)["layout"]["annotations"]]
    assert "&lt;b&gt;a&lt;/b&gt; &amp; &#37;{y}" in said


@pytest.mark.parametrize("screen", [PHONE, *WIDE])
@pytest.mark.parametrize("pins", [0, 3])
def test_own_traces_are_those_of_the_whole_figure(pins, screen):
    shown = compared(pins)
    figure = drawn(shown, screen)
    own = timecourse.placed(multiples.groups(shown, "light", screen), [OWN])[OWN]
    assert list(own) == list(range(len(own)))
    for place, trace in own.items():
        assert figure["data"][place] == trace
    others = figure["data"][len(own) :]
    assert "Your run" not in {trace["name"] for trace in others}


@pytest.mark.parametrize("screen", WIDE)
def test_each_column_has_the_doses_of_its_run(screen):
    figure = drawn(compared(2), screen)
    rows = [trace for trace in figure["data"] if is_doses(trace)]
    assert [trace["xaxis"] for trace in rows] == [x for x in ("x", "x2", "x3") for _ in ROLE_LINES]
    assert {trace["yaxis"] for trace in rows} == {stacked.DOSES_AXIS}


@pytest.mark.parametrize("screen", [PHONE, DESK])
def test_against_a_run_titles_and_scale_stay_those_of_the_main_plots(screen):
    how = {"linear": True, "against": "Untreated"}
    layout = drawn(compared(2), screen, **how)["layout"]
    said = " ".join(note["text"] for note in layout["annotations"])
    assert "runs against Untreated" in said + layout["xaxis"]["title"].get("text", "")
    whole = timecourse.figure(compared(2), "light", **how)["layout"]
    assert layout["uirevision"] == whole["uirevision"]
    assert layout["yaxis2"].get("type") is None

"""Observations as traces: open markers with error bars on the axis of their read-out."""

from dataclasses import replace

import numpy as np
import plotly.graph_objects as go
import pytest
from tests.plots import same
from tests.runs import give, run, scenario

from osteoniche.analysis.observed import placed, resembling
from osteoniche.engine.result import Status, failed
from osteoniche.evidence.series import SERIES
from osteoniche.figures import details, stacked
from osteoniche.figures.look import LINES, ROLE_LINES
from osteoniche.figures.observations import detail_traces, traces
from osteoniche.scenario.presets import preset

MOUSE = preset("untreated").changed(days=50)
WITH_OPG = scenario(treatments=[give("rankl-inhibitor", start=0)])
ZOLEDRONATE_ALONE = scenario(tumour="none", treatments=[give("zoledronate")])


def overlays(shown):
    return [placed(series, run(shown)) for series in resembling(shown)]


def by_name(drawn):
    return {trace["legendgroup"]: trace for trace in drawn}


def test_each_overlay_lies_on_the_axis_of_its_read_out():
    drawn = by_name(traces(overlays(MOUSE), "light"))
    axes = {plot.series: plot.yaxis for plot in stacked.PLOTS}
    expected = {s.name: axes[s.readout] for s in resembling(MOUSE) if s.readout in axes}
    assert {name: trace["yaxis"] for name, trace in drawn.items()} == expected
    assert {trace["xaxis"] for trace in drawn.values()} == {"x"}
    assert len(drawn) == 9


def test_bone_cells_belong_to_the_explaining_plot():
    drawn = by_name(detail_traces("cells", overlays(MOUSE), "light"))
    assert set(drawn) == {"bennett-2024-osteoblasts", "bennett-2024-osteoclasts"}
    figure = details.figure("cells", MOUSE, run(MOUSE), "light")
    axes = {trace["name"]: trace["yaxis"] for trace in figure["data"]}
    assert {trace["yaxis"] for trace in drawn.values()} == {axes["Osteoclasts"]}
    assert axes["Osteoblasts"] == axes["Osteoclasts"]


@pytest.mark.parametrize("name", ["niche", "concentrations"])
def test_other_explaining_plots_have_none(name):
    assert detail_traces(name, overlays(MOUSE), "light") == []


def test_every_series_has_a_plot():
    both = [placed(series, run(MOUSE)) for series in SERIES]
    drawn = traces(both, "light") + detail_traces("cells", both, "light")
    assert sorted(by_name(drawn)) == sorted(series.name for series in SERIES)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("shown", [MOUSE, WITH_OPG, ZOLEDRONATE_ALONE])
def test_plotly_takes_them(shown, theme):
    drawn = traces(overlays(shown), theme) + detail_traces("cells", overlays(shown), theme)
    assert drawn
    assert len(go.Figure(data=drawn).data) == len(drawn)


def test_markers_are_open_and_bars_reach_the_bounds():
    found = overlays(MOUSE)
    drawn = by_name(traces(found, "light") + detail_traces("cells", found, "light"))
    for overlay in found:
        trace = drawn[overlay.series.name]
        assert trace["mode"] == "markers"
        assert trace["marker"]["symbol"].endswith("-open")
        assert same(trace["x"], overlay.days)
        assert same(trace["y"], overlay.values)
        assert trace["error_y"]["symmetric"] is False
        assert same(trace["error_y"]["array"], overlay.upper - overlay.values)
        assert same(trace["error_y"]["arrayminus"], overlay.values - overlay.lower)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_colours_are_those_of_the_arm(theme):
    for shown, line in (
        (MOUSE, LINES["untreated"]),
        (WITH_OPG, ROLE_LINES["bone drug"]),
        (ZOLEDRONATE_ALONE, ROLE_LINES["bone drug"]),
    ):
        drawn = traces(overlays(shown), theme)
        assert drawn
        for trace in drawn:
            assert trace["marker"]["color"] == line.shade(theme)
            assert trace["marker"]["line"]["color"] == line.shade(theme)
            assert trace["error_y"]["color"] == line.shade(theme)


@pytest.mark.parametrize(
    ("drugs", "line"),
    [
        (["cisplatin"], LINES["chemotherapy"]),
        (["15D11"], LINES["antibody"]),
        (["paclitaxel", "15D11"], LINES["combination"]),
    ],
)
def test_colours_of_arms_without_a_series_yet(drugs, line):
    overlay = overlays(MOUSE)[0]
    conditions = replace(overlay.series.conditions, first_dose=dict.fromkeys(drugs, 0.0))
    series = replace(overlay.series, conditions=conditions)
    (trace,) = traces([replace(overlay, series=series)], "light")
    assert trace["marker"]["color"] == line.shade("light")


def test_shapes_tell_the_series_of_a_plot_apart():
    everything = [placed(series, run(MOUSE)) for series in SERIES]
    drawn = traces(everything, "light")
    for axis in {trace["yaxis"] for trace in drawn}:
        shapes = [t["marker"]["symbol"] for t in drawn if t["yaxis"] == axis]
        assert len(set(shapes)) == len(shapes)
    cells = detail_traces("cells", everything, "light")
    assert len({trace["marker"]["symbol"] for trace in cells}) == len(cells)


def test_a_shape_does_not_depend_on_what_else_is_shown():
    everything = overlays(MOUSE)
    together = by_name(traces(everything, "light"))
    for overlay in everything:
        for trace in traces([overlay], "light"):
            assert trace == together[overlay.series.name]


def test_hover_text_says_value_range_source_and_provenance():
    found = by_name(traces(overlays(MOUSE), "light"))
    for series in resembling(MOUSE):
        for row, text in zip(series.rows, found.get(series.name, {}).get("text", ()), strict=False):
            assert series.label in text
            assert row.source in text
            assert row.provenance in text
            assert row.units in text
    assert found["johnson-2011-vehicle"]["text"][-1] == (
        "<b>75.9 %</b> (57.2 to 94.6) Johnson 2011, vehicle (tabulated by others)"
        "<br>read as 75.9 percent of day 0; Johnson 2011 Bone 48:141-151; read-secondary"
    )
    canon = found["canon-2008-untreated"]
    assert canon["name"] == "Canon 2008, untreated (digitised by others)"
    assert "million cells</b> (" in canon["text"][-1]
    assert "read as 9.02 log10 photons/s" in canon["text"][-1]
    assert len(canon["text"]) == 8


def test_a_value_without_bounds_has_no_bar():
    overlay = overlays(MOUSE)[0]
    nothing = np.full(len(overlay.days), np.nan)
    (trace,) = traces([replace(overlay, lower=nothing, upper=nothing)], "light")
    assert same(trace["error_y"]["array"], nothing)
    assert " to " not in trace["text"][0]


def test_less_than_a_tenth_of_a_cell_is_not_drawn():
    overlay = overlays(MOUSE)[0]
    few = np.where(overlay.days == 5, 0.09, overlay.values)
    (trace,) = traces([replace(overlay, values=few)], "light")
    assert same(trace["y"], np.where(overlay.days == 5, np.nan, few))


def test_a_failed_run_shows_no_observations():
    nothing = failed(Status.TOO_SLOW)
    found = [placed(series, nothing) for series in resembling(MOUSE)]
    assert traces(found, "light") == []
    assert detail_traces("cells", found, "light") == []

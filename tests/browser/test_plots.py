"""Plots below the main ones, in a real browser: panels, numbers, one time axis for all."""

import numpy as np
import pytest
from playwright.sync_api import Page, expect
from tests.browser import laboratory as lab
from tests.browser import zooms
from tests.plots import unpacked
from tests.runs import run

from osteoniche.figures import details
from osteoniche.figures.details import DETAILS
from osteoniche.figures.look import LINES
from osteoniche.quantity import HUMAN
from osteoniche.scenario.presets import ARMS, OPENING, preset
from osteoniche.web.kit import ids, words

OPEN = preset(OPENING)
DAYS_A_ROW = 7
"""Of the tables of numbers, over the six weeks of the opening run."""


@pytest.mark.parametrize("detail", DETAILS, ids=lambda detail: detail.name)
def test_a_panel_opens_with_a_plot_of_the_run(page, detail):
    lab.visit(page, "15D11=10")
    lab.await_drawn(page, preset("combination"))
    content = lab.unfold(page, detail.title)
    graph = ids.panel(detail.name)
    lab.await_traces(page, graph)
    box = content.locator(".js-plotly-plot .main-svg").first.bounding_box()
    assert box is not None
    assert box["height"] > 250
    assert box["width"] > 600
    own = run(preset("combination"))
    for trace in lab.curves(page, graph):
        assert len(trace["x"]) == len(own.days)
    lab.address_has(page, f"view.open={detail.name}")
    lab.drag(page, lab.ANTIBODY, 0)  # an open panel follows the sliders
    lab.await_drawn(page, OPEN)
    days = len(run(OPEN).days)
    follows = f"([graph, days]) => ({lab.CURVES})(graph).every(trace => trace.x.length === days)"
    lab.until(page, follows, graph, days)


def test_the_panel_of_numbers(page):
    content = lab.unfold(page, "Numbers")
    tables = content.locator("table")
    expect(tables).to_have_count(4)  # one for each plot, and the own run in full
    own = tables.last
    days = int(OPEN.days / DAYS_A_ROW) + 1
    expect(own.locator("tbody tr")).to_have_count(days + 2)  # then highest and lowest
    expect(own.locator("thead th").nth(1)).to_have_text("Bone mass (%)")
    lost = run(OPEN)["bone_mass_percent"][-1]
    expect(own.locator("tbody tr").nth(days - 1).locator("td").first).to_have_text(f"{lost:.1f}")
    bone = tables.nth(1)
    heads = bone.locator("thead th").all_text_contents()
    assert [head.partition(" (same")[0] for head in heads] == [
        "Day",
        *(LINES[line].label for line in ("own", *ARMS)),
    ]
    assert "Chemotherapy (same as your run)" in heads
    expect(bone.locator("tbody tr").nth(-3).locator("td").first).to_have_text(f"{lost:.1f} %")


def await_panel(page: Page, graph: str, query: str) -> None:
    """Wait until a panel shows the run of an address: each of its curves ends where that does."""
    asked = lab.at(query)
    name = graph.removeprefix(ids.panel(""))
    data = details.figure(name, asked, run(asked), "light")["data"]
    ends = [float(unpacked(trace["y"])[-1]) for trace in data]
    lab.until(
        page,
        f"""([graph, ends]) => {{
          const traces = ({lab.CURVES})(graph) || [];
          const near = (one, other) => Math.abs(one - other) <= 1e-6 * Math.abs(other) + 1e-9;
          return traces.length === ends.length &&
            traces.every(({{ y }}, place) => near(y[y.length - 1], ends[place]));
        }}""",
        *(graph, [end if np.isfinite(end) else 0 for end in ends]),
    )


WITHOUT_RANGES = "view.band=no"
"""Ranges come when they are ready, and widen the axes."""
WAYS = ("double click", "autoscale")
LOGARITHMIC = (ids.TIMECOURSE, "", "axes.yaxis2.type === 'log'")
TWO_ROWS = {"costs": "gamma-secretase-inhibitor=100@7/0.5.oral&"}
"""What has to be given so that an explaining plot has more than one row."""
OTHERS = (
    (ids.TIMECOURSE, "view.axis=linear", "axes.yaxis2.type === 'linear'"),
    (ids.TIMECOURSE, "view.side=yes", "axes.xaxis5"),
    (ids.TIMECOURSE, "view.minus=untreated", "axes.xaxis.title.includes('against')"),
    *(
        (ids.panel(one.name), f"{TWO_ROWS.get(one.name, '')}view.open={one.name}", "axes.yaxis2")
        for one in DETAILS
    ),
)
"""Plots with the address that shows them, and how one sees that they are there."""


@pytest.mark.parametrize(
    ("graph", "query", "there", "way"),
    [*((*LOGARITHMIC, way) for way in WAYS), *((*other, WAYS[0]) for other in OTHERS)],
)
def test_a_zoom_that_is_taken_back_leaves_what_was_there(page, graph, query, there, way):
    lab.visit(page, f"15D11=10&{WITHOUT_RANGES}&{query}")
    lab.address_has(page, query.rpartition("&")[2] or "15D11=10")
    if "minus" not in query:
        lab.await_drawn(page, lab.at(f"15D11=10&{query}"))
    drawn = f"([graph]) => {{ const axes = ({lab.AXES})(graph); return Boolean(axes && {there}); }}"
    lab.until(page, drawn, graph)
    if graph != ids.TIMECOURSE:
        await_panel(page, graph, f"15D11=10&{WITHOUT_RANGES}&{query}")
    before = zooms.looks(page, graph)
    rows = zooms.rows_of(page, graph)
    assert rows > 1
    for row in range(rows):
        zooms.zoom(page, graph, row, height=0.5)
        zooms.await_zoomed(page, graph, before)
    zooms.take_back(page, graph, way, rows - 1)
    zooms.await_looks(page, graph, before)


def test_a_zoom_over_which_a_dial_moved_is_taken_back_to_what_is_there_now(page):
    lab.visit(page, f"15D11=10&{WITHOUT_RANGES}")
    lab.await_drawn(page, preset("combination"))
    now = zooms.looks(page, ids.TIMECOURSE)
    lab.visit(page, f"15D11=0&{WITHOUT_RANGES}&view.axis=log")
    lab.await_drawn(page, OPEN)
    for row in range(3):
        zooms.zoom(page, ids.TIMECOURSE, row, height=0.5)
    lab.drag(page, lab.ANTIBODY, 10)
    lab.await_drawn(page, preset("combination"))
    lab.address_has(page, "15D11=10")
    zooms.take_back(page, ids.TIMECOURSE, "double click")
    zooms.await_looks(page, ids.TIMECOURSE, now)


def await_days(page: Page, low: float, high: float, *graphs: str) -> None:
    """Wait until the time axes of some plots show about these days, and the same ones."""
    lab.until(
        page,
        f"""([graphs, low, high]) => {{
          const axes = {lab.AXES};
          const ranges = graphs.map(graph => axes(graph).xaxis.range);
          return ranges.every(range =>
            Math.abs(range[0] - low) < 0.6 && Math.abs(range[1] - high) < 0.6 &&
            Math.abs(range[0] - ranges[0][0]) < 1e-6 && Math.abs(range[1] - ranges[0][1]) < 1e-6);
        }}""",
        *(list(graphs), low, high),
    )


def test_time_axes_follow_each_other(page):
    lab.visit(page, "view.open=niche,cells")
    lab.await_drawn(page, OPEN)
    graphs = [ids.TIMECOURSE, ids.panel("niche"), ids.panel("cells")]
    for graph in graphs[1:]:
        lab.await_traces(page, graph)
    zooms.zoom(page, ids.TIMECOURSE)
    await_days(page, 10.5, 21, *graphs)
    zooms.zoom(page, ids.panel("cells"))
    await_days(page, 13.1, 15.75, *graphs)
    lab.drag(page, lab.ANTIBODY, 10)
    lab.await_drawn(page, preset("combination"))
    await_days(page, 13.1, 15.75, *graphs)  # a slider does not undo the zoom
    lab.unfold(page, "Drug concentrations")
    graphs.append(ids.panel("concentrations"))
    lab.await_traces(page, graphs[-1], 2)
    await_days(page, 13.1, 15.75, *graphs)  # and a panel that opens now follows it
    page.locator(f"#{graphs[1]} .nsewdrag").first.dblclick()
    await_days(page, 0, 42, *graphs)


def test_another_horizon_lets_go_of_the_zoom(page):
    zooms.zoom(page, ids.TIMECOURSE)
    await_days(page, 10.5, 21, ids.TIMECOURSE)
    lab.unfold(page, words.SUBJECT)
    lab.choose(page, "Species", words.SPECIES[HUMAN])
    lab.await_drawn(page, preset(OPENING, HUMAN))
    await_days(page, 0, 731, ids.TIMECOURSE)

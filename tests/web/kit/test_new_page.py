"""Pages that nobody knows: one record in the list, and the frame does the rest.

Their folders would hold what stands here: no script, no style sheet, no id that others know.
"""

import json
from collections.abc import Sequence
from typing import Any

import pytest
from dash import Dash, Input, Output, html
from dash.exceptions import PreventUpdate
from tests.runs import run
from tests.web.browsers import ASSETS, call, components

from osteoniche.jobs import Progress, State, Work
from osteoniche.scenario import address
from osteoniche.scenario.presets import preset, reference_arms
from osteoniche.study import compare
from osteoniche.web import shell
from osteoniche.web.kit import ids
from osteoniche.web.kit.graphs import plot
from osteoniche.web.kit.page import Page, Services
from osteoniche.web.kit.sheet import sheet
from osteoniche.web.kit.work import Parts, controls, register_work

PARTS = Parts.of("bars")
QUERY = address.encode(preset("combination"))
SEEN = {"screen": "hall", "wish": "a"}


def chunk(spec: str, number: int) -> bytes:
    return json.dumps([spec, number]).encode()


def layout() -> html.Section:
    return sheet("Bars", "What it is for.", *controls(PARTS, "Bars"), plot("bars-plot", "Bars"))


def draw(results: Sequence[bytes], theme: str, screen: str) -> dict[str, Any]:
    heights = [json.loads(each)[1] for each in results]
    return {"data": [{"type": "bar", "y": heights}], "layout": {"title": f"{theme} {screen}"}}


def register(app: Dash, services: Services) -> None:
    register_work(
        app,
        services.jobs,
        "bars",
        lambda query: Work(chunk, query, 3),
        [Output("bars-plot", "figure")],
        draw,
    )


def peaks_layout() -> html.Section:
    return sheet("Peaks", "What it is for.", plot("peaks-plot", "Peak of apoptosis in each run"))


def register_peaks(app: Dash, services: Services) -> None:
    @app.callback(
        Output("peaks-plot", "figure"),
        Input(ids.seen("peaks"), "data"),
        Input(ids.PAGE_ANSWER, "data"),
        prevent_initial_call=True,
    )
    def draw(seen: Any, answer: Any) -> dict[str, Any]:
        query = (answer or {}).get("scenario")
        if not seen or query is None:
            raise PreventUpdate
        arms = compare(address.decode(query), services.run, []).arms
        heights = [float(arm["apoptosis_percent"].max()) for arm in arms.values()]
        return {"data": [{"type": "bar", "x": list(arms), "y": heights}], "layout": {}}


class Fake:
    """Jobs whose work is done at once, or as far as the test says."""

    def __init__(self) -> None:
        self.now = State.DONE
        self.started: list[Work] = []

    def start(self, work: Work, wish: str = "") -> Progress:
        self.started.append(work)
        return Progress(self.now, 3 if self.now is State.DONE else 1, work.chunks)

    def follow(self, work: Work, wish: str = "") -> Progress:
        return Progress(self.now, 2, work.chunks)

    def results(self, work: Work) -> list[bytes]:
        return [work.chunk(work.spec, number) for number in range(work.chunks)]


@pytest.fixture
def jobs() -> Fake:
    return Fake()


@pytest.fixture
def app(jobs: Any, monkeypatch: pytest.MonkeyPatch) -> Dash:
    new = (
        Page("bars", "Bars", layout, register),
        Page("peaks", "Peaks", peaks_layout, register_peaks, settings=False),
    )
    monkeypatch.setattr(shell, "PAGES", (*shell.PAGES, *new))
    made = shell.create_app(run, jobs, ASSETS)
    made._setup_server()
    return made


def test_it_has_a_way_a_hidden_part_and_an_address(app: Dash) -> None:
    shown = list(components(app.layout()))
    (way,) = [each for each in shown if getattr(each, "data-way", None) == "bars"]
    assert (way.children, way.href) == ("Bars", "bars")
    (part,) = [each for each in shown if getattr(each, "data-on", None) == "bars"]
    assert part.hidden
    assert app.server.test_client().get("/bars").status_code == 200
    assert app.server.test_client().get("/beams").status_code == 404


def test_a_page_follows_the_settings_once_it_is_seen(app: Dash) -> None:
    answer, seen = f"{ids.PAGE_ANSWER}.data", f"{ids.seen('peaks')}.data"
    known = {answer: {"scenario": QUERY}, seen: SEEN}
    for unknown in ({seen: None}, {answer: None}, {answer: {"seq": 1}}):
        assert call(app, known | unknown, seen) is None
    (bars,) = (call(app, known, answer, "peaks-plot") or {})["peaks-plot.figure"]["data"]
    arms = reference_arms(preset("combination"))
    assert bars["x"] == list(arms)
    assert bars["y"] == [run(arm)["apoptosis_percent"].max() for arm in arms.values()]


def test_its_work_is_wanted_once_it_is_seen_and_then_by_its_button(app: Dash) -> None:
    answer, seen = f"{ids.PAGE_ANSWER}.data", f"{ids.seen('bars')}.data"
    wanted, start = f"{PARTS.request}.data", f"{PARTS.start}.n_clicks"
    known = {answer: {"scenario": QUERY}, seen: SEEN, start: 0}
    assert call(app, known | {seen: None}, answer) is None
    first = (call(app, known, seen) or {})[wanted]
    assert first["query"] == QUERY
    assert call(app, known | {wanted: first}, answer) is None
    assert call(app, known | {wanted: first, start: 1}, start) is not None


def test_it_is_watched_and_drawn(app: Dash, jobs: Fake) -> None:
    wanted = {"query": QUERY, "wish": "a-0", "screen": "hall"}
    about = {f"{PARTS.request}.data": wanted}
    jobs.now = State.RUNNING
    begun = call(app, about, f"{PARTS.request}.data", PARTS.ready) or {}
    assert begun[f"{PARTS.tick}.disabled"] is False
    assert f"{PARTS.ready}.data" not in begun
    jobs.now = State.DONE
    done = call(app, about | {f"{PARTS.tick}.n_intervals": 1}, f"{PARTS.tick}.n_intervals") or {}
    assert done[f"{PARTS.ready}.data"] == wanted
    assert done[f"{PARTS.bar}.value"] > 0
    ready = {f"{PARTS.ready}.data": wanted, f"{ids.THEME}.data": "dark"}
    drawn = (call(app, ready, f"{PARTS.ready}.data") or {})["bars-plot.figure"]
    assert drawn["data"][0]["y"] == [0, 1, 2]
    assert drawn["layout"]["title"] == "dark hall"

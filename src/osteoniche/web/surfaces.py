"""The callbacks of the dose surface: start, watch and stop its computation, and draw it.

The computation is a job that any server process can tell of (see osteoniche.jobs); the page looks
at it once a second while it runs, and the picture follows as parts of it are finished.
"""

from typing import Any

import numpy as np
from dash import ClientsideFunction, Dash, Input, Output, Patch, State, ctx, html, no_update
from dash.exceptions import PreventUpdate

from osteoniche import address
from osteoniche.errors import ScenarioError
from osteoniche.figures import surface as pictures
from osteoniche.figures.look import DESK, INK, SCREENS, sized
from osteoniche.jobs import Jobs, Progress, Work
from osteoniche.jobs import State as How
from osteoniche.limits import dose_range
from osteoniche.narrative import tell_surface
from osteoniche.numerals import cells, percent, short
from osteoniche.surface import QUANTITIES, Surface, Vector, chunk
from osteoniche.web import ids, panels, words

SCRIPT = "osteoniche"
PICTURES = 8
"""How often a picture is drawn anew while it is computed, at most."""
ROWS = 6
"""Doses of each drug in the table."""


def register(app: Dash, jobs: Jobs) -> None:
    """Add the page's callbacks."""
    _register_browser(app)
    _register_watch(app, jobs)
    _register_drawing(app, jobs)

    @app.callback(
        Output(ids.SURFACE, "figure", allow_duplicate=True),
        Output(ids.SURFACE_CHANGED, "children"),
        Input(ids.SURFACE_NOW, "data"),
        State(ids.SURFACE_WANTED, "data"),
        State(ids.SURFACE_READY, "data"),
        prevent_initial_call=True,
    )
    def follow(now: Any, wanted: Any, ready: Any) -> Any:
        if not ready:
            raise PreventUpdate
        present, shown = asked(now), asked(wanted)
        if present.spec != shown.spec:
            return no_update, panels.notes([words.SURFACE_CHANGED])
        moved = Patch()
        mark = pictures.here(present)
        moved["data"][pictures.HERE]["x"], moved["data"][pictures.HERE]["y"] = mark["x"], mark["y"]
        return moved, None


def asked(wanted: Any) -> Surface:
    """The surface that the page asks for; PreventUpdate if it asks for none."""
    given = wanted if isinstance(wanted, dict) else {}
    query, points = given.get("query"), given.get("points")
    if not isinstance(query, str) or not isinstance(points, int):
        raise PreventUpdate
    try:
        return Surface(address.decode(query), points)
    except ScenarioError:
        raise PreventUpdate from None


def _as_it_is(wanted: Any, now: Any) -> tuple[Surface, Any]:
    """The surface that was wanted, marked where the run is by now; a note if it is another's."""
    shown = asked(wanted)
    try:
        present = asked(now)
    except PreventUpdate:  # nothing has changed since it was wanted
        return shown, None
    if present.spec == shown.spec:
        return present, None
    return shown, panels.notes([words.SURFACE_CHANGED])


def _register_browser(app: Dash) -> None:
    """What is wanted: by the button, and by itself when the page is first seen."""
    app.clientside_callback(
        ClientsideFunction(SCRIPT, "wantSurface"),
        Output(ids.SURFACE_WANTED, "data"),
        Output(ids.SURFACE_NOW, "data"),
        Input(ids.SURFACE_COMPUTE, "n_clicks"),
        Input(ids.ANSWER, "data"),
        Input(ids.PAGE, "data"),
        State(ids.SURFACE_POINTS, "value"),
        State(ids.SURFACE_WANTED, "data"),
        prevent_initial_call=True,
    )


def _register_watch(app: Dash, jobs: Jobs) -> None:
    @app.callback(
        Output(ids.SURFACE_BAR, "value"),
        Output(ids.SURFACE_TOLD, "children"),
        Output(ids.SURFACE_STOP, "disabled"),
        Output(ids.SURFACE_TICK, "disabled"),
        Output(ids.SURFACE_READY, "data"),
        Input(ids.SURFACE_WANTED, "data"),
        Input(ids.SURFACE_TICK, "n_intervals"),
        Input(ids.SURFACE_STOP, "n_clicks"),
        State(ids.SURFACE_READY, "data"),
        prevent_initial_call=True,
    )
    def watch(wanted: Any, tick: Any, stop: Any, ready: Any) -> Any:
        surface = asked(wanted)
        work = Work(chunk, surface.spec, surface.chunks)
        if ctx.triggered_id == ids.SURFACE_WANTED:
            progress: Progress | None = jobs.start(work)
            ready = None
        else:
            progress = jobs.look(work)
        if progress is None:
            progress = Progress(How.LOST, 0, work.chunks)
        if ctx.triggered_id == ids.SURFACE_STOP and progress.active:
            jobs.cancel(work)
            progress = Progress(How.STOPPED, progress.done, progress.total)
        share = 100 * progress.done / progress.total
        idle = not progress.active
        return share, told(surface, progress), idle, idle, _ready(progress, ready)


def _ready(progress: Progress, before: Any) -> Any:
    """How many parts the picture may show; no news while that is hardly more than it has."""
    known = before if isinstance(before, int) else 0
    news = (
        progress.done > known
        if not progress.active
        else (progress.done - known >= max(1, progress.total / PICTURES))
    )
    return progress.done if news or before is None else no_update


def told(surface: Surface, progress: Progress) -> str:
    """How the computation stands, in a sentence."""
    if progress.state is How.DONE:
        return words.SURFACE_DONE.format(curves=f"{surface.curves:,}")
    return progress.told()


def _register_drawing(app: Dash, jobs: Jobs) -> None:
    @app.callback(
        Output(ids.SURFACE, "figure"),
        Output(ids.SURFACE_STORY, "children"),
        Output(ids.SURFACE_TABLE, "children"),
        Output(ids.SURFACE_CHANGED, "children", allow_duplicate=True),
        Input(ids.SURFACE_READY, "data"),
        Input(ids.SURFACE_QUANTITY, "value"),
        Input(ids.THEME, "data"),
        State(ids.SCREEN, "data"),
        State(ids.SURFACE_WANTED, "data"),
        State(ids.SURFACE_NOW, "data"),
        prevent_initial_call=True,
    )
    def draw(ready: Any, quantity: Any, theme: Any, screen: Any, wanted: Any, now: Any) -> Any:
        surface, note = _as_it_is(wanted, now)
        if quantity not in QUANTITIES or ready is None:
            raise PreventUpdate
        values = surface.lattice(jobs.parts(Work(chunk, surface.spec, surface.chunks)))
        theme = theme if theme in list(INK) else "light"
        screen = screen if screen in SCREENS else DESK
        figure = sized(pictures.figure(surface, values, quantity, theme, screen), screen)
        return figure, tell_surface(surface, values), table(surface, values, quantity), note


def table(surface: Surface, values: Vector, quantity: str) -> html.Table:
    """Some of the runs: chemotherapy downwards, antibody across."""
    write = cells if quantity == "tumour_cells" else percent
    some = np.linspace(0, surface.points - 1, ROWS).round().astype(int)
    across, up = (surface.doses(drug)[some] for drug in (surface.antibody, surface.chemotherapy))
    shown = values[QUANTITIES.index(quantity)][np.ix_(some, some)]
    units = [
        str(dose_range(drug, surface.scenario.species)).partition(" to ")[2].partition(" ")[2]
        for drug in (surface.antibody, surface.chemotherapy)
    ]
    head = [html.Th(f"{surface.chemotherapy.label} ({units[1]})", scope="col")]
    head += [html.Th(f"15D11 {short(dose)} {units[0]}", scope="col") for dose in across]
    rows = [
        html.Tr(
            [
                html.Th(short(dose), scope="row"),
                *(html.Td(write(value) if np.isfinite(value) else panels.NOTHING) for value in row),
            ]
        )
        for dose, row in zip(up, shown, strict=True)
    ]
    return html.Table([html.Thead(html.Tr(head)), html.Tbody(rows)], className="values")

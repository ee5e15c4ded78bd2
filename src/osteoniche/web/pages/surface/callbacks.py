"""The callbacks of the dose surface: start, watch and stop its computation, and draw it.

The computation is a job that any server process can tell of (see osteoniche.jobs); the page looks
at it once a second while it runs, and the picture follows as parts of it are finished. Size and
quantity stand in the address, which the browser reads and writes (assets/pages/surface.js).
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from dash import ClientsideFunction, Dash, Input, Output, State, html, no_update
from dash.exceptions import PreventUpdate

from osteoniche.analysis.surface import POINTS, QUANTITIES, Surface, Vector, chunk
from osteoniche.components import Drug
from osteoniche.errors import ScenarioError
from osteoniche.figures import surface as pictures
from osteoniche.figures.look import sized
from osteoniche.jobs import Jobs, Progress, Work
from osteoniche.jobs import State as How
from osteoniche.narrative import tell_surface
from osteoniche.numerals import cells, percent, short
from osteoniche.quantity import shown_unit
from osteoniche.scenario import address
from osteoniche.tables import as_csv_of_surface
from osteoniche.web.kit import ids as kit_ids
from osteoniche.web.kit.browser import SCRIPT, screen_of, theme_of
from osteoniche.web.kit.dials import data
from osteoniche.web.kit.files import download
from osteoniche.web.kit.page import Services
from osteoniche.web.kit.tables import NOTHING
from osteoniche.web.kit.tables import table as rows_below
from osteoniche.web.kit.work import register_watch
from osteoniche.web.pages.surface import ids, words

PICTURES = 8
"""How often a picture is drawn anew while it is computed, at most."""
FILE = "osteoniche-dose-map.csv"
ROWS = 6
"""Doses of each drug in the table."""


def register(app: Dash, services: Services) -> None:
    """Add the page's callbacks."""
    jobs = services.jobs
    _register_browser(app)
    register_watch(
        app,
        jobs,
        ids.WORK,
        lambda request: _work(surface_of(request)),
        status=lambda request, progress: status(surface_of(request), progress),
        ready=lambda request, progress, before: _ready(progress, before),
    )
    _register_drawing(app, jobs)
    _register_taking(app, jobs)

    @app.callback(
        Output(ids.HERE, "data"),
        Output(ids.WORK.changed, "children"),
        Output(ids.WORK.request, "data", allow_duplicate=True),
        Input(ids.NOW, "data"),
        State(ids.WORK.request, "data"),
        State(ids.WORK.ready, "data"),
        prevent_initial_call=True,
    )
    def follow(now: Any, request: Any, ready: Any) -> Any:
        present, shown = surface_of(now), surface_of(request)
        note = _note(present, shown)
        if note and now.get("returned") is True and _is_known(jobs, present):
            return no_update, None, now
        mark = _marked(present, shown)
        whole = isinstance(ready, int) and ready >= shown.chunks  # else another may be in its place
        return (_place(mark) if mark and whole else no_update), note, no_update


def surface_of(request: Any) -> Surface:
    """The surface that the page asks for; PreventUpdate if it asks for none."""
    given = request if isinstance(request, dict) else {}
    query, points = given.get("query"), given.get("points")
    if not isinstance(query, str) or not isinstance(points, int):
        raise PreventUpdate
    try:
        return Surface(address.decode(query), points)
    except ScenarioError:
        raise PreventUpdate from None


def _work(surface: Surface) -> Work:
    return Work(chunk, surface.spec, surface.chunks)


def _is_known(jobs: Jobs, surface: Surface) -> bool:
    """Whether a surface is computed, or is being computed: Back may show it without being asked."""
    progress = jobs.known(_work(surface))
    return progress is not None and (progress.active or progress.state is How.DONE)


def _as_it_is(request: Any, now: Any) -> tuple[Surface, Any]:
    """The surface that was wanted, marked where the run is by now; a note if it is another's."""
    shown = surface_of(request)
    try:
        present = surface_of(now)
    except PreventUpdate:  # nothing has changed since it was wanted
        return shown, None
    return _marked(present, shown) or shown, _note(present, shown)


def _marked(present: Surface, shown: Surface) -> Surface | None:
    """The surface on the page, marked where the run is by now; None if it is of other settings."""
    here = Surface(present.scenario, shown.points)
    return here if here.spec == shown.spec else None


def _note(present: Surface, shown: Surface) -> Any:
    """What the page says where its settings are not those of the map, with a button beside."""
    if present.spec == shown.spec:
        return None
    said = words.CHANGED
    if _marked(present, shown):
        said = words.RESIZED.format(shown=f"{shown.curves:,}", chosen=f"{present.curves:,}")
    again = html.Button(words.AGAIN, type="button", className="tool", **data(press=ids.WORK.start))
    return html.Div([html.Span(said), again], className="notice")


def _place(marked: Surface) -> dict[str, Any]:
    """Where the mark of the visitor's run stands by now; the browser moves it there.

    A Patch of the picture would make one of nothing but the mark where none is drawn yet.
    """
    mark = pictures.here(marked)
    return {axis: mark[axis] for axis in "xy"}


def _register_browser(app: Dash) -> None:
    """What is wanted: by the button, and by itself when the page is first seen; and the address."""
    app.clientside_callback(
        ClientsideFunction(SCRIPT, "wantSurface"),
        Output(ids.WORK.request, "data"),
        Output(ids.NOW, "data"),
        Input(ids.WORK.start, "n_clicks"),
        Input(kit_ids.PAGE_ANSWER, "data"),
        Input(kit_ids.PAGE, "data"),
        Input(ids.POINTS, "value"),
        State(ids.WORK.request, "data"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        ClientsideFunction(SCRIPT, "readMap"),
        Output(ids.POINTS, "value"),
        Output(ids.QUANTITY, "value"),
        Input(kit_ids.URL, "search"),
        Input(kit_ids.VISIT, "data"),
        State(ids.VIEW, "data"),
    )
    app.clientside_callback(
        ClientsideFunction(SCRIPT, "moveMark"),
        Output(ids.MAP, "figure", allow_duplicate=True),
        Input(ids.HERE, "data"),
        State(ids.MAP, "figure"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        ClientsideFunction(SCRIPT, "showMap"),
        Output(ids.VIEW, "clear_data"),
        Input(ids.POINTS, "value"),
        Input(ids.QUANTITY, "value"),
        prevent_initial_call=True,
    )


def _ready(progress: Progress, before: Any) -> Any:
    """How many parts the picture may show; no news while that is hardly more than it has."""
    known = before if isinstance(before, int) else 0
    news = (
        progress.done > known
        if not progress.active
        else (progress.done - known >= max(1, progress.total / PICTURES))
    )
    return progress.done if news or before is None else no_update


def status(surface: Surface, progress: Progress) -> str:
    """How the computation stands, in a sentence."""
    if progress.state is How.DONE:
        return words.DONE.format(curves=f"{surface.curves:,}")
    return progress.sentence()


def _register_drawing(app: Dash, jobs: Jobs) -> None:
    @app.callback(
        Output(ids.MAP, "figure"),
        Output(ids.STORY, "children"),
        Output(ids.TABLE, "children"),
        Output(ids.WORK.changed, "children", allow_duplicate=True),
        Input(ids.WORK.ready, "data"),
        Input(ids.QUANTITY, "value"),
        Input(kit_ids.THEME, "data"),
        State(kit_ids.SCREEN, "data"),
        State(ids.WORK.request, "data"),
        State(ids.NOW, "data"),
        prevent_initial_call=True,
    )
    def draw(ready: Any, quantity: Any, theme: Any, screen: Any, request: Any, now: Any) -> Any:
        surface, note = _as_it_is(request, now)
        if quantity not in QUANTITIES or ready is None:
            raise PreventUpdate
        surface, parts = _known(jobs, surface)
        values, quantity = surface.lattice(parts), surface.quantity(quantity)
        theme, screen = theme_of(theme), screen_of(screen, request.get("screen"))
        figure = sized(pictures.figure(surface, values, quantity, theme, screen), screen)
        story = _story(surface, values, quantity, whole=len(parts) == surface.chunks)
        return figure, story, table(surface, values, quantity), note


def _register_taking(app: Dash, jobs: Jobs) -> None:
    """The numbers of the map, as far as they are known, as a file."""

    @app.callback(
        Output(ids.DOWNLOAD, "data"),
        Input(ids.NUMBERS, "n_clicks"),
        State(ids.WORK.request, "data"),
        prevent_initial_call=True,
    )
    def take(clicks: Any, request: Any) -> dict[str, Any]:
        surface, parts = _known(jobs, surface_of(request))
        text = as_csv_of_surface(surface, surface.lattice(parts))
        return download(FILE, text)


def _known(jobs: Jobs, surface: Surface) -> tuple[Surface, Sequence[bytes | None]]:
    """A surface with what is known of it; until it is whole a coarser one that is, if there is."""
    parts = _so_far(jobs.parts(_work(surface)))
    if len(parts) == surface.chunks:
        return surface, parts
    for points in reversed([each for each in POINTS if each < surface.points]):
        coarser = Surface(surface.scenario, points)
        progress = jobs.known(_work(coarser))
        if progress is not None and progress.state is How.DONE:
            return coarser, jobs.parts(_work(coarser))
    return surface, parts


def _so_far(parts: Sequence[bytes | None]) -> Sequence[bytes | None]:
    """The parts before the first that is missing: colours, lines and words know the same runs."""
    return parts[: parts.index(None)] if None in parts else parts


def _story(surface: Surface, values: Vector, quantity: str, *, whole: bool) -> str:
    """What the surface says of a quantity, and how far it is known while parts are missing."""
    story = tell_surface(surface, values, quantity)
    rows = int(np.isfinite(values[0]).all(axis=1).argmin())
    if whole or rows == 0:
        return story
    drug = surface.chemotherapy
    so_far = words.SO_FAR.format(
        label=drug.label[0].lower() + drug.label[1:],
        dose=short(float(surface.doses(drug)[rows - 1])),
        unit=_unit(surface, drug),
    )
    return f"{so_far} {story}".strip()


def _unit(surface: Surface, drug: Drug) -> str:
    """The unit of a drug's doses, as people read it."""
    return shown_unit(drug.dosing[surface.scenario.species].unit)


def table(surface: Surface, values: Vector, quantity: str) -> html.Table:
    """Some of the runs: chemotherapy downwards, antibody across."""
    write = cells if quantity == "tumour_cells" else percent
    some = np.linspace(0, surface.points - 1, ROWS).round().astype(int)
    across, up = (surface.doses(drug)[some] for drug in (surface.antibody, surface.chemotherapy))
    shown = values[QUANTITIES.index(quantity)][np.ix_(some, some)]
    beside, below = (_unit(surface, drug) for drug in (surface.antibody, surface.chemotherapy))
    head = [f"{surface.chemotherapy.label} ({below})"]
    head += [f"15D11 {short(dose)} {beside}" for dose in across]
    rows = [
        html.Tr(
            [
                html.Th(short(dose), scope="row"),
                *(html.Td(write(value) if np.isfinite(value) else NOTHING) for value in row),
            ]
        )
        for dose, row in zip(up, shown, strict=True)
    ]
    return rows_below(head, rows)

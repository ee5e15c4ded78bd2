"""The callbacks of one's own data: read a table, fit it as long work, show what came of it.

The table stays in the browser and comes with each request; the server keeps where a fit ended, by
a name that only this visit knows, and nothing of the table.
"""

import base64
from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, State, no_update
from dash.exceptions import PreventUpdate

from osteoniche.calibration.your_data import report
from osteoniche.calibration.your_data.fit import STARTS, best, chunk
from osteoniche.calibration.your_data.report import Outcome, outcome
from osteoniche.calibration.your_data.request import Bounds, FitRequest
from osteoniche.calibration.your_data.table import (
    ARMS_AT_MOST,
    BYTES_AT_MOST,
    EXPECTED,
    Study,
    read,
    too_large,
)
from osteoniche.errors import Problem, ScenarioError, SolverError, Unreadable
from osteoniche.figures import your_data as pictures
from osteoniche.figures.look import sized
from osteoniche.jobs import Jobs, Progress, Work
from osteoniche.jobs import State as How
from osteoniche.scenario import address
from osteoniche.scenario import file as scenario_file
from osteoniche.study import Run
from osteoniche.web.kit import ids as kit_ids
from osteoniche.web.kit import waiting
from osteoniche.web.kit.browser import SCRIPT, screen_of, theme_of
from osteoniche.web.kit.files import download
from osteoniche.web.kit.page import Services
from osteoniche.web.kit.work import register_watch
from osteoniche.web.pages.your_data import ids, words
from osteoniche.web.pages.your_data import shown as own_shown

FIELD = "your table"
"""What messages call it."""
FILE = "your file"
"""What they call one that is not opened."""
GROUPS = range(ARMS_AT_MOST)
"""The places of the choices of groups, most of which stay hidden."""


def register(app: Dash, services: Services) -> None:
    """Add the page's callbacks."""
    jobs, run = services.jobs, services.run
    _register_browser(app)
    _register_reading(app)
    register_watch(
        app,
        jobs,
        ids.WORK,
        lambda request: _work(request_of(request)),
        status=lambda request, progress: _sentence(progress),
        refused=(ids.PROBLEMS, own_shown.problems),
    )
    _register_drawing(app, jobs, run)
    _register_taking(app, jobs, run)


def _register_browser(app: Dash) -> None:
    """The table as it is pasted, opened or put in; and what the button wants."""
    app.clientside_callback(
        ClientsideFunction(SCRIPT, "ownGiven"),
        Output(ids.GIVEN, "data"),
        Output(ids.TEXT, "value"),
        Output(ids.UPLOAD, "contents"),
        Output(ids.FILE, "data"),
        Input(ids.TEXT, "value"),
        Input(ids.UPLOAD, "contents"),
        Input(ids.EXAMPLE, "n_clicks"),
        State(ids.RULES, "data"),
        State(ids.FILE, "data"),
    )
    app.clientside_callback(
        ClientsideFunction(SCRIPT, "ownWanted"),
        Output(ids.WORK.request, "data"),
        Input(ids.WORK.start, "n_clicks"),
        Input(kit_ids.PAGE, "data"),
        State(ids.GIVEN, "data"),
        State(kit_ids.ANSWER, "data"),
        State(ids.FREE, "value"),
        State(ids.BOUNDS, "value"),
        *(State(ids.group(place), "value") for place in GROUPS),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        ClientsideFunction(SCRIPT, "ownChanged"),
        Output(ids.WORK.changed, "hidden"),
        Output(ids.CHANGED_TOLD, "children"),
        Output(ids.AGAIN, "disabled"),
        Output(ids.WORK.status, "children", allow_duplicate=True),
        Output(ids.WORK.bar, "value", allow_duplicate=True),
        Input(ids.WORK.ready, "data"),
        Input(ids.GIVEN, "data"),
        Input(kit_ids.PAGE_ANSWER, "data"),
        Input(ids.FREE, "value"),
        Input(ids.BOUNDS, "value"),
        Input(ids.WORK.stop, "disabled"),
        Input(ids.WORK.start, "disabled"),
        *(Input(ids.group(place), "value") for place in GROUPS),
        *(Input(ids.group(place), "style") for place in GROUPS),
        State(ids.WORK.status, "children"),
        State(ids.RULES, "data"),
        prevent_initial_call=True,
    )


def _register_reading(app: Dash) -> None:
    @app.callback(
        Output(ids.FILE_TOLD, "children"),
        Input(ids.FILE, "data"),
        prevent_initial_call=True,
    )
    def refuse(file: Any) -> Any:
        if not isinstance(file, dict):
            return None
        try:
            study_of(file, FILE)
        except ScenarioError as error:
            return own_shown.refused(error)
        return None

    @app.callback(
        Output(ids.PROBLEMS, "children"),
        Output(ids.READ, "children"),
        Output(ids.WORK.start, "disabled"),
        *(Output(ids.group(place), "label") for place in GROUPS),
        *(Output(ids.group(place), "value") for place in GROUPS),
        *(Output(ids.group(place), "data") for place in GROUPS),
        *(Output(ids.group(place), "style") for place in GROUPS),
        Input(ids.GIVEN, "data"),
        *(State(ids.group(place), "label") for place in GROUPS),
        prevent_initial_call=True,
    )
    def follow(given: Any, *labels: Any) -> Any:
        none = (*(no_update,) * (3 * ARMS_AT_MOST), *(own_shown.HIDDEN,) * ARMS_AT_MOST)
        if not isinstance(given, dict) or (not given.get("text") and "bytes" not in given):
            return None, None, True, *none
        try:
            study = study_of(given)
        except ScenarioError as error:
            return own_shown.problems(error), None, True, *none
        shown = own_shown.group_choices(study, labels, given.get("groups"))
        return None, own_shown.summary(study), False, *shown


def study_of(given: Any, field: str = FIELD) -> Study:
    """The study that the browser sent; of what it can not send it has `begin` and `bytes`."""
    found = given if isinstance(given, dict) else {}
    size, text = found.get("bytes"), found.get("text")
    if isinstance(size, int):
        raise _unread(_bytes(found.get("begin")), size, field)
    if not isinstance(text, str):
        raise PreventUpdate
    return read(text, field)


def _unread(begin: bytes, size: int, field: str) -> ScenarioError:
    """Why a file is not read, by its beginning and its size."""
    kind = scenario_file.kind(begin)
    if kind is None and size > BYTES_AT_MOST:
        return too_large(field, size)
    found = kind or (words.BINARY if b"\0" in begin else words.NO_UTF8)
    return ScenarioError([Unreadable(field, found if size > 0 else words.EMPTY, EXPECTED)])


def _bytes(begin: Any) -> bytes:
    written = begin if isinstance(begin, str) else ""
    try:
        return base64.b64decode(written[: len(written) // 4 * 4], validate=True)
    except ValueError:
        return b""


def request_of(request: Any) -> FitRequest:
    """The fit that the page asks for; PreventUpdate if it asks for none.

    Raises ScenarioError with everything that is wrong with it.
    """
    given = request if isinstance(request, dict) else {}
    query, groups, free = (given.get(name) for name in ("query", "groups", "free"))
    if not isinstance(query, str) or not isinstance(groups, list) or not isinstance(free, list):
        raise PreventUpdate
    study = study_of(given)
    names = [one for one in free if isinstance(one, str)]
    chosen = [one if isinstance(one, str) else "" for one in groups]
    bounds = given.get("bounds")
    if bounds not in list(Bounds):
        raise ScenarioError([Problem("bounds", bounds, f"choose from {', '.join(Bounds)}")])
    return FitRequest(
        study,
        address.decode(query),
        dict(zip(study.arms, chosen, strict=False)),
        tuple(names),
        Bounds(bounds),
        waiting.wish(request),
    )


def _work(fit: FitRequest) -> Work:
    return Work(chunk, fit.spec, STARTS)


def _sentence(progress: Progress) -> str:
    return words.DONE if progress.state is How.DONE else progress.sentence()


def _register_drawing(app: Dash, jobs: Jobs, run: Run) -> None:
    @app.callback(
        Output(ids.PLOT, "figure"),
        Output(ids.PLOT_BOX, "style"),
        Output(ids.STORY, "children"),
        Output(ids.LEGEND, "children"),
        Output(ids.VALUES, "children"),
        Output(ids.RESIDUALS, "children"),
        Output(ids.SHOW, "children"),
        Output(ids.RESULT, "hidden"),
        Input(ids.WORK.ready, "data"),
        Input(kit_ids.THEME, "data"),
        State(kit_ids.SCREEN, "data"),
        prevent_initial_call=True,
    )
    def draw(ready: Any, theme: Any, screen: Any) -> Any:
        try:
            made = _made(jobs, run, ready)
        except (SolverError, ScenarioError) as error:
            return ({}, own_shown.HIDDEN, str(error), *(None,) * 4, False)
        theme, screen = theme_of(theme), screen_of(screen)
        return (
            sized(pictures.figure(made, theme, screen), screen),
            {"height": f"{pictures.height(made)}px"},
            report.sentences(made),
            own_shown.legend(made),
            own_shown.fitted_values(made),
            own_shown.residuals(made),
            own_shown.way_to_explore(made),
            False,
        )


def _register_taking(app: Dash, jobs: Jobs, run: Run) -> None:
    @app.callback(
        Output(ids.DOWNLOAD, "data"),
        Input(ids.TAKE, "n_clicks"),
        State(ids.WORK.ready, "data"),
        prevent_initial_call=True,
    )
    def take(clicks: Any, ready: Any) -> dict[str, Any]:
        try:
            text = report.as_json(_made(jobs, run, ready))
        except (SolverError, ScenarioError):  # the page says so where the result would be
            raise PreventUpdate from None
        kind = "application/json"
        return download(words.TAKE_FILE, text, kind)


def _made(jobs: Jobs, run: Run, ready: Any) -> Outcome:
    """The fit that was finished last, as it was wanted; PreventUpdate while there is none.

    Raises SolverError where its results went to make room for newer ones.
    """
    fit = request_of(ready)
    parts = jobs.results(_work(fit))
    if parts is None:
        raise SolverError(words.GONE)
    return outcome(fit, best(parts), run)

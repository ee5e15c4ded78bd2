"""The callbacks of one's own data: read a table, fit it as long work, show what came of it.

The table stays in the browser and comes with each request; the server keeps where a fit ended, by
a name that only this visit knows, and nothing of the table.
"""

import base64
from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, State, no_update
from dash.exceptions import PreventUpdate

from osteoniche import address, scenario_file
from osteoniche.calibration import own_report
from osteoniche.calibration.own_asked import Asked, Bounds
from osteoniche.calibration.own_data import (
    ARMS_AT_MOST,
    BYTES_AT_MOST,
    EXPECTED,
    Study,
    read,
    too_large,
)
from osteoniche.calibration.own_fit import STARTS, best, chunk
from osteoniche.calibration.own_report import Outcome, outcome
from osteoniche.errors import Problem, ScenarioError, SolverError, Unreadable
from osteoniche.figures import own_data as pictures
from osteoniche.figures.look import sized
from osteoniche.jobs import Jobs, Work
from osteoniche.jobs import State as How
from osteoniche.study import Run
from osteoniche.web import ids, own_shown, waiting
from osteoniche.web import own_words as words
from osteoniche.web.asked import screen_of, theme_of
from osteoniche.web.wiring import SCRIPT

FIELD = "your table"
"""What messages call it."""
FILE = "your file"
"""What they call one that is not opened."""
GROUPS = range(ARMS_AT_MOST)
"""The places of the choices of groups, most of which stay hidden."""


def register(app: Dash, jobs: Jobs, run: Run) -> None:
    """Add the section's callbacks; `run` simulates, `jobs` fits."""
    _register_browser(app)
    _register_reading(app)
    _register_watch(app, jobs)
    _register_drawing(app, jobs, run)
    _register_taking(app, jobs, run)


def _register_browser(app: Dash) -> None:
    """The table as it is pasted, opened or put in; and what the button wants."""
    app.clientside_callback(
        ClientsideFunction(SCRIPT, "ownGiven"),
        Output(ids.OWN_GIVEN, "data"),
        Output(ids.OWN_TEXT, "value"),
        Output(ids.OWN_UPLOAD, "contents"),
        Output(ids.OWN_FILE, "data"),
        Input(ids.OWN_TEXT, "value"),
        Input(ids.OWN_UPLOAD, "contents"),
        Input(ids.OWN_EXAMPLE, "n_clicks"),
        State(ids.OWN_RULES, "data"),
        State(ids.OWN_FILE, "data"),
    )
    app.clientside_callback(
        ClientsideFunction(SCRIPT, "ownWanted"),
        Output(ids.OWN_WANTED, "data"),
        Input(ids.OWN_FIT, "n_clicks"),
        Input(ids.PAGE, "data"),
        State(ids.OWN_GIVEN, "data"),
        State(ids.ANSWER, "data"),
        State(ids.OWN_FREE, "value"),
        State(ids.OWN_BOUNDS, "value"),
        *(State(ids.own_group(place), "value") for place in GROUPS),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        ClientsideFunction(SCRIPT, "ownChanged"),
        Output(ids.OWN_CHANGED, "hidden"),
        Output(ids.OWN_CHANGED_TOLD, "children"),
        Output(ids.OWN_AGAIN, "disabled"),
        Output(ids.OWN_TOLD, "children", allow_duplicate=True),
        Output(ids.OWN_BAR, "value", allow_duplicate=True),
        Input(ids.OWN_READY, "data"),
        Input(ids.OWN_GIVEN, "data"),
        Input(ids.ANSWER, "data"),
        Input(ids.OWN_FREE, "value"),
        Input(ids.OWN_BOUNDS, "value"),
        Input(ids.OWN_STOP, "disabled"),
        Input(ids.OWN_FIT, "disabled"),
        *(Input(ids.own_group(place), "value") for place in GROUPS),
        *(Input(ids.own_group(place), "style") for place in GROUPS),
        State(ids.OWN_TOLD, "children"),
        State(ids.OWN_RULES, "data"),
        prevent_initial_call=True,
    )


def _register_reading(app: Dash) -> None:
    @app.callback(
        Output(ids.OWN_FILE_TOLD, "children"),
        Input(ids.OWN_FILE, "data"),
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
        Output(ids.OWN_PROBLEMS, "children"),
        Output(ids.OWN_READ, "children"),
        Output(ids.OWN_FIT, "disabled"),
        *(Output(ids.own_group(place), "label") for place in GROUPS),
        *(Output(ids.own_group(place), "value") for place in GROUPS),
        *(Output(ids.own_group(place), "data") for place in GROUPS),
        *(Output(ids.own_group(place), "style") for place in GROUPS),
        Input(ids.OWN_GIVEN, "data"),
        *(State(ids.own_group(place), "label") for place in GROUPS),
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


def asked(wanted: Any) -> Asked:
    """The fit that the page asks for; PreventUpdate if it asks for none.

    Raises ScenarioError with everything that is wrong with it.
    """
    given = wanted if isinstance(wanted, dict) else {}
    query, groups, free = (given.get(name) for name in ("query", "groups", "free"))
    if not isinstance(query, str) or not isinstance(groups, list) or not isinstance(free, list):
        raise PreventUpdate
    study = study_of(given)
    names = [one for one in free if isinstance(one, str)]
    chosen = [one if isinstance(one, str) else "" for one in groups]
    bounds = given.get("bounds")
    if bounds not in list(Bounds):
        raise ScenarioError([Problem("bounds", bounds, f"choose from {', '.join(Bounds)}")])
    return Asked(
        study,
        address.decode(query),
        dict(zip(study.arms, chosen, strict=False)),
        tuple(names),
        Bounds(bounds),
        waiting.wish(wanted),
    )


def _work(fit: Asked) -> Work:
    return Work(chunk, fit.spec, STARTS)


def _register_watch(app: Dash, jobs: Jobs) -> None:
    @app.callback(
        Output(ids.OWN_BAR, "value"),
        Output(ids.OWN_TOLD, "children"),
        Output(ids.OWN_STOP, "disabled"),
        Output(ids.OWN_TICK, "disabled"),
        Output(ids.OWN_READY, "data"),
        Output(ids.OWN_PROBLEMS, "children", allow_duplicate=True),
        Input(ids.OWN_WANTED, "data"),
        Input(ids.OWN_TICK, "n_intervals"),
        Input(ids.OWN_STOP, "n_clicks"),
        prevent_initial_call=True,
    )
    def watch(wanted: Any, tick: Any, stop: Any) -> Any:
        try:
            work = _work(asked(wanted))
        except ScenarioError as error:
            return 0, None, True, True, no_update, own_shown.problems(error)
        progress = waiting.acted(jobs, work, wanted, start=ids.OWN_WANTED, stop=ids.OWN_STOP)
        done = progress.state is How.DONE
        told = words.DONE if done else progress.told()
        ready = wanted if done else no_update
        idle = not progress.active
        return waiting.share(progress), told, idle, idle, ready, no_update


def _register_drawing(app: Dash, jobs: Jobs, run: Run) -> None:
    @app.callback(
        Output(ids.OWN_PLOT, "figure"),
        Output(ids.OWN_PLOT_BOX, "style"),
        Output(ids.OWN_STORY, "children"),
        Output(ids.OWN_LEGEND, "children"),
        Output(ids.OWN_VALUES, "children"),
        Output(ids.OWN_RESIDUALS, "children"),
        Output(ids.OWN_SHOW, "children"),
        Output(ids.OWN_RESULT, "hidden"),
        Input(ids.OWN_READY, "data"),
        Input(ids.THEME, "data"),
        State(ids.SCREEN, "data"),
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
            own_report.told(made),
            own_shown.legend(made),
            own_shown.fitted_values(made),
            own_shown.residuals(made),
            own_shown.way_to_explore(made),
            False,
        )


def _register_taking(app: Dash, jobs: Jobs, run: Run) -> None:
    @app.callback(
        Output(ids.OWN_DOWNLOAD, "data"),
        Input(ids.OWN_TAKE, "n_clicks"),
        State(ids.OWN_READY, "data"),
        prevent_initial_call=True,
    )
    def take(clicks: Any, ready: Any) -> dict[str, Any]:
        try:
            text = own_report.as_json(_made(jobs, run, ready))
        except (SolverError, ScenarioError):  # the page says so where the result would be
            raise PreventUpdate from None
        kind = "application/json"
        return {"filename": words.TAKE_FILE, "content": text, "type": kind, "base64": False}


def _made(jobs: Jobs, run: Run, ready: Any) -> Outcome:
    """The fit that was finished last, as it was wanted; PreventUpdate while there is none.

    Raises SolverError where its results went to make room for newer ones.
    """
    fit = asked(ready)
    parts = jobs.results(_work(fit))
    if parts is None:
        raise SolverError(words.GONE)
    return outcome(fit, best(parts), run)

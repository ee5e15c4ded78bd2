"""Long work of a page: its components, and the callbacks that start, watch and draw it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from functools import partial
from typing import Any

import dash_mantine_components as dmc
from dash import ClientsideFunction, Dash, Input, Output, State, dcc, html, no_update
from dash import dependencies as declared
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from osteoniche.errors import ScenarioError
from osteoniche.jobs import Jobs, Progress, Work
from osteoniche.jobs import State as Stage
from osteoniche.web.kit import ids, waiting, words
from osteoniche.web.kit.browser import SCRIPT, screen_of, theme_of

TICK = 700
"""Milliseconds between two looks at long work."""


@dataclass(frozen=True)
class Parts:
    """The ids of the components of long work on a page."""

    start: str
    stop: str
    tick: str
    bar: str
    status: str
    changed: str
    request: str
    ready: str

    @classmethod
    def of(cls, prefix: str) -> "Parts":
        """Those with a prefix, such as the page's path."""
        return cls(*(f"{prefix}-{part.name}" for part in fields(cls)))


def register_watch(
    app: Dash,
    jobs: Jobs,
    parts: Parts,
    work_of: Callable[[Any], Work],
    *,
    status: Callable[[Any, Progress], str] = lambda request, progress: progress.sentence(),
    ready: Callable[[Any, Progress, Any], Any] | None = None,
    refused: tuple[str, Callable[[ScenarioError], Any]] | None = None,
) -> None:
    """Start, look at and stop what the store `request` asks for; its bar and buttons follow.

    `work_of` gives the work for a request; it raises PreventUpdate where there is none, and
    ScenarioError for what can not be computed, which `refused` shows: a component, and what makes
    an error into its children. `ready` gives the data of the store `ready` from the request, the
    progress, and the data before (None where the work has just begun); as it stands that is the
    request, once the work is done.
    """
    shown = [Output(refused[0], "children", allow_duplicate=True)] if refused else []

    @app.callback(
        Output(parts.bar, "value"),
        Output(parts.status, "children"),
        Output(parts.stop, "disabled"),
        Output(parts.tick, "disabled"),
        Output(parts.ready, "data"),
        *shown,
        Input(parts.request, "data"),
        Input(parts.tick, "n_intervals"),
        Input(parts.stop, "n_clicks"),
        State(parts.ready, "data"),
        prevent_initial_call=True,
    )
    def watch(request: Any, tick: Any, stop: Any, before: Any) -> Any:
        try:
            work = work_of(request)
        except ScenarioError as error:
            if refused is None:
                raise PreventUpdate from None
            return 0, None, True, True, no_update, refused[1](error)
        progress = waiting.acted(jobs, work, request, start=parts.request, stop=parts.stop)
        known = None if waiting.is_cause(parts.request) else before
        news = ready(request, progress, known) if ready else _when_done(request, progress)
        idle = not progress.active
        kept = [no_update] * len(shown)
        return (waiting.share(progress), status(request, progress), idle, idle, news, *kept)


def _when_done(request: Any, progress: Progress) -> Any:
    return request if progress.state is Stage.DONE else no_update


def controls(parts: Parts, label: str, start: str = words.COMPUTE) -> list[Component]:
    """What a page shows of its long work, and what `register_work` needs: to be put in its layout.

    `label` says what the bar counts, `start` what the button does.
    """
    return [
        dcc.Store(id=parts.request),
        dcc.Store(id=parts.ready),
        dcc.Interval(id=parts.tick, interval=TICK, disabled=True),
        html.Div(
            [
                dmc.Button(start, id=parts.start, size="xs", n_clicks=0),
                waiting.stop_button(parts.stop, words.STOP),
                waiting.bar(parts.bar, parts.status, label),
            ],
            className="work",
        ),
        html.Div(
            html.Div(words.CHANGED, className="notice"),
            id=parts.changed,
            hidden=True,
            role="status",
        ),
    ]


def register_work(
    app: Dash,
    jobs: Jobs,
    path: str,
    work_of: Callable[[str], Work],
    outputs: Sequence[declared.Output],
    draw: Callable[[list[bytes], str, str], Any],
) -> None:
    """Have long work done for the settings as they are, at the first sight of a page and by button.

    `path` is that of the page, whose layout holds `controls(Parts.of(path), ...)`. `work_of` gives
    the work for an encoded scenario (see scenario/address.py). `draw` gives the values of `outputs`
    from the results of all chunks, the theme and the kind of screen.
    """
    parts = Parts.of(path)
    _register_want(app, parts, path)
    register_changed(app, parts)
    wanted_work = partial(_work_of_request, work_of)
    register_watch(app, jobs, parts, wanted_work)

    @app.callback(
        *outputs,
        Input(parts.ready, "data"),
        Input(ids.THEME, "data"),
        State(ids.SCREEN, "data"),
        prevent_initial_call=True,
    )
    def drawn(ready: Any, theme: Any, screen: Any) -> Any:
        results = jobs.results(wanted_work(ready))
        if results is None:
            raise PreventUpdate
        return draw(results, theme_of(theme), screen_of(screen, ready.get("screen")))


def _work_of_request(work_of: Callable[[str], Work], request: Any) -> Work:
    query = _text(request, "query")
    if query is None:
        raise PreventUpdate
    return work_of(query)


def _text(given: Any, name: str) -> str | None:
    """A text by its name, of what a browser sent; None if there is none."""
    found = given.get(name) if isinstance(given, dict) else None
    return found if isinstance(found, str) else None


def _register_want(app: Dash, parts: Parts, path: str) -> None:
    """Want the work at the first sight, once there are settings, and then by the button.

    A page is seen once more after the server lost an answer, which may have been one of the work.
    """

    @app.callback(
        Output(parts.request, "data"),
        Input(parts.start, "n_clicks"),
        Input(ids.seen(path), "data"),
        Input(ids.PAGE_ANSWER, "data"),
        State(parts.request, "data"),
        prevent_initial_call=True,
    )
    def want(clicks: Any, seen: Any, answer: Any, request: Any) -> Any:
        query = _text(answer, "scenario")
        if not isinstance(seen, dict) or query is None:
            raise PreventUpdate
        asked = waiting.is_cause(parts.start) or waiting.is_cause(ids.seen(path))
        if isinstance(request, dict) and not asked:
            raise PreventUpdate
        wish = f"{seen.get('wish')}-{clicks}"
        return {"query": query, "wish": wish, "screen": seen.get("screen")}


def register_changed(app: Dash, parts: Parts) -> None:
    """Say so where what is shown is of other settings than those of now; in the browser."""
    app.clientside_callback(
        ClientsideFunction(SCRIPT, "isUnchanged"),
        Output(parts.changed, "hidden"),
        Input(parts.request, "data"),
        Input(ids.PAGE_ANSWER, "data"),
        prevent_initial_call=True,
    )

"""The part of the page that plans one experiment: how many animals, and how sure that is."""

import json
from typing import Any

import dash_mantine_components as dmc
from dash import Dash, Input, Output, State, dcc, html, no_update
from dash.exceptions import PreventUpdate

from osteoniche.analysis.cohort.plan import READINGS
from osteoniche.errors import ScenarioError
from osteoniche.figures.look import LINES
from osteoniche.jobs import Jobs
from osteoniche.narrative.plan import NAMES
from osteoniche.scenario.presets import ARMS, OWN
from osteoniche.web.kit.dials import POPUP, data, scrolled
from osteoniche.web.kit.files import download
from osteoniche.web.kit.tables import problems, table
from osteoniche.web.kit.waiting import SETTLED
from osteoniche.web.kit.work import controls, register_watch
from osteoniche.web.pages.cohort import ids, words
from osteoniche.web.pages.cohort.plan_request import CHOSEN, TYPED, work_of

USUAL = {"first": "chemotherapy", "second": "combination", "reading": "light"}
"""What is chosen at first."""


def layout() -> html.Section:
    """What is asked, and what came of it."""
    arms = {name: LINES[name].label for name in (OWN, *ARMS)}
    readings = {name: NAMES[name] for name in READINGS}
    return html.Section(
        [
            html.H3(words.PLAN),
            html.P(words.PLAN_LEAD, className="quiet"),
            html.Div(
                [
                    _choice("second", arms),
                    _choice("first", arms),
                    _choice("reading", readings),
                    *(_typed(name) for name in TYPED),
                ],
                className="cohort-form",
            ),
            html.Div(id=ids.PLAN_PROBLEMS, role="alert"),
            *controls(ids.PLAN, words.PLAN_BAR),
            _result(),
        ],
        className="plan",
    )


def _choice(name: str, options: dict[str, str]) -> dmc.Select:
    return dmc.Select(
        id=ids.plan(name),
        label=words.PLAN_FIELDS[name],
        data=[{"value": value, "label": label} for value, label in options.items()],
        value=USUAL[name],
        allowDeselect=False,
        size="xs",
        comboboxProps=POPUP,
    )


def _typed(name: str) -> dmc.TextInput:
    label, hint = words.PLAN_FIELDS[name], words.PLAN_HINTS[name]
    return dmc.TextInput(id=ids.plan(name), label=label, placeholder=hint, value="", size="xs")


def _result() -> html.Div:
    take = html.Button(words.PLAN_TAKE, id=ids.PLAN_TAKE, type="button", className="tool")
    return html.Div(
        [
            html.P(id=ids.PLAN_STORY, **data(spoken=SETTLED)),
            scrolled(words.PLAN, id=ids.PLAN_TABLE, className="values-box"),
            html.Div([take, dcc.Download(id=ids.PLAN_DOWNLOAD)], className="toolbar"),
        ],
        id=ids.PLAN_RESULT,
        hidden=True,
    )


def register(app: Dash, jobs: Jobs) -> None:
    """Add the callbacks of this part."""
    register_watch(app, jobs, ids.PLAN, work_of)

    @app.callback(
        Output(ids.PLAN.request, "data"),
        Output(ids.PLAN_PROBLEMS, "children"),
        Input(ids.PLAN.start, "n_clicks"),
        State(ids.REQUEST, "data"),
        *(State(ids.plan(name), "value") for name in CHOSEN + TYPED),
        prevent_initial_call=True,
    )
    def want(clicks: Any, cohort: Any, *values: Any) -> Any:
        if not isinstance(cohort, dict):
            raise PreventUpdate
        request = cohort | dict(zip(CHOSEN + TYPED, values, strict=True))
        request["wish"] = f"{cohort.get('wish')}-{clicks}"
        try:
            work_of(request)
        except ScenarioError as error:
            return no_update, problems(error, words.PLAN_REFUSED)
        return request, None

    @app.callback(
        Output(ids.PLAN_STORY, "children"),
        Output(ids.PLAN_TABLE, "children"),
        Output(ids.PLAN_RESULT, "hidden"),
        Input(ids.PLAN.ready, "data"),
        prevent_initial_call=True,
    )
    def drawn(ready: Any) -> Any:
        found = _known(jobs, ready)
        head, *rows = found["rows"]
        lines = [html.Tr([html.Td(text) for text in row]) for row in rows]
        return found["told"], table([word[0].upper() + word[1:] for word in head], lines), False

    @app.callback(
        Output(ids.PLAN_DOWNLOAD, "data"),
        Input(ids.PLAN_TAKE, "n_clicks"),
        State(ids.PLAN.ready, "data"),
        prevent_initial_call=True,
    )
    def take(clicks: Any, ready: Any) -> Any:
        return download(words.PLAN_FILE, _known(jobs, ready)["script"])


def _known(jobs: Jobs, ready: Any) -> Any:
    try:
        results = jobs.results(work_of(ready))
    except ScenarioError:
        raise PreventUpdate from None
    if results is None:
        raise PreventUpdate
    return json.loads(results[0])

"""The callbacks of the part that plans one experiment: how many animals, and how sure that is."""

import json
from typing import Any

from dash import Dash, Input, Output, State, html, no_update
from dash.exceptions import PreventUpdate

from osteoniche.errors import ScenarioError
from osteoniche.jobs import Jobs
from osteoniche.web.kit.files import download
from osteoniche.web.kit.tables import problems, table
from osteoniche.web.kit.work import register_changed, register_watch
from osteoniche.web.pages.cohort import ids, words
from osteoniche.web.pages.cohort.plan.request import CHOSEN, TYPED, work_of


def register(app: Dash, jobs: Jobs) -> None:
    """Add the callbacks of this part."""
    register_watch(app, jobs, ids.PLAN, work_of)
    register_changed(app, ids.PLAN)

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

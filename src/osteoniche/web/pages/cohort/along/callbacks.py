"""The callbacks of the part along one setting.

Nothing is computed before the button is pressed. What is wrong is told under the values, and what
was shown stays.
"""

from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, State, html, no_update
from dash.exceptions import PreventUpdate

from osteoniche.analysis.cohort import READOUTS
from osteoniche.analysis.cohort.along import Along
from osteoniche.analysis.cohort.along_work import whole
from osteoniche.errors import ScenarioError
from osteoniche.figures import along as pictures
from osteoniche.figures.look import sized
from osteoniche.jobs import Jobs
from osteoniche.narrative.along import along_table, tell_along
from osteoniche.tables.along import as_csv_of_along
from osteoniche.web.kit import ids as kit_ids
from osteoniche.web.kit.browser import SCRIPT, screen_of, theme_of
from osteoniche.web.kit.files import download
from osteoniche.web.kit.tables import problems, table
from osteoniche.web.kit.work import register_changed, register_watch
from osteoniche.web.pages.cohort import ids, words
from osteoniche.web.pages.cohort.along.request import (
    Offer,
    asked_of,
    in_words,
    offer,
    opened,
    work_of,
)
from osteoniche.web.pages.cohort.request import Request


def register(app: Dash, jobs: Jobs) -> None:
    """Add the callbacks of this part."""
    _register_asking(app)
    app.clientside_callback(
        ClientsideFunction(SCRIPT, "keepAlong"),
        Output(ids.ALONG.request, "clear_data"),
        Input(ids.ALONG.request, "data"),
        prevent_initial_call=True,
    )
    register_watch(app, jobs, ids.ALONG, work_of)
    register_changed(app, ids.ALONG)
    _register_drawing(app, jobs)
    _register_taking(app, jobs)


def _register_asking(app: Dash) -> None:
    @app.callback(
        Output(ids.ALONG_SETTING, "data"),
        Output(ids.ALONG_SETTING, "value"),
        Output(ids.ALONG_VALUES, "value"),
        Output(ids.ALONG_OFFERED, "data"),
        Input(ids.REQUEST, "data"),
        Input(ids.ALONG_SETTING, "value"),
        State(ids.ALONG_VALUES, "value"),
        State(ids.ALONG_OFFERED, "data"),
        prevent_initial_call=True,
    )
    def follow(cohort: Any, chosen: Any, typed: Any, before: Any) -> Any:
        request = Request.of(cohort)
        return offer(request.scenario, chosen, typed, Offer.of(before), opened(request.texts))

    @app.callback(
        Output(ids.ALONG.request, "data"),
        Output(ids.ALONG_PROBLEMS, "children"),
        Output(ids.ALONG_VALUES, "error"),
        Input(ids.ALONG.start, "n_clicks"),
        Input(ids.ALONG_VALUES, "n_submit"),
        State(ids.REQUEST, "data"),
        State(ids.ALONG_SETTING, "value"),
        State(ids.ALONG_VALUES, "value"),
        prevent_initial_call=True,
    )
    def want(clicks: Any, enters: Any, cohort: Any, setting: Any, values: Any) -> Any:
        if not isinstance(cohort, dict):
            raise PreventUpdate
        wish = f"{cohort.get('wish')}-{clicks}-{enters}"
        request = cohort | {"setting": setting, "values": values, "wish": wish}
        try:
            asked_of(request)
        except ScenarioError as error:
            told = in_words(error, request)
            return no_update, problems(told, words.ALONG_REFUSED), True
        return request, None, None


# What came of it


def _register_drawing(app: Dash, jobs: Jobs) -> None:
    @app.callback(
        Output(ids.ALONG_MULTIPLES, "figure"),
        Output(ids.ALONG_AGAINST, "figure"),
        Output(ids.ALONG_TABLE, "children"),
        Output(ids.ALONG_STORY, "children"),
        Output(ids.ALONG_RESULT, "hidden"),
        Input(ids.ALONG.ready, "data"),
        Input(ids.ALONG_READOUT, "value"),
        Input(kit_ids.THEME, "data"),
        State(kit_ids.SCREEN, "data"),
        prevent_initial_call=True,
    )
    def drawn(ready: Any, readout: Any, theme: Any, screen: Any) -> Any:
        found = _known(jobs, ready)
        if readout not in READOUTS:
            raise PreventUpdate
        return draw(found, readout, theme_of(theme), screen_of(screen, ready.get("screen")))


def _known(jobs: Jobs, ready: Any) -> Along:
    results = jobs.results(work_of(ready))
    if results is None:
        raise PreventUpdate
    return whole(results)


def draw(found: Along, readout: str, theme: str, screen: str) -> tuple[Any, ...]:
    """Both figures, the table, what it is of, and that there is a result."""
    figures = (
        pictures.multiples(found, readout, theme, screen),
        pictures.against(found, readout, theme, screen),
    )
    (named, *head), *lines = along_table(found)
    rows = [
        html.Tr([html.Th(value, scope="row"), *(html.Td(text) for text in told)])
        for value, *told in lines
    ]
    shown = table([named, *(word[0].upper() + word[1:] for word in head)], rows)
    return (*(sized(figure, screen) for figure in figures), shown, tell_along(found), False)


def _register_taking(app: Dash, jobs: Jobs) -> None:
    @app.callback(
        Output(ids.ALONG_DOWNLOAD, "data"),
        Input(ids.ALONG_TAKE, "n_clicks"),
        State(ids.ALONG.ready, "data"),
        prevent_initial_call=True,
    )
    def take(clicks: Any, ready: Any) -> dict[str, Any]:
        return download(words.ALONG_FILE, as_csv_of_along(_known(jobs, ready)))

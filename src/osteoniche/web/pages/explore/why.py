"""Why the tumour is as large as it is: the tab of bars, once the settings rest.

It is computed only while the tab is open. Against another run (or untreated) it shows what each
setting does alone, and what all of them do together.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, State, dcc, html
from dash.exceptions import PreventUpdate

from osteoniche.analysis.attribution import attribute
from osteoniche.analysis.contrast import contrast
from osteoniche.errors import ScenarioError, SolverError
from osteoniche.figures import attribution as figure
from osteoniche.figures.look import LINES, PIN_PREFIX
from osteoniche.narrative.attribution import parts_table, tell_parts
from osteoniche.narrative.contrast import contrast_table, tell_contrast
from osteoniche.scenario import Scenario
from osteoniche.scenario.presets import reference_arms
from osteoniche.study import Run
from osteoniche.web.kit import ids
from osteoniche.web.kit.browser import SCRIPT
from osteoniche.web.kit.dials import aria, data, scrolled
from osteoniche.web.kit.page import Services
from osteoniche.web.pages.explore import request as page
from osteoniche.web.pages.explore import words
from osteoniche.web.pages.explore.request import Request
from osteoniche.web.pages.explore.words import TABS, WHY

UNTREATED = "untreated"
"""The run that others are held against where the visitor chose none."""


def layout() -> html.Div:
    """The place of the bars, which tab is open, and when the bars are due."""
    shown = scrolled(TABS[WHY], id=ids.WHY, className="why-shown")
    stores = [dcc.Store(id=ids.TAB), dcc.Store(id=ids.WHY_DUE)]
    return html.Div([*stores, shown], className="why-box")


def register(app: Dash, services: Services) -> None:
    """Add the bars to the page; the browser tells when they are due."""
    app.clientside_callback(
        ClientsideFunction(SCRIPT, "whyDue"),
        Output(ids.WHY_DUE, "data"),
        Input(ids.ANSWER, "data"),
        Input(ids.TAB, "data"),
        prevent_initial_call=True,
    )

    @app.callback(
        Output(ids.WHY, "children"),
        Input(ids.WHY_DUE, "data"),
        State(ids.REQUEST, "data"),
        prevent_initial_call=True,
    )
    def why(_due: Any, message: Any) -> list[Any]:
        if not isinstance(message, dict):
            raise PreventUpdate
        try:
            return shown(page.read(message), services.run)
        except ScenarioError:
            raise PreventUpdate from None


def shown(request: Request, run: Run) -> list[Any]:
    """The bars of a request, or a sentence where there are none."""
    try:
        return [*_mechanism(request.scenario, run), *_against(request, run)]
    except SolverError as error:
        return [html.P(str(error))]


def _mechanism(scenario: Scenario, run: Run) -> Iterator[Any]:
    way = attribute(scenario, run)
    yield html.H3(words.MECHANISM)
    yield html.P(tell_parts(way))
    if way and way.parts:
        lines = parts_table(way)
        yield _table(lines, figure.stairs([part.log for part in way.parts]))


def _against(request: Request, run: Run) -> Iterator[Any]:
    name, first = _reference(request)
    if request.scenario.tumour == "none" or first.key() == request.scenario.key():
        return
    yield html.H3(words.AGAINST.format(name=name))
    try:
        pair = contrast(first, request.scenario, run)
    except ScenarioError as error:
        yield html.P(" ".join(map(str, error.problems)))
        return
    yield html.P(tell_contrast(pair))
    logs = [each.log for each in pair.changes]
    if len(logs) > 1:
        drawn = figure.beside([*logs, pair.independent, pair.log])
        yield _table(contrast_table(pair), drawn)
    way = html.Button(
        words.ANOTHER_WAY, type="button", className="plain link", **data(focuses=ids.MINUS)
    )
    yield html.P([words.ANOTHER, way, "."], className="caveat")


def _reference(request: Request) -> tuple[str, Scenario]:
    """The run that the visitor's own is held against: its name and scenario."""
    minus = request.view.minus or UNTREATED
    arms = reference_arms(request.scenario)
    if minus in arms:
        return LINES[minus].label, arms[minus]
    pin = request.pins[int(minus.removeprefix(PIN_PREFIX))]
    return pin.name, pin.scenario


def _table(lines: Sequence[tuple[str, str]], drawn: figure.Bars) -> html.Table:
    """Lines with their bars, and the axis below."""
    rows = [
        html.Tr([html.Th(name, scope="row"), html.Td(_bar(bar), className="track"), html.Td(text)])
        for (name, text), bar in zip(lines, drawn.bars, strict=True)
    ]
    ticks = [html.Span(text, style={"left": f"{at:.2f}%"}) for at, text in drawn.ticks]
    axis = html.Tr([html.Td(), html.Td(html.Div(ticks, className="ticks")), html.Td()])
    head = html.Tr([html.Th(text, scope="col") for text in words.COLUMNS])
    body = html.Tbody(rows)
    foot = html.Tfoot(axis, **aria(hidden="true"))
    return html.Table([html.Thead(head), body, foot], className="values why-table")


def _bar(bar: figure.Bar) -> html.Div:
    place = {"marginLeft": f"{bar.left:.2f}%", "width": f"{bar.width:.2f}%"}
    kind = "bar is-fewer" if bar.fewer else "bar is-more"
    return html.Div(className=kind, style=place, **aria(hidden="true"))

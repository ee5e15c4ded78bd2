"""The callbacks of the page of cohorts: it follows the settings, a large one runs by the button."""

from collections.abc import Callable
from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, State, no_update
from dash.exceptions import PreventUpdate

from osteoniche import parameters
from osteoniche.analysis.cohort import Cohort
from osteoniche.analysis.cohort.responses import responses
from osteoniche.analysis.cohort.work import assembled, joined
from osteoniche.calibration.bands import Band
from osteoniche.errors import ScenarioError, SolverError
from osteoniche.tables.cohort import as_csv_of_cohort
from osteoniche.web.kit import ids as kit_ids
from osteoniche.web.kit.browser import SCRIPT
from osteoniche.web.kit.files import download
from osteoniche.web.kit.page import Likely, Services
from osteoniche.web.kit.tables import notes, problems
from osteoniche.web.kit.work import register_watch
from osteoniche.web.pages.cohort import along, ids, live, plan, words
from osteoniche.web.pages.cohort.form import differs, form
from osteoniche.web.pages.cohort.request import Request, Wanted, work_of
from osteoniche.web.pages.cohort.shown import draw

SHOWN = [
    Output(ids.TEXTS, "data"),
    Output(ids.BANDS, "figure"),
    Output(ids.WATERFALL, "figure"),
    Output(ids.SURVIVAL, "figure"),
]
FIELDS = [
    Output(ids.FORM, "children"),
    Output(ids.DIFFERS, "children"),
    Output(ids.FORM_OF, "data"),
]
Find = Callable[[Wanted], Cohort | None]
"""Gives the cohort that is asked for; None for a large one that is not computed yet."""


def register(app: Dash, services: Services) -> None:
    """Add the page's callbacks."""

    def find(wanted: Wanted) -> Cohort | None:
        if not wanted.large:
            return assembled(wanted.asked, services.subjects)
        results = services.jobs.results(work_of(wanted.asked))
        return None if results is None else joined(results)

    _register_browser(app)
    _register_drawing(app, find, services.band)
    _register_taking(app, find)
    register_watch(
        app,
        services.jobs,
        ids.WORK,
        lambda given: work_of(Request.of(given).wanted().asked),
    )
    live.register(app, services.subjects)
    plan.register(app, services.jobs)
    along.register(app, services.jobs)


def _register_browser(app: Dash) -> None:
    """What is wanted, and what the address says of it, by assets/pages/cohort/settings.js."""
    app.clientside_callback(
        ClientsideFunction(SCRIPT, "readCohort"),
        Output(ids.SETTINGS, "data"),
        Input(kit_ids.URL, "search"),
        Input(kit_ids.VISIT, "data"),
        State(ids.VIEW, "data"),
    )
    app.clientside_callback(
        ClientsideFunction(SCRIPT, "writeTexts"),
        Output(ids.TEXTS, "clear_data"),
        Input(ids.TEXTS, "data"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        ClientsideFunction(SCRIPT, "wantCohort"),
        Output(ids.REQUEST, "data"),
        Output(ids.WORK.request, "data"),
        Input(kit_ids.PAGE_ANSWER, "data"),
        Input(kit_ids.PAGE, "data"),
        Input(ids.SETTINGS, "data"),
        Input(ids.WORK.start, "n_clicks"),
        prevent_initial_call=True,
    )


def _register_drawing(app: Dash, find: Find, likely: Likely) -> None:
    @app.callback(
        *SHOWN,
        *FIELDS,
        Output(ids.LONG, "hidden"),
        Output(ids.NOTE, "children"),
        Input(ids.REQUEST, "data"),
        Input(ids.WORK.ready, "data"),
        Input(kit_ids.THEME, "data"),
        State(kit_ids.SCREEN, "data"),
        State(ids.FORM_OF, "data"),
        prevent_initial_call=True,
    )
    def drawn(given: Any, ready: Any, theme: Any, screen: Any, before: Any) -> Any:
        same = [no_update] * len(SHOWN)
        fields: list[Any] = [no_update] * len(FIELDS)
        try:
            request = Request.of(given, theme, screen)
            wanted = request.wanted()
        except ScenarioError as error:
            return *same, *fields, no_update, problems(error, words.REFUSED)
        if before != request.fields:
            fields = [form(wanted), differs(wanted), request.fields]
        small = not wanted.large
        cohort = find(wanted)
        if cohort is None:
            return *same, *fields, small, notes([words.LARGE])
        band = _likely(wanted, likely)
        note = [] if band or not wanted.constants else [words.NO_BAND]
        return *draw(cohort, wanted, request, band), *fields, small, notes(note)


def _likely(wanted: Wanted, likely: Likely) -> Band | None:
    """What the constants leave open, where that is wanted and can be made."""
    scenario = wanted.asked.scenario
    fitted = parameters.is_fitted(scenario.set) and scenario.tumour != "none"
    if not wanted.constants or not fitted:
        return None
    try:
        return likely(scenario)
    except SolverError:
        return None


def _register_taking(app: Dash, find: Find) -> None:
    """The subjects as a file, once they are all run."""

    @app.callback(
        Output(ids.DOWNLOAD, "data"),
        Input(ids.TAKE, "n_clicks"),
        State(ids.REQUEST, "data"),
        prevent_initial_call=True,
    )
    def take(clicks: Any, given: Any) -> dict[str, Any]:
        try:
            wanted = Request.of(given).wanted()
        except ScenarioError:
            raise PreventUpdate from None
        cohort = find(wanted)
        if cohort is None:
            raise PreventUpdate
        found = {name: responses(cohort, arm, wanted.rule) for name, arm in cohort.arms.items()}
        return download(words.FILE, as_csv_of_cohort(cohort, found))

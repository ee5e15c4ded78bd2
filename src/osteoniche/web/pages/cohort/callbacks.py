"""The callbacks of the page of cohorts: it is run at the first sight, and then by the button."""

from collections.abc import Mapping, Sequence
from typing import Any

from dash import Dash, Input, Output, State, html
from dash.exceptions import PreventUpdate

from osteoniche.analysis.cohort import PATIENTS, SEED, SUBJECTS, Cohort, draws
from osteoniche.analysis.cohort.plan import POWERS, READINGS, compared
from osteoniche.analysis.cohort.responses import Progression, Responses, responses
from osteoniche.analysis.cohort.survival import kaplan_meier
from osteoniche.analysis.cohort.work import Asked, chunk, joined
from osteoniche.errors import ScenarioError
from osteoniche.figures import cohort as pictures
from osteoniche.figures.look import LINES, sized
from osteoniche.jobs import Jobs, Work
from osteoniche.narrative.cohort import cohort_table, tell_cohort
from osteoniche.narrative.plan import NAMES, TOO_MANY
from osteoniche.numerals import short
from osteoniche.quantity import HUMAN
from osteoniche.scenario import address
from osteoniche.tables.cohort import as_csv_of_cohort
from osteoniche.web.kit.files import download
from osteoniche.web.kit.page import Services
from osteoniche.web.kit.tables import table
from osteoniche.web.kit.work import register_work
from osteoniche.web.pages.cohort import along, ids, words

RISK_COLUMNS = 7
"""Days at which numbers at risk are told."""
PAIR = ("chemotherapy", "combination")
"""The arms that the next experiment is about."""


def register(app: Dash, services: Services) -> None:
    """Add the page's callbacks."""
    outputs = [
        Output(ids.ARMS, "children"),
        Output(ids.STORY, "children"),
        Output(ids.BANDS, "figure"),
        Output(ids.WATERFALL, "figure"),
        Output(ids.SURVIVAL, "figure"),
        Output(ids.AT_RISK, "children"),
        Output(ids.NEXT_LEAD, "children"),
        Output(ids.NEXT, "children"),
        Output(ids.DIFFERS, "children"),
    ]
    register_work(app, services.jobs, words.PATH, work_of, outputs, draw)
    _register_taking(app, services.jobs)
    along.register(app, services.jobs)


def asked_of(query: str) -> Asked:
    """The cohort of an encoded scenario."""
    scenario = address.decode(query)
    return Asked(scenario, PATIENTS if scenario.species == HUMAN else SUBJECTS, SEED)


def work_of(query: str) -> Work:
    """What is to be computed for an encoded scenario."""
    try:
        asked = asked_of(query)
    except ScenarioError:
        raise PreventUpdate from None
    return Work(chunk, asked.spec, asked.chunks)


def draw(results: Sequence[bytes], theme: str, screen: str) -> tuple[Any, ...]:
    """All that is shown of a cohort."""
    cohort = joined(results)
    rule = Progression()
    found = {name: responses(cohort, arm, rule) for name, arm in cohort.arms.items()}
    figures = (
        pictures.bands(cohort, theme, screen),
        pictures.waterfall(cohort, found, theme, screen),
        pictures.survival(cohort, found, theme, screen),
    )
    first, second = PAIR
    return (
        _arms(cohort, found),
        tell_cohort(cohort, found, rule),
        *(sized(figure, screen) for figure in figures),
        _at_risk(cohort, found),
        words.NEXT_LEAD.format(first=LINES[first].label, second=LINES[second].label),
        _next(cohort),
        _differs(cohort),
    )


def _arms(cohort: Cohort, found: Mapping[str, Responses]) -> html.Table:
    head, *lines = cohort_table(cohort, found)
    rows = [_row(LINES[name].label, *told) for name, *told in lines]
    return table([word[0].upper() + word[1:] for word in head], rows)


def _row(name: str, *told: str) -> html.Tr:
    return html.Tr([html.Th(name, scope="row"), *(html.Td(text) for text in told)])


def _at_risk(cohort: Cohort, found: Mapping[str, Responses]) -> html.Table | None:
    last = cohort.days[-1] - cohort.start
    days = [round(last * at / (RISK_COLUMNS - 1), 1) for at in range(RISK_COLUMNS)]
    rows = []
    for name, each in found.items():
        if not len(each.lasted):
            continue
        known = kaplan_meier(each)
        rows.append(_row(LINES[name].label, *(str(known.at_risk(day)) for day in days)))
    head = [words.AT_RISK, *(f"{words.DAY} {short(day)}" for day in days)]
    return table(head, rows) if rows else None


def _next(cohort: Cohort) -> html.Table:
    first, second = PAIR
    rows = []
    for reading in READINGS:
        apart = compared(cohort, first, second, reading)
        best, last = apart.place(None), len(apart.days) - 1
        told = [NAMES[reading]]
        for at in (best, last):
            needs = apart.needs(at)
            told += [f"{words.DAY.lower()} {short(float(apart.days[at]))}"]
            told += [TOO_MANY if needs[p] is None else str(needs[p]) for p in POWERS]
        rows.append(_row(*told))
    return table(words.NEXT_HEAD, rows)


def _differs(cohort: Cohort) -> html.Table:
    species = cohort.scenario.species
    rows = [
        _row(one.meaning, short(cohort.sd[name]), str(one.kinds[species]), one.source)
        for name, one in draws.spreads(species).items()
    ]
    return table(words.DIFFERS_HEAD, rows)


def _register_taking(app: Dash, jobs: Jobs) -> None:
    """The subjects as a file, once they are all run."""

    @app.callback(
        Output(ids.DOWNLOAD, "data"),
        Input(ids.TAKE, "n_clicks"),
        State(ids.WORK.ready, "data"),
        prevent_initial_call=True,
    )
    def take(clicks: Any, ready: Any) -> dict[str, Any]:
        query = ready.get("query") if isinstance(ready, dict) else None
        results = jobs.results(work_of(query)) if isinstance(query, str) else None
        if results is None:
            raise PreventUpdate
        cohort = joined(results)
        found = {name: responses(cohort, arm) for name, arm in cohort.arms.items()}
        text = as_csv_of_cohort(cohort, found)
        return download(words.FILE, text)

"""The callbacks of the evidence page: computed when it is first seen, then drawn.

What is computed is a job, the same for all visitors, so that only the first of them ever waits.
"""

from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, State, html, no_update
from dash.exceptions import PreventUpdate

from osteoniche.calibration.parameter_set import shipped
from osteoniche.figures.look import sized
from osteoniche.jobs import Jobs, Progress, Work
from osteoniche.jobs import State as How
from osteoniche.narrative.evidence import fading
from osteoniche.reproduced import PARTS, chunk, read, spec
from osteoniche.web import constants, ids, studies, waiting, words
from osteoniche.web.asked import screen_of, theme_of
from osteoniche.web.markup import markup
from osteoniche.web.wiring import SCRIPT

GONE = (How.STOPPED, How.LOST)
"""Ends after which the work is taken up again while someone looks."""


def work() -> Work:
    """All that the page has to have computed."""
    return Work(chunk, spec(), len(PARTS))


def register(app: Dash, jobs: Jobs) -> None:
    """Add the page's callbacks."""
    _register_browser(app)
    _register_watch(app, jobs)
    _register_drawing(app, jobs)


def _register_browser(app: Dash) -> None:
    """That it is wanted, at the first sight; and which constants are shown."""
    app.clientside_callback(
        ClientsideFunction(SCRIPT, "wantEvidence"),
        Output(ids.EVIDENCE_WANTED, "data"),
        Input(ids.PAGE, "data"),
        Input(ids.EVIDENCE_AGAIN, "n_clicks"),
        State(ids.EVIDENCE_READY, "data"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        ClientsideFunction(SCRIPT, "filterConstants"),
        Output(ids.CONSTANTS_COUNT, "children"),
        Input(ids.CONSTANTS_KIND, "value"),
        Input(ids.CONSTANTS_SEARCH, "value"),
        State(ids.RULES, "data"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        ClientsideFunction(SCRIPT, "drawEvidence"),
        Output(ids.EVIDENCE_DRAWN, "clear_data"),
        Input(ids.EVIDENCE_DRAWN, "data"),
        Input(ids.EVIDENCE_TABLED, "data"),
        prevent_initial_call=True,
    )


def _register_watch(app: Dash, jobs: Jobs) -> None:
    @app.callback(
        Output(ids.EVIDENCE_BAR, "value"),
        Output(ids.EVIDENCE_TOLD, "children"),
        Output(ids.EVIDENCE_WAIT, "hidden"),
        Output(ids.EVIDENCE_AGAIN, "hidden"),
        Output(ids.EVIDENCE_TICK, "disabled"),
        Output(ids.EVIDENCE_READY, "data"),
        Input(ids.EVIDENCE_WANTED, "data"),
        Input(ids.EVIDENCE_TICK, "n_intervals"),
        State(ids.EVIDENCE_READY, "data"),
        prevent_initial_call=True,
    )
    def watch(wanted: Any, tick: Any, ready: Any) -> Any:
        if not isinstance(wanted, dict) or ready is True:  # looks that were sent before it was
            raise PreventUpdate
        new = waiting.is_cause(ids.EVIDENCE_WANTED)
        progress = _started(jobs) if new else _seen(jobs)
        done = progress.state is How.DONE
        return (
            waiting.share(progress),
            _told(progress),
            done,
            progress.active or done,
            not progress.active,
            True if done else no_update,
        )

    @app.callback(
        Output(ids.EVIDENCE_TABLED, "data"),
        Output(ids.CONSTANTS_COUNT, "children", allow_duplicate=True),
        Input(ids.EVIDENCE_WANTED, "data"),
        prevent_initial_call=True,
    )
    def tabulate(wanted: Any) -> Any:
        if not isinstance(wanted, dict):
            raise PreventUpdate
        whole = constants.count()
        count = words.CONSTANTS_COUNT.format(shown=whole, all=whole)
        return {ids.CONSTANTS_TABLE: markup(constants.table(shipped()))}, count


def _told(progress: Progress) -> str:
    """How the work stands. Nearly all of it is what comes before its first part."""
    first = progress.state is How.RUNNING and progress.done == 0
    return words.EVIDENCE_FIRST if first else progress.told()


def _started(jobs: Jobs) -> Progress:
    return jobs.start(work())


def _seen(jobs: Jobs) -> Progress:
    """How far it is; work that stopped or was lost meanwhile is taken up again."""
    progress = jobs.look(work())
    return _started(jobs) if progress is None or progress.state in GONE else progress


def _register_drawing(app: Dash, jobs: Jobs) -> None:
    @app.callback(
        Output(ids.EVIDENCE_DRAWN, "data"),
        Input(ids.EVIDENCE_READY, "data"),
        Input(ids.THEME, "data"),
        State(ids.SCREEN, "data"),
        State(ids.EVIDENCE_WANTED, "data"),
        prevent_initial_call=True,
    )
    def draw(ready: Any, theme: Any, screen: Any, wanted: Any) -> Any:
        parts = jobs.results(work()) if ready is True else None
        if parts is None:
            raise PreventUpdate
        shown = read(parts)
        seen_on = wanted.get("screen") if isinstance(wanted, dict) else None
        theme, screen = theme_of(theme), screen_of(screen, seen_on)
        fades = [html.Li(sentence) for sentence in fading(shown.fades)]
        texts = {
            ids.EVIDENCE_SUMMARY: markup(studies.summary(shown)),
            ids.EVIDENCE_PANELS: markup(studies.panels(shown, shipped())),
            ids.EVIDENCE_FADING: markup(fades),
        }
        drawn = studies.figures(shown, theme)
        return {"texts": texts, "figures": sized(drawn, screen)}

"""The callbacks of the evidence page: computed when it is first seen, then drawn.

What is computed is a job, the same for all visitors, so that only the first of them ever waits.
"""

from functools import cache
from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, State, html, no_update
from dash.exceptions import PreventUpdate

from osteoniche.analysis.reproduced import PARTS, chunk, read, spec
from osteoniche.calibration.parameter_set import shipped
from osteoniche.figures.look import sized
from osteoniche.jobs import Jobs, Progress, Work
from osteoniche.jobs import State as How
from osteoniche.narrative.limits import fading
from osteoniche.web.kit import ids as kit_ids
from osteoniche.web.kit import waiting
from osteoniche.web.kit.browser import SCRIPT, screen_of, theme_of
from osteoniche.web.kit.markup import markup
from osteoniche.web.kit.page import Services
from osteoniche.web.pages.evidence import constants, ids, patients, studies, words

SEEN = kit_ids.seen(words.PATH)


def work() -> Work:
    """All that the page has to have computed."""
    return Work(chunk, spec(), len(PARTS))


def register(app: Dash, services: Services) -> None:
    """Add the page's callbacks."""
    jobs = services.jobs
    _register_browser(app)
    _register_watch(app, jobs)
    _register_drawing(app, jobs)


def _register_browser(app: Dash) -> None:
    """Which constants are shown, and what the server has written."""
    app.clientside_callback(
        ClientsideFunction(SCRIPT, "filterConstants"),
        Output(ids.CONSTANTS_COUNT, "children"),
        Input(ids.CONSTANTS_KIND, "value"),
        Input(ids.CONSTANTS_SEARCH, "value"),
        State(ids.CONSTANTS_SAY, "data"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        ClientsideFunction(SCRIPT, "drawEvidence"),
        Output(ids.DRAWN, "clear_data"),
        Input(ids.DRAWN, "data"),
        Input(ids.TABLED, "data"),
        prevent_initial_call=True,
    )


def _register_watch(app: Dash, jobs: Jobs) -> None:
    @app.callback(
        Output(ids.BAR, "value"),
        Output(ids.TOLD, "children"),
        Output(ids.WAIT, "hidden"),
        Output(ids.AGAIN, "hidden"),
        Output(ids.TICK, "disabled"),
        Output(ids.READY, "data"),
        Input(SEEN, "data"),
        Input(ids.AGAIN, "n_clicks"),
        Input(ids.TICK, "n_intervals"),
        State(ids.READY, "data"),
        prevent_initial_call=True,
    )
    def watch(seen: Any, again: Any, tick: Any, ready: Any) -> Any:
        if not isinstance(seen, dict) or ready is True:  # looks that were sent before it was
            raise PreventUpdate
        new = waiting.is_cause(SEEN) or waiting.is_cause(ids.AGAIN)
        progress = jobs.start(work()) if new else jobs.follow(work())
        done = progress.state is How.DONE
        return (
            waiting.share(progress),
            _sentence(progress),
            done,
            progress.active or done,
            not progress.active,
            True if done else no_update,
        )

    @app.callback(
        Output(ids.TABLED, "data"),
        Output(ids.CONSTANTS_COUNT, "children", allow_duplicate=True),
        Input(SEEN, "data"),
        prevent_initial_call=True,
    )
    def tabulate(seen: Any) -> Any:
        if not isinstance(seen, dict):
            raise PreventUpdate
        whole = constants.count()
        count = words.CONSTANTS_COUNT.format(shown=whole, all=whole)
        return {ids.CONSTANTS_TABLE: tabled()}, count


@cache
def tabled() -> str:
    """The table of all constants as HTML, the same for everybody."""
    return markup(constants.table(shipped()))


def _sentence(progress: Progress) -> str:
    """How the work stands. Nearly all of it is what comes before its first part."""
    first = progress.state is How.RUNNING and progress.done == 0
    return words.FIRST if first else progress.sentence()


def _register_drawing(app: Dash, jobs: Jobs) -> None:
    @app.callback(
        Output(ids.DRAWN, "data"),
        Input(ids.READY, "data"),
        Input(kit_ids.THEME, "data"),
        State(kit_ids.SCREEN, "data"),
        State(SEEN, "data"),
        prevent_initial_call=True,
    )
    def draw(ready: Any, theme: Any, screen: Any, seen: Any) -> Any:
        parts = jobs.results(work()) if ready is True else None
        if parts is None:
            raise PreventUpdate
        shown = read(parts)
        seen_on = seen.get("screen") if isinstance(seen, dict) else None
        theme, screen = theme_of(theme), screen_of(screen, seen_on)
        fades = [html.Li(sentence) for sentence in fading(shown.fades, shown.pair)]
        texts = {
            ids.SUMMARY: markup(studies.summary(shown)),
            ids.PANELS: markup(studies.panels(shown, shipped())),
            ids.FADING: markup(fades),
            ids.PATIENTS: markup(patients.table_of(shown)),
        }
        drawn = studies.figures(shown, theme)
        return {"texts": texts, "figures": sized(drawn, screen)}

"""The Dash application: what every page shares."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import dash_mantine_components as dmc
from dash import ClientsideFunction, Dash, Input, Output

from osteoniche.figures.look import FONT
from osteoniche.jobs import Jobs
from osteoniche.study import Run
from osteoniche.web import (
    equations,
    evidence,
    health,
    ids,
    likely,
    live,
    own,
    surfaces,
    wiring,
    words,
)
from osteoniche.web.headers import DiscreetDash
from osteoniche.web.pages import explore
from osteoniche.web.picture import Likely
from osteoniche.web.protection import protect

THEME = {
    "primaryColor": "indigo",
    "fontFamily": FONT,
    "defaultRadius": "md",
    "primaryShade": 7,  # text and sliders in it stand out enough from both themes' backgrounds
}
#: The opening tag of every page: its language, and what Mantine wants until it has drawn.
HTML = '<html lang="en" data-mantine-color-scheme="loading">'

dmc.pre_render_color_scheme()


def create_app(
    run: Run,
    jobs: Jobs,
    assets: Path,
    prefix: str = "/",
    preparing: Callable[[], bool] = lambda: False,
    band: Likely = likely.band,
) -> Dash:
    """The application; `run` gives the result of a scenario, `jobs` does what takes longer.

    `assets` holds scripts and styles, `preparing` says whether the model is being compiled at the
    moment, and `band` gives the likely range of a scenario.
    """
    app = DiscreetDash(
        "osteoniche",
        title=words.TITLE,
        assets_folder=str(assets),
        requests_pathname_prefix=prefix,
        routes_pathname_prefix=prefix,
        update_title="",
        suppress_callback_exceptions=False,
        health_endpoint=health.PATH,
        enable_mcp=False,
        meta_tags=[{"name": "viewport", "content": "width=device-width, initial-scale=1"}],
    )
    layout: Callable[[], Any] = lambda: dmc.MantineProvider(  # noqa: E731
        explore.layout(preparing=preparing()), theme=THEME, defaultColorScheme="auto"
    )
    app.layout = layout
    app.index_string = app.index_string.replace("<html>", HTML)
    _register_theme(app)
    wiring.register(app, run, band)
    surfaces.register(app, jobs)
    evidence.register(app, jobs)
    equations.register(app)
    own.register(app, jobs, run)
    live.register(app, run, band)
    protect(app, words.PAGES)
    return app


def _register_theme(app: Dash) -> None:
    """Keep the choice of theme and what Mantine draws together, in the browser."""
    app.clientside_callback(
        ClientsideFunction(wiring.SCRIPT, "theme"),
        Output(ids.THEME_CHOICE, "value"),
        Input(ids.THEME_CHOICE, "value"),
    )

"""The Dash application: what every page shares."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import dash_mantine_components as dmc
from dash import ClientsideFunction, Dash, Input, Output

from osteoniche.analysis.cohort.work import Subjects, arm_of
from osteoniche.figures.look import FONT
from osteoniche.jobs import Jobs
from osteoniche.study import Run
from osteoniche.web.document import document
from osteoniche.web.edge import health
from osteoniche.web.edge.headers import DiscreetDash
from osteoniche.web.edge.protection import protect
from osteoniche.web.edge.scripts import CONTENT, digest
from osteoniche.web.kit import ids, words
from osteoniche.web.kit.browser import SCRIPT
from osteoniche.web.kit.page import Known, Likely, Services
from osteoniche.web.pages import cohort, equations, evidence, explore, present, surface, your_data
from osteoniche.web.pages.explore import likely_range
from osteoniche.web.pages.explore.opening import opening
from osteoniche.web.rail import callbacks as rail

PAGES = (
    explore.PAGE,
    surface.PAGE,
    cohort.PAGE,
    evidence.PAGE,
    equations.PAGE,
    your_data.PAGE,
    present.PAGE,
)
"""The pages, in the order of the ways to them. A new one stands here, and nowhere else."""
THEME = {
    "primaryColor": "indigo",
    "fontFamily": FONT,
    "defaultRadius": "md",
    "primaryShade": 7,  # text and sliders in it stand out enough from both themes' backgrounds
}
VENDOR = "vendor"
"""The folder of `assets/` with what others wrote."""
PLOTLY = f"{VENDOR}/plotly-cartesian.min.js"
"""The plots: a third of the script that Dash would fetch, with all that the pages draw."""
#: The opening tag of every page: its language, and what Mantine wants until it has drawn.
HTML = '<html lang="en" data-mantine-color-scheme="loading">'

dmc.pre_render_color_scheme()


def create_app(
    run: Run,
    jobs: Jobs,
    assets: Path,
    prefix: str = "/",
    preparing: Callable[[], bool] = lambda: False,
    band: Likely = likely_range.band,
    known_band: Known = likely_range.band,
    subjects: Subjects = arm_of,
    embed: Sequence[str] = (),
    watch: Callable[[Dash], None] = lambda app: None,
) -> Dash:
    """The application; `run` gives the result of a scenario, `jobs` does what takes longer.

    `assets` holds scripts and styles, `preparing` says whether the model is being compiled at the
    moment, `band` gives the likely range of a scenario and
    `known_band` the same if it was computed before, `subjects` an arm of a cohort. `embed` are the
    origins of sites that may show the page inside one of theirs. `watch` stands around every
    request, before all else.
    """
    app = DiscreetDash(
        "osteoniche",
        title=words.TITLE,
        assets_folder=str(assets),
        assets_path_ignore=[f"^{VENDOR}$"],  # asked for by who needs it, and not by every page
        requests_pathname_prefix=prefix,
        routes_pathname_prefix=prefix,
        update_title="",
        suppress_callback_exceptions=False,
        health_endpoint=health.PATH,
        enable_mcp=False,
        meta_tags=[{"name": "viewport", "content": "width=device-width, initial-scale=1"}],
    )
    layout: Callable[[], Any] = lambda: dmc.MantineProvider(  # noqa: E731
        document(PAGES, preparing=preparing()), theme=THEME, defaultColorScheme="auto"
    )
    app.layout = layout
    app.index_string = app.index_string.replace("<html>", HTML).replace(
        "{%css%}", "{%css%}" + _plots(app, assets)
    )
    app.opening = lambda path, search: (
        opening(search, run) if path == explore.PAGE.path and not preparing() else ""
    )
    _register_theme(app)
    rail.register(app)
    for page in PAGES:
        page.register(app, Services(run, band, known_band, subjects, jobs))
    protect(app, [page.path for page in PAGES], embed, watch)
    return app


def _plots(app: Dash, assets: Path) -> str:
    """Where the script that draws plots is, for assets/shell/plotly.js; fetched after all else."""
    content = digest((assets / PLOTLY).read_bytes())
    address = f"{app.get_asset_url(PLOTLY)}?{CONTENT}={content}"
    return f'<link rel="preload" as="script" fetchpriority="low" id="plotly" href="{address}">'


def _register_theme(app: Dash) -> None:
    """Keep the choice of theme and what Mantine draws together, in the browser."""
    app.clientside_callback(
        ClientsideFunction(SCRIPT, "theme"),
        Output(ids.THEME_CHOICE, "value"),
        Input(ids.THEME_CHOICE, "value"),
    )

"""The dose surface: one map of all pairs of doses, computed while one watches."""

from typing import Any

import dash_mantine_components as dmc
from dash import dcc, html

from osteoniche.analysis.surface import POINTS, QUANTITIES
from osteoniche.figures.surface import SHADES
from osteoniche.scenario import address
from osteoniche.web.kit import waiting
from osteoniche.web.kit import words as kit_words
from osteoniche.web.kit.dials import aria, data, scrolled, segmented
from osteoniche.web.kit.graphs import graph
from osteoniche.web.kit.sheet import sheet
from osteoniche.web.pages.surface import ids, words

USUAL = str(POINTS[1])
"""The doses of each drug that the page begins with."""
TICK = 1000
"""Milliseconds between two looks at a computation."""


def layout() -> html.Section:
    """The page's own part, below what all pages share."""
    return sheet(
        words.NAME,
        words.LEAD,
        dcc.Store(id=ids.WORK.request),
        dcc.Store(id=ids.WORK.ready),
        dcc.Store(id=ids.NOW),
        dcc.Store(id=ids.HERE),
        dcc.Store(id=ids.VIEW, data=in_address()),
        dcc.Interval(id=ids.WORK.tick, interval=TICK, disabled=True),
        _form(),
        html.Div(id=ids.WORK.changed, role="status"),
        _map(),
        html.P(id=ids.STORY, **data(spoken=waiting.SETTLED)),
        _taking(),
        html.H3(words.TABLE),
        scrolled(words.TABLE, id=ids.TABLE, className="values-box"),
        kind="surface",
    )


def in_address() -> dict[str, Any]:
    """What the address says of the map: by control, its key, its usual value and what is allowed.

    Usual values are left out, and so is all of it where the address would be `longest`.
    """
    return {
        "keys": {
            ids.POINTS: [f"{address.VIEW}points", USUAL, [str(each) for each in POINTS]],
            ids.QUANTITY: [f"{address.VIEW}map", QUANTITIES[0], list(QUANTITIES)],
        },
        "longest": address.LONGEST,
    }


def _form() -> html.Div:
    sizes = {str(points): f"{points**2:,}" for points in POINTS}
    return html.Div(
        className="work",
        children=[
            segmented(ids.POINTS, sizes, USUAL, words.POINTS),
            dmc.Button(kit_words.COMPUTE, id=ids.WORK.start, size="xs", n_clicks=0),
            waiting.stop_button(ids.WORK.stop, kit_words.STOP),
            waiting.bar(ids.WORK.bar, ids.WORK.status, words.BAR),
            segmented(
                ids.QUANTITY,
                {name: shade.name for name, shade in SHADES.items()},
                QUANTITIES[0],
                words.QUANTITY,
            ),
        ],
    )


def _taking() -> html.Div:
    """What can be taken away; the menu of the page's head leads here too."""
    picture = html.Button(
        words.PICTURE, id=ids.PICTURE, type="button", className="tool", **data(takes="picture")
    )
    numbers = html.Button(
        words.NUMBERS, id=ids.NUMBERS, type="button", className="tool", **data(takes="table")
    )
    return html.Div([picture, numbers, dcc.Download(id=ids.DOWNLOAD)], className="toolbar")


def _map() -> html.Div:
    return html.Div(graph(ids.MAP), className="map", role="group", **aria(label=words.MAP))

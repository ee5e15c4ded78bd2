"""The dose surface: one map of all pairs of doses, computed while one watches."""

from typing import Any

import dash_mantine_components as dmc
from dash import dcc, html

from osteoniche import address
from osteoniche.figures.surface import SHADES
from osteoniche.surface import POINTS, QUANTITIES
from osteoniche.web import ids, waiting, words
from osteoniche.web.dials import aria, data, scrolled, segmented
from osteoniche.web.graphs import graph

USUAL = str(POINTS[1])
"""The doses of each drug that the page begins with."""
TICK = 1000
"""Milliseconds between two looks at a computation."""


def layout() -> html.Section:
    """The page's own part, below what all pages share."""
    return html.Section(
        className="surface",
        children=[
            dcc.Store(id=ids.SURFACE_WANTED),
            dcc.Store(id=ids.SURFACE_READY),
            dcc.Store(id=ids.SURFACE_NOW),
            dcc.Store(id=ids.SURFACE_VIEW, data=in_address()),
            dcc.Interval(id=ids.SURFACE_TICK, interval=TICK, disabled=True),
            html.H2("Dose surface"),
            html.P(words.SURFACE_LEAD, className="quiet"),
            _form(),
            html.Div(id=ids.SURFACE_CHANGED, role="status"),
            _map(),
            html.P(id=ids.SURFACE_STORY, **data(spoken=waiting.SETTLED)),
            html.H3(words.SURFACE_TABLE),
            scrolled(words.SURFACE_TABLE, id=ids.SURFACE_TABLE, className="values-box"),
        ],
        **data(on=words.SURFACE),
    )


def in_address() -> dict[str, Any]:
    """What the address says of the map: by control, its key, its usual value and what is allowed.

    Usual values are left out, and so is all of it where the address would be `longest`.
    """
    return {
        "keys": {
            ids.SURFACE_POINTS: [f"{address.VIEW}points", USUAL, [str(each) for each in POINTS]],
            ids.SURFACE_QUANTITY: [f"{address.VIEW}map", QUANTITIES[0], list(QUANTITIES)],
        },
        "longest": address.LONGEST,
    }


def _form() -> html.Div:
    sizes = {str(points): f"{points**2:,}" for points in POINTS}
    return html.Div(
        className="surface-form",
        children=[
            segmented(ids.SURFACE_POINTS, sizes, USUAL, words.SURFACE_POINTS),
            dmc.Button(words.SURFACE_COMPUTE, id=ids.SURFACE_COMPUTE, size="xs", n_clicks=0),
            waiting.stop_button(ids.SURFACE_STOP, words.STOP),
            waiting.bar(ids.SURFACE_BAR, ids.SURFACE_TOLD, words.SURFACE_BAR),
            segmented(
                ids.SURFACE_QUANTITY,
                {name: shade.name for name, shade in SHADES.items()},
                QUANTITIES[0],
                words.SURFACE_QUANTITY,
            ),
        ],
    )


def _map() -> html.Div:
    return html.Div(
        graph(ids.SURFACE), className="map", role="group", **aria(label=words.SURFACE_MAP)
    )

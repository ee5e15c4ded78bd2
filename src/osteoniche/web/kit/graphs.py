"""The plots of the page as they stand before their first figure."""

from typing import Any

from dash import dcc, html

from osteoniche.figures.look import blank
from osteoniche.web.kit.dials import aria

CONFIG: Any = {
    "displayModeBar": False,  # it would lie on the data
    "displaylogo": False,
    "showSendToCloud": False,
    "responsive": True,
    "doubleClick": False,
    "showTips": False,
}
"""What every plot does; nothing may leave the host.

A double click is heard by assets/shell/plots.js, which takes back the zoom of all rows,
not of one.
"""


def graph(component: str) -> dcc.Graph:
    """A plot as large as the box around it, in which there is nothing to see yet."""
    return dcc.Graph(
        id=component, figure=blank(), config=CONFIG, responsive=True, style={"height": "100%"}
    )


def plot(component: str, label: str) -> html.Div:
    """A plot in a box of its own height; `label` says what it shows to those who hear the page."""
    return html.Div(graph(component), className="plot-box", role="group", **aria(label=label))

"""The equations: what a run computes, for reading."""

from dash import dcc, html

from osteoniche.web.kit.sheet import sheet
from osteoniche.web.pages.equations import ids, words


def layout() -> html.Section:
    """The page's own part, filled when it is first seen."""
    return sheet(
        words.NAME,
        words.LEAD,
        dcc.Store(id=ids.TEXTS),
        html.P(words.GUARDS, className="quiet"),
        html.Div(html.P(words.WAITING, role="status"), id=ids.BODY),
        kind="equations",
    )

"""The equations: what a run computes, for reading."""

from dash import dcc, html

from osteoniche.web.pages.equations import ids, words


def layout() -> html.Section:
    """The page's own part, filled when it is first seen."""
    return html.Section(
        className="equations",
        children=[
            dcc.Store(id=ids.TEXTS),
            html.H2(words.NAME),
            html.P(words.LEAD, className="quiet"),
            html.P(words.GUARDS, className="quiet"),
            html.Div(html.P(words.WAITING, role="status"), id=ids.BODY),
        ],
    )

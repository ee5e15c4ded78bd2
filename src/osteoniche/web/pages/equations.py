"""The equations: what a run computes, for reading."""

from dash import dcc, html

from osteoniche.web import equations_words as said
from osteoniche.web import ids, words
from osteoniche.web.dials import data


def layout() -> html.Section:
    """The page's own part, filled when it is first seen."""
    return html.Section(
        className="equations",
        children=[
            dcc.Store(id=ids.EQUATIONS_WANTED),
            dcc.Store(id=ids.EQUATIONS_TEXTS),
            html.H2(words.PAGES[words.EQUATIONS]),
            html.P(said.LEAD, className="quiet"),
            html.P(said.GUARDS, className="quiet"),
            html.Div(html.P(said.WAITING, role="status"), id=ids.EQUATIONS_BODY),
        ],
        **data(on=words.EQUATIONS),
    )

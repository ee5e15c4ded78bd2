"""A page as a sheet: its name, what it is for, and what it holds."""

from dash import html
from dash.development.base_component import Component


def sheet(name: str, lead: str, *children: Component, kind: str = "") -> html.Section:
    """What a page shows, below what all pages share; `kind` is a class for its own style sheet."""
    return html.Section(
        [html.H2(name), html.P(lead, className="quiet"), *children],
        className=f"sheet {kind}".strip(),
    )

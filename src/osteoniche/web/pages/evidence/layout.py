"""The evidence: every experiment beside the model, all constants, and what can not be told."""

from typing import Any

import dash_mantine_components as dmc
from dash import dcc, html

from osteoniche.narrative.evidence import rule
from osteoniche.narrative.limits import LIMITS
from osteoniche.quantity import Kind
from osteoniche.web.kit import waiting
from osteoniche.web.kit.dials import aria, data, scrolled, segmented
from osteoniche.web.kit.sheet import sheet
from osteoniche.web.pages.evidence import ids, words
from osteoniche.web.pages.evidence.constants import before_the_fit

TICK = 500
"""Milliseconds between two looks at the computation."""


def layout() -> html.Section:
    """The page's own part, below what all pages share; filled when it is first seen."""
    return sheet(
        words.NAME,
        words.LEAD,
        dcc.Store(id=ids.READY),
        dcc.Store(id=ids.DRAWN),
        dcc.Store(id=ids.CONSTANTS_SAY, data=words.CONSTANTS_COUNT),
        dcc.Store(id=ids.TABLED),
        dcc.Interval(id=ids.TICK, interval=TICK, disabled=True),
        _ways(),
        waiting.bar(ids.BAR, ids.TOLD, words.BAR, id=ids.WAIT),
        html.Button(
            words.AGAIN,
            id=ids.AGAIN,
            type="button",
            className="tool",
            n_clicks=0,
            hidden=True,
        ),
        html.Div(id=ids.SUMMARY),
        html.P(rule(), className="quiet"),
        html.Section(
            [html.H3(words.PATIENTS), html.P(words.PATIENTS_LEAD), html.Div(id=ids.PATIENTS)],
            **aria(label=words.PATIENTS),
        ),
        html.Div(
            className="evidence-beside",
            children=[
                html.Section(
                    [
                        html.H3(words.STUDIES),
                        html.Div(id=ids.PANELS),
                        html.P(words.LATER, className="quiet later"),
                    ],
                    className="studies",
                    **aria(label=words.STUDIES),
                ),
                _limits(),
            ],
        ),
        _constants(),
        kind="evidence",
    )


def _ways() -> html.P:
    """The ways to what stands further below; assets/pages/evidence.js goes there."""
    names = {
        ids.PANELS: words.STUDIES,
        ids.LIMITS: words.LIMITS,
        ids.CONSTANTS: words.CONSTANTS,
    }
    links = [html.A(name, href=f"#{target}", className="jump") for target, name in names.items()]
    return html.P([f"{words.WAYS}: ", *links], className="jumps")


def _limits() -> html.Aside:
    said: list[Any] = [html.H3(words.LIMITS), html.Ul(id=ids.FADING)]
    for title, sentences in LIMITS.items():
        said += [html.H4(title), html.Ul([html.Li(sentence) for sentence in sentences])]
    return html.Aside(
        scrolled(words.LIMITS, said, id=ids.LIMITS),
        className="limits",
        **aria(label=words.LIMITS),
    )


def _constants() -> html.Section:
    kinds = words.CONSTANTS_KINDS | {kind.value: kind.value.capitalize() for kind in Kind}
    choice = segmented(ids.CONSTANTS_KIND, kinds, "all", words.CONSTANTS_KIND)
    search = dmc.TextInput(
        id=ids.CONSTANTS_SEARCH, label=words.CONSTANTS_SEARCH, value="", size="xs", debounce=False
    )
    return html.Section(
        id=ids.CONSTANTS,
        tabIndex=-1,
        children=[
            html.H3(words.CONSTANTS),
            html.P(words.CONSTANTS_LEAD, className="quiet"),
            before_the_fit(),
            html.Div(
                [
                    choice,
                    search,
                    html.Span(
                        id=ids.CONSTANTS_COUNT, className="quiet", **data(spoken=waiting.RESTED)
                    ),
                ],
                className="work",
            ),
            scrolled(words.CONSTANTS, id=ids.CONSTANTS_TABLE, className="values-box"),
        ],
        **aria(label=words.CONSTANTS),
    )

"""The evidence: every experiment beside the model, all constants, and what can not be told."""

from typing import Any

import dash_mantine_components as dmc
from dash import dcc, html

from osteoniche.narrative.evidence import LIMITS, rule
from osteoniche.quantity import Kind
from osteoniche.web import ids, waiting, words
from osteoniche.web.constants import before_the_fit
from osteoniche.web.dials import aria, data, scrolled, segmented

TICK = 500
"""Milliseconds between two looks at the computation."""


def layout() -> html.Section:
    """The page's own part, below what all pages share; filled when it is first seen."""
    return html.Section(
        className="evidence",
        children=[
            dcc.Store(id=ids.EVIDENCE_WANTED),
            dcc.Store(id=ids.EVIDENCE_READY),
            dcc.Store(id=ids.EVIDENCE_DRAWN),
            dcc.Store(id=ids.EVIDENCE_TABLED),
            dcc.Interval(id=ids.EVIDENCE_TICK, interval=TICK, disabled=True),
            html.H2(words.PAGES[words.EVIDENCE]),
            html.P(words.EVIDENCE_LEAD, className="quiet"),
            _ways(),
            waiting.bar(
                ids.EVIDENCE_BAR, ids.EVIDENCE_TOLD, words.EVIDENCE_BAR, id=ids.EVIDENCE_WAIT
            ),
            html.Button(
                words.EVIDENCE_AGAIN,
                id=ids.EVIDENCE_AGAIN,
                type="button",
                className="tool",
                n_clicks=0,
                hidden=True,
            ),
            html.Div(id=ids.EVIDENCE_SUMMARY),
            html.P(rule(), className="quiet"),
            html.Div(
                className="evidence-beside",
                children=[
                    html.Section(
                        [
                            html.H3(words.EVIDENCE_STUDIES),
                            html.Div(id=ids.EVIDENCE_PANELS),
                            html.P(words.EVIDENCE_LATER, className="quiet later"),
                        ],
                        className="studies",
                        **aria(label=words.EVIDENCE_STUDIES),
                    ),
                    _limits(),
                ],
            ),
            _constants(),
        ],
        **data(on=words.EVIDENCE),
    )


def _ways() -> html.P:
    """The ways to what stands further below; assets/evidence.js goes there."""
    names = {
        ids.EVIDENCE_PANELS: words.EVIDENCE_STUDIES,
        ids.EVIDENCE_LIMITS: words.EVIDENCE_LIMITS,
        ids.EVIDENCE_CONSTANTS: words.EVIDENCE_CONSTANTS,
    }
    links = [html.A(name, href=f"#{target}", className="jump") for target, name in names.items()]
    return html.P([f"{words.EVIDENCE_WAYS}: ", *links], className="jumps")


def _limits() -> html.Aside:
    said: list[Any] = [html.H3(words.EVIDENCE_LIMITS), html.Ul(id=ids.EVIDENCE_FADING)]
    for title, sentences in LIMITS.items():
        said += [html.H4(title), html.Ul([html.Li(sentence) for sentence in sentences])]
    return html.Aside(
        scrolled(words.EVIDENCE_LIMITS, said, id=ids.EVIDENCE_LIMITS),
        className="limits",
        **aria(label=words.EVIDENCE_LIMITS),
    )


def _constants() -> html.Section:
    kinds = words.CONSTANTS_KINDS | {kind.value: kind.value.capitalize() for kind in Kind}
    choice = segmented(ids.CONSTANTS_KIND, kinds, "all", words.CONSTANTS_KIND)
    search = dmc.TextInput(
        id=ids.CONSTANTS_SEARCH, label=words.CONSTANTS_SEARCH, value="", size="xs", debounce=False
    )
    return html.Section(
        id=ids.EVIDENCE_CONSTANTS,
        tabIndex=-1,
        children=[
            html.H3(words.EVIDENCE_CONSTANTS),
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
                className="surface-form",
            ),
            scrolled(words.EVIDENCE_CONSTANTS, id=ids.CONSTANTS_TABLE, className="values-box"),
        ],
        **aria(label=words.EVIDENCE_CONSTANTS),
    )

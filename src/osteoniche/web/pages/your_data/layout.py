"""Own data: the page where a visitor fits the model to their own study."""

from typing import Any
from urllib.parse import quote

import dash_mantine_components as dmc
from dash import dcc, html
from dash.development.base_component import Component

from osteoniche.calibration.your_data.quantities import quantities
from osteoniche.calibration.your_data.request import FREE_AT_MOST, USUAL, Bounds, choosable
from osteoniche.calibration.your_data.table import ARMS_AT_MOST, BYTES_AT_MOST, TEMPLATE
from osteoniche.scenario.presets import OPENING, preset
from osteoniche.web.kit import waiting
from osteoniche.web.kit.browser import BEGINNING
from osteoniche.web.kit.dials import POPUP, aria, choices, data, scrolled
from osteoniche.web.kit.graphs import graph
from osteoniche.web.kit.words import STOP
from osteoniche.web.pages.your_data import ids, words

TICK = 700
"""Milliseconds between two looks at a fit."""
SENT_AT_MOST = 240_000
"""Characters of a table as it is sent, so that a request stays within what the gate lets in."""


def layout() -> Component:
    """The page's own part, below what all pages share."""
    return html.Section(
        id=ids.SECTION,
        className="sheet own",
        children=[
            dcc.Store(id=ids.RULES, data=rules()),
            dcc.Store(id=ids.GIVEN),
            dcc.Store(id=ids.FILE),
            dcc.Store(id=ids.WORK.request),
            dcc.Store(id=ids.WORK.ready),
            dcc.Interval(id=ids.WORK.tick, interval=TICK, disabled=True),
            dcc.Download(id=ids.DOWNLOAD),
            html.H2(words.TITLE),
            html.P(words.LEAD),
            _given(),
            html.Div(id=ids.PROBLEMS, role="alert"),
            html.P(id=ids.READ, role="status", className="quiet"),
            _choices(),
            _run(),
            _result(),
        ],
    )


def rules() -> dict[str, Any]:
    """What the page's script needs to know of tables."""
    return {
        "begin": BEGINNING,
        "bytes": BYTES_AT_MOST,
        "sent": SENT_AT_MOST,
        "example": TEMPLATE,
        "done": words.DONE,
        "changed": words.CHANGED,
        "underWay": words.UNDER_WAY,
    }


def _given() -> html.Div:
    known = [
        html.Li(
            words.QUANTITY.format(name=one.name, meaning=one.meaning, units=", ".join(one.units))
        )
        for one in quantities().values()
    ]
    quantified = html.Details([html.Summary(words.QUANTITIES), html.Ul(known)])
    refused = html.Div(id=ids.FILE_TOLD, role="alert")
    return html.Div([_text(), _sources(), refused, quantified], className="own-given")


def _text() -> dmc.Textarea:
    """Where a table is pasted; it stays there while the visit lasts."""
    return dmc.Textarea(
        id=ids.TEXT,
        label=words.TEXT,
        description=words.TEXT_HINT,
        placeholder="".join(TEMPLATE.splitlines(keepends=True)[:4]),
        autosize=True,
        minRows=5,
        maxRows=12,
        debounce=300,
        size="xs",
        classNames={"input": "own-table"},
        persistence=True,
        persistence_type="session",
        attributes={"input": {"spellCheck": "false"}},
    )


def _sources() -> html.Div:
    """Where else a table comes from: a file, or the example."""
    template = html.A(
        words.TEMPLATE,
        href="data:text/csv;charset=utf-8," + quote(TEMPLATE),
        download=words.TEMPLATE_FILE,
    )
    example = html.Button(
        words.EXAMPLE, id=ids.EXAMPLE, type="button", className="tool", n_clicks=0
    )
    return html.Div(
        [
            html.Button(words.OPEN, id=ids.OPEN, type="button", className="tool"),
            html.Div(dcc.Upload(id=ids.UPLOAD), hidden=True),
            example,
            template,
        ],
        className="own-tools",
    )


def _choices() -> html.Div:
    return html.Div([_groups(), _free(), _bounds()], className="own-choices")


def _groups() -> html.Div:
    """What each group is; the choices that a study does not need stay hidden."""
    groups = [
        dmc.Select(
            id=ids.group(place),
            label=words.ONLY_GROUP,
            data=choices(words.CHOICES),
            value=next(iter(words.CHOICES)),
            allowDeselect=False,
            size="xs",
            checkIconPosition="right",
            style={"display": "none"},
            comboboxProps=POPUP,
        )
        for place in range(ARMS_AT_MOST)
    ]
    return html.Div(
        [html.Div(groups, className="own-groups"), html.P(words.GROUPS_HINT, className="quiet")],
        role="group",
        **aria(label=words.GROUPS),
    )


def _free() -> dmc.MultiSelect:
    return dmc.MultiSelect(
        id=ids.FREE,
        label=words.FREE,
        description=words.FREE_HINT,
        data=choices(
            {
                one.symbol: words.FREE_OPTION.format(symbol=one.symbol, meaning=one.meaning)
                for one in choosable(preset(OPENING))
            }
        ),
        value=list(USUAL),
        maxValues=FREE_AT_MOST,
        hidePickedOptions=True,
        searchable=True,  # else its field is hidden, and so is where the keyboard is
        persistence=True,
        persistence_type="session",
        size="xs",
        comboboxProps=POPUP,
    )


def _bounds() -> html.Div:
    bounds = dmc.SegmentedControl(
        id=ids.BOUNDS,
        data=choices(words.BOUNDS_CHOICES),
        value=Bounds.LIMITS.value,
        persistence=True,
        persistence_type="session",
        size="xs",
    )
    return html.Div(
        [html.Span(words.BOUNDS), bounds, html.P(words.BOUNDS_HINT, className="quiet")],
        className="choice",
        role="group",
        **aria(label=words.BOUNDS),
    )


def _run() -> html.Div:
    return html.Div(
        className="work",
        children=[
            dmc.Button(words.FIT, id=ids.WORK.start, size="xs", n_clicks=0, disabled=True),
            waiting.stop_button(ids.WORK.stop, STOP),
            waiting.bar(ids.WORK.bar, ids.WORK.status, words.BAR),
        ],
    )


def _changed() -> html.Div:
    """What the page says where a result is of another table or other settings than there are."""
    again = html.Button(
        words.AGAIN, id=ids.AGAIN, type="button", className="tool", **data(press=ids.WORK.start)
    )
    told = html.Span(id=ids.CHANGED_TOLD, role="status")
    return html.Div([told, again], id=ids.WORK.changed, className="notice", hidden=True)


def _result() -> html.Div:
    plot = graph(ids.PLOT)
    return html.Div(
        id=ids.RESULT,
        hidden=True,
        children=[
            html.H3(words.RESULT),
            _changed(),
            html.P(id=ids.STORY, **data(spoken=waiting.SETTLED)),
            html.Div(id=ids.LEGEND),
            html.Div(plot, id=ids.PLOT_BOX, role="group", **aria(label=words.PLOT)),
            html.H3(words.VALUES),
            scrolled(words.VALUES, id=ids.VALUES, className="values-box"),
            html.Div(
                className="own-tools",
                children=[
                    html.Button(
                        words.TAKE, id=ids.TAKE, type="button", className="tool", n_clicks=0
                    ),
                    html.Span(id=ids.SHOW),
                ],
            ),
            html.P(words.TAKE_HINT, className="quiet"),
            html.H3(words.RESIDUALS),
            scrolled(words.RESIDUALS, id=ids.RESIDUALS, className="values-box own-rows"),
        ],
    )

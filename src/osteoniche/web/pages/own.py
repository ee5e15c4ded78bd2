"""Own data: the page where a visitor fits the model to their own study."""

from typing import Any
from urllib.parse import quote

import dash_mantine_components as dmc
from dash import dcc, html
from dash.development.base_component import Component

from osteoniche.calibration.own_asked import FREE_AT_MOST, USUAL, Bounds, choosable
from osteoniche.calibration.own_data import ARMS_AT_MOST, BYTES_AT_MOST, TEMPLATE
from osteoniche.calibration.own_quantities import quantities
from osteoniche.presets import OPENING, preset
from osteoniche.web import ids, waiting
from osteoniche.web import own_words as words
from osteoniche.web.dials import POPUP, aria, choices, data, scrolled
from osteoniche.web.graphs import graph
from osteoniche.web.taking import BEGINNING
from osteoniche.web.words import OWN, STOP

TICK = 700
"""Milliseconds between two looks at a fit."""
SENT_AT_MOST = 240_000
"""Characters of a table as it is sent, so that a request stays within what the gate lets in."""


def layout() -> Component:
    """The page's own part, below what all pages share."""
    return html.Section(
        id=ids.OWN,
        className="own",
        children=[
            dcc.Store(id=ids.OWN_RULES, data=rules()),
            dcc.Store(id=ids.OWN_GIVEN),
            dcc.Store(id=ids.OWN_FILE),
            dcc.Store(id=ids.OWN_WANTED),
            dcc.Store(id=ids.OWN_READY),
            dcc.Interval(id=ids.OWN_TICK, interval=TICK, disabled=True),
            dcc.Download(id=ids.OWN_DOWNLOAD),
            html.H2(words.TITLE),
            html.P(words.LEAD),
            _given(),
            html.Div(id=ids.OWN_PROBLEMS, role="alert"),
            html.P(id=ids.OWN_READ, role="status", className="quiet"),
            _choices(),
            _run(),
            _result(),
        ],
        **data(on=OWN),
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
    refused = html.Div(id=ids.OWN_FILE_TOLD, role="alert")
    return html.Div([_text(), _sources(), refused, quantified], className="own-given")


def _text() -> dmc.Textarea:
    """Where a table is pasted; it stays there while the visit lasts."""
    return dmc.Textarea(
        id=ids.OWN_TEXT,
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
        words.EXAMPLE, id=ids.OWN_EXAMPLE, type="button", className="tool", n_clicks=0
    )
    return html.Div(
        [
            html.Button(words.OPEN, id=ids.OWN_OPEN, type="button", className="tool"),
            html.Div(dcc.Upload(id=ids.OWN_UPLOAD), hidden=True),
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
            id=ids.own_group(place),
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
        id=ids.OWN_FREE,
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
        id=ids.OWN_BOUNDS,
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
        className="surface-form",
        children=[
            dmc.Button(words.FIT, id=ids.OWN_FIT, size="xs", n_clicks=0, disabled=True),
            waiting.stop_button(ids.OWN_STOP, STOP),
            waiting.bar(ids.OWN_BAR, ids.OWN_TOLD, words.BAR),
        ],
    )


def _changed() -> html.Div:
    """What the page says where a result is of another table or other settings than there are."""
    again = html.Button(
        words.AGAIN, id=ids.OWN_AGAIN, type="button", className="tool", **data(press=ids.OWN_FIT)
    )
    told = html.Span(id=ids.OWN_CHANGED_TOLD, role="status")
    return html.Div([told, again], id=ids.OWN_CHANGED, className="notice", hidden=True)


def _result() -> html.Div:
    plot = graph(ids.OWN_PLOT)
    return html.Div(
        id=ids.OWN_RESULT,
        hidden=True,
        children=[
            html.H3(words.RESULT),
            _changed(),
            html.P(id=ids.OWN_STORY, **data(spoken=waiting.SETTLED)),
            html.Div(id=ids.OWN_LEGEND),
            html.Div(plot, id=ids.OWN_PLOT_BOX, role="group", **aria(label=words.PLOT)),
            html.H3(words.VALUES),
            scrolled(words.VALUES, id=ids.OWN_VALUES, className="values-box"),
            html.Div(
                className="own-tools",
                children=[
                    html.Button(
                        words.TAKE, id=ids.OWN_TAKE, type="button", className="tool", n_clicks=0
                    ),
                    html.Span(id=ids.OWN_SHOW),
                ],
            ),
            html.P(words.TAKE_HINT, className="quiet"),
            html.H3(words.RESIDUALS),
            scrolled(words.RESIDUALS, id=ids.OWN_RESIDUALS, className="values-box own-rows"),
        ],
    )

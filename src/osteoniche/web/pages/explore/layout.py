"""What Explore shows: the answer, the cards, the plots, and what is folded below."""

from typing import Any

import dash_mantine_components as dmc
from dash import html

from osteoniche.figures.details import DETAILS, Detail
from osteoniche.web.kit import ids
from osteoniche.web.kit import words as kit_words
from osteoniche.web.kit.dials import aria, data, fold, scrolled
from osteoniche.web.kit.graphs import graph
from osteoniche.web.pages.explore import cards, drawing, welcome, why, words
from osteoniche.web.pages.explore.glossary import explanation
from osteoniche.web.pages.explore.headlines import (
    EXPLANATION,
    OBSERVATIONS,
    VALUES,
    detail_legends,
)
from osteoniche.web.pages.explore.toolbar import views


def head(preparing: bool) -> html.Section:
    """The answer of the run in a line, why, and its cards; until the first, whether one waits."""
    title = html.H2(
        [html.Span(id=ids.TITLE_SAID), " ", html.Span(id=ids.TITLE_BECAUSE)], className="title"
    )
    sentence = html.P(words.PREPARING if preparing else "", id=ids.SENTENCE)
    reason = scrolled(words.STORY, sentence, id=ids.REASON, className="why")
    told = html.Div([title, reason, _read_all()], className="answer")
    return html.Section([told, cards.layout()], className="strip", **aria(label=words.ANSWERED))


def _read_all() -> html.Button:
    """What opens a reason that is longer than its room (assets/pages/explore/reason.js)."""
    return html.Button(
        words.READ_ALL,
        id=ids.READ_ALL,
        type="button",
        className="plain link read-all",
        hidden=True,
        **aria(expanded="false", controls=ids.REASON),
        **data(more=words.READ_ALL, less=words.READ_LESS),
    )


def layout() -> html.Section:
    """The living picture, beside the curves and the table of all runs."""
    return html.Section(
        [welcome.layout(), drawing.layout(), _runs()],
        id=ids.STAGE,
        className="stage",
        **data(tab=next(iter(words.TABS))),
    )


def _runs() -> html.Section:
    return html.Section(
        className="plots",
        children=[
            html.Div([_tabs(), views()], className="plots-head"),
            _timecourse(),
            scrolled(kit_words.NUMBERS, id=ids.HEADLINES, className="headlines-box"),
            why.layout(),
        ],
    )


def _tabs() -> html.Div:
    """Curves, table or why: assets/pages/explore/stage.js shows what is chosen."""
    first = next(iter(words.TABS))
    tabs = []
    for name, text in words.TABS.items():
        named = data(tab=name) | aria(pressed="true" if name == first else "false")
        tabs.append(html.Button(text, type="button", className="tab", **named))
    return html.Div(tabs, id=ids.TABS, className="tabs", role="group", **aria(label="Show"))


def below() -> dmc.Accordion:
    """What stands folded below the plots."""
    values = html.Div(id=ids.TABLE, className="numbers")
    return dmc.Accordion(
        id=ids.PANELS,
        multiple=True,
        value=[],
        variant="separated",
        chevronPosition="left",
        order=2,
        className="panels",
        children=[
            *(_panel(detail) for detail in DETAILS),
            fold(EXPLANATION, "What the plots and words mean", explanation()),
            fold(OBSERVATIONS, "Published observations", _observations()),
            fold(VALUES, "Numbers", [values]),
        ],
    )


def _timecourse() -> html.Div:
    """The plots, the ends of their lines, and the day that is read there."""
    reader = html.Div(
        html.Span(
            id=ids.READER, className="reader-handle", role="slider", tabIndex=0,
            **aria(label=words.READER),
        ),
        className="reader", hidden=True,
    )  # fmt: skip
    ends = html.Div(id=ids.ENDS, className="ends", **aria(hidden="true"))
    ranges = html.Span(id=ids.RANGES_NOTE, className="ranges-note")
    return html.Div(
        [graph(ids.TIMECOURSE), ends, ranges, reader],
        id=ids.PLOTS_BOX,
        className="timecourse",
        role="group",
        **aria(label=kit_words.PLOTS),
    )


def _observations() -> list[Any]:
    """The published series that can be laid over the plots, and what to think of them."""
    return [
        html.P(words.DATA_LEAD),
        dmc.CheckboxGroup(id=ids.DATA, children=[], value=[], label=words.DATA_SERIES),
        html.Ul(id=ids.DATA_NOTES, className="notes"),
    ]


def _panel(detail: Detail) -> dmc.AccordionItem:
    component = ids.panel(detail.name)
    named = aria(label=f"{detail.title} over time")
    box = html.Div(graph(component), className="panel", role="group", **named)
    return fold(detail.name, detail.title, [html.P(detail.text), *detail_legends(detail), box])

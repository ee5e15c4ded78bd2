"""What Explore shows: the answer in words and numbers, the plots, and what is folded below."""

from typing import Any

import dash_mantine_components as dmc
from dash import html

from osteoniche.figures.details import DETAILS, Detail
from osteoniche.web.kit import ids, words
from osteoniche.web.kit.dials import aria, fold, scrolled
from osteoniche.web.kit.graphs import graph
from osteoniche.web.pages.explore.glossary import explanation
from osteoniche.web.pages.explore.headlines import (
    EXPLANATION,
    OBSERVATIONS,
    VALUES,
    detail_legends,
    legend,
)
from osteoniche.web.pages.explore.toolbar import views


def head(preparing: bool) -> html.Section:
    """The story of the run and its headline numbers; until the first, whether one has to wait."""
    sentence = html.P(words.PREPARING if preparing else "", id=ids.SENTENCE)
    headlines = scrolled(words.NUMBERS, id=ids.HEADLINES, className="headlines-box")
    return html.Section(
        [scrolled(words.STORY, sentence, className="story"), headlines], className="strip"
    )


def layout() -> html.Section:
    """The plots."""
    return html.Section(
        className="plots",
        children=[
            html.Div(
                [scrolled(words.LEGEND, legend(), id=ids.LEGEND), views()], className="plots-head"
            ),
            html.P(id=ids.BAND_NOTE, className="band-note"),
            _timecourse(),
        ],
    )


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
    named = aria(label=words.PLOTS)
    return html.Div(
        graph(ids.TIMECOURSE), id=ids.PLOTS_BOX, className="timecourse", role="group", **named
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

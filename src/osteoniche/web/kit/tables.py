"""Tables, swatches of lines, and notices."""

from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import quote

from dash import html

from osteoniche.errors import Problem, ScenarioError
from osteoniche.figures.look import SVG_DASHES, Line
from osteoniche.web.kit import words
from osteoniche.web.kit.dials import aria, data

NOTHING = "–"
"""Where a number is not known yet."""
PROBLEMS_SHOWN = 8
"""Problems that a notice lists; how many there are besides is told."""


def table(
    head: Iterable[str | html.Button], rows: list[html.Tr], kind: str = "values"
) -> html.Table:
    """Rows below their headings; `kind` is the class that the style sheet knows."""
    titles = html.Tr([html.Th(text, scope="col") for text in head])
    return html.Table([html.Thead(titles), html.Tbody(rows)], className=kind)


def row(name: str, *told: Any, kind: str = "") -> html.Tr:
    """A line of a table, headed by its name; `kind` is its class."""
    cells = [html.Th(name, scope="row"), *(html.Td(text) for text in told)]
    return html.Tr(cells, className=kind)


def swatch(look: Line) -> html.Span:
    """A short piece of a series' line, in its colour and style (a mask, so that ink can change)."""
    width, dashes = max(look.width, 2), SVG_DASHES[look.dash]
    drawing = (
        "<svg xmlns='http://www.w3.org/2000/svg' width='34' height='6'><line x1='0' x2='34' y1='3' "
        f"y2='3' stroke='black' stroke-width='{width}' stroke-dasharray='{dashes}'/></svg>"
    )
    return html.Span(
        className="swatch",
        style={
            "background": look.colour or "currentColor",
            "maskImage": f'url("data:image/svg+xml,{quote(drawing)}")',
        },
        **aria(hidden="true"),
    )


def notes(sentences: Iterable[str]) -> html.Div | None:
    """What the page could not do as it was asked to; nothing if there is nothing to say."""
    told = [html.P(sentence) for sentence in sentences]
    return html.Div(told, className="notice") if told else None


def problems(error: ScenarioError, lead: str, *, close: bool = False) -> html.Div:
    """What was wrong with an input, each thing with what is allowed, after a leading sentence.

    `close` adds a button that takes the notice away, where it is of what was refused for good and
    not of how the controls stand.
    """
    told: list[Any] = [
        html.Strong(lead),
        listed_problems(error.problems),
    ]
    return html.Div([*told, closing()] if close else told, className="notice")


def listed_problems(found: Sequence[Problem]) -> html.Ul:
    """What is wrong, one thing a line; of many the first, and how many there are besides."""
    told = [html.Li(str(problem)) for problem in found[:PROBLEMS_SHOWN]]
    if len(found) > PROBLEMS_SHOWN:
        told.append(html.Li(words.MORE_PROBLEMS.format(more=len(found) - PROBLEMS_SHOWN)))
    return html.Ul(told)


def closing() -> html.Button:
    """The button that takes a notice away."""
    named = aria(label=words.CLOSE)
    return html.Button(
        "×", type="button", className="plain remove close", **named, **data(close="")
    )

"""What stands beside the plots: the table of headline numbers, the table of values, notices."""

import re
from collections.abc import Iterable
from urllib.parse import quote

import numpy as np
from dash import html

from osteoniche.errors import ScenarioError
from osteoniche.figures.details import Detail, fixed_lines
from osteoniche.figures.look import LINES, OWN, SVG_DASHES, Line
from osteoniche.numerals import cells, day, fold, percent, short
from osteoniche.quantity import shown_unit
from osteoniche.result import Result
from osteoniche.study import Comparison, Headline, headline
from osteoniche.tables import columns
from osteoniche.web import words
from osteoniche.web.dials import aria

NOTHING = "–"
VALUES = "values"
"""The panel of the table of values."""
SMALLEST_SHOWN = 0.05
"""Percent of bone below which a change is called none."""
VALUE_ROWS = 9
"""Rows of the table of values under the plots."""


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


def legend() -> html.Ul:
    """What each line of the plots stands for."""
    return _legend(LINES.values())


def detail_legends(detail: Detail) -> list[html.Ul]:
    """What each line of an explaining plot stands for: one list for each of its rows."""
    return [_legend(lines) for lines in fixed_lines(detail)]


def _legend(lines: Iterable[Line]) -> html.Ul:
    return html.Ul([html.Li([swatch(look), look.label]) for look in lines], className="legend")


def headlines(comparison: Comparison) -> html.Table:
    """The headline numbers of the visitor's run and of the four arms."""
    untreated = comparison.arms["untreated"]
    runs = {OWN: (comparison.scenario, comparison.own)} | {
        arm: (comparison.arm_scenarios[arm], result) for arm, result in comparison.arms.items()
    }
    body = [
        html.Tr(
            [
                html.Th([swatch(LINES[line]), LINES[line].label], scope="row"),
                *_cells(line, numbers),
            ],
            className=f"row-{line}",
        )
        for line, (scenario, result) in runs.items()
        for numbers in [headline(scenario, result, untreated)]
    ]
    head = html.Thead(html.Tr([html.Th(text, scope="col") for text in words.HEADLINES]))
    return html.Table([head, html.Tbody(body)], className="headlines")


def briefly(size: str) -> str:
    """A factor in words made short enough for a table."""
    return size.replace("more than a million times", "over 10⁶×").replace(" times", "×")


def _cells(line: str, numbers: Headline | None) -> list[html.Td]:
    if numbers is None:
        return [html.Td(NOTHING) for _ in words.HEADLINES[1:]]
    if numbers.burden == 0:
        none = [html.Td(NOTHING), html.Td(NOTHING)]
        return [html.Td("no tumour"), html.Td(_bone_lost(numbers.bone_lost_percent)), *none]
    against = NOTHING
    if line != "untreated" and numbers.fold_below_untreated is not None:
        against = briefly(fold(numbers.fold_below_untreated))
    regrowth = numbers.day_of_regrowth
    return [
        html.Td(against),
        html.Td(_bone_lost(numbers.bone_lost_percent)),
        html.Td(percent(numbers.peak_apoptosis_percent)),
        html.Td(f"day {day(regrowth)}" if regrowth is not None else NOTHING),
    ]


def _bone_lost(lost: float) -> str:
    if abs(lost) < SMALLEST_SHOWN:
        return "none"
    return percent(lost) if lost > 0 else f"gained {percent(-lost)}"


def values(result: Result) -> html.Table | str:
    """A run's main series at a few days, for those who read numbers rather than curves."""
    if not result.ok:
        return result.status.value
    shown = columns(result)[1:]
    days = np.linspace(0, result.grid[-1], VALUE_ROWS).round()
    places = np.searchsorted(result.grid, days)
    head = [html.Th("Day", scope="col"), *(html.Th(_headed(result, n), scope="col") for n in shown)]
    body = [_row(result, shown, place) for place in places]
    return html.Table([html.Thead(html.Tr(head)), html.Tbody(body)], className="values")


def _row(result: Result, shown: tuple[str, ...], place: int) -> html.Tr:
    head = html.Th(day(result.grid[place]), scope="row")
    return html.Tr([head, *(html.Td(_value(result, name, place)) for name in shown)])


def _headed(result: Result, name: str) -> str:
    """A column's name for people: bone_mass_percent is Bone mass (%)."""
    words_of = re.sub(r"_(percent|fold|mg_per_L|ug_per_kg|nM)$", "", name).replace("_", " ")
    words_of = words_of.replace("rankl", "RANKL")
    unit = {"cell": ""}.get(result.units[name], shown_unit(result.units[name]))
    text = words_of[0].upper() + words_of[1:].replace("jagged1", "Jagged1")
    return f"{text} ({unit})" if unit else text


def _value(result: Result, name: str, place: int) -> str:
    value = float(result[name][place])
    if result.units[name] == "cell":
        return "under 1" if value < 1 else cells(value).partition(" cell")[0]
    return short(value) if abs(value) >= 1e-4 or value == 0 else "<0.0001"


def problems(error: ScenarioError, lead: str) -> html.Div:
    """What was wrong with an input, each thing with what is allowed, after a leading sentence."""
    return html.Div(
        [
            html.Strong(lead),
            html.Ul([html.Li(str(problem)) for problem in error.problems]),
        ],
        className="notice",
    )

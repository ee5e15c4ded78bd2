"""The plots in words and numbers: a sentence for each curve, a table for each plot."""

import re
from collections.abc import Callable
from typing import Any

import numpy as np
from dash import html

from osteoniche.drugs import DRUGS
from osteoniche.engine.result import Result, Vector
from osteoniche.figures.look import LINES
from osteoniche.figures.stacked import PLOTS, Plot
from osteoniche.numerals import cells, day, percent, short
from osteoniche.quantity import shown_unit
from osteoniche.scenario.presets import OWN
from osteoniche.study import Comparison
from osteoniche.tables import columns
from osteoniche.web.kit.dials import scrolled
from osteoniche.web.pages.explore.headlines import hidden

ROWS = 9
"""Rows of each table at most, but for that of the last day."""
STEPS = (1, 2, 7, 14, 28, 56, 84, 182, 364)
"""Days between two rows, as laboratories and clinics count: days, weeks, months."""
NOTABLE = 0.02
"""How far an extreme lies beyond start and end, as a part of them, to be mentioned."""
SAME = " (same as your run)"
"""Behind the name of a run whose curve lies under the visitor's own."""
ENDED = "ended"
EXTREMES = {"Highest": np.argmax, "Lowest": np.argmin}
"""The last rows of each table: peaks lie between the days of the others."""


def tables(shown: Comparison) -> list[Any]:
    """For each plot a sentence for each curve and a table of all runs; then the own run in full."""
    runs = {LINES[arm].label: result for arm, result in shown.arms.items()}
    runs |= {pin.name: pin.result for pin in shown.pins}
    under = hidden(shown)
    others = {f"{name}{SAME if name in under else ''}": result for name, result in runs.items()}
    runs = {LINES[OWN].label: shown.own} | others
    plots = [section for plot in PLOTS for section in _plot(plot, runs, shown.scenario.days)]
    title = "Your run: every series"
    own = scrolled(title, values(shown.own), className="values-box")
    return [*plots, html.H3(title), own]


def _plot(plot: Plot, runs: dict[str, Result], last: float) -> list[Any]:
    curves = {name: result for name, result in runs.items() if result.ok}
    sentences = [html.Li(f"{name} {sentence(plot, result, last)}") for name, result in runs.items()]
    return [html.H3(plot.name), html.Ul(sentences), _table(plot, curves)]


def sentence(plot: Plot, result: Result, usual: float | None = None) -> str:
    """What one curve does: where it starts and ends, and its extremes where they lie between.

    `usual` is the last day of the page: a curve that ends on another day says so.
    """
    if not result.ok:
        return "has no curve."
    values, days = result[plot.series], result.grid
    low, high = int(np.argmin(values)), int(np.argmax(values))
    start, end = _shown(plot, values[0]), _shown(plot, values[-1])
    extremes = ""
    if values[high] > (1 + NOTABLE) * max(values[0], values[-1]):
        extremes += _extreme("highest", _shown(plot, values[high]), days[high], start, end)
    if values[low] < (1 - NOTABLE) * min(values[0], values[-1]):
        extremes += _extreme("lowest", _shown(plot, values[low]), days[low], start, end)
    moves = f"goes from {start} to {end}" if start != end or extremes else f"stays at {start}"
    until = "" if usual in (None, days[-1]) else f" by day {day(days[-1])}"
    return f"{moves}{until}{extremes}."


def _extreme(which: str, value: str, at: float, *known: str) -> str:
    """An extreme and its day; nothing if in words it is the value at the start or the end."""
    return "" if value in known else f", {which} {value} on day {day(at)}"


def _table(plot: Plot, curves: dict[str, Result]) -> html.Div:
    any_run = next(iter(curves.values()), None)
    if any_run is None:
        return html.Div()
    chosen = _days(any_run)
    head = html.Tr([html.Th("Day", scope="col"), *(html.Th(n, scope="col") for n in curves)])
    body = [html.Tr([html.Th(day(d), scope="row"), *_cells(plot, curves, d)]) for d in chosen]
    body += _extremes(
        [(result, plot.series) for result in curves.values()],
        lambda result, name, place: _shown(plot, float(result[name][place])),
    )
    table = html.Table([html.Thead(head), html.Tbody(body)], className="values")
    return scrolled(f"{plot.name}: numbers", table, className="values-box")


def _days(result: Result) -> Vector:
    """The days of a run that its tables show: whole steps of days or weeks, and the last."""
    last = float(result.grid[-1])
    step = next((step for step in STEPS if last < step * ROWS), STEPS[-1])
    return np.append(np.arange(0.0, last, step), last)


def _cells(plot: Plot, curves: dict[str, Result], at: float) -> list[html.Td]:
    return [
        html.Td(_shown(plot, result.at(plot.series, at)) if at <= result.grid[-1] else ENDED)
        for result in curves.values()
    ]


def _extremes(
    shown: list[tuple[Result, str]], write: Callable[[Result, str, int], str]
) -> list[html.Tr]:
    """The last rows of a table: the extremes of each series, and their days if it moves."""
    columns_of: list[list[str]] = []
    for result, name in shown:
        places = [int(found(result[name])) for found in EXTREMES.values()]
        texts = [write(result, name, place) for place in places]
        days = [f" (day {day(float(result.grid[place]))})" for place in places]
        moves = len(set(texts)) > 1
        columns_of.append(
            [text + (at if moves else "") for text, at in zip(texts, days, strict=True)]
        )
    return [
        html.Tr([html.Th(which, scope="row"), *(html.Td(texts[row]) for texts in columns_of)])
        for row, which in enumerate(EXTREMES)
    ]


def _shown(plot: Plot, value: float) -> str:
    return cells(value) if plot.series == "tumour_cells" else percent(value)


def values(result: Result) -> html.Table | str:
    """A run's main series at a few days, for those who read numbers rather than curves."""
    if not result.ok:
        return result.status.value
    shown = columns(result)[1:]
    places = np.searchsorted(result.grid, _days(result))
    head = [html.Th("Day", scope="col"), *(html.Th(_headed(result, n), scope="col") for n in shown)]
    body = [_row(result, shown, place) for place in places]
    body += _extremes([(result, name) for name in shown], _value)
    return html.Table([html.Thead(html.Tr(head)), html.Tbody(body)], className="values")


def _row(result: Result, shown: tuple[str, ...], place: int) -> html.Tr:
    head = html.Th(day(result.grid[place]), scope="row")
    return html.Tr([head, *(html.Td(_value(result, name, place)) for name in shown)])


def _headed(result: Result, name: str) -> str:
    """A column's name for people: bone_mass_percent is Bone mass (%), a drug's its own name."""
    drugs = {drug.concentration.name: drug.label.partition(" (")[0] for drug in DRUGS.values()}
    plain = re.sub(r"_(percent|fold|score|e9_per_L)$", "", name).replace("_", " ")
    words_of = drugs.get(name) or plain
    unit = {"cell": ""}.get(result.units[name], shown_unit(result.units[name]))
    text = words_of[0].upper() + words_of[1:].replace("jagged1", "Jagged1")
    return f"{text} ({unit})" if unit else text


def _value(result: Result, name: str, place: int) -> str:
    value = float(result[name][place])
    if result.units[name] == "cell":
        return "under 1" if value < 1 else cells(value).partition(" cell")[0]
    return short(value) if abs(value) >= 1e-4 or value == 0 else "<0.0001"

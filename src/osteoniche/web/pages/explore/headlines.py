"""What stands beside the plots: the table of headline numbers, the table of values, notices."""

from collections.abc import Iterable
from typing import Any

import numpy as np
from dash import html

from osteoniche.engine.result import Result, Vector
from osteoniche.figures.details import Detail, fixed_lines
from osteoniche.figures.look import LINES, Line
from osteoniche.figures.stacked import PLOTS
from osteoniche.figures.timecourse import pinned_lines
from osteoniche.narrative.costs import cost_cell
from osteoniche.numerals import cells as amount
from osteoniche.numerals import day, fold, listed, percent
from osteoniche.scenario import Scenario, address
from osteoniche.scenario.presets import OWN, preset, reference_arms
from osteoniche.study import Comparison, Headline, Pinned, headline
from osteoniche.web.kit import ids
from osteoniche.web.kit import words as kit_words
from osteoniche.web.kit.dials import aria, data
from osteoniche.web.kit.tables import swatch, table
from osteoniche.web.pages.explore import words

VALUES, OBSERVATIONS, EXPLANATION = "values", "observations", "explanation"
"""The panels of numbers, of published observations, and of what it all means."""
UNSEEN = 1e-3
"""The largest difference, as a part of a value and by itself, of curves that look alike."""
SMALLEST_SHOWN = 0.05
"""Percent of bone below which a change is called none."""


def detail_legends(detail: Detail) -> list[html.Ul]:
    """What each line of an explaining plot stands for: one list for each of its rows."""
    return [_legend(lines) for lines in fixed_lines(detail)]


def _legend(lines: Iterable[Line]) -> html.Ul:
    return html.Ul([html.Li([swatch(look), look.label]) for look in lines], className="legend")


def headlines(shown: Comparison) -> html.Table:
    """The headline numbers of the visitor's run, the four arms and the pinned runs.

    A pinned run is compared with itself untreated: its species, host, tumour or horizon may be
    another than the visitor's.
    """
    rows = [row_of(run, shown) for run in (OWN, *shown.arms)]
    for place, (pin, look) in enumerate(pinned_lines(shown)):
        numbers = headline(pin.scenario, pin.result, pin.untreated)
        named = [*_pin_buttons(pin, place), html.Small(_own_frame(pin, shown), className="same")]
        cost = _cost(pin.scenario, pin.result)
        rows.append(_row("pin", look, _cells("pin", numbers, cost), named))
    return table(_headings(), rows, "headlines")


def _own_frame(pin: Pinned, shown: Comparison) -> str:
    """What the numbers of a kept run are of, where that is not what the other rows are of."""
    told = []
    if pin.scenario.days != shown.scenario.days:
        told.append(words.PIN_DAY.format(day=day(pin.scenario.days)))
    untreated = reference_arms(pin.scenario)["untreated"]
    if untreated.key() != shown.arm_scenarios["untreated"].key():
        told.append(words.PIN_UNTREATED)
    return ", ".join(told)


def _headings() -> list[str | html.Button]:
    """The headings; the last needs an explanation, and leads to it.

    No stop of the keyboard: on a phone the table stands below what follows it, and the panel that
    it leads to is a stop itself.
    """
    *plain, regrows = words.HEADLINES
    told = {"title": words.REGROWS, "className": "plain term", **data(term=ids.REGROWS)}
    return [*plain, html.Button(regrows, type="button", tabIndex=-1, **told)]


def row_of(run: str, shown: Comparison) -> html.Tr:
    """The row of the visitor's run or of an arm, in `headlines`."""
    texts = texts_of(run, shown)
    named = [LINES[run].label, html.Small(texts.pop(0), className="same")]
    return _row(run, LINES[run], texts, named)


def texts_of(run: str, shown: Comparison) -> list[str]:
    """What moves in the row of the visitor's run or of an arm: its cells.

    Before them, which runs lie under the visitor's own, and what of its settings an arm follows.
    """
    untreated = shown.arms["untreated"]
    own = run == OWN
    scenario = shown.scenario if own else shown.arm_scenarios[run]
    result = shown.own if own else shown.arms[run]
    cells = _cells(run, headline(scenario, result, untreated), _cost(scenario, result))
    return [_same(shown) if own else _follows(run, scenario), *cells]


def _cost(scenario: Scenario, result: Result) -> str:
    return cost_cell(scenario, result) if result.ok else words.NO_CURVE


def _follows(arm: str, scenario: Scenario) -> str:
    """What of the visitor's settings moves an arm, in words; nothing where it stands as usual."""
    mine, usual = scenario.canonical(), preset(arm, scenario.species).canonical()
    moved = [told for name, told in words.FOLLOWED.items() if mine[name] != usual[name]]
    return words.FOLLOWS.format(settings=listed(moved)) if moved else ""


def _same(shown: Comparison) -> str:
    """The runs that lie under the visitor's own, in words."""
    under = hidden(shown)
    every = len(under) == len(shown.arms) + len(shown.pins)
    return f"same as {'all others' if every else listed(under)}" if under else ""


def hidden(shown: Comparison) -> list[str]:
    """Names of the arms and pinned runs whose curves lie exactly under the visitor's own."""
    others = {LINES[arm].label: result for arm, result in shown.arms.items()}
    others |= {pin.name: pin.result for pin in shown.pins}
    return [name for name, result in others.items() if _covers(shown.own, result)]


def _covers(own: Result, other: Result) -> bool:
    """Whether nobody could tell two runs apart on the plots."""
    if not own.ok or not other.ok or not np.array_equal(own.grid, other.grid):
        return False
    return all(_alike(own[plot.series], other[plot.series]) for plot in PLOTS)


def _alike(values: Vector, others: Vector) -> bool:
    return bool((np.abs(values - others) <= UNSEEN + UNSEEN * np.abs(others)).all())


def rows_in(table: Any) -> Any:
    """The rows of a table that `headlines` made, as Dash writes it in JSON or a Patch of it."""
    return table["props"]["children"][1]["props"]["children"]


def _row(line: str, look: Line, texts: list[str], named: list[Any]) -> html.Tr:
    name = html.Th([swatch(look), *named], scope="row")
    return html.Tr([name, *map(html.Td, texts)], className=f"row-{line}")


def _pin_buttons(pin: Pinned, place: int) -> list[Any]:
    """A pinned run's name, which brings its settings back, and the way to take it off."""
    query = address.encode(pin.scenario)
    return [
        html.Button(pin.name, className="plain", title="Show these settings", **data(visit=query)),
        html.Button(
            "×",
            className="plain remove",
            **aria(label=f"Unpin {pin.name}"),
            **data(unpin=str(place)),
        ),
    ]


def briefly(size: str) -> str:
    """A factor in words made short enough for a table."""
    return size.replace("more than a million times", "over 10⁶×").replace(" times", "×")


def _cells(line: str, numbers: Headline | None, cost: str) -> list[str]:
    if numbers is None:
        return [words.NO_CURVE] * len(words.HEADLINES[1:])
    bone = _bone_lost(numbers.bone_lost_percent)
    if numbers.burden == 0:
        return [words.NO_TUMOUR, bone, words.NO_TUMOUR, cost, words.NO_TUMOUR]
    apoptosis = percent(numbers.peak_apoptosis_percent)
    return [_against(line, numbers), bone, apoptosis, cost, _regrows(numbers)]


def _against(line: str, numbers: Headline) -> str:
    if line == "untreated":
        return words.REFERENCE
    if numbers.fold_below_untreated is None:
        return words.NO_REFERENCE_CURVE
    return briefly(fold(numbers.fold_below_untreated))


def _regrows(numbers: Headline) -> str:
    """The day of regrowth; a tumour that never fell below its size at the first dose has none."""
    if not numbers.treated:
        return words.NOT_TREATED
    if not numbers.shrank:
        return words.GREW_ON
    if numbers.day_of_regrowth is None:
        held = words.HELD.format(cells=amount(numbers.burden))
        return kit_words.GONE if numbers.burden < 1 else held
    return f"day {day(numbers.day_of_regrowth)}"


def _bone_lost(lost: float) -> str:
    if abs(lost) < SMALLEST_SHOWN:
        return "none"
    return percent(lost) if lost > 0 else f"gained {percent(-lost)}"

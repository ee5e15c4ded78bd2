"""What the section of one's own data shows: what was read or is wrong, and the tables of a fit."""

from collections.abc import Sequence
from typing import Any

from dash import html, no_update

from osteoniche.calibration.your_data.groups import (
    ON_PAGE,
    choice_of,
    drugs_of,
    is_choice,
    is_half_known,
)
from osteoniche.calibration.your_data.quantities import Quantity
from osteoniche.calibration.your_data.report import Outcome
from osteoniche.calibration.your_data.table import ARMS_AT_MOST, Study
from osteoniche.errors import ScenarioError
from osteoniche.figures import your_data as pictures
from osteoniche.figures.look import Line
from osteoniche.numerals import listed, short
from osteoniche.scenario import address
from osteoniche.web.kit.dials import choices, data
from osteoniche.web.kit.tables import swatch, table
from osteoniche.web.pages.your_data import words
from osteoniche.web.rail.caption import settings

SHOWN_AT_MOST = 40
"""Problems that are shown; how many there are besides is told."""
ROWS_SHOWN = 200
"""Rows of the table of residuals; the file has all."""
HIDDEN: dict[str, str] = {"display": "none"}
"""The style of a choice that a study has no group for."""


def problems(error: ScenarioError) -> html.Div:
    """What is wrong with a table, in a box."""
    return _box(words.WRONG, error)


def refused(error: ScenarioError) -> html.Div:
    """Why a file was not opened, in a box."""
    return _box(words.REFUSED, error)


def _box(lead: str, error: ScenarioError) -> html.Div:
    told = [html.Li(str(problem)) for problem in error.problems[:SHOWN_AT_MOST]]
    if len(error.problems) > SHOWN_AT_MOST:
        told.append(html.Li(words.MORE.format(more=len(error.problems) - SHOWN_AT_MOST)))
    return html.Div([html.P(lead), html.Ul(told)], className="notice")


def summary(study: Study) -> str:
    """What was read, what groups are by their names, and which names say nothing, in sentences."""
    points, groups = len(study.points), len(study.arms)
    read = words.READ.format(
        points=points,
        numbers="number" if points == 1 else "numbers",
        groups=groups,
        grouped="group" if groups == 1 else "groups",
        quantities=", ".join(_range(study, one) for one in study.quantities),
        day=study.last_day,
    )
    by_name = {arm: choice_of(arm) for arm in study.arms if arm}
    drugs = [
        words.NAMED.format(name=arm, choice=words.choice(choice))
        for arm, choice in by_name.items()
        if choice and drugs_of(choice)
    ]
    half = [f"“{arm}”" for arm in by_name if is_half_known(arm)]
    unsaid = [f"“{arm}”" for arm, choice in by_name.items() if choice is None]
    unsaid = [name for name in unsaid if name not in half]
    told = [read]
    if drugs:
        told.append(words.BY_NAME.format(groups="; ".join(drugs)))
    if half:
        told.append(words.HALF_SAID.format(names=listed(half)))
    if unsaid:
        told.append(words.UNSAID.format(names=listed(unsaid)))
    return " ".join(told)


def _range(study: Study, quantity: Quantity) -> str:
    """From where to where the values of a quantity go: a wrong decimal mark is seen by that."""
    values = [point.value for point in study.points if point.quantity == quantity.name]
    low, high = short(min(values)), short(max(values))
    unit = "" if quantity.shown in quantity.name else f" {quantity.shown}"
    told = words.SINGLE if low == high else words.RANGE
    return told.format(name=quantity.name, low=low, high=high, unit=unit)


def group_choices(study: Study, labels: Sequence[Any], before: Any = None) -> list[Any]:
    """Labels, values, options and styles of groups' choices; a group that stays keeps its own.

    `before` are the choices with which the same table was fitted earlier in this visit.
    """
    names = [words.GROUP.format(name=arm) if arm else words.ONLY_GROUP for arm in study.arms]
    rest = ARMS_AT_MOST - len(names)
    usual = [
        choice_of(arm) or (words.UNCHOSEN if is_half_known(arm) else ON_PAGE) for arm in study.arms
    ]
    chosen = usual
    if isinstance(before, list) and len(before) >= len(usual):
        chosen = [one if is_choice(one) else arm for one, arm in zip(before, usual, strict=False)]
    values = [
        no_update if name == label and name != words.ONLY_GROUP else arm
        for arm, name, label in zip(chosen, names, labels, strict=False)
    ]
    joined = {
        choice: words.choice(choice) for choice in (*usual, *chosen) if choice != words.UNCHOSEN
    }
    options = [choices({**words.CHOICES, **joined})] * ARMS_AT_MOST
    shown: list[dict[str, str]] = [{} for _ in names]
    return [*names, *[""] * rest, *values, *[no_update] * rest, *options, *shown, *[HIDDEN] * rest]


def legend(made: Outcome) -> list[Any]:
    """What each group's line stands for."""
    items = []
    for arm in made.request.study.arms:
        colour, _, name = pictures.look(made, arm)
        treated = html.Span(
            words.TREATED.format(how=settings(made.request.arm(arm))), className="quiet"
        )
        items.append(html.Li([swatch(Line(name, colour, "solid", 2.6)), name, treated]))
    return [html.Ul(items, className="legend"), html.P(words.LEGEND, className="quiet")]


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> html.Table:
    body = [
        html.Tr([html.Th(row[0], scope="row"), *(html.Td(cell) for cell in row[1:])])
        for row in rows
    ]
    return table(head, body)


def fitted_values(made: Outcome) -> html.Table:
    """What was fitted, each with its interval and verdict."""
    rows = [
        (
            f"{one.symbol}: {one.meaning}",
            f"{short(one.start)} {one.unit}",
            f"{short(one.value)} {one.unit}",
            f"{short(one.low)} to {short(one.high)}",
            one.verdict,
        )
        for one in made.values
    ]
    return _table(words.VALUES_HEAD, rows)


def _signed(value: float) -> str:
    """A distance with its sign, which nothing has none of."""
    rounded = round(value, 1)
    return f"{rounded:+.1f}" if rounded else "0.0"


def residuals(made: Outcome) -> list[Any]:
    """How far each number is from its curve; of many the first."""
    rows = [
        (
            one.point.arm or words.NO_GROUP,
            one.point.quantity,
            short(one.point.day),
            short(one.point.value),
            short(one.fitted),
            _signed(one.deviations),
        )
        for one in made.residuals[:ROWS_SHOWN]
    ]
    shown: list[Any] = [_table(words.RESIDUALS_HEAD, rows)]
    if len(made.residuals) > ROWS_SHOWN:
        told = words.MORE_ROWS.format(shown=ROWS_SHOWN, all=len(made.residuals))
        shown.append(html.P(told, className="quiet"))
    return shown


def way_to_explore(made: Outcome) -> html.Button:
    """A button that takes the page to the scenario with what was fitted."""
    query = address.encode(made.scenario)
    return html.Button(words.SHOW, type="button", className="tool", **data(visit=query, leads=""))

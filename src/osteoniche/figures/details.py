"""The plots that explain: Jagged1 and Notch, cells and clones, doses and what they cost."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from osteoniche.analysis import costs
from osteoniche.drugs import gamma_secretase_inhibitor
from osteoniche.engine.course import dose_days
from osteoniche.engine.result import Result
from osteoniche.figures.look import (
    DASHES,
    DETAIL_COLOURS,
    INK,
    ROLE_LINES,
    Line,
    axis,
    layout,
    packed,
    spanning,
    view_of,
)
from osteoniche.figures.stacked import LOWEST_DRAWN
from osteoniche.organs import Organ, marrow, nerves
from osteoniche.quantity import HUMAN, shown_unit
from osteoniche.scenario import Scenario
from osteoniche.scenario.presets import OWN
from osteoniche.scenario.schedule import dose_words
from osteoniche.system import default_system

GAP = 0.1
"""Share of the height between two rows."""


@dataclass(frozen=True)
class Row:
    """One row of an explaining plot: axis title, series by label, and words above it, if any.

    `marks` are levels that have a line of their own, by the words that stand on it; `until` is the
    last day that is drawn, where later ones say nothing.
    """

    axis: str
    series: Mapping[str, str]
    logarithmic: bool = False
    heading: str = ""
    marks: Mapping[str, float] = field(default_factory=dict)
    until: float = np.inf


Drawn = list[tuple[Row, list[Line]]]
"""Rows, each with how its series look."""


@dataclass(frozen=True)
class Detail:
    """An explaining plot; one without rows has them made for a scenario, by `made`."""

    name: str
    title: str
    text: str
    rows: tuple[Row, ...] = ()
    made: Callable[[Scenario], "Drawn"] | None = None

    @property
    def series(self) -> list[str]:
        """The series of all rows, in the order of their traces."""
        return [name for row in self.rows for name in row.series.values()]


def _concentrations(scenario: Scenario) -> Drawn:
    """A row for each drug given, in the colour of its kind."""
    drugs = default_system().by_name
    drawn = []
    for name in dict.fromkeys(given.drug for given in scenario.given):
        shown, role = drugs[name].concentration, drugs[name].role
        days = [dose_days(one, scenario.days) for one in scenario.courses(name) if one.dose]
        heading = (
            f"{shown.meaning[0].upper()}{shown.meaning[1:]}: {dose_words(np.concatenate(days))}"
        )
        row = Row(shown_unit(shown.unit), {shown.meaning: shown.name}, heading=heading)
        drawn.append((row, [Line(shown.meaning, ROLE_LINES[role].colour, "solid", 2.2)]))
    return drawn or [(Row("Concentration (mg/L)", {}, heading="No drug is given"), [])]


def _costs(scenario: Scenario) -> Drawn:
    """A row for each organ where a dose costs something that is computed."""
    drugs = [given.drug for given in scenario.given]
    touched = default_system().costs_of(drugs, scenario.species)
    rows = [_organ(organ, scenario) for organ in touched]
    drawn = [(row, [_line(i, 0, *row.series)]) for i, row in enumerate(rows)]
    return drawn or [(Row("Cost", {}, heading="No dose costs anything that is computed"), [])]


def _organ(organ: Organ, scenario: Scenario) -> Row:
    shown, assumed = organ.readout, scenario.species in organ.assumed
    heading = shown.meaning[0].upper() + shown.meaning[1:] + (" (assumed)" if assumed else "")
    row = Row(shown_unit(shown.unit) or "score", {shown.meaning: shown.name}, heading=heading)
    if organ.name == marrow.ORGAN.name:
        words = PATIENT_LINES if scenario.species == HUMAN else MOUSE_LINES
        return replace(row, marks=dict(zip(words, costs.lines(scenario), strict=True)))
    if organ.name == nerves.ORGAN.name:
        return replace(row, until=costs.last_course(scenario))
    return row


PATIENT_LINES = ("1.0: infections threaten", "0.5: severe")
MOUSE_LINES = ("normal", "half of normal")
"""The words on the two lines of neutrophils."""
DETAILS = (
    Detail(
        "niche",
        "Jagged1 and Notch",
        "Jagged1 on osteoblasts is the protein that protects the tumour; the antibody covers it. "
        "Notch is the receptor it meets on tumour cells: near 1 they hardly die, near 0 they do.",
        (
            Row(
                "Jagged1 (fold)",
                {
                    "Jagged1 on osteoblasts": "osteoblast_jagged1_fold",
                    "left free": "free_jagged1_fold",
                },
            ),
            Row("Notch activity (0 to 1)", {"Notch in tumour cells": "notch_activity"}),
        ),
    ),
    Detail(
        "cells",
        "Bone cells and resistant clones",
        "Osteoclasts remove bone and osteoblasts lay it down; 1 is healthy. Below, what the tumour "
        "is made of: a clone that resists a drug by mutation starts as a minute share.",
        (
            Row(
                "Bone cells (fold)",
                {"Osteoclasts": "osteoclasts_fold", "Osteoblasts": "osteoblasts_fold"},
            ),
            Row(
                "Tumour (cells)",
                {
                    "Sensitive": "sensitive_cells",
                    "Persisters": "persister_cells",
                    "Taxane-resistant": "taxane_resistant_cells",
                    "Platinum-resistant": "platinum_resistant_cells",
                },
                logarithmic=True,
            ),
        ),
    ),
    Detail(
        "concentrations",
        "Drug concentrations",
        "How much of each drug is in the plasma or on the bone, one plot per drug.",
        made=_concentrations,
    ),
    Detail(
        "costs",
        "What the doses cost",
        "Neutrophils fight infections: below 1.0 × 10⁹/L these threaten, below 0.5 they are severe "
        "(for mice the lines are normal and half of normal, and all of the marrow is assumed). "
        "Nerves of patients have a score from 0 to 24, which says nothing after the last course. "
        f"{gamma_secretase_inhibitor.DRUG.summary} What cisplatin costs is not computed. "
        "No medical advice.",
        made=_costs,
    ),
)
"""Every explaining plot, in the order in which they are offered."""


def all_details() -> dict[str, Detail]:
    """Every explaining plot by name."""
    return {detail.name: detail for detail in DETAILS}


def fixed_lines(detail: Detail) -> list[list[Line]]:
    """How the series of each row look, where they are the same for every scenario."""
    return [
        [_line(row, place, label) for place, label in enumerate(shown.series)]
        for row, shown in enumerate(detail.rows)
    ]


def figure(name: str, scenario: Scenario, own: Result, theme: str) -> dict[str, Any]:
    """An explaining plot of the visitor's run, on the time axis of the main plots."""
    detail = all_details()[name]
    drawn = list(zip(detail.rows, fixed_lines(detail), strict=True))
    if detail.made is not None:
        drawn = detail.made(scenario)
    height = 1 / len(drawn)
    data, axes, headings, marks = [], {}, [], []
    for i, (row, lines) in enumerate(drawn):
        number = str(i + 1) if i else ""
        top = 1 - i * height
        domain = [top - height + (GAP if i < len(drawn) - 1 else 0), top]
        axes[f"yaxis{number}"] = _axis(row, theme, domain, 5 if len(drawn) < 3 else 3)
        headings += [_heading(row.heading, top, theme)] if row.heading else []
        for line, (label, column) in zip(lines, row.series.items(), strict=True):
            data.append(_trace(own, column, label, line, f"y{number}", theme, row.until))
        marks += [_mark(level, f"y{number}", theme) for level in row.marks.values()]
        headings += [_on_mark(*mark, f"y{number}", theme) for mark in row.marks.items()]
    bottom = f"y{len(drawn)}" if len(drawn) > 1 else "y"
    axes["xaxis"] = axis("Time (days)", theme, anchor=bottom, **spanning(0, scenario.days))
    shared = layout(
        theme,
        days=True,
        **axes,
        annotations=headings,
        shapes=marks,
        hovermode="x unified",
        hoversubplots="axis",
        showlegend=False,
        margin={"l": 68, "r": 14, "t": 24 if headings else 10, "b": 44},
        uirevision=view_of(scenario),
    )
    return {"data": data, "layout": shared}


def _axis(row: Row, theme: str, domain: list[float], ticks: int) -> dict[str, Any]:
    log = {"type": "log", "exponentformat": "power"} if row.logarithmic else {"rangemode": "tozero"}
    return axis(row.axis, theme, domain=domain, nticks=ticks, **log)


def _heading(text: str, top: float, theme: str) -> dict[str, Any]:
    """Words above a row, at its left."""
    return {
        "text": text,
        "font": {"size": 13, "color": INK[theme].text},
        "xref": "paper",
        "yref": "paper",
        "x": 0,
        "y": top,
        "xanchor": "left",
        "yanchor": "bottom",
        "showarrow": False,
    }


def _mark(level: float, yaxis: str, theme: str) -> dict[str, Any]:
    """A line across at a level."""
    return {
        "type": "line",
        "xref": "paper",
        "x0": 0,
        "x1": 1,
        "yref": yaxis,
        "y0": level,
        "y1": level,
        "line": {"color": INK[theme].text, "width": 1, "dash": "dot"},
    }


def _on_mark(text: str, level: float, yaxis: str, theme: str) -> dict[str, Any]:
    """The words on such a line, at its right."""
    return _heading(text, level, theme) | {"yref": yaxis, "x": 1, "xanchor": "right"}


def _line(row: int, place: int, label: str) -> Line:
    colour = DETAIL_COLOURS[(2 * row + place) % len(DETAIL_COLOURS)]
    return Line(label, colour, DASHES[place % len(DASHES)], 2.4)


def _trace(
    own: Result,
    column: str,
    label: str,
    line: Line,
    yaxis: str,
    theme: str,
    until: float,
) -> dict[str, Any]:
    values = own.series[column] if column in own.series else np.empty(0)
    values = np.where(own.days <= until, values, np.nan) if len(values) else values
    counted = column.endswith("_cells")
    if counted:
        values = np.where(values < LOWEST_DRAWN, np.nan, values)
    return {
        "type": "scatter",
        "mode": "lines",
        "name": label,
        "legendgroup": f"{OWN}-{column}",
        "x": packed(own.days),
        "y": packed(values),
        "yaxis": yaxis,
        "line": line.drawn(theme),
        # SI prefixes for cells only: 0.77 would become 770m
        "hovertemplate": f"%{{y:.3{'s' if counted else 'g'}}} <b>{label}</b><extra></extra>",
    }

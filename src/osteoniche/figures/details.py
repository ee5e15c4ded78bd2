"""The plots that explain: Jagged1 and Notch, cells and clones, drug concentrations."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from osteoniche.engine.result import Result
from osteoniche.figures.look import (
    DASHES,
    DETAIL_COLOURS,
    INK,
    OWN,
    ROLE_LINES,
    Line,
    axis,
    layout,
    packed,
    spanning,
    view_of,
)
from osteoniche.figures.timecourse import LOWEST_DRAWN
from osteoniche.quantity import shown_unit
from osteoniche.scenario import Scenario
from osteoniche.system import default_system

GAP = 0.1
"""Share of the height between two rows."""


@dataclass(frozen=True)
class Row:
    """One row of an explaining plot: axis title, series by label, and words above it, if any."""

    axis: str
    series: Mapping[str, str]
    logarithmic: bool = False
    heading: str = ""


@dataclass(frozen=True)
class Detail:
    """An explaining plot; one without rows gets a row for each drug given."""

    name: str
    title: str
    text: str
    rows: tuple[Row, ...] = ()

    @property
    def series(self) -> list[str]:
        """The series of all rows, in the order of their traces."""
        return [name for row in self.rows for name in row.series.values()]


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


def figure(
    name: str, scenario: Scenario, own: Result, theme: str, *, every: int = 1
) -> dict[str, Any]:
    """An explaining plot of the visitor's run, on the time axis of the main plots.

    `every` leaves out rows between, for a plot that is drawn anew while a dial moves.
    """
    rows = _rows(own, every)
    detail = all_details()[name]
    drawn = list(zip(detail.rows, fixed_lines(detail), strict=True)) or _concentrations(scenario)
    height = 1 / len(drawn)
    data, axes, headings = [], {}, []
    for i, (row, lines) in enumerate(drawn):
        number = str(i + 1) if i else ""
        top = 1 - i * height
        domain = [top - height + (GAP if i < len(drawn) - 1 else 0), top]
        axes[f"yaxis{number}"] = _axis(row, theme, domain, 5 if len(drawn) < 3 else 3)
        headings += [_heading(row.heading, top, theme)] if row.heading else []
        for line, (label, column) in zip(lines, row.series.items(), strict=True):
            data.append(_trace(own, rows, column, label, line, f"y{number}", theme))
    bottom = f"y{len(drawn)}" if len(drawn) > 1 else "y"
    axes["xaxis"] = axis("Time (days)", theme, anchor=bottom, **spanning(0, scenario.days))
    shared = layout(
        theme,
        days=True,
        **axes,
        annotations=headings,
        hovermode="x unified",
        hoversubplots="axis",
        showlegend=False,
        margin={"l": 68, "r": 14, "t": 24 if headings else 10, "b": 44},
        uirevision=view_of(scenario),
    )
    return {"data": data, "layout": shared}


def _rows(own: Result, every: int) -> npt.NDArray[np.intp]:
    """The places of the rows that are drawn: each so many, the last, and both of a jump."""
    places = np.arange(len(own.days))
    jumps = np.flatnonzero(np.diff(own.days) == 0)
    kept = [places[::every], places[-1:], jumps, jumps + 1]
    return np.unique(np.concatenate(kept))


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


def _concentrations(scenario: Scenario) -> list[tuple[Row, list[Line]]]:
    """A row for each drug given, in the colour of its kind."""
    drugs = default_system().by_name
    drawn = []
    for given in scenario.given:
        shown, role = drugs[given.drug].concentration, drugs[given.drug].role
        heading = shown.meaning[0].upper() + shown.meaning[1:]
        row = Row(shown_unit(shown.unit), {shown.meaning: shown.name}, heading=heading)
        drawn.append((row, [Line(shown.meaning, ROLE_LINES[role].colour, "solid", 2.2)]))
    return drawn or [(Row("Concentration (mg/L)", {}, heading="No drug is given"), [])]


def _line(row: int, place: int, label: str) -> Line:
    colour = DETAIL_COLOURS[(2 * row + place) % len(DETAIL_COLOURS)]
    return Line(label, colour, DASHES[place % len(DASHES)], 2.4)


def _trace(
    own: Result,
    rows: npt.NDArray[np.intp],
    column: str,
    label: str,
    line: Line,
    yaxis: str,
    theme: str,
) -> dict[str, Any]:
    values = own.series[column][rows] if column in own.series else np.empty(0)
    counted = column.endswith("_cells")
    if counted:
        values = np.where(values < LOWEST_DRAWN, np.nan, values)
    return {
        "type": "scatter",
        "mode": "lines",
        "name": label,
        "legendgroup": f"{OWN}-{column}",
        "x": packed(own.days[rows]),
        "y": packed(values),
        "yaxis": yaxis,
        "line": line.drawn(theme),
        # SI prefixes for cells only: 0.77 would become 770m
        "hovertemplate": f"%{{y:.3{'s' if counted else 'g'}}} <b>{label}</b><extra></extra>",
    }

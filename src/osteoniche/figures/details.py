"""The plots that explain: Jagged1 and Notch, cells and clones, drug concentrations."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from osteoniche.figures.look import (
    DASHES,
    DETAIL_COLOURS,
    OWN,
    ROLE_LINES,
    Line,
    axis,
    layout,
    packed,
)
from osteoniche.figures.timecourse import LOWEST_DRAWN
from osteoniche.quantity import shown_unit
from osteoniche.result import Result
from osteoniche.scenario import Scenario
from osteoniche.system import default_system


@dataclass(frozen=True)
class Detail:
    """An explaining plot: rows of (axis title, series by label); `logarithmic` rows by index."""

    name: str
    title: str
    text: str
    rows: tuple[tuple[str, dict[str, str]], ...]
    logarithmic: tuple[int, ...] = ()


DETAILS = {
    "niche": Detail(
        "niche",
        "Jagged1 and Notch",
        "Jagged1 on osteoblasts is the protein that protects the tumour; the antibody covers it. "
        "Notch is the receptor it meets on tumour cells: near 1 they hardly die, near 0 they do.",
        (
            (
                "Jagged1 (fold)",
                {
                    "Jagged1 on osteoblasts": "osteoblast_jagged1_fold",
                    "left free": "free_jagged1_fold",
                },
            ),
            ("Notch activity (0 to 1)", {"Notch in tumour cells": "notch_activity"}),
        ),
    ),
    "cells": Detail(
        "cells",
        "Bone cells and resistant clones",
        "Osteoclasts remove bone and osteoblasts lay it down; 1 is healthy. Below, what the tumour "
        "is made of: a clone that resists a drug by mutation starts as a minute share.",
        (
            (
                "Bone cells (fold)",
                {"Osteoclasts": "osteoclasts_fold", "Osteoblasts": "osteoblasts_fold"},
            ),
            (
                "Tumour (cells)",
                {
                    "Sensitive": "sensitive_cells",
                    "Persisters": "persister_cells",
                    "Taxane-resistant": "taxane_resistant_cells",
                    "Platinum-resistant": "platinum_resistant_cells",
                },
            ),
        ),
        logarithmic=(1,),
    ),
}
"""Explaining plots with fixed series."""

CONCENTRATIONS = Detail(
    "concentrations",
    "Drug concentrations",
    "How much of each drug is in the plasma (on the bone, for zoledronate), one plot per drug.",
    (),
)


def all_details() -> dict[str, Detail]:
    """Every explaining plot by name, in the order in which they are offered."""
    return {**DETAILS, CONCENTRATIONS.name: CONCENTRATIONS}


def figure(name: str, scenario: Scenario, own: Result, theme: str) -> dict[str, Any]:
    """An explaining plot of the visitor's run, on the time axis of the main plots."""
    detail = all_details()[name]
    rows = detail.rows or _concentration_rows(scenario, own)
    data, axes = [], {}
    height = 1 / max(len(rows), 1)
    for i, (title, series) in enumerate(rows):
        number = "" if i == 0 else str(i + 1)
        top = 1 - i * height
        log = {"type": "log", "exponentformat": "power"} if i in detail.logarithmic else {}
        base = {"rangemode": "tozero"} if not log else {}
        domain = [top - height + (0.1 if i < len(rows) - 1 else 0), top]
        axes[f"yaxis{number}"] = axis(title, theme, domain=domain, nticks=5, **base, **log)
        for j, (label, column) in enumerate(series.items()):
            line = _line(detail, scenario, i, j, label)
            data.append(_trace(own, column, label, line, f"y{number}", theme))
    bottom = f"y{len(rows)}" if len(rows) > 1 else "y"
    axes["xaxis"] = axis("Time (days)", theme, range=[0, scenario.days], anchor=bottom)
    legend = {"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom", "font": {"size": 13}}
    margin = {"l": 68, "r": 14, "t": 34, "b": 44}
    hover = {"hovermode": "x unified", "hoversubplots": "axis"}
    shared = layout(theme, **axes, **hover, legend=legend, margin=margin, showlegend=True)
    return {"data": data, "layout": shared}


def _concentration_rows(scenario: Scenario, own: Result) -> tuple[tuple[str, dict[str, str]], ...]:
    drugs = {drug.name: drug for drug in default_system().drugs}
    rows = []
    for treatment in scenario.given:
        shown = drugs[treatment.drug].concentration
        if shown.name in own.series or not own.ok:
            rows.append(
                (f"{treatment.drug} ({shown_unit(shown.unit)})", {shown.meaning: shown.name})
            )
    return tuple(rows) or (("No drug is given", {}),)


def _line(detail: Detail, scenario: Scenario, row: int, place: int, label: str) -> Line:
    if detail is CONCENTRATIONS:
        drugs = {drug.name: drug for drug in default_system().drugs}
        role = ROLE_LINES[drugs[scenario.given[row].drug].role]
        return Line(label, role.colour, "solid", 2.2)
    colour = DETAIL_COLOURS[(2 * row + place) % len(DETAIL_COLOURS)]
    return Line(label, colour, DASHES[place % len(DASHES)], 2.4)


def _trace(
    own: Result, column: str, label: str, line: Line, yaxis: str, theme: str
) -> dict[str, Any]:
    values = own.series.get(column, np.empty(0))
    if column.endswith("_cells"):
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
        "hovertemplate": f"%{{y:.3s}} <b>{label}</b><extra></extra>",
    }

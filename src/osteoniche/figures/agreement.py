"""Predicted against observed: every measured point, fitted beside left out, on logarithmic axes."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from osteoniche.calibration.scores import How, Point
from osteoniche.figures.look import DETAIL_COLOURS, INK, axis, layout, packed
from osteoniche.numerals import short

HEIGHT = 330
"""Pixels."""
SIDES = {How.FITTED: ("x", "y", (0.0, 0.46)), How.LEFT_OUT: ("x2", "y2", (0.54, 1.0))}
"""The axes of each half and its part of the width."""
TITLES = {How.FITTED: "fitted", How.LEFT_OUT: "predicted without the study"}
LOOKS = {
    "tumour_cells": ("Light of the tumour (photons/s)", DETAIL_COLOURS[4], "circle-open"),
    "bone_mass_percent": ("Bone volume (% of day 0)", DETAIL_COLOURS[0], "square-open"),
    "osteoblasts_fold": ("Bone cells (fold)", DETAIL_COLOURS[3], "diamond-open"),
    "osteoclasts_fold": ("Bone cells (fold)", DETAIL_COLOURS[3], "diamond-open"),
}
"""Name, colour and shape of the points of each read-out."""
TWICE = math.log10(2.0)


def figure(found: Mapping[How, Sequence[Point]], theme: str) -> dict[str, Any]:
    """The plot of points that are fitted and left out."""
    every = [n for points in found.values() for point in points for n in _pair(point)]
    low, high = math.log10(min(every)) - 0.3, math.log10(max(every)) + 0.3
    data: list[dict[str, Any]] = []
    axes: dict[str, Any] = {}
    for how, points in found.items():
        across, up, domain = SIDES[how]
        span = {"type": "log", "range": [low, high], "fixedrange": True, "dtick": 2}
        title = f"Observed, {TITLES[how]}"
        axes[_name(across)] = axis(title, theme, **span, domain=list(domain), anchor=up)
        axes[_name(up)] = axis("Model", theme, **span, anchor=across)
        data += [_line(low, high, off, across, up, theme) for off in (0.0, TWICE, -TWICE)]
        data += _points(points, across, up)
    more: dict[str, Any] = {
        "uirevision": "agreement",
        "showlegend": False,
        "dragmode": False,
        "hovermode": "closest",
        "margin": {"l": 60, "r": 14, "t": 10, "b": 48},
    }
    return {"data": data, "layout": layout(theme, **axes, **more)}


def _name(axis_of: str) -> str:
    return f"{axis_of[0]}axis{axis_of[1:]}"


def _pair(point: Point) -> tuple[float, float]:
    return point.observed, point.predicted


def _line(low: float, high: float, off: float, across: str, up: str, theme: str) -> dict[str, Any]:
    """Equal, or twofold too high or too low."""
    ends = np.array([low, high])
    return {
        "type": "scatter",
        "mode": "lines",
        "x": packed(10.0**ends),
        "y": packed(10.0 ** (ends + off)),
        "xaxis": across,
        "yaxis": up,
        "line": {"color": INK[theme].soft, "width": 1.2, "dash": "dot" if off else "solid"},
        "hoverinfo": "skip",
    }


def _points(points: Sequence[Point], across: str, up: str) -> list[dict[str, Any]]:
    drawn = []
    for readout, (name, colour, shape) in LOOKS.items():
        seen = [point for point in points if point.arms[0].endswith(f", {readout}")]
        if not seen:
            continue
        drawn.append(
            {
                "type": "scatter",
                "mode": "markers",
                "name": name,
                "x": packed(np.array([point.observed for point in seen])),
                "y": packed(np.array([point.predicted for point in seen])),
                "xaxis": across,
                "yaxis": up,
                "marker": {"color": colour, "symbol": shape, "size": 7, "line": {"width": 1.6}},
                "text": [_words(point) for point in seen],
                "hovertemplate": f"{name}<br>%{{text}}<extra></extra>",
            }
        )
    return drawn


def _words(point: Point) -> str:
    return f"{point.name}: {short(point.factor)} times off"

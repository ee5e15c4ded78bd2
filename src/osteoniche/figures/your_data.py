"""A visitor's own points with their errors, the fitted curves, and the curves before the fit."""

import hashlib
from collections.abc import Iterator
from typing import Any

import numpy as np

from osteoniche.calibration.parameter_set import NINETY_FIVE
from osteoniche.calibration.your_data.fit import error
from osteoniche.calibration.your_data.quantities import Quantity
from osteoniche.calibration.your_data.report import Outcome, series
from osteoniche.engine.result import Result
from osteoniche.figures.look import LINES, PHONE, axis, layout, packed, plain, spanning

OTHERS = ("#cc79a7", "#e69f00", "#56b4e9", "#9a6324", "#7b61c9", "#4d8f8b")
"""Groups that are none of the arms of the page, which have their own colours; or twice the same."""
SYMBOLS = ("circle", "square", "diamond", "triangle-up", "cross", "x")
"""The second cue."""
HEIGHT, FEW = 300, 40
"""Pixels of one plot, and those around all."""
GAP = 0.16
"""Between two plots, as a part of one."""
NO_NAME = "All"
"""What a group without a name is called."""


def height(made: Outcome) -> int:
    """Pixels that the figure needs: one plot below the other."""
    return HEIGHT * len(made.request.study.quantities) + FEW


def figure(made: Outcome, theme: str, screen: str) -> dict[str, Any]:
    """One plot for each quantity that was measured."""
    wanted = made.request.study.quantities
    data = [trace for place, one in enumerate(wanted) for trace in _traces(made, one, place)]
    axes: dict[str, Any] = {}
    share = 1.0 / (len(wanted) + GAP * (len(wanted) - 1))
    for place, one in enumerate(wanted):
        top = 1.0 - place * share * (1 + GAP)
        axes[f"yaxis{place + 1}"] = axis(
            _title(one, screen),
            theme,
            domain=[max(0.0, top - share), top],
            type="log" if one.logarithmic else "linear",
            exponentformat="power",
            dtick=1 if one.logarithmic and _decades(made, one) > 1 else None,
        )
    last = f"y{len(wanted)}"
    axes["xaxis"] = axis("Day", theme, anchor=last, **spanning(-0.5, made.request.mice.days))
    return {
        "data": data,
        "layout": layout(
            theme,
            days=True,
            **axes,
            showlegend=False,
            uirevision=_revision(made),
            margin={"l": 64, "r": 12, "t": 10, "b": 44},
        ),
    }


def _revision(made: Outcome) -> str:
    """A short name, alike for fits that are alike: plotly.js then keeps the zoom."""
    return hashlib.sha256(made.request.spec.encode()).hexdigest()[:12]


def _title(quantity: Quantity, screen: str) -> str:
    name = quantity.name[0].upper() + quantity.name[1:]
    return name if screen == PHONE and len(name) > 12 else f"{name} ({quantity.shown})"


def _decades(made: Outcome, quantity: Quantity) -> float:
    values = [point.value for point in made.request.study.points if point.quantity == quantity.name]
    return float(np.log10(max(values) / min(values)))


def look(made: Outcome, arm: str) -> tuple[str, str, str]:
    """How a group is drawn: colour, kind of mark, and its name."""
    groups, arms = made.request.groups, made.request.study.arms
    place, chosen = arms.index(arm), groups[arm]
    known = LINES[chosen].colour if chosen in LINES else None
    alone = [groups[one] for one in arms].count(chosen) == 1
    return known if known and alone else OTHERS[place], SYMBOLS[place], arm or NO_NAME


def _traces(made: Outcome, quantity: Quantity, place: int) -> Iterator[dict[str, Any]]:
    where = {"xaxis": "x", "yaxis": f"y{place + 1}"}
    arms = [
        arm
        for arm in made.request.study.arms
        if any(p.arm == arm and p.quantity == quantity.name for p in made.request.study.points)
    ]
    for arm in arms:
        colour, _, name = look(made, arm)
        before = {"color": colour, "dash": "dot", "width": 1.4}
        after = {"color": colour, "dash": "solid", "width": 2.6}
        yield _curve(quantity, made.before[arm], made.factors[0]) | where | {
            "name": plain(f"{name}, before the fit"), "line": before, "opacity": 0.6,
            "hoverinfo": "skip",
        }  # fmt: skip
        yield _curve(quantity, made.after[arm], made.factors[1]) | where | {
            "name": plain(f"{name}, fitted"), "line": after,
            "hovertemplate": f"day %{{x:.1f}}: %{{y:.3~g}}<extra>{plain(name)}, fitted</extra>",
        }  # fmt: skip
        yield _points(made, quantity, arm) | where


def _curve(quantity: Quantity, result: Result, factor: float) -> dict[str, Any]:
    values = series(quantity, result, factor)
    if quantity.logarithmic:
        values = np.where(values > 0, values, np.nan)
    return {"type": "scatter", "mode": "lines", "x": packed(result.days), "y": packed(values)}


def _points(made: Outcome, quantity: Quantity, arm: str) -> dict[str, Any]:
    colour, symbol, name = look(made, arm)
    points = [p for p in made.request.study.points if (p.arm, p.quantity) == (arm, quantity.name)]
    values = np.array([point.value for point in points])
    width = NINETY_FIVE * np.array([error(point, made.request.bounds) for point in points])
    if quantity.logarithmic:
        up, down = values * (np.exp(width) - 1), values * (1 - np.exp(-width))
    else:
        up = down = width
    return {
        "type": "scatter",
        "mode": "markers",
        "name": plain(name),
        "x": [point.day for point in points],
        "y": values.tolist(),
        "error_y": {
            "type": "data", "symmetric": False, "array": up.tolist(), "arrayminus": down.tolist(),
            "color": colour, "thickness": 1.4, "width": 4,
        },
        "marker": {"color": colour, "symbol": symbol, "size": 9},
        "hovertemplate": f"day %{{x:.4~g}}: %{{y:.3~g}}<extra>{plain(name)}, measured</extra>",
    }  # fmt: skip

"""Folds, constants and bounds of an experiment as rows of dots, each under its own name.

Beside what was published stand the fit and the prediction by a fit that never saw the study: as a
ratio, or for a bound on its own axis with the side that is allowed.
"""

import math
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from osteoniche.calibration.scores import How, Point, Score
from osteoniche.calibration.terms import Holds, Term
from osteoniche.figures.look import INK, axis, packed, plain

RATIO = "Model over published (1: equal)"
FOLD, PERCENT = "Fold", "Difference of bone (% of health)"
DOTS = {How.FITTED: ("circle", "x"), How.LEFT_OUT: ("diamond-open", "x-open")}
"""Shapes of a number that is met and of one that is not."""
WRONG = {"light": "#c92a2a", "dark": "#ff8787"}
NAMED = 0.42
"""Share of the width for the names of dots."""
LETTERS = 24
"""Letters in a line of such a name."""
ROUND = [step * 10.0**power for power in range(-3, 7) for step in (1, 2, 5)]
TICKS = 8
"""Ticks at most on an axis of folds; beyond that only powers of ten have one."""


Names = Mapping[str, str]


def dots(
    kind: str,
    terms: Sequence[Term],
    found: Mapping[How, Score],
    names: Names,
    theme: str,
) -> tuple[Any, Any, list[dict[str, Any]]]:
    """The axes and traces of a row of dots."""
    by_how = {how: {point.name: point for point in score.points} for how, score in found.items()}
    labels = _labels([names[term.name] for term in terms])
    logarithmic = kind != PERCENT
    low, high = _span([*_numbers(kind, terms, by_how)], logarithmic)
    limits = [math.log10(low), math.log10(high)] if logarithmic else [low, high]
    across = axis(kind, theme, range=limits, domain=[NAMED, 1.0], fixedrange=True)
    if logarithmic:
        ticks = _ticks(low, high)
        across |= {"type": "log", "tickvals": ticks, "ticktext": [f"{tick:g}" for tick in ticks]}
    up = axis("", theme, fixedrange=True) | {
        "type": "category",
        "categoryarray": labels[::-1],
        "range": [-0.6, len(labels) - 0.4],
        "ticklabelposition": "outside",
    }
    drawn = _reference(kind, terms, by_how[How.FITTED], labels, (low, high), theme)
    for how, points in by_how.items():
        pairs = [(label, points[term.name]) for label, term in zip(labels, terms, strict=True)
                 if term.name in points]  # fmt: skip
        if pairs:
            drawn.append(_marks(kind, how, pairs, theme))
    return across, up, drawn


def _labels(names: Iterable[str]) -> list[str]:
    """Names in lines of a few letters, each of them once."""
    found: list[str] = []
    for name in names:
        label = "<br>".join(textwrap.wrap(plain(name), LETTERS))
        while label in found:  # two bounds on the same number
            label += " "
        found.append(label)
    return found


def _numbers(
    kind: str, terms: Sequence[Term], by_how: Mapping[How, Mapping[str, Point]]
) -> Iterable[float]:
    for points in by_how.values():
        for term in terms:
            if term.name in points:
                point = points[term.name]
                yield from _place(kind, point)
                if kind != RATIO:
                    yield point.observed


def _place(kind: str, point: Point) -> tuple[float, float, float]:
    """Where a dot stands, and the ends of its band."""
    over = point.observed if kind == RATIO else 1.0
    low = point.predicted if point.low is None else point.low
    high = point.predicted if point.high is None else point.high
    return point.predicted / over, low / over, high / over


def _span(numbers: Sequence[float], logarithmic: bool) -> tuple[float, float]:
    """The ends of an axis, with room at both."""
    if logarithmic:
        return 0.7 * min(0.5, *numbers), 1.4 * max(2.0, *numbers)
    room = 0.08 * (max(*numbers, 0.0) - min(*numbers, 0.0))
    return min(*numbers, 0.0) - room, max(*numbers, 0.0) + room


def _ticks(low: float, high: float) -> list[float]:
    inside = [tick for tick in ROUND if low <= tick <= high]
    if len(inside) <= TICKS:
        return inside
    return [tick for tick in inside if math.log10(tick).is_integer()]


def _reference(
    kind: str,
    terms: Sequence[Term],
    points: Mapping[str, Point],
    labels: Sequence[str],
    limits: tuple[float, float],
    theme: str,
) -> list[dict[str, Any]]:
    """What dots are held against: equality, or each bound with the side that is allowed."""
    colour = INK[theme].soft
    x: list[float | None] = []
    y: list[str | None] = []
    for label, term in zip(labels, terms, strict=True):
        point = points[term.name]
        ends = (0.5, 2.0)
        if kind != RATIO:
            least = point.holds is Holds.AT_LEAST
            ends = (point.observed, limits[1]) if least else (limits[0], point.observed)
        x += [*ends, None]
        y += [label, label, None]
    allowed = {
        "type": "scatter",
        "mode": "lines",
        "name": "within twofold" if kind == RATIO else "allowed",
        "x": x,
        "y": y,
        "line": {"color": colour, "width": 9},
        "opacity": 0.3,
        "hoverinfo": "skip",
    }
    at = [1.0 if kind == RATIO else points[term.name].observed for term in terms]
    edge = {
        "type": "scatter",
        "mode": "markers",
        "name": "published",
        "x": at,
        "y": list(labels),
        "marker": {"symbol": "line-ns", "size": 18, "line": {"width": 2, "color": colour}},
        "hovertemplate": "published: %{x:.3~g}<extra></extra>",
    }
    return [allowed, edge]


def _marks(kind: str, how: How, pairs: Sequence[tuple[str, Point]], theme: str) -> dict[str, Any]:
    places = np.array([_place(kind, point) for _, point in pairs])
    good, bad = DOTS[how]
    ink = INK[theme].text
    return {
        "type": "scatter",
        "mode": "markers",
        "name": how.value,
        "x": packed(places[:, 0]),
        "y": [label for label, _ in pairs],
        "error_x": {
            "type": "data",
            "symmetric": False,
            "array": packed(places[:, 2] - places[:, 0]),
            "arrayminus": packed(places[:, 0] - places[:, 1]),
            "color": ink,
            "thickness": 1.2,
            "width": 3,
        },
        "marker": {
            "symbol": [good if point.met else bad for _, point in pairs],
            "size": 10,
            "color": [ink if point.met else WRONG[theme] for _, point in pairs],
            "line": {"width": 1.6},
        },
        "text": ["met" if point.met else "not met" for _, point in pairs],
        "hovertemplate": f"{how.value}, %{{text}}: %{{x:.3~g}}<extra></extra>",
    }

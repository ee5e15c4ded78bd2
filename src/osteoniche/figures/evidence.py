"""An experiment and the model: plots of courses with their points, and of what is no course.

Solid lines are the fit, dashed ones the prediction by a fit that never saw the study. What is
a fold, a constant or a bound is a row of dots: the model over the published number, or the bound
with the side that is allowed.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import cycle
from typing import Any

import numpy as np

from osteoniche.analysis.reproduced import Course, is_course
from osteoniche.calibration.scores import How, Point, Score
from osteoniche.calibration.terms import Arm, Experiment, Holds, Term
from osteoniche.figures.dots import FOLD, PERCENT, RATIO, WRONG, Names, dots
from osteoniche.figures.look import (
    DETAIL_COLOURS,
    LINES,
    ROLE_LINES,
    Line,
    axis,
    layout,
    packed,
    plain,
)
from osteoniche.system import default_system

TITLES = {
    "tumour_cells": "Light (photons/s)",
    "bone_mass_percent": "Bone volume (% of day 0)",
    "osteoblasts_fold": "Osteoblasts (fold)",
    "osteoclasts_fold": "Osteoclasts (fold)",
}
"""Titles of the axes of courses, with the unit in which the read-out was seen."""
DAYS = "Time (days)"
MARKERS = {
    "circle-open": "<circle cx='6' cy='6' r='4.5'/>",
    "square-open": "<rect x='1.5' y='1.5' width='9' height='9'/>",
    "diamond-open": "<path d='M6 .8L11.2 6L6 11.2L.8 6Z'/>",
    "triangle-up-open": "<path d='M6 1.2L11.2 10.5H.8Z'/>",
}
"""Shapes of points by arm, each as it is drawn in a legend, in a square of twelve by twelve."""
MISSED = "x-thin-open"
"""The shape of a point that is not met."""
COURSE, DOT, TOP, BOTTOM = 230, 50, 10, 48
"""Pixels of a course, of a row of dots, above and below."""
Ends = Mapping[str, tuple[float, float] | None]


@dataclass(frozen=True)
class Row:
    """One plot of an experiment: courses of a read-out, or dots of some terms."""

    kind: str
    terms: tuple[Term, ...]

    @property
    def is_course(self) -> bool:
        """Whether it shows courses."""
        return self.kind in TITLES

    @property
    def title(self) -> str:
        """What is shown, with its unit."""
        return TITLES.get(self.kind, self.kind)

    @property
    def height(self) -> float:
        """Its height in pixels, with its axis."""
        return TOP + BOTTOM + (COURSE if self.is_course else DOT * (len(self.terms) + 0.6))


def rows(experiment: Experiment) -> tuple[Row, ...]:
    """The plots of an experiment, from the top."""
    found: dict[str, list[Term]] = {}
    for term in experiment.terms:
        if term.rows:
            found.setdefault(_kind(term), []).append(term)
    order = [*TITLES, RATIO, FOLD, PERCENT]
    return tuple(Row(kind, tuple(found[kind])) for kind in order if kind in found)


def _kind(term: Term) -> str:
    if is_course(term):
        return term.levels[0].readout
    if term.holds is Holds.EQUAL:
        return RATIO
    return FOLD if term.logarithmic else PERCENT


def looks(experiment: Experiment) -> dict[str, Line]:
    """The line of each group that has a course: its colour is that of the arm, or a spare one."""
    found: dict[str, Line] = {}
    spare = iter(DETAIL_COLOURS)
    for arm in experiment.arms:
        if not any(is_course(term) and arm.name in term.arms for term in experiment.terms):
            continue
        taken = {line.colour for line in found.values()}
        colour = _usual(arm)
        while colour in taken:
            colour = next(spare)
        found[arm.name] = Line(arm.name, colour, "solid", 2.2)
    return found


def shapes(experiment: Experiment, row: Row) -> dict[str, tuple[Line, str]]:
    """Line and shape of points of each group that a plot of courses shows."""
    every = zip(looks(experiment).items(), cycle(MARKERS), strict=False)
    return {
        arm: (look, marker)
        for (arm, look), marker in every
        if row.is_course and any(arm in term.arms for term in row.terms)
    }


def _usual(arm: Arm) -> str | None:
    drugs = default_system().by_name
    roles = [drugs[given["drug"]].role for given in arm.fields.get("treatments", ())]
    if not roles:
        return LINES["untreated"].colour
    return (LINES["combination"] if len(roles) > 1 else ROLE_LINES[roles[0]]).colour


def figure(
    experiment: Experiment,
    row: Row,
    found: Mapping[How, Score],
    courses: Sequence[Course],
    names: Names,
    ends: Ends,
    theme: str,
) -> dict[str, Any]:
    """One plot of an experiment.

    `names` says what each term is called, `ends` are the published bounds of a point, by term.
    """
    if row.is_course:
        across, up = _course_axes(row, courses, theme)
        data = _courses(experiment, row, found[How.FITTED], courses, ends, theme)
    else:
        across, up, data = dots(row.kind, row.terms, found, names, theme)
    left = 68 if row.is_course else 12
    more: dict[str, Any] = {
        "uirevision": f"{experiment.name}, {row.kind}",
        "showlegend": False,
        "dragmode": False,
        "margin": {"l": left, "r": 14, "t": TOP, "b": BOTTOM},
        "hovermode": "closest",
    }
    axes = {"xaxis": across | {"anchor": "y"}, "yaxis": up | {"anchor": "x"}}
    return {"data": data, "layout": layout(theme, **axes, **more)}


def _course_axes(row: Row, courses: Iterable[Course], theme: str) -> tuple[Any, Any]:
    last = max(one.start + one.step * (len(one.fitted) - 1) for one in courses)
    across = axis(DAYS, theme, range=[-0.02 * last, 1.03 * last], fixedrange=True)
    up = axis(row.title, theme, fixedrange=True)
    if row.kind == "tumour_cells":
        up |= {"type": "log", "dtick": 1, "exponentformat": "power"}
    elif row.kind != "bone_mass_percent":
        up |= {"rangemode": "tozero"}
    return across, up


def _courses(
    experiment: Experiment,
    row: Row,
    score: Score,
    courses: Iterable[Course],
    ends: Ends,
    theme: str,
) -> list[dict[str, Any]]:
    shown = shapes(experiment, row)
    drawn = []
    for one in courses:
        if one.readout != row.kind:
            continue
        look, _ = shown[one.arm]
        for how, values in ((How.FITTED, one.fitted), (How.LEFT_OUT, one.left_out)):
            drawn.append(_line(one, look, how, values, theme))
    points = {point.name: point for point in score.points}
    for arm, (look, marker) in shown.items():
        seen = [points[term.name] for term in row.terms if arm in term.arms]
        drawn.append(_points(arm, seen, look, marker, ends, theme))
    return drawn


def _line(one: Course, look: Line, how: How, values: Sequence[float], theme: str) -> dict[str, Any]:
    dash, width = ("solid", 2.2) if how is How.FITTED else ("dash", 1.6)
    return {
        "type": "scatter",
        "mode": "lines",
        "name": f"{plain(one.arm)}, {how.value}",
        "x0": one.start,
        "dx": one.step,
        "y": packed(np.array(values)),
        "line": {"color": look.shade(theme), "dash": dash, "width": width},
        "hovertemplate": f"{plain(one.arm)}, {how.value}<br>day %{{x:.3~g}}: %{{y:.3~s}}"
        "<extra></extra>",
    }


def _points(
    arm: str, seen: Sequence[Point], look: Line, marker: str, ends: Ends, theme: str
) -> dict[str, Any]:
    colour = look.shade(theme)
    values = np.array([point.observed for point in seen])
    bars = [ends.get(point.name) or (point.observed, point.observed) for point in seen]
    low, high = np.array(bars).T
    met = [point.met for point in seen]
    return {
        "type": "scatter",
        "mode": "markers",
        "name": f"{plain(arm)}, published",
        "x": packed(np.array([point.day or 0.0 for point in seen])),
        "y": packed(values),
        "error_y": {
            "type": "data",
            "symmetric": False,
            "array": packed(high - values),
            "arrayminus": packed(values - low),
            "color": colour,
            "thickness": 1.2,
            "width": 3,
        },
        "marker": {
            "symbol": [marker if good else MISSED for good in met],
            "size": 9,
            "color": [colour if good else WRONG[theme] for good in met],
            "line": {"width": 2},
        },
        "text": ["met" if good else "not met" for good in met],
        "hovertemplate": f"{plain(arm)}, published, %{{text}}<br>day %{{x:.3~g}}: %{{y:.3~s}}"
        "<extra></extra>",
    }

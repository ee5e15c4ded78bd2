"""The axes of the three plots on one time axis, and what stands in place of a curve."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from osteoniche.engine.result import Result
from osteoniche.figures.look import (
    DESK,
    HALL,
    INK,
    PHONE,
    axis,
    layout,
    plain,
    spanning,
    view_of,
)
from osteoniche.numerals import compact
from osteoniche.quantity import HUMAN, MOUSE
from osteoniche.study import Comparison

DOSES_AXIS = "y4"


@dataclass(frozen=True)
class Plot:
    """One of the stacked plots: its series, its name, its axis titles and how high it is.

    `against` is the axis title where runs are shown against another; of the height that all plots
    have together each takes its `part`.
    """

    series: str
    name: str
    axis: str
    against: str
    part: float
    yaxis: str


TUMOUR = Plot("tumour_cells", "Tumour burden", "Tumour (cells)", "Tumour (ratio)", 2.106, "y2")
BONE = Plot("bone_mass_percent", "Bone mass", "Bone mass (%)", "Bone (difference, %)", 1.0, "y")
APOPTOSIS = Plot(
    "apoptosis_percent",
    "Apoptosis",
    "Apoptosis (%)",
    "Apoptosis (difference, %)",
    1.0,
    "y3",
)
PLOTS = (TUMOUR, BONE, APOPTOSIS)
"""The plots, from top to bottom; the first is the largest."""
BELOW = {PHONE: 0.071, DESK: 0.06, HALL: 0.06}
"""Share of the height that lies below all plots: the doses, and room above them."""
BETWEEN = {PHONE: 0.084, DESK: 0.049, HALL: 0.049}
"""Share of the height between two plots: for a title and half a label of the axis above."""
OF_TUMOUR = (TUMOUR, APOPTOSIS)
"""Those that are empty without one."""
POINTS = "percentage points"
"""The unit of a difference of percentages."""
NAME_AT_MOST = 24
"""Characters of a run's name in the title of an axis."""
SHADE = {"light": "rgba(22,24,29,0.13)", "dark": "rgba(244,245,247,0.17)"}
"""The visitor's ink, thinned, for the likely range."""
BONE_AXIS_SHOWS = [80, 105]
"""Percent of healthy bone that the axis shows at least, so that a flat line looks flat."""
DECADES_PER_TICK = {MOUSE: 1, HUMAN: 2}
"""Powers of ten between labels of the logarithmic axis; a patient's burden spans more of them."""
LABELS_BETWEEN = 1.5
"""Powers of ten up to which an axis has labels between them, at 2 and 5."""
EVERY_DECADE = 5
"""Powers of ten up to which each of them has a label."""
ROOM_FOR_TWO = 80
"""Pixels left of small plots, whose axis titles take two lines."""
MARGIN = {"l": 50, "r": 150, "t": 20, "b": 36}
"""Pixels around the plots: labels of the axis, ends of the lines, the heading, days."""
PHONE_ENDS = 128
"""Pixels for the ends of the lines on a phone, at the size of letters of a desk."""
POWERS = range(-1, 16)
"""Powers of ten that a logarithmic axis may show."""
STEPS = {1: (1,), 2: (1, 2, 3, 5)}
"""What stands in each power of ten: alone, or where the axis spans few of them."""
HEADING = {"size": 13}
WEEK, WEEKS_UP_TO = 7, 63
"""Days between labels of the time axis, as laboratories count, of a run of up to so many days."""
LOWEST_DRAWN = 0.1
"""Cells below which the logarithmic tumour axis does not go: a tenth of a cell is none."""


def domain(plot: Plot, screen: str) -> list[float]:
    """Where a plot begins and ends in the height of all of them, from 0 at the bottom to 1."""
    between, parts = BETWEEN[screen], sum(each.part for each in PLOTS)
    room = 1 - BELOW[screen] - (len(PLOTS) - 1) * between
    above = PLOTS[: PLOTS.index(plot)]
    top = 1 - sum(each.part * room / parts + between for each in above)
    return [round(top - plot.part * room / parts, 4), round(top, 4)]


def frame(
    shown: Comparison, theme: str, screen: str, *, linear: bool, against: str | None
) -> dict[str, Any]:
    """Axes, and a sentence in place of the visitor's curve where there is none."""
    scenario, own, ink = shown.scenario, shown.own, INK[theme]
    time = "Time (days)" if against is None else f"Time (days); runs against {_short(against)}"
    days, two_lines = spanning(0, scenario.days), screen == PHONE or against is not None
    weeks = {"dtick": WEEK} if scenario.days <= WEEKS_UP_TO else {}
    axes = {"xaxis": axis(time, theme, anchor=DOSES_AXIS, **days, **weeks)}
    for plot in PLOTS:
        name = "yaxis" + plot.yaxis.removeprefix("y")
        title = plot.axis if against is None else plot.against
        title = title.replace(" (", "<br>(") if two_lines else title
        axes[name] = axis(title, theme, domain=domain(plot, screen), rangemode="tozero", nticks=5)
        axes[name]["uirevision"] = f"{view_of(scenario)} {against}"
    if against is None:
        axes["yaxis"] |= {"rangemode": "normal", "autorangeoptions": {"include": BONE_AXIS_SHOWS}}
    tumour = axes["yaxis2"]
    tumour["uirevision"] = f"{view_of(scenario)} {'linear' if linear else 'log'} {against}"
    if not linear:
        tumour |= {"type": "log", "rangemode": "normal", "ticks": "", "minor": {"nticks": 0}}
    if linear and against is None:  # a ratio of 0.5 would be 500m
        tumour["tickformat"] = "~s"
    spanned = decades(_others(shown), LOWEST_DRAWN if against is None else 0.0)
    if not linear:
        tumour |= powers_of_ten(spanned, DECADES_PER_TICK[scenario.species])
    axes["yaxis4"] = {
        "domain": [0.0, 0.035],
        "range": [0, 1],
        "fixedrange": True,
        "showgrid": False,
        "zeroline": False,
        "tickvals": [0.5],
        "ticktext": ["doses"],
        "tickfont": {"size": 11, "color": ink.soft},
    }
    failure = [] if own.ok else [_notice(own.status.value, theme)]
    return layout(
        theme,
        days=True,
        **axes,
        annotations=failure,
        hovermode="closest",  # of doses and observations
        showlegend=False,
        uirevision=view_of(scenario),
        margin={"l": ROOM_FOR_TWO if two_lines else 68, "r": 14, "t": 8, "b": 42},
    )


def powers_of_ten(spanned: float, apart: int) -> dict[str, Any]:
    """Labels of a logarithmic axis that spans so many powers of ten: 10k, 100k, 1 M.

    On a long axis there is one for each `apart` of them, on a short one also at 2 and 5.
    """
    every = apart if spanned > EVERY_DECADE else 1
    steps = STEPS[2] if spanned <= LABELS_BETWEEN else STEPS[1]
    marks = [step * 10.0**power for power in POWERS if power % every == 0 for step in steps]
    return {"tickvals": marks, "ticktext": [compact(mark) for mark in marks]}


def headed(
    shown: Comparison, theme: str, screen: str, *, linear: bool, against: str | None
) -> dict[str, Any]:
    """The axes with the title of each above its plot, where a whole line has room."""
    drawn = frame(shown, theme, screen, linear=linear, against=against)
    headings = []
    for plot in PLOTS:
        title = drawn["yaxis" + plot.yaxis.removeprefix("y")].pop("title")["text"]
        headings.append(heading(title.replace("<br>", " "), domain(plot, screen)[1], theme))
    absent = [_absent(plot, theme, screen) for plot in OF_TUMOUR if shown.scenario.tumour == "none"]
    drawn["annotations"] = [*headings, *absent, *drawn["annotations"]]
    drawn["margin"] = MARGIN | ({"r": PHONE_ENDS} if screen == PHONE else {})
    inks = drawn["meta"]["inks"] | {SHADE[theme]: SHADE["light"]}
    drawn["meta"] |= {"units": _units(against), "inks": inks}
    return drawn


def _units(against: str | None) -> dict[str, str]:
    """What the values on each axis count, for who reads them at the ends of the lines."""
    if against is not None:
        return {plot.yaxis: "times" if plot is TUMOUR else "points" for plot in PLOTS}
    return {plot.yaxis: "cells" if plot is TUMOUR else "percent" for plot in PLOTS}


def _absent(plot: Plot, theme: str, screen: str) -> dict[str, Any]:
    """What stands in a plot of the tumour where there is none."""
    return {
        "text": "No tumour",
        "font": {"size": 14, "color": INK[theme].soft},
        "xref": "paper",
        "yref": "paper",
        "x": 0.5,
        "y": sum(domain(plot, screen)) / 2,
        "showarrow": False,
    }


def heading(text: str, top: float, theme: str) -> dict[str, Any]:
    """The title of an axis, above its plot (`top` is a share of the height) from the left edge."""
    return {
        "text": f"<b>{text}</b>",
        "font": HEADING | {"color": INK[theme].text},
        "xref": "paper",
        "yref": "paper",
        "x": 0,
        "y": top,
        "xshift": -MARGIN["l"] + 4,
        "yshift": 2,
        "xanchor": "left",
        "yanchor": "bottom",
        "showarrow": False,
    }


def _others(shown: Comparison) -> list[Result]:
    """Every run but the visitor's own, which moves."""
    return [*shown.arms.values(), *(pin.result for pin in shown.pins)]


def decades(results: Iterable[Result], lowest: float = 0.0) -> float:
    """Powers of ten that the tumour plot of some runs spans above what is not drawn."""
    drawn = [result.series["tumour_cells"] for result in results if result.ok]
    values = np.concatenate(drawn or [np.empty(0)])
    values = values[np.isfinite(values) & (values > lowest)]
    return float(np.log10(values.max() / values.min())) if len(values) else 0.0


def _short(name: str) -> str:
    """A run's name as the title of an axis has room for it."""
    cut = name if len(name) <= NAME_AT_MOST else name[: NAME_AT_MOST - 1].rstrip() + "…"
    return plain(cut)


def _notice(text: str, theme: str) -> dict[str, Any]:
    """A sentence in place of a curve."""
    ink = INK[theme]
    return {
        "text": "<b>No curve for your settings.</b><br>" + text.replace(". ", ".<br>"),
        "xref": "paper",
        "yref": "paper",
        "x": 0.5,
        "y": 0.85,
        "showarrow": False,
        "bgcolor": ink.paper,
        "bordercolor": ink.soft,
        "borderpad": 8,
    }

"""The three plots on one time axis (tumour, bone mass, apoptosis) above the rows of doses."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

import numpy as np

from osteoniche.engine.course import dose_days
from osteoniche.engine.result import Result
from osteoniche.figures.look import (
    DESK,
    INK,
    LINES,
    OWN,
    PHONE,
    PIN_LINES,
    PIN_PREFIX,
    ROLE_LINES,
    Line,
    axis,
    layout,
    packed,
    plain,
    spanning,
    view_of,
)
from osteoniche.numerals import compact
from osteoniche.quantity import HUMAN, MOUSE, shown_unit
from osteoniche.scenario import Scenario
from osteoniche.study import Comparison, Pinned
from osteoniche.system import default_system


@dataclass(frozen=True)
class Plot:
    """One of the stacked plots: its series, its name, its axis titles and its place (0 bottom).

    `against` is the axis title where runs are shown against another.
    """

    series: str
    name: str
    axis: str
    against: str
    domain: tuple[float, float]
    yaxis: str


TUMOUR = Plot(
    "tumour_cells", "Tumour burden", "Tumour (cells)", "Tumour (ratio)", (0.565, 1.0), "y2"
)
BONE = Plot(
    "bone_mass_percent", "Bone mass", "Bone mass (%)", "Bone (difference, %)", (0.318, 0.524), "y"
)
APOPTOSIS = Plot(
    "apoptosis_percent",
    "Apoptosis",
    "Apoptosis (%)",
    "Apoptosis (difference, %)",
    (0.071, 0.277),
    "y3",
)
PLOTS = (TUMOUR, BONE, APOPTOSIS)
"""The plots, from top to bottom; the first is the largest."""
OF_TUMOUR = (TUMOUR, APOPTOSIS)
"""Those that are empty without one."""

Group = tuple[str, int, Iterable[dict[str, Any]]]
"""The key of a run, how many traces it has, and these; they are made when they are read."""

POINTS = "percentage points"
"""The unit of a difference of percentages."""
NAME_AT_MOST = 24
"""Characters of a run's name in the title of an axis."""
SHADE = {"light": "rgba(22,24,29,0.13)", "dark": "rgba(244,245,247,0.17)"}
"""The visitor's ink, thinned, for the likely range."""
DOSES_AXIS, DOSES_OF = "y4", "Doses: "
LIKELY = "Likely range"
"""The name of the traces that shade it; they come without values."""
BETWEEN_LANES = 0.15
"""Share of a lane of doses that stays free."""
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


def figure(
    shown: Comparison,
    theme: str,
    screen: str = DESK,
    *,
    linear: bool,
    against: str | None = None,
) -> dict[str, Any]:
    """The whole figure: the arms, the visitor's run, the doses, pinned runs, and the axes.

    `against` names the run that the others are shown against, if `shown` was made relative to one.
    """
    data = [trace for _, _, traces in groups(shown, theme) for trace in traces]
    return {"data": data, "layout": headed(shown, theme, screen, linear=linear, against=against)}


def groups(shown: Comparison, theme: str) -> Iterator[Group]:
    """The traces of each run in the order of `figure`; each curve says whose it is."""
    for arm, result in shown.arms.items():
        yield arm, len(PLOTS), _marked(arm, curves(result, LINES[arm], theme))
    own = _marked(OWN, curves(shown.own, own_line(shown), theme))
    parts = chain(own, _shaded(theme), doses(shown.scenario, theme))
    yield OWN, 2 * len(PLOTS) + len(ROLE_LINES), parts
    for place, (pin, line) in enumerate(pinned_lines(shown)):
        key = f"{PIN_PREFIX}{place}"
        yield key, len(PLOTS), _marked(key, curves(pin.result, line, theme))


def _marked(run: str, traces: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Traces with the key of their run, by which assets/pages/explore/ends.js knows them."""
    return (trace | {"meta": run} for trace in traces)


def placed(given: Iterable[Group], keys: Collection[str]) -> dict[str, dict[int, dict[str, Any]]]:
    """The traces of the runs with these keys, by their place in a figure's data."""
    found, begin = {}, 0
    for key, count, traces in given:
        if key in keys:
            found[key] = dict(enumerate(traces, begin))
        begin += count
    return found


def _shaded(theme: str) -> Iterator[dict[str, Any]]:
    """Where assets/pages/explore/ranges.js shades the likely range of the visitor's run."""
    for plot in PLOTS:
        yield {
            "type": "scatter",
            "mode": "lines",
            "name": LIKELY,
            "x": [],
            "y": [],
            "xaxis": "x",
            "yaxis": plot.yaxis,
            "line": {"width": 0, "color": LINES[OWN].shade(theme)},
            "fill": "toself",
            "fillcolor": SHADE[theme],
            "hoverinfo": "skip",
        }


def equal(shown: Comparison) -> str | None:
    """The arm that the visitor's run is, if it is one."""
    key = shown.scenario.key()
    return next((arm for arm, one in shown.arm_scenarios.items() if one.key() == key), None)


def own_line(shown: Comparison) -> Line:
    """How the visitor's run looks: in the colour of the arm that it is, else in ink."""
    arm = equal(shown)
    return replace(LINES[OWN], colour=LINES[arm].colour if arm else None)


def pinned_lines(shown: Comparison) -> list[tuple[Pinned, Line]]:
    """Each pinned run with its look."""
    looks = zip(shown.pins, PIN_LINES, strict=False)
    return [(pin, replace(look, label=pin.name)) for pin, look in looks]


def curves(result: Result, look: Line, theme: str) -> Iterator[dict[str, Any]]:
    """A run in each of the three plots."""
    for plot in PLOTS:
        values, unit = result.series.get(plot.series, np.empty(0)), result.units.get(plot.series)
        name = plain(look.label)
        if unit == "cell":
            values = np.where(values < LOWEST_DRAWN, np.nan, values)
        yield {
            "type": "scatter",
            "mode": "lines",
            "name": name,
            "x": packed(result.days),
            "y": packed(values),
            "xaxis": "x",
            "yaxis": plot.yaxis,
            "line": look.drawn(theme),
            "hoverinfo": "skip",  # assets/pages/explore/ends.js reads all lines at once
        }


def doses(scenario: Scenario, theme: str) -> Iterator[dict[str, Any]]:
    """A trace of strokes per kind of drug, with a lane for each drug that is given.

    A stroke goes from end to end of its lane in the units of the axis, so that at no size one
    covers another. A kind that is not given has a trace that is not drawn: without any point on
    their axis, plotly.js would not know where to draw the time axis below it.
    """
    drugs = default_system().by_name
    dosed = [t for t in scenario.given if len(dose_days(t, scenario.days))]
    named = list(dict.fromkeys(t.drug for t in dosed))
    lanes = [name for role in ROLE_LINES for name in named if drugs[name].role == role]
    for role in ROLE_LINES:
        given = [t for t in dosed if drugs[t.drug].role == role]
        days, heights = [np.zeros(1)], [np.full(1, np.nan)]
        for one in given:
            strokes = dose_days(one, scenario.days)
            days.append(np.repeat(strokes, 3))
            heights.append(np.tile(_lane(lanes.index(one.drug), len(lanes)), len(strokes)))
        units = {t.drug: drugs[t.drug].dosing[scenario.species].unit for t in given}
        text = ", ".join(f"{t.drug} {t.dose:g} {shown_unit(units[t.drug])}" for t in given)
        yield {
            "type": "scatter",
            "mode": "lines",
            "name": DOSES_OF + role,
            "x": packed(np.concatenate(days)),
            "y": packed(np.concatenate(heights)),
            "xaxis": "x",
            "yaxis": DOSES_AXIS,
            "line": {"width": 2, "color": ROLE_LINES[role].shade(theme)},
            "hovertemplate": f"{text}<extra></extra>",
        }


def _lane(place: int, count: int) -> list[float]:
    """The ends of a stroke in one of so many lanes, the first on top, and the gap behind it."""
    top = 1 - place / count
    return [top - (1 - BETWEEN_LANES) / count, top, np.nan]


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
        axes[name] = axis(title, theme, domain=list(plot.domain), rangemode="tozero", nticks=5)
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
        headings.append(_heading(title.replace("<br>", " "), plot.domain[1], theme))
    absent = [_absent(plot, theme) for plot in OF_TUMOUR if shown.scenario.tumour == "none"]
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


def _absent(plot: Plot, theme: str) -> dict[str, Any]:
    """What stands in a plot of the tumour where there is none."""
    return {
        "text": "No tumour",
        "font": {"size": 14, "color": INK[theme].soft},
        "xref": "paper",
        "yref": "paper",
        "x": 0.5,
        "y": sum(plot.domain) / 2,
        "showarrow": False,
    }


def _heading(text: str, top: float, theme: str) -> dict[str, Any]:
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

"""A cohort in three figures: bands over time, each subject's change, and how long tumours hold."""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from osteoniche.analysis.cohort import INNER, OUTER, Cohort
from osteoniche.analysis.cohort.responses import Responses
from osteoniche.analysis.cohort.survival import KaplanMeier, kaplan_meier
from osteoniche.figures.look import DESK, HALL, INK, LINES, PHONE, axis, layout, packed, spanning
from osteoniche.figures.stacked import (
    LOWEST_DRAWN,
    MARGIN,
    PLOTS,
    TUMOUR,
    heading,
    powers_of_ten,
)
from osteoniche.models import CELLS
from osteoniche.scenario.presets import OWN

OPACITY = {INNER: 0.30, OUTER: 0.16}
MEDIAN = (50.0,)
NAMED = {PHONE: 112, DESK: 40, HALL: 40}
"""Pixels for the names above a figure, which stand below each other on a phone."""
HEADED = 22
"""More for the title of the first axis."""
TIMES = (1e-6, 1e-5, 1e-4, 1e-3, 0.01, 0.1, 1.0, 10.0, 100.0, 1e3, 1e4, 1e5, 1e6)
"""Changes of burden that have a label."""
DOMAINS = {"y2": (0.53, 1.0), "y": (0.27, 0.45), "y3": (0.0, 0.19)}
"""Parts of the height of the three plots, by axis."""


def shown_arm(cohort: Cohort) -> str:
    """The arm whose bands are drawn: the visitor's own run, or the one that it is."""
    if OWN in cohort.arms:
        return OWN
    key = cohort.scenario.key()
    return next(name for name, arm in cohort.arms.items() if arm.scenario.key() == key)


def bands(cohort: Cohort, theme: str, screen: str = DESK) -> dict[str, Any]:
    """Medians of all arms, and the bands of 50 and of 90 of 100 subjects of the visitor's."""
    shown = shown_arm(cohort)
    data = [trace for plot in PLOTS for trace in _plot(cohort, shown, plot.series, plot.yaxis)]
    axes: dict[str, Any] = {
        "xaxis": axis("Time (days)", theme, anchor="y3", **spanning(0, cohort.scenario.days))
    }
    for plot in PLOTS:
        name = "yaxis" + plot.yaxis.removeprefix("y")
        domain = list(DOMAINS[plot.yaxis])
        axes[name] = axis("", theme, domain=domain, rangemode="tozero", nticks=4)
    low, high = _ends(cohort)
    axes["yaxis2"] |= {"type": "log", "range": [np.log10(low), np.log10(high)]}
    axes["yaxis2"] |= powers_of_ten(float(np.log10(high / low)), 1)
    axes["yaxis"] |= {"rangemode": "normal"}
    titles = [heading(plot.axis, DOMAINS[plot.yaxis][1], theme) for plot in PLOTS]
    margin = MARGIN | {"r": 14, "t": NAMED[screen] + HEADED}
    return {
        "data": data,
        "layout": _layout(theme, screen, annotations=titles, **axes, margin=margin),
    }


def _ends(cohort: Cohort) -> tuple[float, float]:
    """The tumour's axis: from the lowest to the highest of nine of ten subjects."""
    found = [arm.quantiles(CELLS, OUTER) for arm in cohort.arms.values() if arm.ran.any()]
    known = np.concatenate([each.ravel() for each in found]) if found else np.ones(1)
    low = max(float(known.min()), LOWEST_DRAWN)
    return 0.7 * low, 1.5 * max(float(known.max()), 10 * low)


def _plot(cohort: Cohort, shown: str, series: str, yaxis: str) -> Iterator[dict[str, Any]]:
    """The traces of one plot: bands first, so that lines lie above them."""
    own = cohort.arms[shown]
    colour = LINES[shown].colour or INK["light"].soft
    for percents in (OUTER, INNER):
        low, high = own.quantiles(series, percents)
        yield _band(cohort.days, low, high, colour, OPACITY[percents], yaxis, _named(percents))
    for name, arm in cohort.arms.items():
        (middle,) = arm.quantiles(series, MEDIAN)
        yield _line(cohort.days, middle, name, yaxis, legend=yaxis == TUMOUR.yaxis)


def _named(percents: tuple[float, ...]) -> str:
    return f"{percents[1] - percents[0]:g} of 100 subjects"


def _band(
    days: npt.NDArray[Any], low: Any, high: Any, colour: str, share: float, yaxis: str, name: str
) -> dict[str, Any]:
    least = LOWEST_DRAWN if yaxis == TUMOUR.yaxis else -np.inf
    return {
        "type": "scatter",
        "mode": "lines",
        "name": name,
        "x": packed(np.concatenate([days, days[::-1]])),
        "y": packed(np.maximum(np.concatenate([high, low[::-1]]), least)),
        "yaxis": yaxis,
        "fill": "toself",
        "fillcolor": _clear(colour, share),
        "line": {"width": 0},
        "hoverinfo": "skip",
        "showlegend": yaxis == TUMOUR.yaxis,
    }


def _clear(colour: str, share: float) -> str:
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return f"rgba({red},{green},{blue},{share})"


def _line(
    days: npt.NDArray[Any], values: Any, name: str, yaxis: str, *, legend: bool
) -> dict[str, Any]:
    look = LINES[name]
    return {
        "type": "scatter",
        "mode": "lines",
        "name": look.label,
        "x": packed(days),
        "y": packed(np.maximum(values, LOWEST_DRAWN if yaxis == TUMOUR.yaxis else -np.inf)),
        "yaxis": yaxis,
        "line": look.drawn("light") if look.colour else {**look.drawn("light"), "color": "#5c6270"},
        "showlegend": legend,
        "hovertemplate": f"{look.label}, day %{{x:.1f}}: %{{y:.3~s}}<extra></extra>",
    }


def waterfall(
    cohort: Cohort, found: Mapping[str, Responses], theme: str, screen: str = DESK
) -> dict[str, Any]:
    """How many times its size at the first dose each subject's tumour is, sorted in each arm."""
    shown = shown_arm(cohort)
    data = [_bars(cohort, found[shown], shown)]
    data += [_sorted(found[name], name) for name in cohort.arms if name != shown]
    changes = np.concatenate([each.change for each in found.values()] or [np.ones(1)])
    ticks = _ticks(changes)
    up = axis("Times its size at the first dose", theme, tickvals=[np.log10(t) for t in ticks])
    up |= {"ticktext": [f"{tick:g}" for tick in ticks], "zeroline": True, "zerolinewidth": 1.5}
    up |= {"zerolinecolor": INK[theme].soft}
    across = axis("Subjects, each arm from the most to the least", theme, showgrid=False)
    return {"data": data, "layout": _layout(theme, screen, xaxis=across, yaxis=up, bargap=0)}


def _ticks(changes: npt.NDArray[Any]) -> list[float]:
    known = changes[np.isfinite(changes) & (changes > 0)]
    if not len(known):
        return [1.0]
    low, high = float(known.min()), float(known.max())
    inside = [tick for tick in TIMES if low / 10 <= tick <= high * 10]
    return inside[:: -(-len(inside) // 7)] if 1.0 in inside[:: -(-len(inside) // 7)] else inside


def _bars(cohort: Cohort, found: Responses, name: str) -> dict[str, Any]:
    order = np.argsort(-found.change)
    look = LINES[name]
    return {
        "type": "bar",
        "name": look.label,
        "x": list(range(1, len(order) + 1)),
        "y": packed(np.log10(found.change[order])),
        "customdata": [[int(found.subjects[at]) + 1, float(found.change[at])] for at in order],
        "marker": {"color": look.colour or "#5c6270", "line": {"width": 0}},
        "hovertemplate": "subject %{customdata[0]}: %{customdata[1]:.3~g} times<extra></extra>",
    }


def _sorted(found: Responses, name: str) -> dict[str, Any]:
    look = LINES[name]
    changes = np.sort(found.change)[::-1]
    return {
        "type": "scatter",
        "mode": "lines",
        "name": look.label,
        "x": list(range(1, len(changes) + 1)),
        "y": packed(np.log10(changes)),
        "line": {**look.drawn("light"), "shape": "hvh"},
        "hoverinfo": "skip",
    }


def survival(
    cohort: Cohort, found: Mapping[str, Responses], theme: str, screen: str = DESK
) -> dict[str, Any]:
    """The share of each arm that has not progressed, with the confidence band of the visitor's."""
    shown = shown_arm(cohort)
    known = {name: kaplan_meier(each) for name, each in found.items() if len(each.lasted)}
    last = cohort.days[-1] - cohort.start
    data = [_confidence(known[shown], shown, last)] if shown in known else []
    data += [_steps(each, name, last) for name, each in known.items()]
    across = axis("Days from the first dose", theme, **spanning(0, float(last)))
    up = axis("Without progression (%)", theme, range=[0, 102])
    return {"data": data, "layout": _layout(theme, screen, xaxis=across, yaxis=up)}


def _reaching(values: npt.NDArray[Any]) -> npt.NDArray[Any]:
    return np.append(values, values[-1])


def _steps(known: KaplanMeier, name: str, last: float) -> dict[str, Any]:
    look = LINES[name]
    return {
        "type": "scatter",
        "mode": "lines",
        "name": look.label,
        "x": packed(np.append(known.days, last)),
        "y": packed(100 * _reaching(known.share)),
        "line": {**look.drawn("light"), "shape": "hv", "color": look.colour or "#5c6270"},
        "hovertemplate": f"{look.label}, day %{{x:.1f}}: %{{y:.3~g}} %<extra></extra>",
    }


def _confidence(known: KaplanMeier, name: str, last: float) -> dict[str, Any]:
    """As steps, there and back, since a filled line knows no steps of its own."""
    days = np.repeat(np.append(known.days, last), 2)[1:]
    high, low = (np.repeat(_reaching(end), 2)[:-1] for end in (known.high, known.low))
    colour = LINES[name].colour or INK["light"].soft
    return {
        "type": "scatter",
        "mode": "lines",
        "name": "95 % confidence",
        "x": packed(np.concatenate([days, days[::-1]])),
        "y": packed(100 * np.concatenate([high, low[::-1]])),
        "fill": "toself",
        "fillcolor": _clear(colour, OPACITY[OUTER]),
        "line": {"width": 0},
        "hoverinfo": "skip",
    }


def _layout(theme: str, screen: str, **more: Any) -> dict[str, Any]:
    """With the names of the arms in rows above."""
    legend = {"orientation": "h", "yref": "container", "y": 1, "yanchor": "top", "x": 0}
    margin = {"l": 70, "r": 14, "t": NAMED[screen], "b": 44}
    return layout(theme, legend=legend | {"traceorder": "normal"}, **{"margin": margin, **more})

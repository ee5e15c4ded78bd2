"""A cohort in three figures: bands over time, each subject's change, and how long tumours hold.

Each begins with what is of the visitor's run (`meta` says so), so that a dial that moves replaces
just that: see `own`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt

from osteoniche.analysis.cohort import INNER, OUTER, Arm, Cohort
from osteoniche.analysis.cohort.responses import Responses
from osteoniche.analysis.cohort.survival import KaplanMeier, kaplan_meier
from osteoniche.calibration.bands import Band
from osteoniche.figures.look import (
    DESK,
    HALL,
    INK,
    LINES,
    PHONE,
    Line,
    axis,
    layout,
    packed,
    spanning,
)
from osteoniche.figures.stacked import (
    LOWEST_DRAWN,
    MARGIN,
    PLOTS,
    TUMOUR,
    Plot,
    heading,
    powers_of_ten,
)
from osteoniche.models import CELLS
from osteoniche.scenario.presets import OWN, reference_arms

OPACITY = {INNER: 0.30, OUTER: 0.16}
BAR = 0.75
"""How much is seen of bands and bars."""
MEDIAN = (50.0,)
NAMED = {PHONE: 112, DESK: 40, HALL: 40}
"""Pixels for the names above a figure, which stand below each other on a phone."""
HEADED, ROW = 22, 20
"""More for the title of the first axis, and for each further name."""
TIMES = (1e-6, 1e-5, 1e-4, 1e-3, 0.01, 0.1, 1.0, 10.0, 100.0, 1e3, 1e4, 1e5, 1e6)
"""Changes of burden that have a label."""
DOMAINS = {"y2": (0.53, 1.0), "y": (0.27, 0.45), "y3": (0.0, 0.19)}
"""Parts of the height of the three plots, by axis."""


FOLLOWED = Line("", "#e69f00", "solid", 2.4)
"""Of one subject."""
CONSTANTS = "constants"
CONSTANTS_NAMED = "Constants: likely range of the median"
"""What traces of the likely range say of themselves (`meta`), and its name."""
BANDS, WATERFALL, SURVIVAL = "bands", "waterfall", "survival"
"""The three figures."""


def shown_arm(cohort: Cohort) -> str:
    """The arm that is the visitor's run: one of its own, or the one that it equals."""
    if OWN in cohort.arms:
        return OWN
    key = cohort.scenario.key()
    return next(name for name, arm in cohort.arms.items() if arm.scenario.key() == key)


def _look(cohort: Cohort, theme: str) -> Line:
    """The line of the visitor's run, in the colour of the arm that it equals."""
    key = cohort.scenario.key()
    like = [name for name, arm in reference_arms(cohort.scenario).items() if arm.key() == key]
    own = LINES[OWN]
    colour = LINES[like[0]].colour if like else own.shade(theme)
    return replace(own, colour=colour)


def own(
    cohort: Cohort, found: Responses, theme: str, subject: int | None = None
) -> dict[str, list[dict[str, Any]]]:
    """What each figure shows of the visitor's run, first in its data.

    The number of a `subject` asks for its own curve too.
    """
    arm, look = cohort.arms[shown_arm(cohort)], _look(cohort, theme)
    over_time = [trace for plot in PLOTS for trace in _spread(cohort, arm, look, plot)]
    if subject is not None:
        over_time += [_mine(_followed(cohort, arm, subject, plot)) for plot in PLOTS]
    return {
        BANDS: over_time,
        WATERFALL: [_mine(_bars(found, look))],
        SURVIVAL: [_mine(trace) for trace in _held(cohort, found, look)],
    }


def _mine(trace: dict[str, Any]) -> dict[str, Any]:
    return trace | {"meta": OWN}


def _spread(cohort: Cohort, arm: Arm, look: Line, plot: Plot) -> Iterator[dict[str, Any]]:
    """Of one plot over time: both bands, and the median on them."""
    for percents in (OUTER, INNER):
        low, high = arm.quantiles(plot.series, percents)
        shade = clear(str(look.colour), OPACITY[percents])
        yield _mine(_band(cohort.days, low, high, shade, plot.yaxis, _named(percents)))
    (middle,) = arm.quantiles(plot.series, MEDIAN)
    legend = plot.yaxis == TUMOUR.yaxis
    yield _mine(_line(cohort.days, middle, look, plot.yaxis, legend=legend))


def bands(
    cohort: Cohort,
    found: Mapping[str, Responses],
    theme: str,
    screen: str = DESK,
    *,
    subject: int | None = None,
    band: Band | None = None,
) -> dict[str, Any]:
    """Medians of all arms, and the bands of 50 and of 90 of 100 subjects of the visitor's.

    Beside them one `subject`, and the `band` of what the constants leave open.
    """
    data = own(cohort, found[shown_arm(cohort)], theme, subject)[BANDS]
    data += _of_constants(band, theme) if band else []
    data += [trace for plot in PLOTS for trace in _medians(cohort, plot, theme)]
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
    more = ROW * ((subject is not None) + (band is not None))
    margin = MARGIN | {"r": 14, "t": NAMED[screen] + HEADED + more}
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


def _followed(cohort: Cohort, arm: Arm, subject: int, plot: Plot) -> dict[str, Any]:
    """The curve of one subject, which is none where it has none."""
    look = replace(FOLLOWED, label=f"Subject {subject}")
    values = arm.of(plot.series)[subject - 1]
    return _line(cohort.days, values, look, plot.yaxis, legend=plot.yaxis == TUMOUR.yaxis)


def _of_constants(band: Band, theme: str) -> Iterator[dict[str, Any]]:
    """Both ends of what the constants leave open of the median subject."""
    look = Line(CONSTANTS_NAMED, INK[theme].text, "dot", 1.3)
    for plot in PLOTS:
        for end in (band.lower, band.upper):
            legend = plot.yaxis == TUMOUR.yaxis and end is band.upper
            line = _line(band.days, band.of(end, plot.series), look, plot.yaxis, legend=legend)
            yield line | {"meta": CONSTANTS}


def _medians(cohort: Cohort, plot: Plot, theme: str) -> Iterator[dict[str, Any]]:
    for name, arm in cohort.arms.items():
        if name == OWN:
            continue
        (middle,) = arm.quantiles(plot.series, MEDIAN)
        look = replace(LINES[name], colour=LINES[name].shade(theme))
        yield _line(cohort.days, middle, look, plot.yaxis, legend=plot.yaxis == TUMOUR.yaxis)


def _named(percents: tuple[float, ...]) -> str:
    return f"{percents[1] - percents[0]:g} of 100 subjects"


def _band(
    days: npt.NDArray[Any], low: Any, high: Any, shade: str, yaxis: str, name: str
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
        "fillcolor": shade,
        "line": {"width": 0},
        "hoverinfo": "skip",
        "showlegend": yaxis == TUMOUR.yaxis,
    }


def clear(colour: str, share: float) -> str:
    """A colour of six digits, of which so much is seen."""
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return f"rgba({red},{green},{blue},{share})"


def _line(
    days: npt.NDArray[Any], values: Any, look: Line, yaxis: str, *, legend: bool
) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "name": look.label,
        "x": packed(days),
        "y": packed(np.maximum(values, LOWEST_DRAWN if yaxis == TUMOUR.yaxis else -np.inf)),
        "yaxis": yaxis,
        "line": look.drawn(""),
        "showlegend": legend,
        "hovertemplate": f"{look.label}, day %{{x:.1f}}: %{{y:.3~s}}<extra></extra>",
    }


def waterfall(
    cohort: Cohort, found: Mapping[str, Responses], theme: str, screen: str = DESK
) -> dict[str, Any]:
    """How many times its size at the first dose each subject's tumour is, sorted in each arm."""
    data = own(cohort, found[shown_arm(cohort)], theme)[WATERFALL]
    data += [_sorted(found[name], LINES[name]) for name in cohort.arms if name != OWN]
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


def _bars(found: Responses, look: Line) -> dict[str, Any]:
    order = np.argsort(-found.change)
    return {
        "type": "bar",
        "name": look.label,
        "x": list(range(1, len(order) + 1)),
        "y": packed(np.log10(found.change[order])),
        "customdata": [[int(found.subjects[at]) + 1, float(found.change[at])] for at in order],
        "marker": {"color": clear(str(look.colour), BAR), "line": {"width": 0}},
        "hovertemplate": "subject %{customdata[0]}: %{customdata[1]:.3~g} times<extra></extra>",
    }


def _sorted(found: Responses, look: Line) -> dict[str, Any]:
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
    known = {name: kaplan_meier(each) for name, each in found.items() if len(each.lasted)}
    last = float(cohort.days[-1] - cohort.start)
    data = own(cohort, found[shown_arm(cohort)], theme)[SURVIVAL]
    data += [_steps(each, LINES[name], last) for name, each in known.items() if name != OWN]
    across = axis("Days from the first dose", theme, **spanning(0, last))
    up = axis("Without progression (%)", theme, range=[0, 102])
    return {"data": data, "layout": _layout(theme, screen, xaxis=across, yaxis=up)}


def _reaching(values: npt.NDArray[Any]) -> npt.NDArray[Any]:
    return np.append(values, values[-1])


def _held(cohort: Cohort, found: Responses, look: Line) -> Iterator[dict[str, Any]]:
    """The confidence band of an arm in which anybody ran, and its steps."""
    if not len(found.lasted):
        return
    known, last = kaplan_meier(found), float(cohort.days[-1] - cohort.start)
    yield _confidence(known, clear(str(look.colour), OPACITY[OUTER]), last)
    yield _steps(known, look, last)


def _steps(known: KaplanMeier, look: Line, last: float) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "name": look.label,
        "x": packed(np.append(known.days, last)),
        "y": packed(100 * _reaching(known.share)),
        "line": {**look.drawn("light"), "shape": "hv"},
        "hovertemplate": f"{look.label}, day %{{x:.1f}}: %{{y:.3~g}} %<extra></extra>",
    }


def _confidence(known: KaplanMeier, shade: str, last: float) -> dict[str, Any]:
    """As steps, there and back, since a filled line knows no steps of its own."""
    days = np.repeat(np.append(known.days, last), 2)[1:]
    high, low = (np.repeat(_reaching(end), 2)[:-1] for end in (known.high, known.low))
    return {
        "type": "scatter",
        "mode": "lines",
        "name": "95 % confidence",
        "x": packed(np.concatenate([days, days[::-1]])),
        "y": packed(100 * np.concatenate([high, low[::-1]])),
        "fill": "toself",
        "fillcolor": shade,
        "line": {"width": 0},
        "hoverinfo": "skip",
    }


def _layout(theme: str, screen: str, **more: Any) -> dict[str, Any]:
    """With the names of the arms in rows above."""
    legend = {"orientation": "h", "yref": "container", "y": 1, "yanchor": "top", "x": 0}
    margin = {"l": 70, "r": 14, "t": NAMED[screen], "b": 44}
    return layout(theme, legend=legend | {"traceorder": "normal"}, **{"margin": margin, **more})

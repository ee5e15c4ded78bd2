"""Medians of all arms over time, with the bands of the visitor's subjects."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt

from osteoniche.analysis.cohort import INNER, OUTER, Arm, Cohort
from osteoniche.calibration.bands import Band
from osteoniche.figures.cohort.frame import (
    NAMED,
    OPACITY,
    arm_look,
    framed,
    look_of,
    mine,
    shade,
    shown_arm,
)
from osteoniche.figures.look import DESK, HALL, INK, PHONE, Line, axis, packed, spanning
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
from osteoniche.scenario.presets import OWN

MEDIAN = (50.0,)
HEADED, ROW = {PHONE: 66, DESK: 22, HALL: 22}, 22
"""More pixels for the title of the first axis (on a phone for the names of bands too), and for each
further name.
"""
DOMAINS = {"y2": (0.53, 1.0), "y": (0.27, 0.45), "y3": (0.0, 0.19)}
"""Parts of the height of the three plots, by axis."""
FOLLOWED = Line("", "#e69f00", "solid", 2.4)
"""Of one subject."""
CONSTANTS = "constants"
CONSTANTS_NAMED = "Constants: likely range"
"""What traces of the likely range say of themselves (`meta`), and its name."""


def own_bands(cohort: Cohort, theme: str, subject: int | None = None) -> list[dict[str, Any]]:
    """What is of the visitor's run; the number of a `subject` asks for its own curve too."""
    arm, look = cohort.arms[shown_arm(cohort)], look_of(cohort, theme)
    found = [trace for plot in PLOTS for trace in _spread(cohort, arm, look, plot)]
    if subject is not None:
        found += [mine(_followed(cohort, arm, subject, plot)) for plot in PLOTS]
    return found


def _spread(cohort: Cohort, arm: Arm, look: Line, plot: Plot) -> Iterator[dict[str, Any]]:
    """Of one plot over time: both bands, and the median on them."""
    for percents in (OUTER, INNER):
        low, high = arm.quantiles(plot.series, percents)
        filled = shade(look, OPACITY[percents])
        yield mine(_band(cohort.days, low, high, filled, plot.yaxis, _named(percents)))
    (middle,) = arm.quantiles(plot.series, MEDIAN)
    legend = plot.yaxis == TUMOUR.yaxis
    yield mine(_line(cohort.days, middle, look, plot.yaxis, legend=legend))


def bands(
    cohort: Cohort,
    theme: str,
    screen: str = DESK,
    *,
    subject: int | None = None,
    band: Band | None = None,
) -> dict[str, Any]:
    """Medians of all arms, and the bands of 50 and of 90 of 100 subjects of the visitor's.

    Beside them one `subject`, and the `band` of what the constants leave open.
    """
    data = own_bands(cohort, theme, subject)
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
    margin = MARGIN | {"r": 14, "t": NAMED[screen] + HEADED[screen] + more}
    return {
        "data": data,
        "layout": framed(theme, screen, annotations=titles, **axes, margin=margin),
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
        yield _line(
            cohort.days,
            middle,
            arm_look(name, theme),
            plot.yaxis,
            legend=plot.yaxis == TUMOUR.yaxis,
        )


def _named(percents: tuple[float, ...]) -> str:
    return f"{percents[1] - percents[0]:g} of 100 subjects"


def _band(
    days: npt.NDArray[Any], low: Any, high: Any, filled: str, yaxis: str, name: str
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
        "fillcolor": filled,
        "line": {"width": 0},
        "hoverinfo": "skip",
        "showlegend": yaxis == TUMOUR.yaxis,
    }


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
        "line": look.drawn("light"),  # it has a colour
        "showlegend": legend,
        "hovertemplate": f"{look.label}, day %{{x:.1f}}: %{{y:.3~s}}<extra></extra>",
    }

"""One plot of a lecture, to be read from the back of a hall: few thick lines, named at their ends.

Lengths are those of a slide 1920 wide and 1080 high; the browser draws them as large as its window
is (assets/pages/present/plot.js).
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from osteoniche.engine.result import Result
from osteoniche.figures.look import CLEAR, FONT, INK, LINES, SIZES, axis, packed, printed
from osteoniche.figures.stacked import (
    BONE,
    BONE_AXIS_SHOWS,
    LOWEST_DRAWN,
    PLOTS,
    TUMOUR,
    WEEK,
    Plot,
    powers_of_ten,
)
from osteoniche.figures.timecourse import doses
from osteoniche.numerals import compact, percent
from osteoniche.scenario import Scenario

Runs = Mapping[str, Result]
"""Results by the key of their line."""
TEXT, WIDTH, DOSE_WIDTH = 28, 7, 4
"""Height of letters, and width of lines and of the strokes of doses."""
MARGIN = {"l": 96, "r": 296, "t": 64, "b": 96}
"""Room around a plot: labels of the axis, ends of the lines, the heading, days."""
LENGTHS = (*SIZES, "xshift", "gridwidth", "borderwidth", "borderpad")
"""The keys of a figure that are lengths."""
APART = 0.19
"""Share of a plot's height between the names of two lines, which take two lines of text."""
ABOVE = 1.06
"""How far an axis goes beyond its highest value."""
PLOT_DOMAIN, DOSES_DOMAIN = [0.07, 1.0], [0.0, 0.04]
"""Where the curves stand, and the strokes of doses below them."""


def figure(
    runs: Runs, names: Mapping[str, str], plot: Plot, scenario: Scenario, theme: str, span: Any
) -> dict[str, Any]:
    """A plot of some runs, each by its name, over the days of a scenario with its doses.

    The first traces, and the first annotations, are the runs in their order. `span` are the ends
    of the axis (see `spans`).
    """
    data = [_curve(result, key, plot, theme) for key, result in runs.items()]
    return {
        "data": [*data, *_doses(scenario, theme)],
        "layout": {
            "font": {"family": FONT, "color": INK[theme].text, "size": TEXT},
            **CLEAR,
            "margin": MARGIN,
            "showlegend": False,
            "hovermode": False,
            "dragmode": False,
            "annotations": [*_ends(runs, names, plot, span, theme), _heading(plot)],
            "xaxis": _axis("Days", theme, range=[0, scenario.days], dtick=WEEK, anchor="y4"),
            "yaxis": _axis("", theme, domain=PLOT_DOMAIN, range=span, nticks=5)
            | _scaled(plot, span),
            "yaxis4": {"domain": DOSES_DOMAIN, "range": [0, 1], "visible": False},
            "meta": printed(theme),
        },
    }


def spans(runs: Iterable[Runs]) -> dict[str, list[float]]:
    """The ends of each axis, by series: the same in all steps, and as powers for the tumour."""
    results = [result for shown in runs for result in shown.values()]
    return {plot.series: _span(plot, results) for plot in PLOTS}


def _span(plot: Plot, results: Sequence[Result]) -> list[float]:
    values = np.concatenate([_values(result, plot) for result in results])
    low, high = float(np.nanmin(values)), float(np.nanmax(values))
    if plot is TUMOUR:
        return [float(np.floor(np.log10(low))), float(np.log10(ABOVE * high))]
    if plot is BONE:
        return [min(low, BONE_AXIS_SHOWS[0]), max(high, BONE_AXIS_SHOWS[1])]
    return [0.0, ABOVE * high]


def _values(result: Result, plot: Plot) -> Any:
    """What is drawn of a run; nothing where less than a tenth of a cell is left."""
    values = result.series[plot.series]  # on all its days, those of doses too
    return np.where(values < LOWEST_DRAWN, np.nan, values) if plot is TUMOUR else values


def _curve(result: Result, key: str, plot: Plot, theme: str) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "name": key,
        "x": packed(result.days),
        "y": packed(_values(result, plot)),
        "line": LINES[key].drawn(theme) | {"width": WIDTH},
    }


def _doses(scenario: Scenario, theme: str) -> list[dict[str, Any]]:
    """The strokes of doses, thicker; of each kind of drug that is given or not."""
    return [
        trace | {"line": trace["line"] | {"width": DOSE_WIDTH}, "hoverinfo": "skip"}
        for trace in doses(scenario, theme)
    ]


def value_of(result: Result, plot: Plot, day: float) -> str:
    """What a run says in a plot on a day."""
    value = result.at(plot.series, day)
    if plot is not TUMOUR:
        return percent(value)
    return compact(value) if value >= 1 else "none"


def _ends(
    runs: Runs, names: Mapping[str, str], plot: Plot, span: Sequence[float], theme: str
) -> list[dict[str, Any]]:
    """The name of each line, and its value on the last day, beside its end."""
    low, high = span
    last = [float(_values(result, plot)[-1]) for result in runs.values()]
    drawn = np.log10(last) if plot is TUMOUR else np.array(last)
    heights = np.nan_to_num((drawn - low) / (high - low), nan=0.0)
    placed = spread(list(heights), APART)
    return [
        _beside(
            names[key], value_of(one, plot, float(one.days[-1])), LINES[key].shade(theme), height
        )
        for (key, one), height in zip(runs.items(), placed, strict=True)
    ]


def _beside(name: str, value: str, colour: str, height: float) -> dict[str, Any]:
    """A name and a value right of the curves, at a share of their height, framed in a colour."""
    low, high = PLOT_DOMAIN
    frame = {"bordercolor": colour, "borderwidth": 4, "borderpad": 5}
    left = {"xshift": 14, "xanchor": "left", "align": "left"}
    return _text(f"<b>{name}</b><br>{value}", 1.0, low + height * (high - low), **left, **frame)


def _heading(plot: Plot) -> dict[str, Any]:
    """What the axis counts, above it."""
    return _text(
        f"<b>{plot.axis}</b>", 0.0, 1.0, xshift=16 - MARGIN["l"], yshift=36, xanchor="left"
    )


def _text(text: str, x: float, y: float, **more: Any) -> dict[str, Any]:
    place = {"xref": "paper", "yref": "paper", "x": x, "y": y, "yanchor": "middle"}
    return {"text": text, "font": {"size": TEXT}, "showarrow": False, **place, **more}


def _axis(title: str, theme: str, **more: Any) -> dict[str, Any]:
    """An axis with letters that are read from afar."""
    letters = {"title": {"text": title, "font": {"size": TEXT}, "standoff": 8}}
    plain = axis("", theme, **more) | letters
    return plain | {"tickfont": {"size": TEXT}, "gridwidth": 2, "fixedrange": True}


def _scaled(plot: Plot, span: Sequence[float]) -> dict[str, Any]:
    """Powers of ten for the tumour, whose axis is logarithmic."""
    return {"type": "log", **powers_of_ten(span[1] - span[0], 1)} if plot is TUMOUR else {}


def spread(wanted: list[float], apart: float) -> list[float]:
    """Heights from 0 to 1, at least so far apart, as near to those that are wanted as can be."""
    order = sorted(range(len(wanted)), key=lambda place: wanted[place])
    placed = [min(max(wanted[place], 0.0), 1.0) for place in order]
    for place in range(1, len(placed)):
        placed[place] = max(placed[place], placed[place - 1] + apart)
    limit = 1.0
    for place in reversed(range(len(placed))):
        placed[place] = min(placed[place], limit)
        limit = placed[place] - apart
    return [placed[order.index(place)] for place in range(len(wanted))]

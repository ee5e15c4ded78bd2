"""A cohort along one setting in two figures: a small plot a value, and the last day by value."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt

from osteoniche.analysis.cohort import INNER, OUTER
from osteoniche.analysis.cohort.along import Along
from osteoniche.analysis.cohort.along_names import headed, valued
from osteoniche.figures.look import DESK, INK, LINES, PHONE, axis, layout, packed, spanning, thinned
from osteoniche.figures.stacked import (
    HEADING,
    LOWEST_DRAWN,
    PLOTS,
    powers_of_ten,
)
from osteoniche.models import APOPTOSIS, BONE, CELLS
from osteoniche.scenario.grammar import plain
from osteoniche.scenario.presets import OWN

Vector = npt.NDArray[np.float64]

OPACITY: dict[tuple[float, ...], float] = {OUTER: 0.14, INNER: 0.28}
"""How much of the ink the bands have, the wide one first."""
PERCENTS = (*OUTER, *INNER, 50.0)
"""What is drawn of a read-out: the ends of both bands, and the median."""
TITLES = {plot.series: plot.axis for plot in PLOTS}
"""The axis of each read-out."""
IN_A_ROW = {PHONE: (2, 3)}
"""Plots in a row of few and of many, on a phone."""
FEW = 4
"""Plots up to which one row is enough."""
BETWEEN, ABOVE, BELOW = 0.02, 0.075, 0.055
"""Shares of the width between two plots, and of the height for names above a row and days below."""
SPAN = 30.0
"""Times the smallest value from which on values stand on a scale of ratios."""
APART = 0.22
"""How far 0 stands from the smallest value on it, as a share of what the others span."""
LEAST_APART = 0.3
"""The same in powers of ten at least."""
NEAR = 0.06
"""Share of the axis below which two labels would touch."""
WHISKER = 9
"""Pixels: a value that stands alone has its bands as bars."""
NAMES = {OUTER: "90 of 100 subjects", INNER: "50 of 100 subjects"}
MEDIAN = "Median"
NO_TUMOUR = "No tumour"


def multiples(found: Along, readout: str, theme: str, screen: str = DESK) -> dict[str, Any]:
    """Medians with both bands over time, a small plot a value, all on the same axes."""
    places = _grid(len(found.values), screen)
    over_time = [arm.quantiles(readout, PERCENTS) for arm in found.arms]
    up = _up(found, readout, over_time, theme) | {"title": {}}
    last = max(at.scenario.days for at in found.at)
    across = axis("", theme, **spanning(0, last), nticks=4)
    axes, names, data = {}, [], []
    for at, (left, right, bottom, top, edges) in enumerate(places):
        number = str(at + 1) if at else ""
        matched = {"matches": "y"} if at else {}
        axes[f"xaxis{number}"] = across | {"domain": [left, right], "anchor": f"y{number}"}
        axes[f"xaxis{number}"] |= {"showticklabels": edges[1]}
        axes[f"yaxis{number}"] = up | matched | {"domain": [bottom, top], "anchor": f"x{number}"}
        axes[f"yaxis{number}"] |= {"showticklabels": edges[0]}
        names.append(_text(valued(found.setting, found.values[at]), (left + right) / 2, top))
        if _is_drawn(found, readout):
            on = {"xaxis": f"x{number}", "yaxis": f"y{number}", "showlegend": False}
            traces = _traces(found.at[at].days, over_time[at], readout, theme)
            data += [trace | on for trace in traces]
    across_all = _text("Time (days)", 0.5, 0.0) | {"yanchor": "top", "yshift": -22}
    up_all = _text(TITLES[readout], 0.0, 0.5) | {"textangle": -90, "yanchor": "middle"}
    titles = [across_all, up_all | {"xanchor": "right", "xshift": -44}]
    margin = {"l": 68, "r": 12, "t": 6, "b": 44}
    notes = [*names, *titles, *_absent(found, readout, theme)]
    return {"data": data, "layout": _layout(theme, annotations=notes, margin=margin, **axes)}


def against(found: Along, readout: str, theme: str, screen: str = DESK) -> dict[str, Any]:
    """The read-out on the last day against the setting, with both bands."""
    last = np.array([arm.quantiles(readout, PERCENTS)[:, -1] for arm in found.arms]).T
    places, ticks = positions(found)
    title = headed(found.setting, found.scenario.species)
    low, high = places.min(), places.max()
    room = 0.05 * (high - low) or 0.5
    across = axis(title, theme, range=[low - room, high + room], **ticks)
    up = _up(found, readout, [last], theme)
    data, shapes = [], []
    if _is_drawn(found, readout):
        joined = _joined(found)
        data = [*_traces(places[joined], last[:, joined], readout, theme)] if joined.any() else []
        alone = np.flatnonzero(~joined)
        data += [bar for at in alone for bar in _bars(places[at], last[:, at], readout, theme)]
        data.append(_marks(found, places, last[-1], readout, theme))
        if joined.any() and len(alone):
            shapes = [_gap(float(places[:2].mean()), theme)]
    legend = {"orientation": "h", "yref": "container", "y": 1, "yanchor": "top", "x": 0}
    more = {"xaxis": across, "yaxis": up, "shapes": shapes, "legend": legend}
    margin = {"l": 66, "r": 14, "t": 52 if screen == PHONE else 34, "b": 46}
    notes = _absent(found, readout, theme)
    return {"data": data, "layout": _layout(theme, annotations=notes, margin=margin, **more)}


def is_logarithmic(found: Along) -> bool:
    """Whether values stand on a scale of ratios: where their dial does, or where they span much."""
    given = [value for value in found.values if value > 0]
    wide = len(given) == len(found.values) and given[-1] > SPAN * given[0]
    return bool(given) and (found.setting.logarithmic or wide)


def positions(found: Along) -> tuple[Vector, dict[str, Any]]:
    """Where each value stands on the axis, and the labels of the axis.

    On a scale of ratios 0 has a place of its own, left of all others.
    """
    values = np.array(found.values)
    if not is_logarithmic(found):
        return values, {"nticks": 8}
    given = np.log10(values[values > 0])
    zero = given[0] - max(APART * (given[-1] - given[0]), LEAST_APART)
    places = np.concatenate([[zero] * int((values == 0).sum()), given])
    labelled = _labelled(places)
    marks = {"tickvals": places[labelled].tolist()}
    return places, marks | {"ticktext": [plain(float(values[at])) for at in labelled]}


def _labelled(places: Vector) -> list[int]:
    """The values that have a label: not two that would touch."""
    least, kept = NEAR * (places[-1] - places[0]), [0]
    for at in range(1, len(places)):
        if places[at] - places[kept[-1]] >= least:
            kept.append(at)
    return kept


def _joined(found: Along) -> npt.NDArray[np.bool_]:
    """Which values are joined by a line: not 0 where it stands apart, nor one without a curve."""
    ran = np.array([bool(arm.ran.any()) for arm in found.arms])
    apart = np.array(found.values) == 0 if is_logarithmic(found) else np.zeros(len(ran), dtype=bool)
    joined: npt.NDArray[np.bool_] = ran & ~apart
    return joined if joined.sum() > 1 else np.zeros(len(ran), dtype=bool)


Place = tuple[float, float, float, float, tuple[bool, bool]]


def _grid(count: int, screen: str) -> list[Place]:
    """Left, right, bottom and top of each plot, and whether it is at the left and lower edge."""
    few, many = IN_A_ROW.get(screen, (FEW, -(-count // 2)))
    columns = min(count, few if count <= FEW else many)
    rows = -(-count // columns)
    width = (1 - (columns - 1) * BETWEEN) / columns
    height = (1 - rows * ABOVE - (rows - 1) * BELOW) / rows
    places = []
    for at in range(count):
        row, column = divmod(at, columns)
        left, top = column * (width + BETWEEN), 1 - ABOVE - row * (height + ABOVE + BELOW)
        ends = left, min(left + width, 1.0), max(top - height, 0.0), top
        places.append((*ends, (column == 0, at + columns >= count)))
    return places


def _up(found: Along, readout: str, drawn: list[Vector], theme: str) -> dict[str, Any]:
    """The axis of a read-out, from the lowest to the highest that is drawn."""
    known = np.concatenate([each.ravel() for each in drawn])
    known = known[np.isfinite(known)] if np.isfinite(known).any() else np.ones(1)
    if readout != CELLS:
        low, high = float(known.min()), float(known.max())
        low = 0.0 if readout == APOPTOSIS else low
        room = 0.06 * (high - low) or 1.0
        ends = [low - (room if readout == BONE else 0), high + room]
        return axis(TITLES[readout], theme, range=ends, nticks=5)
    low = max(float(known.min()), LOWEST_DRAWN)
    high = max(float(known.max()), 10 * low)
    ends = [np.log10(0.7 * low), np.log10(1.5 * high)]
    marks = powers_of_ten(float(np.log10(high / low)), 2)
    return axis(TITLES[readout], theme, type="log", range=ends, **marks)


def _is_drawn(found: Along, readout: str) -> bool:
    return found.scenario.tumour != "none" or readout == BONE


def _traces(x: Vector, y: Vector, readout: str, theme: str) -> Iterator[dict[str, Any]]:
    """Both bands and the median of quantiles (`PERCENTS`, x); nothing where there are none."""
    if not np.isfinite(y).all():
        return
    y = _drawn(y, readout)
    for low, high, percents in ((0, 1, OUTER), (2, 3, INNER)):
        yield {
            "type": "scatter",
            "mode": "lines",
            "name": NAMES[percents],
            "x": packed(np.concatenate([x, x[::-1]])),
            "y": packed(np.concatenate([y[high], y[low][::-1]])),
            "fill": "toself",
            "fillcolor": _shade(theme, percents),
            "line": {"width": 0},
            "hoverinfo": "skip",
        }
    yield {
        "type": "scatter",
        "mode": "lines",
        "name": MEDIAN,
        "x": packed(x),
        "y": packed(y[-1]),
        "line": {"color": INK[theme].text, "width": 2},
        "hovertemplate": "day %{x:.1f}: %{y:.3~s}<extra></extra>",
    }


def _drawn(y: Vector, readout: str) -> Vector:
    return np.maximum(y, LOWEST_DRAWN) if readout == CELLS else y


def _bars(x: float, y: Vector, readout: str, theme: str) -> Iterator[dict[str, Any]]:
    """The bands of one value that stands alone."""
    y = _drawn(y, readout)
    for low, high, percents in ((0, 1, OUTER), (2, 3, INNER)):
        yield {
            "type": "scatter",
            "mode": "lines",
            "name": NAMES[percents],
            "x": [float(x)] * 2,
            "y": packed(y[[low, high]]),
            "line": {"color": _shade(theme, percents), "width": WHISKER},
            "hoverinfo": "skip",
            "showlegend": False,
        }


def _marks(found: Along, x: Vector, y: Vector, readout: str, theme: str) -> dict[str, Any]:
    """The median at each value, which says of which when it is pointed at."""
    return {
        "type": "scatter",
        "mode": "markers",
        "name": MEDIAN,
        "x": packed(x),
        "y": packed(_drawn(y, readout)),
        "customdata": [valued(found.setting, value) for value in found.values],
        "marker": {"color": INK[theme].text, "size": 7},
        "hovertemplate": "%{customdata}: %{y:.3~s}<extra></extra>",
        "showlegend": False,
    }


def _shade(theme: str, percents: tuple[float, ...]) -> str:
    """The visitor's ink, thinned."""
    return thinned(LINES[OWN].shade(theme), OPACITY[percents])


def _gap(x: float, theme: str) -> dict[str, Any]:
    """What says that 0 stands apart."""
    line = {"color": INK[theme].soft, "width": 1, "dash": "dot"}
    return {"type": "line", "x0": x, "x1": x, "yref": "paper", "y0": 0, "y1": 1, "line": line}


def _text(text: str, x: float, y: float) -> dict[str, Any]:
    """Words above a place of the whole figure."""
    at = {"x": x, "y": y, "xref": "paper", "yref": "paper", "xanchor": "center"}
    return at | {"text": text, "font": HEADING, "yanchor": "bottom", "showarrow": False}


def _absent(found: Along, readout: str, theme: str) -> list[dict[str, Any]]:
    if _is_drawn(found, readout):
        return []
    return [_text(NO_TUMOUR, 0.5, 0.5) | {"font": {"size": 14, "color": INK[theme].soft}}]


def _layout(theme: str, **more: Any) -> dict[str, Any]:
    drawn = layout(theme, hovermode="closest", **more)
    shades = {_shade(theme, each): _shade("light", each) for each in OPACITY}
    drawn["meta"] = drawn["meta"] | {"inks": drawn["meta"]["inks"] | shades}
    return drawn

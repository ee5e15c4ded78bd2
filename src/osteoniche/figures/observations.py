"""Published observations as traces for the plots: open markers with error bars, as their arm."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import numpy as np

from osteoniche import numerals
from osteoniche.analysis.observed import Overlay
from osteoniche.evidence import Observation
from osteoniche.evidence.series import SERIES, Series
from osteoniche.figures.details import all_details
from osteoniche.figures.look import LINES, ROLE_LINES, Line, packed
from osteoniche.figures.stacked import LOWEST_DRAWN, PLOTS
from osteoniche.quantity import shown_unit
from osteoniche.system import default_system

MARKERS = (
    "circle",
    "square",
    "diamond",
    "triangle-up",
    "triangle-down",
    "cross",
    "x",
    "star",
    "triangle-left",
    "triangle-right",
)
"""Shapes by place in SERIES: arms share a colour, so the shape tells the series of a plot apart."""


def traces(overlays: Iterable[Overlay], theme: str) -> list[dict[str, Any]]:
    """The observations for the three plots of `timecourse`; others are left out."""
    return _drawn(overlays, {plot.series: plot.yaxis for plot in PLOTS}, theme)


def detail_traces(name: str, overlays: Iterable[Overlay], theme: str) -> list[dict[str, Any]]:
    """The observations for an explaining plot of `details`, such as `cells`."""
    axes = {
        readout: f"y{i + 1}" if i else "y"
        for i, row in enumerate(all_details()[name].rows)
        for readout in row.series.values()
    }
    return _drawn(overlays, axes, theme)


def _drawn(
    overlays: Iterable[Overlay], axes: Mapping[str, str], theme: str
) -> list[dict[str, Any]]:
    return [
        _trace(overlay, axes[overlay.series.readout], theme)
        for overlay in overlays
        if overlay.series.readout in axes and len(overlay.days)
    ]


def _trace(overlay: Overlay, yaxis: str, theme: str) -> dict[str, Any]:
    colour = _arm(overlay.series).shade(theme)
    values = overlay.values
    if overlay.series.readout == "tumour_cells":
        values = np.where(values < LOWEST_DRAWN, np.nan, values)
    return {
        "type": "scatter",
        "mode": "markers",
        "name": overlay.series.label,
        "legendgroup": overlay.series.name,
        "showlegend": True,
        "x": packed(overlay.days),
        "y": packed(values),
        "xaxis": "x",
        "yaxis": yaxis,
        "marker": {
            "symbol": f"{_marker(overlay.series)}-open",
            "size": 8,
            "color": colour,
            "line": {"width": 1.6, "color": colour},
        },
        "error_y": {
            "type": "data",
            "symmetric": False,
            "array": packed(overlay.upper - values),
            "arrayminus": packed(values - overlay.lower),
            "color": colour,
            "thickness": 1.2,
            "width": 3,
        },
        "text": list(_hover(overlay)),
        "hovertemplate": "%{text}<extra></extra>",
    }


def _arm(series: Series) -> Line:
    """The look of the arm that the experiment's treatment makes it."""
    given = series.conditions.drugs
    roles = {drug.role for drug in default_system().drugs if drug.name in given}
    if not roles:
        return LINES["untreated"]
    return LINES["combination"] if len(roles) > 1 else ROLE_LINES[roles.pop()]


def _marker(series: Series) -> str:
    """The shape of a series, which never depends on what else is shown."""
    place = next((i for i, other in enumerate(SERIES) if other.name == series.name), 0)
    return MARKERS[place % len(MARKERS)]


def _hover(overlay: Overlay) -> Iterator[str]:
    """For each point its value and range as drawn, and below what was read, where and how."""
    label, unit = overlay.series.label, overlay.unit
    for i, row in enumerate(overlay.rows):
        value = _shown(float(overlay.values[i]), unit)
        bounds = _bounds(float(overlay.lower[i]), float(overlay.upper[i]), unit)
        yield f"<b>{value}</b> {bounds}{label}<br>{_origin(row)}"


def _bounds(lower: float, upper: float, unit: str) -> str:
    """The range in brackets, or nothing where the table has none."""
    if np.isnan([lower, upper]).any():
        return ""
    return f"({_number(lower, unit)} to {_number(upper, unit)}) "


def _shown(value: float, unit: str) -> str:
    if unit == "cell":
        return numerals.cells(value)
    return f"{_number(value, unit)} {shown_unit(unit)}".rstrip()


def _number(value: float, unit: str) -> str:
    return numerals.cells(value).removesuffix(" cells") if unit == "cell" else numerals.short(value)


def _origin(row: Observation) -> str:
    value = numerals.short(row.value) if isinstance(row.value, float) else row.value
    return f"read as {value} {row.units}; {row.source}; {row.provenance}"

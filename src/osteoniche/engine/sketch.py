"""Small plots of runs for notebooks, as SVG text: no plotting library and no script."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby

import numpy as np
import numpy.typing as npt

from osteoniche.numerals import day, short
from osteoniche.quantity import shown_unit

Vector = npt.NDArray[np.float64]

WIDTH, HEIGHT = 250, 130
"""Of the frame of a plot, in pixels."""
LEFT, TOP, BOTTOM = 66, 20, 34
"""Room around it for what its axes say."""
LOWEST_DRAWN = 0.1
"""Cells below which a logarithmic axis does not go: a tenth of a cell is none."""
INK = "currentColor"
"""The colour of the notebook's own text, light or dark."""
FONT = "font: 11px system-ui, sans-serif"


@dataclass(frozen=True)
class Curve:
    """One run in a plot; `colour` and `dash` as SVG names them."""

    days: Vector
    values: Vector
    colour: str = INK
    dash: str = ""


@dataclass(frozen=True)
class Panel:
    """One plot: the name of its series, its unit as models write it, and a curve for each run."""

    name: str
    unit: str
    curves: Sequence[Curve]

    @property
    def logarithmic(self) -> bool:
        """Whether it counts cells, which are so many or so few that decades matter."""
        return self.unit == "cell" and any(curve.values.max() > 0 for curve in self.curves)

    @property
    def axis(self) -> str:
        """What its vertical axis says."""
        unit = ", ".join(filter(None, (shown_unit(self.unit), "log" if self.logarithmic else "")))
        return f"{self.name} ({unit})" if unit else self.name


def sentence(text: str) -> str:
    """A sentence in place of plots."""
    return f"<p>{escape(text)}</p>"


def small_multiples(panels: Sequence[Panel]) -> str:
    """The plots side by side; they wrap where there is no room."""
    return f"<div>{''.join(map(_drawn, panels))}</div>"


def swatch(colour: str, dash: str) -> str:
    """A piece of a curve's line, for the list of runs."""
    line = _line("2,5 30,5", colour, dash)
    return f'<svg width="32" height="10" aria-hidden="true">{line}</svg>'


def _drawn(panel: Panel) -> str:
    """One plot, with its axes and what they say; its title reads it out."""
    days = np.concatenate([curve.days for curve in panel.curves])
    values = np.concatenate([_scaled(panel, curve.values) for curve in panel.curves])
    across, up = (days.min(), days.max()), _height(panel, values)
    right, foot = LEFT + WIDTH, TOP + HEIGHT
    lines = [
        _line(_points(panel, curve, across, up), curve.colour, curve.dash) for curve in panel.curves
    ]
    low, high = (short(10**end if panel.logarithmic else end) for end in up)
    words = [
        _text(2, TOP - 8, panel.axis, "start"),
        _text(LEFT - 4, TOP + 8, high, "end"),
        _text(LEFT - 4, foot, low, "end"),
        _text(LEFT, foot + 14, day(across[0]), "start"),
        _text((LEFT + right) / 2, foot + 14, "day", "middle"),
        _text(right, foot + 14, day(across[1]), "end"),
    ]
    said = escape(f"{panel.axis}: {_extremes(panel)}, day {day(across[0])} to {day(across[1])}")
    frame = f'<path d="M{LEFT} {TOP}V{foot}H{right}" fill="none" stroke="{INK}"/>'
    return (
        f'<svg role="img" aria-label="{said}" width="{right + 14}" height="{foot + BOTTOM}" '
        f'style="{FONT}"><title>{said}</title>{frame}{"".join(lines + words)}</svg>'
    )


def _scaled(panel: Panel, values: Vector) -> Vector:
    """Values as they are drawn."""
    return np.log10(values.clip(min=LOWEST_DRAWN)) if panel.logarithmic else values


def _height(panel: Panel, values: Vector) -> tuple[float, float]:
    """What the vertical axis goes from and to; one that is not logarithmic begins at 0."""
    low, high = float(values.min()), float(values.max())
    low = low if panel.logarithmic else min(low, 0.0)
    return (low, high) if high > low else (low - 1, low + 1)


def _extremes(panel: Panel) -> str:
    """The smallest and the largest value, for who does not see the curves."""
    low = min(float(curve.values.min()) for curve in panel.curves)
    high = max(float(curve.values.max()) for curve in panel.curves)
    return f"{short(low)} to {short(high)}"


def _points(
    panel: Panel, curve: Curve, across: tuple[float, float], up: tuple[float, float]
) -> str:
    """A curve as the points of a line, without those that fall on the one before."""
    x = LEFT + WIDTH * (curve.days - across[0]) / (across[1] - across[0])
    y = TOP + HEIGHT * (up[1] - _scaled(panel, curve.values)) / (up[1] - up[0])
    points = [f"{left:.1f},{down:.1f}" for left, down in zip(x, y, strict=True)]
    return " ".join(point for point, _ in groupby(points))


def _line(points: str, colour: str, dash: str) -> str:
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    style = f'fill="none" stroke="{colour}" stroke-width="1.8"{dashed}'
    return f'<polyline points="{points}" {style}/>'


def _text(x: float, y: float, text: str, anchor: str) -> str:
    place = f'x="{x:g}" y="{y:g}" text-anchor="{anchor}"'
    return f'<text {place} fill="{INK}">{escape(text)}</text>'

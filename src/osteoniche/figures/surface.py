"""A dose surface as a map: antibody across, chemotherapy upwards, one quantity in colour."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from osteoniche.analysis import costs
from osteoniche.analysis.surface import QUANTITIES, Surface
from osteoniche.components import Drug
from osteoniche.figures.look import PHONE, axis, layout, packed
from osteoniche.figures.stacked import LOWEST_DRAWN
from osteoniche.numerals import compact, short
from osteoniche.quantity import shown_unit

Vector = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Shade:
    """How one quantity is drawn: its name, the title of its colours, and whether by powers of ten.

    The scales of colour are plotly's, told apart by colour-blind readers; on each, dark is what one
    would want: few tumour cells, much bone, much apoptosis.
    """

    name: str
    title: str
    hover: str
    scale: str
    logarithmic: bool = False

    @property
    def high_is_dark(self) -> bool:
        """Whether much is what one would want."""
        return not self.logarithmic


SHADES = dict(
    zip(
        QUANTITIES,
        (
            Shade(
                "Tumour burden", "Tumour on the last day (cells)", "times smaller", "Cividis", True
            ),
            Shade("Bone mass", "Bone mass on the last day (%)", "% of bone", "Viridis"),
            Shade("Apoptosis", "Apoptosis at its peak (%)", "% apoptotic", "Viridis"),
        ),
        strict=True,
    )
)
"""The quantities of a surface, by name."""
TICKS = 5
"""Steps between ticks of evenly spaced doses."""
COUNTED: Any = {"xaxis": "x2", "yaxis": "y2"}
"""The axes that count doses, behind those that name them."""
HERE = 1
"""The place of the mark of the visitor's run among the traces."""
RINGS = (("#16181d", 19, 7), ("#ffffff", 17, 4))
"""Colour, size and width of the rings of that mark: dark around, to be seen beside the map too."""
ROOM = 0.025
"""Room around the map, as a share of it, so that the mark of a run at its edge is whole."""
COST = ("#cc79a7", "dashdot")
"""Colour and dash of the line beyond which neutrophils are too few."""
FOLDS = {10.0: "dot", 100.0: "solid"}
"""Lines where the tumour is so many times below untreated, with their dashes."""


def figure(
    surface: Surface, values: Vector, quantity: str, theme: str, screen: str
) -> dict[str, Any]:
    """The map of one quantity; `values` as `Surface.lattice` gives them.

    Doses need not be evenly spaced, so the axes have a place for each, and ticks at round ones.
    """
    place = QUANTITIES.index(quantity)
    data = [_map(surface, values[place], SHADES[quantity], screen), here(surface)]
    if quantity == "tumour_cells":
        data += _folds(values[place])
    data += _too_few(surface, values)
    drugs = (surface.antibody, surface.chemotherapy)
    across, up = (_axis(surface, drug, theme, screen) for drug in drugs)
    hidden = {"visible": False, "range": across["range"], "fixedrange": True}
    margin = {"l": 52, "r": 14, "t": 12, "b": 50}
    if screen == PHONE:  # plotly would make more room, and put the axis title where it was before
        margin |= {"t": 58, "autoexpand": False}
    return {
        "data": data,
        "layout": layout(
            theme,
            xaxis=across | {"type": "category"},
            xaxis2=hidden | {"overlaying": "x"},
            yaxis=up | {"type": "category"},
            yaxis2=hidden | {"overlaying": "y"},
            showlegend=False,
            dragmode=False,
            uirevision=surface.points,  # a map of another size begins with axes of its own
            margin=margin,
        ),
    }


def _axis(surface: Surface, drug: Drug, theme: str, screen: str) -> dict[str, Any]:
    """The axis of a drug: places of its doses, with ticks at round ones."""
    doses = _round_doses(surface, drug, few=screen == PHONE)
    ticks = [dose for dose in doses if dose <= surface.doses(drug)[-1]]
    unit = shown_unit(drug.dosing[surface.scenario.species].unit)
    spaced = ", small doses drawn apart" if drug.logarithmic and screen != PHONE else ""
    label = drug.briefly(surface.scenario.species) if screen == PHONE else drug.label
    room = 0.5 + ROOM * surface.points
    return axis(
        f"{label}, each dose ({unit}){spaced}",
        theme,
        showgrid=False,
        range=[-room, surface.points - 1 + room],
        tickangle=0,
        tickvals=[surface.place(drug, dose) for dose in ticks],
        ticktext=[short(dose) for dose in ticks],
        fixedrange=True,
    )


def _round_doses(surface: Surface, drug: Drug, *, few: bool) -> list[float]:
    """Doses that are worth a tick: five even steps, or powers of ten and threes between them.

    A few: without the threes, but with the largest.
    """
    high = float(surface.doses(drug)[-1])
    if not drug.logarithmic:
        return [high * step / TICKS for step in range(TICKS + 1)]
    top = math.ceil(math.log10(high))
    powers = [10.0**power for power in range(top - 3, top)]
    between = [high] if few else [3 * power for power in powers]
    return sorted({0.0, *powers, *between})


def _map(surface: Surface, values: Vector, shade: Shade, screen: str) -> dict[str, Any]:
    shown = np.log10(np.maximum(values, LOWEST_DRAWN)) if shade.logarithmic else values
    bar: dict[str, Any] = {
        "title": {"text": shade.title, "side": "right", "font": {"size": 13}},
        "outlinewidth": 0,
        "thickness": 16,
        "tickfont": {"size": 12},
    }
    if screen == PHONE:
        bar |= {"orientation": "h", "y": 1.0, "yanchor": "bottom", "thickness": 12, "ypad": 3}
        bar["title"]["side"] = "top"
    if shade.logarithmic and np.isfinite(shown).any():
        powers = np.arange(np.ceil(np.nanmin(shown)), np.floor(np.nanmax(shown)) + 1)
        bar |= {
            "tickvals": powers.tolist(),
            "ticktext": [compact(10.0**power) for power in powers],
        }
    drugs = (surface.antibody, surface.chemotherapy)
    units = [shown_unit(drug.dosing[surface.scenario.species].unit) for drug in drugs]
    # With its unit: a name that is a number would be taken for a tick's place.
    across, up = (
        [f"{dose:.4g} {unit}" for dose in surface.doses(drug)]
        for drug, unit in zip(drugs, units, strict=True)
    )
    return {
        "type": "heatmap",
        "name": shade.name,
        "x": across,
        "y": up,
        "z": _lattice(shown),
        "customdata": _lattice(_words(values, shade)),
        "colorscale": shade.scale,
        "reversescale": shade.high_is_dark,
        "colorbar": bar,
        "hovertemplate": (
            f"{surface.antibody.label} %{{x}}<br>"
            f"{surface.chemotherapy.label} %{{y}}<br>"
            f"<b>%{{customdata:.3~{'r' if shade.logarithmic else 's'}}} {shade.hover}</b>"
            "<extra></extra>"
        ),
    }


def _words(values: Vector, shade: Shade) -> Vector:
    """What is told of each pair of doses: the value, or how far a tumour is below untreated."""
    if not shade.logarithmic:
        return values
    told: Vector = values[0, 0] / np.maximum(values, LOWEST_DRAWN)
    return told


def _lattice(values: Vector) -> dict[str, str]:
    """Numbers of a lattice as plotly.js reads them fastest."""
    return packed(values) | {"shape": ", ".join(map(str, values.shape))}


def _folds(cells: Vector) -> Iterator[dict[str, Any]]:
    """Lines of equal distance from the untreated tumour, over the rows that are whole.

    plotly.js draws nothing over what is not known, and a line needs two rows.
    """
    untreated, whole = cells[0, 0], np.isfinite(cells).all(axis=1)
    rows = len(cells) if whole.all() else int(whole.argmin())
    if rows < 2 or not untreated > 0:
        return
    below = untreated / np.maximum(cells[:rows], LOWEST_DRAWN)
    for fold, dash in FOLDS.items():
        yield {
            "type": "contour",
            "name": f"{fold:g} times below untreated",
            "z": _lattice(below),
            **COUNTED,
            "contours": {"type": "constraint", "operation": "=", "value": fold},
            "line": {"color": "#ffffff", "width": 2.5, "dash": dash},
            "showscale": False,
            "hoverinfo": "skip",
        }


def _too_few(surface: Surface, values: Vector) -> Iterator[dict[str, Any]]:
    """The line beyond which neutrophils fall too low, over the rows that are whole."""
    if len(values) == len(QUANTITIES):
        return
    counts = values[len(QUANTITIES)]
    whole = np.isfinite(counts).all(axis=1)
    rows = len(counts) if whole.all() else int(whole.argmin())
    if rows < 2:
        return
    _, least = costs.lines(surface.scenario)
    colour, dash = COST
    yield {
        "type": "contour",
        "name": "neutrophils too few above this line",
        "z": _lattice(counts[:rows]),
        **COUNTED,
        "contours": {"type": "constraint", "operation": "=", "value": least},
        "line": {"color": colour, "width": 3, "dash": dash},
        "showscale": False,
        "hoverinfo": "skip",
    }


def here(surface: Surface) -> dict[str, Any]:
    """Where the visitor's own run stands: a ring within a ring."""
    across, up = (
        surface.place(drug, surface.scenario.dose_of(drug.name))
        for drug in (surface.antibody, surface.chemotherapy)
    )
    return {
        "type": "scatter",
        "mode": "markers",
        "name": "Your run",
        "x": [across] * len(RINGS),
        "y": [up] * len(RINGS),
        **COUNTED,
        "marker": {
            "symbol": "circle-open",
            "size": [size for _, size, _ in RINGS],
            "color": [colour for colour, _, _ in RINGS],
            "opacity": 1,  # plotly would let marks of several sizes shine through
            "line": {
                "width": [width for _, _, width in RINGS],
                "color": [colour for colour, _, _ in RINGS],
            },
        },
        "cliponaxis": False,
        "hovertemplate": "<b>Your run</b><extra></extra>",
    }

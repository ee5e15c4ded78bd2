"""The three plots on one time axis (bone mass, tumour burden, apoptosis) above a row of doses."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from osteoniche.figures.look import INK, LINES, OWN, ROLE_LINES, axis, layout, packed, view_of
from osteoniche.quantity import HUMAN, MOUSE, shown_unit
from osteoniche.result import Result
from osteoniche.scenario import Scenario
from osteoniche.solver import dose_days
from osteoniche.system import default_system


@dataclass(frozen=True)
class Plot:
    """One of the stacked plots: its series, its name, its axis title and its place (0 bottom)."""

    series: str
    name: str
    axis: str
    domain: tuple[float, float]
    yaxis: str


PLOTS = (
    Plot("bone_mass_percent", "Bone mass", "Bone mass (%)", (0.715, 1.0), "y"),
    Plot("tumour_cells", "Tumour burden", "Tumour (cells)", (0.385, 0.67), "y2"),
    Plot("apoptosis_percent", "Apoptosis", "Apoptosis (%)", (0.075, 0.34), "y3"),
)
"""The plots, from top to bottom."""

DOSES_AXIS = "y4"
BONE_AXIS_SHOWS = [80, 105]
"""Percent of healthy bone that the axis shows at least, so that a flat line looks flat."""
DECADES_PER_TICK = {MOUSE: 1, HUMAN: 2}
"""Powers of ten between labels of the logarithmic axis; a patient's burden spans more of them."""
LOWEST_DRAWN = 0.1
"""Cells below which the logarithmic tumour axis does not go: a tenth of a cell is none."""


def figure(
    scenario: Scenario, own: Result, arms: Mapping[str, Result], theme: str, *, linear: bool
) -> dict[str, Any]:
    """The whole figure: the four arms, the visitor's run, the doses, and the axes."""
    data = [trace for arm, result in arms.items() for trace in _curves(result, arm, theme)]
    data += _curves(own, OWN, theme)
    data += _doses(scenario, theme)
    return {"data": data, "layout": _layout(scenario, own, theme, linear=linear)}


def own_traces(scenario: Scenario, own: Result, theme: str) -> dict[int, dict[str, Any]]:
    """The traces that follow the visitor's sliders, by their place in `figure`'s data."""
    first = (len(LINES) - 1) * len(PLOTS)
    return dict(enumerate([*_curves(own, OWN, theme), *_doses(scenario, theme)], start=first))


def _curves(result: Result, line: str, theme: str) -> Iterator[dict[str, Any]]:
    look = LINES[line]
    for plot in PLOTS:
        values = result.series.get(plot.series, np.empty(0))
        if plot.series == "tumour_cells":
            values = np.where(values < LOWEST_DRAWN, np.nan, values)
        yield {
            "type": "scatter",
            "mode": "lines",
            "name": look.label,
            "x": packed(result.days),
            "y": packed(values),
            "xaxis": "x",
            "yaxis": plot.yaxis,
            "line": look.drawn(theme),
            "hovertemplate": f"%{{y:.3s}} <b>{look.label}</b><extra></extra>"
            if plot.series == "tumour_cells"
            else f"%{{y:.3g}} % <b>{look.label}</b><extra></extra>",
        }


def _doses(scenario: Scenario, theme: str) -> Iterator[dict[str, Any]]:
    """A row of ticks per kind of drug, empty for a kind that is not given."""
    drugs = {drug.name: drug for drug in default_system().drugs}
    for row, role in enumerate(ROLE_LINES):
        given = [t for t in scenario.given if drugs[t.drug].role == role]
        days = np.concatenate([dose_days(t, scenario.days) for t in given] or [np.empty(0)])
        units = {t.drug: drugs[t.drug].dosing[scenario.species].unit for t in given}
        text = ", ".join(f"{t.drug} {t.dose:g} {shown_unit(units[t.drug])}" for t in given)
        yield {
            "type": "scatter",
            "mode": "markers",
            "name": f"Doses: {role}",
            "x": packed(days),
            "y": packed(np.full(len(days), 2.0 - row)),
            "xaxis": "x",
            "yaxis": DOSES_AXIS,
            "marker": {
                "symbol": "line-ns",
                "size": 7,
                "line": {"width": 2, "color": ROLE_LINES[role].shade(theme)},
            },
            "hovertemplate": f"{text}<extra></extra>",
        }


def _layout(scenario: Scenario, own: Result, theme: str, *, linear: bool) -> dict[str, Any]:
    ink = INK[theme]
    axes: dict[str, Any] = {
        "xaxis": axis(
            "Time (days)", theme, anchor=DOSES_AXIS, range=[0, scenario.days], hoverformat=".4g"
        )
    }
    for plot in PLOTS:
        name = "yaxis" + plot.yaxis.removeprefix("y")
        axes[name] = axis(plot.axis, theme, domain=list(plot.domain), rangemode="tozero", nticks=5)
    axes["yaxis"] |= {"rangemode": "normal", "autorangeoptions": {"include": BONE_AXIS_SHOWS}}
    tumour = axes["yaxis2"]
    tumour["uirevision"] = f"{view_of(scenario)} {'linear' if linear else 'log'}"
    if linear:
        tumour["tickformat"] = "~s"
    else:
        tumour |= {"type": "log", "exponentformat": "power", "rangemode": "normal"}
        tumour["dtick"] = DECADES_PER_TICK[scenario.species]
    axes["yaxis4"] = {
        "domain": [0.0, 0.045],
        "range": [-0.6, 2.6],
        "fixedrange": True,
        "showgrid": False,
        "zeroline": False,
        "tickvals": [1],
        "ticktext": ["doses"],
        "tickfont": {"size": 11, "color": ink.soft},
    }
    failure = [] if own.ok else [_notice(own.status.value, theme)]
    return layout(
        theme,
        **axes,
        annotations=failure,
        hovermode="x unified",
        hoversubplots="axis",
        showlegend=False,
        uirevision=view_of(scenario),
        margin={"l": 68, "r": 14, "t": 8, "b": 42},
    )


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

"""How much the tumour of each subject changed, sorted in each arm."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from osteoniche.analysis.cohort import Cohort
from osteoniche.analysis.cohort.responses import Responses
from osteoniche.figures.cohort.frame import BAR, framed, look_of, shade, shown_arm
from osteoniche.figures.look import DESK, INK, LINES, Line, axis, packed
from osteoniche.scenario.presets import OWN

TIMES = (1e-6, 1e-5, 1e-4, 1e-3, 0.01, 0.1, 1.0, 10.0, 100.0, 1e3, 1e4, 1e5, 1e6)
"""Changes of burden that have a label."""
TICKS = 7
"""Labels at most."""


def waterfall(
    cohort: Cohort, found: Mapping[str, Responses], theme: str, screen: str = DESK
) -> dict[str, Any]:
    """How many times its size at the first dose each subject's tumour is, sorted in each arm."""
    data = [_bars(found[shown_arm(cohort)], look_of(cohort, theme))]
    data += [_sorted(found[name], LINES[name]) for name in cohort.arms if name != OWN]
    changes = np.concatenate([each.change for each in found.values()] or [np.ones(1)])
    ticks = _ticks(changes)
    up = axis("Times its size at the first dose", theme, tickvals=[np.log10(t) for t in ticks])
    up |= {"ticktext": [f"{tick:g}" for tick in ticks], "zeroline": True, "zerolinewidth": 1.5}
    up |= {"zerolinecolor": INK[theme].soft}
    across = axis("Subjects, each arm from the most to the least", theme, showgrid=False)
    return {"data": data, "layout": framed(theme, screen, xaxis=across, yaxis=up, bargap=0)}


def _ticks(changes: npt.NDArray[Any]) -> list[float]:
    known = changes[np.isfinite(changes) & (changes > 0)]
    if not len(known):
        return [1.0]
    low, high = float(known.min()), float(known.max())
    inside = [tick for tick in TIMES if low / 10 <= tick <= high * 10]
    some = inside[:: -(-len(inside) // TICKS)]
    return some if 1.0 in some else inside


def _bars(found: Responses, look: Line) -> dict[str, Any]:
    order = np.argsort(-found.change)
    return {
        "type": "bar",
        "name": look.label,
        "x": list(range(1, len(order) + 1)),
        "y": packed(np.log10(found.change[order])),
        "customdata": [[int(found.subjects[at]) + 1, float(found.change[at])] for at in order],
        "marker": {"color": shade(look, BAR), "line": {"width": 0}},
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

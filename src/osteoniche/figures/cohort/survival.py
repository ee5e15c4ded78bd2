"""The share of each arm that has not progressed: Kaplan-Meier."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from osteoniche.analysis.cohort import OUTER, Cohort
from osteoniche.analysis.cohort.responses import Responses
from osteoniche.analysis.cohort.survival import KaplanMeier, kaplan_meier
from osteoniche.figures.cohort.frame import OPACITY, framed, look_of, shade, shown_arm
from osteoniche.figures.look import DESK, LINES, Line, axis, packed, spanning
from osteoniche.scenario.presets import OWN


def survival(
    cohort: Cohort, found: Mapping[str, Responses], theme: str, screen: str = DESK
) -> dict[str, Any]:
    """The share of each arm that has not progressed, with the confidence band of the visitor's."""
    arms = {name: each for name, each in found.items() if name != OWN and len(each.lasted)}
    last = float(cohort.days[-1] - cohort.start)
    data = _own(cohort, found[shown_arm(cohort)], theme)
    data += [_steps(kaplan_meier(each), LINES[name], last) for name, each in arms.items()]
    across = axis("Days from the first dose", theme, **spanning(0, last))
    up = axis("Without progression (%)", theme, range=[0, 102])
    return {"data": data, "layout": framed(theme, screen, xaxis=across, yaxis=up)}


def _own(cohort: Cohort, found: Responses, theme: str) -> list[dict[str, Any]]:
    """What is of the visitor's run: its confidence band and its steps, if anybody ran."""
    if not len(found.lasted):
        return []
    known, look = kaplan_meier(found), look_of(cohort, theme)
    last = float(cohort.days[-1] - cohort.start)
    band = _confidence(known, shade(look, OPACITY[OUTER]), last)
    return [band, _steps(known, look, last)]


def _reaching(values: npt.NDArray[Any]) -> npt.NDArray[Any]:
    return np.append(values, values[-1])


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


def _confidence(known: KaplanMeier, filled: str, last: float) -> dict[str, Any]:
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
        "fillcolor": filled,
        "line": {"width": 0},
        "hoverinfo": "skip",
    }

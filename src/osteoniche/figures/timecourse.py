"""The three plots on one time axis (tumour, bone mass, apoptosis) above the rows of doses."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from itertools import chain
from typing import Any

import numpy as np

from osteoniche.engine.course import dose_days
from osteoniche.engine.result import Result
from osteoniche.figures.look import (
    DESK,
    LINES,
    PIN_LINES,
    PIN_PREFIX,
    ROLE_LINES,
    Line,
    packed,
    plain,
)
from osteoniche.figures.stacked import (
    DOSES_AXIS,
    LOWEST_DRAWN,
    PLOTS,
    SHADE,
    headed,
)
from osteoniche.quantity import shown_unit
from osteoniche.scenario import Scenario
from osteoniche.scenario.presets import OWN
from osteoniche.study import Comparison, Pinned
from osteoniche.system import default_system

Group = tuple[str, int, Iterable[dict[str, Any]]]
"""The key of a run, how many traces it has, and these; they are made when they are read."""

DOSES_OF = "Doses: "
LIKELY = "Likely range"
"""The name of the traces that shade it; they come without values."""
BETWEEN_LANES = 0.15
"""Share of a lane of doses that stays free."""


def figure(
    shown: Comparison,
    theme: str,
    screen: str = DESK,
    *,
    linear: bool,
    against: str | None = None,
) -> dict[str, Any]:
    """The whole figure: the arms, the visitor's run, the doses, pinned runs, and the axes.

    `against` names the run that the others are shown against, if `shown` was made relative to one.
    """
    data = [trace for _, _, traces in groups(shown, theme) for trace in traces]
    return {"data": data, "layout": headed(shown, theme, screen, linear=linear, against=against)}


def groups(shown: Comparison, theme: str) -> Iterator[Group]:
    """The traces of each run in the order of `figure`; each curve says whose it is."""
    for arm, result in shown.arms.items():
        yield arm, len(PLOTS), _marked(arm, curves(result, LINES[arm], theme))
    own = _marked(OWN, curves(shown.own, own_line(shown), theme))
    parts = chain(own, _shaded(theme), doses(shown.scenario, theme))
    yield OWN, 2 * len(PLOTS) + len(ROLE_LINES), parts
    for place, (pin, line) in enumerate(pinned_lines(shown)):
        key = f"{PIN_PREFIX}{place}"
        yield key, len(PLOTS), _marked(key, curves(pin.result, line, theme))


def _marked(run: str, traces: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Traces with the key of their run, by which assets/pages/explore/ends.js knows them."""
    return (trace | {"meta": run} for trace in traces)


def placed(given: Iterable[Group], keys: Collection[str]) -> dict[str, dict[int, dict[str, Any]]]:
    """The traces of the runs with these keys, by their place in a figure's data."""
    found, begin = {}, 0
    for key, count, traces in given:
        if key in keys:
            found[key] = dict(enumerate(traces, begin))
        begin += count
    return found


def _shaded(theme: str) -> Iterator[dict[str, Any]]:
    """Where assets/pages/explore/ranges.js shades the likely range of the visitor's run."""
    for plot in PLOTS:
        yield {
            "type": "scatter",
            "mode": "lines",
            "name": LIKELY,
            "x": [],
            "y": [],
            "xaxis": "x",
            "yaxis": plot.yaxis,
            "line": {"width": 0, "color": LINES[OWN].shade(theme)},
            "fill": "toself",
            "fillcolor": SHADE[theme],
            "hoverinfo": "skip",
        }


def equal(shown: Comparison) -> str | None:
    """The arm that the visitor's run is, if it is one."""
    key = shown.scenario.key()
    return next((arm for arm, one in shown.arm_scenarios.items() if one.key() == key), None)


def own_line(shown: Comparison) -> Line:
    """How the visitor's run looks: in the colour of the arm that it is, else in ink."""
    arm = equal(shown)
    return replace(LINES[OWN], colour=LINES[arm].colour if arm else None)


def pinned_lines(shown: Comparison) -> list[tuple[Pinned, Line]]:
    """Each pinned run with its look."""
    looks = zip(shown.pins, PIN_LINES, strict=False)
    return [(pin, replace(look, label=pin.name)) for pin, look in looks]


def curves(result: Result, look: Line, theme: str) -> Iterator[dict[str, Any]]:
    """A run in each of the three plots."""
    for plot in PLOTS:
        values, unit = result.series.get(plot.series, np.empty(0)), result.units.get(plot.series)
        name = plain(look.label)
        if unit == "cell":
            values = np.where(values < LOWEST_DRAWN, np.nan, values)
        yield {
            "type": "scatter",
            "mode": "lines",
            "name": name,
            "x": packed(result.days),
            "y": packed(values),
            "xaxis": "x",
            "yaxis": plot.yaxis,
            "line": look.drawn(theme),
            "hoverinfo": "skip",  # assets/pages/explore/ends.js reads all lines at once
        }


def doses(scenario: Scenario, theme: str) -> Iterator[dict[str, Any]]:
    """A trace of strokes per kind of drug, with a lane for each drug that is given.

    A stroke goes from end to end of its lane in the units of the axis, so that at no size one
    covers another. A kind that is not given has a trace that is not drawn: without any point on
    their axis, plotly.js would not know where to draw the time axis below it.
    """
    drugs = default_system().by_name
    dosed = [t for t in scenario.given if len(dose_days(t, scenario.days))]
    named = list(dict.fromkeys(t.drug for t in dosed))
    lanes = [name for role in ROLE_LINES for name in named if drugs[name].role == role]
    for role in ROLE_LINES:
        given = [t for t in dosed if drugs[t.drug].role == role]
        days, heights = [np.zeros(1)], [np.full(1, np.nan)]
        for one in given:
            strokes = dose_days(one, scenario.days)
            days.append(np.repeat(strokes, 3))
            heights.append(np.tile(_lane(lanes.index(one.drug), len(lanes)), len(strokes)))
        units = {t.drug: drugs[t.drug].dosing[scenario.species].unit for t in given}
        text = ", ".join(f"{t.drug} {t.dose:g} {shown_unit(units[t.drug])}" for t in given)
        yield {
            "type": "scatter",
            "mode": "lines",
            "name": DOSES_OF + role,
            "x": packed(np.concatenate(days)),
            "y": packed(np.concatenate(heights)),
            "xaxis": "x",
            "yaxis": DOSES_AXIS,
            "line": {"width": 2, "color": ROLE_LINES[role].shade(theme)},
            "hovertemplate": f"{text}<extra></extra>",
        }


def _lane(place: int, count: int) -> list[float]:
    """The ends of a stroke in one of so many lanes, the first on top, and the gap behind it."""
    top = 1 - place / count
    return [top - (1 - BETWEEN_LANES) / count, top, np.nan]

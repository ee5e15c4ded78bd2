"""What the living picture is drawn from: a run's own series.

It travels with every answer, so it is packed: every series as whole numbers between its lowest and
its highest value. assets/pages/explore/picture/ draws it.
"""

import base64
from typing import Any

import numpy as np
import numpy.typing as npt

from osteoniche.engine.result import Result, Vector
from osteoniche.scenario import Scenario
from osteoniche.system import default_system, system_of

AT_REST, MOVING = 400, 80
"""Stretches of days that travel, at most, once a dial rests and with each of its moves: between
their ends the picture goes straight. The last day is always exact."""
STEPS = 2**16 - 1
"""Steps from the lowest value of a series to its highest."""
SERIES = {
    "bone": "bone_mass_percent",
    "osteoclasts": "osteoclasts_fold",
    "resorption": "resorption_fold",
    "osteoblasts": "osteoblasts_fold",
    "jagged1": "osteoblast_jagged1_fold",
    "free": "free_jagged1_fold",
    "notch": "notch_activity",
    "tumour": "tumour_cells",
    "dying": "apoptosis_percent",
    "kill": "kill_per_day",
    "pthrp": "pthrp_fold",
    "tgf": "tgf_beta_fold",
}
"""What is drawn, and the series that it follows."""
LOGARITHMIC = frozenset({"tumour"})
"""Series that travel as powers of ten."""
FEWEST = 0.01
"""Cells that stand for fewer."""
BEGINS_AT = 0.05
"""Of the tumour of day 0 as much as one drawn cell stands for."""


def scene(scenario: Scenario, result: Result, stretches: int = AT_REST) -> dict[str, Any] | None:
    """What is drawn of a run; None where it gave no curve."""
    if not result.ok:
        return None
    curves = {name: _drawn(name, result[series]) for name, series in SERIES.items()}
    places = _places(len(result.grid), stretches)
    constants = system_of(scenario.set).values(scenario.species, scenario.overrides())
    return {
        "days": packed(result.grid[places]),
        "series": {name: packed(curve[places]) for name, curve in curves.items()},
        "drugs": [_drug(name, scenario, result, places) for name in _given(scenario)],
        "protection": constants.protection_max,
        "cell": BEGINS_AT * constants.T0,
    }


def _given(scenario: Scenario) -> list[str]:
    return list(dict.fromkeys(given.drug for given in scenario.given))


def _drug(
    name: str, scenario: Scenario, result: Result, places: npt.NDArray[np.intp]
) -> dict[str, Any]:
    """A drug that is given: what its species calls it, and its level as a share of the highest."""
    drug = default_system().by_name[name]
    level = result[drug.concentration.name]
    highest = float(level.max())
    return {
        "drug": name,
        "name": drug.briefly(scenario.species),
        "level": packed(level[places] / highest if highest > 0 else level[places]),
    }


def _drawn(name: str, values: Vector) -> Vector:
    return np.log10(np.maximum(values, FEWEST)) if name in LOGARITHMIC else values


def _places(rows: int, most: int) -> npt.NDArray[np.intp]:
    """At most so many rows, evenly apart, and the last one."""
    every = -(-(rows - 1) // most) or 1
    return np.unique(np.append(np.arange(0, rows, every), rows - 1))


def packed(values: Vector) -> list[Any]:
    """Lowest and highest value, and where all lie between them as base64 of two bytes each.

    A series that does not move is its value alone.
    """
    low, high = _rounded(values.min()), _rounded(values.max())
    if low == high:
        return [low]
    share = np.clip((values - low) / (high - low), 0, 1)
    steps = np.rint(share * STEPS).astype("<u2")
    return [low, high, base64.b64encode(steps.tobytes()).decode()]


def _rounded(value: float) -> float:
    return float(f"{value:.6g}")

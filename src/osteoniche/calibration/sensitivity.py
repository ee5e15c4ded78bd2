"""Which constants matter: how far predictions move, in standard errors, when each is changed.

This is how the free constants were chosen: the most influential on rows and on bounds, one of each
group that can not be told apart (the kill of a drug and not its concentration of half the kill or
its clearance; the gain of stromal Notch and not the Jagged1 for half of it).
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from osteoniche.calibration.parameter_set import Calibrated
from osteoniche.calibration.problem import Problem
from osteoniche.calibration.terms import Role
from osteoniche.calibration.unknowns import (
    SHARED,
    VARIANTS,
    Unknown,
    held,
    of_constant,
    of_experiment,
    unread,
)
from osteoniche.calibration.whole import experiments
from osteoniche.quantity import MOUSE

Vector = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Influence:
    """A constant, and by how many standard errors an e-fold change of it moves all terms.

    `by_rows` counts measured rows; `by_bounds` counts yes and no, whether they hold or not.
    """

    symbol: str
    by_rows: float
    by_bounds: float
    free: bool


def influences(made: Calibrated, threads: int | None = None) -> tuple[Influence, ...]:
    """Every assumed or fitted constant at the calibration's best vector, the strongest first."""
    known = {*made.shared, *VARIANTS[made.variant]}
    values = made.values[MOUSE]
    others = [param.symbol for param in unread(values) if param.symbol not in known]
    common = [one for one in made.unknowns if one.experiment is None]
    used = experiments()
    moving = [
        *common,
        *map(of_constant, others),
        *(one for each in used for one in of_experiment(each)),
    ]
    whole = Problem(used, moving, held(made.variant), threads=threads)
    point = _point(whole, made, values)
    errors = np.array([one.term.error for one in whole.placed])
    slopes = whole.slopes(point) / errors[:, None]
    roles = np.array([one.term.role for one in whole.placed])
    rows = np.sqrt((slopes[roles == Role.DATA] ** 2).sum(axis=0))
    bounds = np.sqrt((slopes[np.isin(roles, [Role.SIGN, Role.STORY])] ** 2).sum(axis=0))
    found = [
        Influence(one.symbol, float(rows[i]), float(bounds[i]), one.symbol in SHARED)
        for i, one in enumerate(whole.unknowns)
        if one.experiment is None
    ]
    return tuple(sorted(found, key=lambda one: -one.by_rows))


def _point(whole: Problem, made: Calibrated, values: Mapping[str, float]) -> Vector:
    """The calibration's vector, and the values of what it holds."""
    known = {one.name: number for one, number in zip(made.unknowns, made.vector, strict=True)}
    numbers = [
        known[one.name] if one.name in known else _inside(one, values[one.symbol])
        for one in whole.unknowns
    ]
    return whole.clipped(np.array(numbers))


def _inside(unknown: Unknown, value: float) -> float:
    return unknown.number(min(max(value, unknown.low), unknown.high))

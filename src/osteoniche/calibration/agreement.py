"""How far predictions are off over all measured points: geometric mean fold error, and coverage.

Only points of curves count: a yes or no, a constant of somebody else's model and a number that
follows from points are none.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from osteoniche.calibration.scores import Point, Score
from osteoniche.calibration.terms import Holds


@dataclass(frozen=True)
class Agreement:
    """Over so many points: the geometric mean of how many times off, and shares of the points.

    `covered` is the share that lies in its 95 % band, error of the measurement included.
    """

    points: int
    mean_fold_error: float
    within_two: float
    within_three: float
    covered: float


def measured(scores: Iterable[Score]) -> list[Point]:
    """The points of curves among the points of scores."""
    return [
        point
        for score in scores
        for point in score.points
        if point.holds is Holds.EQUAL and point.day is not None and len(point.arms) == 1
    ]


def agreement(points: Iterable[Point]) -> Agreement:
    """How well points are met. Raises ValueError where there are none."""
    found = list(points)
    if not found:
        raise ValueError("agreement of no points")
    factors = np.array([point.factor for point in found])
    return Agreement(
        len(found),
        float(np.exp(np.log(factors).mean())),
        float((factors <= 2).mean()),
        float((factors <= 3).mean()),
        float(np.mean([point.met for point in found])),
    )

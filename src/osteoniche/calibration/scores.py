"""How well each experiment is met: point by point, as a badge, fitted and left out.

A point is met when the observed number lies in the 95 % band of the prediction: 1.96 standard
deviations, of which one part is the fit's own uncertainty (covariance times slopes) and the other
the error of the measurement with its floor. A yes, no or more-than is met when it holds within its
own error, however uncertain the prediction. `reproduced` is 85 % of points met; `within a factor of
two` is 85 % of points no more than twofold off; the rest is `not reproduced`.
"""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from osteoniche.calibration.left_out import LeftOut
from osteoniche.calibration.parameter_set import NINETY_FIVE, Calibrated
from osteoniche.calibration.problem import Placed, Problem
from osteoniche.calibration.terms import Experiment, Holds, Role, Term
from osteoniche.calibration.unknowns import held, of_experiment, shared
from osteoniche.calibration.whole import experiments, of_study, unknowns

Vector = npt.NDArray[np.float64]

ENOUGH = 0.85
"""Share of points that must be met."""
FACTOR = 2.0
LOO_FACTOR = 3.0
"""What a left-out study's last point should be within."""
TABLE = Path(__file__).with_suffix(".csv")
"""The scores of the default set as `make evidence ARGS=--update` wrote them; tests hold it true."""


class Badge(StrEnum):
    """A study in one word."""

    REPRODUCED = "reproduced"
    WITHIN_TWO = "within a factor of two"
    NOT = "not reproduced"


class How(StrEnum):
    """Whether the study was part of the fit."""

    FITTED = "fitted"
    LEFT_OUT = "left out"


WHY: Mapping[str, str] = MappingProxyType(
    {
        "lucap-2006": "without these words the kill of a taxane is held down by nothing else: they "
        "are an input",
        "bennett-2024": "how strongly a tumour thins osteoblasts is seen by these rows alone",
        "betts-2018": "without these rows the antibody is handled as scaled from patients, with a "
        "slower exchange between blood and tissue",
        "zheng-2017": "that chemotherapy alone does so little in bone is seen by these rows alone",
    }
)
"""Why a study is missed when it is left out."""


@dataclass(frozen=True)
class Point:
    """A number and its prediction, both as people read them (folds, cells' light, per cent).

    `low` and `high` are the 95 % band, None for a bound; `factor` is how many times off, at least
    1; `deviations` is the distance in standard deviations of the band. A bound is `at_limit` where
    the model lies no further from it than counts as one standard deviation.
    """

    name: str
    day: float | None
    arms: tuple[str, ...]
    holds: Holds
    observed: float
    predicted: float
    low: float | None
    high: float | None
    met: bool
    factor: float
    deviations: float
    at_limit: bool = False


@dataclass(frozen=True)
class Score:
    """An experiment's points and what they come to."""

    experiment: str
    study: str
    label: str
    how: How
    points: tuple[Point, ...]

    @property
    def share(self) -> float:
        """The share of points that are met."""
        return float(np.mean([point.met for point in self.points]))

    @property
    def badge(self) -> Badge:
        """The experiment in one word."""
        if self.share >= ENOUGH:
            return Badge.REPRODUCED
        near = np.mean([point.met or point.factor <= FACTOR for point in self.points])
        return Badge.WITHIN_TWO if near >= ENOUGH else Badge.NOT

    @property
    def distance(self) -> float:
        """Root mean square of the deviations."""
        return float(np.sqrt(np.mean([point.deviations**2 for point in self.points])))

    @property
    def last_factor(self) -> float:
        """The worst factor among the last points of each group and read-out."""
        last: dict[tuple[str, ...], Point] = {}
        for point in self.points:
            key = (*point.arms, "" if point.day is not None else point.name)
            if key not in last or (point.day or 0.0) >= (last[key].day or 0.0):
                last[key] = point
        return max(1.0 if point.met and point.low is None else point.factor
                   for point in last.values())  # fmt: skip

    @property
    def reason(self) -> str:
        """Why it is missed; empty where it is not, or where it was part of the fit."""
        missed = self.badge is not Badge.REPRODUCED or self.last_factor > LOO_FACTOR
        return WHY.get(self.experiment, "") if missed and self.how is How.LEFT_OUT else ""


def table() -> list[dict[str, str]]:
    """The rows of the kept table."""
    with TABLE.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


@cache
def kept() -> Mapping[tuple[str, How], Badge]:
    """The badge of each experiment of the default set, by name and how, without computing any."""
    return {(row["experiment"], How(row["how"])): Badge(row["badge"]) for row in table()}


def fitted(made: Calibrated, threads: int | None = None) -> tuple[Score, ...]:
    """Every experiment as the fit meets it, with its rows that are only checked."""
    used = experiments()
    whole = Problem(used, unknowns(made.variant, used), held(made.variant), threads=threads)
    predictions = whole.predictions(made.vector)[0]
    slopes = whole.slopes(made.vector)
    spread = np.sqrt(np.einsum("ij,jk,ik->i", slopes, made.covariance, slopes))
    return tuple(
        _score(one, How.FITTED, whole.placed, predictions, spread)
        for one in used
        if any(term.rows for term in one.terms)
    )


def left_out(made: Calibrated, threads: int | None = None) -> tuple[Score, ...]:
    """Every experiment as predicted by a fit that never saw its study."""
    return predicted(made.variant, made.left_out, threads)


def predicted(
    variant: str, unseen: Sequence[LeftOut], threads: int | None = None
) -> tuple[Score, ...]:
    """The same of fits of a variant."""
    return tuple(
        _predicted(one, experiment, variant, threads)
        for one in unseen
        for experiment in of_study(one.study)
    )


def _predicted(one: LeftOut, experiment: Experiment, variant: str, threads: int | None) -> Score:
    moving = (*shared(variant), *of_experiment(experiment))
    alone = Problem([experiment], moving, held(variant), threads=threads)
    predictions = alone.predictions(np.array([*one.shared, *one.own[experiment.name]]))[0]
    known = one.spread[experiment.name]
    spread = np.array([known[term.name] for term in experiment.terms])
    return _score(experiment, How.LEFT_OUT, alone.placed, predictions, spread)


def _score(
    experiment: Experiment,
    how: How,
    placed: Sequence[Placed],
    predictions: Vector,
    spread: Vector,
) -> Score:
    points = tuple(
        _point(one.term, float(predictions[i]), float(spread[i]))
        for i, one in enumerate(placed)
        if one.experiment.name == experiment.name and _shown(experiment, one.term, how)
    )
    return Score(experiment.name, experiment.study, experiment.label, how, points)


def _shown(experiment: Experiment, term: Term, how: How) -> bool:
    """What told a left-out study's own unknowns is no prediction; the story is no row."""
    return term.role is not Role.STORY and (how is How.FITTED or not experiment.tells(term))


def _point(term: Term, predicted: float, spread: float) -> Point:
    total = float(np.hypot(term.error, spread))
    off = predicted - term.target
    equal = term.holds is Holds.EQUAL
    if term.holds is Holds.AT_LEAST:
        off = min(off, 0.0)
    elif term.holds is Holds.AT_MOST:
        off = max(off, 0.0)
    deviations = off / (total if equal else term.error)

    def read(number: float) -> float:
        return float(np.exp(number)) if term.logarithmic and not _is_rate(term) else number

    observed, shown = read(term.target), read(predicted)
    factor = np.exp(abs(off)) if term.logarithmic else _times(shown, observed, off)
    return Point(
        term.name,
        term.day,
        tuple(sorted({f"{level.arm}, {level.readout}" for level in term.levels})),
        term.holds,
        observed,
        shown,
        read(predicted - NINETY_FIVE * total) if equal else None,
        read(predicted + NINETY_FIVE * total) if equal else None,
        bool(abs(deviations) <= NINETY_FIVE),
        float(factor),
        float(deviations),
        not equal and bool(abs(predicted - term.target) <= term.error),
    )


def _is_rate(term: Term) -> bool:
    """Whether a sum of logarithms is a rate per day, and no fold."""
    return term.name in ("GRO-01", "PD-06")


def _times(shown: float, observed: float, off: float) -> float:
    """How many times one percentage is the other; 1 where nothing is missed."""
    if off == 0.0 or min(shown, observed) <= 0.0:
        return 1.0 if off == 0.0 else float("inf")
    return max(shown / observed, observed / shown)

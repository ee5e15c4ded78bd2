"""Leaving a study out: shared constants never saw it; what is its own comes from its control group.

The prediction's band follows from the covariance of that fit, from that of the study's own
unknowns given the shared ones, and from how the own ones follow the shared ones.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from osteoniche.calibration.fit import Fit, solve
from osteoniche.calibration.problem import Placed, Problem
from osteoniche.calibration.terms import Experiment
from osteoniche.calibration.unknowns import held, of_experiment, shared
from osteoniche.calibration.whole import of_study, problem, spec, studies

Vector = npt.NDArray[np.float64]


@dataclass(frozen=True)
class LeftOut:
    """A study's prediction by what never saw it.

    `shared` and `own` are vectors on the scales of the unknowns (own: by experiment), `spread` the
    standard deviation of each prediction by experiment and term, without that of the measurement.
    """

    study: str
    cost: float
    shared: tuple[float, ...]
    own: dict[str, tuple[float, ...]] = field(default_factory=dict)
    spread: dict[str, dict[str, float]] = field(default_factory=dict)


def predict(study: str, variant: str, start: Vector | None = None, threads: int = 1) -> LeftOut:
    """Fit all but a study, then its own unknowns to what may tell them, and predict it."""
    rest = problem(variant, without=study, threads=threads)
    begin = rest.centre if start is None or len(start) != len(rest.names) else start
    fit = solve(rest, begin)
    count = len(shared(variant))
    found = LeftOut(study, fit.cost, tuple(map(float, fit.vector[:count])))
    for experiment in of_study(study):
        vector, spread = _own(experiment, variant, fit, threads)
        found.own[experiment.name] = tuple(map(float, vector))
        found.spread[experiment.name] = {
            term.name: float(deviation)
            for term, deviation in zip(experiment.terms, spread, strict=True)
        }
    return found


def _own(experiment: Experiment, variant: str, fit: Fit, threads: int) -> tuple[Vector, Vector]:
    """An experiment's own unknowns, and the standard deviation of each of its predictions."""
    common, mine = shared(variant), of_experiment(experiment)
    count = len(common)
    fixed = held(variant) | {
        unknown.symbol: float(unknown.scale.back(number))
        for unknown, number in zip(common, fit.vector, strict=False)
    }
    tells = [Placed(experiment, term) for term in experiment.terms if experiment.tells(term)]
    vector = np.empty(0)
    if mine:
        alone = Problem([experiment], mine, fixed, tells, threads)
        vector = solve(alone, alone.centre).vector
    full = Problem([experiment], (*common, *mine), held(variant), threads=threads)
    whole = np.concatenate([fit.vector[:count], vector])
    slopes = full.slopes(whole)
    told = np.array([experiment.tells(term) for term in experiment.terms], dtype=bool)
    errors = np.array([term.error for term in experiment.terms])
    seen = slopes[told] / errors[told, None]
    precision = seen[:, count:].T @ seen[:, count:] + np.diag(1 / full.spread[count:] ** 2)
    follow = -np.linalg.solve(precision, seen[:, count:].T @ seen[:, :count])
    along = slopes[:, :count] + slopes[:, count:] @ follow
    variance = np.einsum("ij,jk,ik->i", along, fit.covariance[:count, :count], along)
    own_part = slopes[:, count:]
    variance += np.einsum("ij,jk,ik->i", own_part, np.linalg.inv(precision), own_part)
    return vector, np.sqrt(variance)


def work_spec(variants: Sequence[str]) -> str:
    """The fits without a study, as text of long work: a chunk for each study of each variant."""
    return spec(variants=list(variants), what="left out")


def chunk(text: str, number: int) -> bytes:
    """The prediction of one study by one variant, as JSON: variants one after the other."""
    variant, study = divmod(number, len(studies()))
    found = predict(studies()[study], json.loads(text)["variants"][variant])
    return json.dumps(asdict(found)).encode()


def from_bytes(data: bytes) -> LeftOut:
    """The prediction that `chunk` wrote."""
    return of(json.loads(data))


def of(read: dict[str, Any]) -> LeftOut:
    """A prediction from its plain data."""
    return LeftOut(
        read["study"],
        read["cost"],
        tuple(read["shared"]),
        {name: tuple(numbers) for name, numbers in read["own"].items()},
        read["spread"],
    )

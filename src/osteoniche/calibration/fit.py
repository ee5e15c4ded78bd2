"""Fitting: bounded least squares from several starts, each of which is a chunk of long work."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from osteoniche.calibration.problem import Problem
from osteoniche.calibration.unknowns import VARIANTS
from osteoniche.calibration.whole import problem, spec
from osteoniche.errors import SolverError

Vector = npt.NDArray[np.float64]

EVALUATIONS = 60
"""Steps that one start may take at most."""
ENOUGH = 1e-4
"""Relative fall of the cost below which a fit has arrived."""


@dataclass(frozen=True)
class Fit:
    """Where a fit ended: the vector, its cost, the Jacobian there, and whether it arrived."""

    vector: Vector
    cost: float
    jacobian: Vector
    arrived: bool

    @property
    def covariance(self) -> Vector:
        """Of the unknowns on their scales; the priors are part of it."""
        return np.asarray(np.linalg.inv(self.jacobian.T @ self.jacobian), dtype=np.float64)


def starts(problem: Problem, count: int, seed: int) -> list[Vector]:
    """Where to begin: the middle of the priors, then draws from half the width of the priors."""
    random = np.random.default_rng(seed)
    width = 0.5 * np.minimum(problem.spread, 1.0)
    size = (count - 1, len(width))
    drawn = (problem.centre + width * random.standard_normal(size)).astype(np.float64)
    return [problem.clipped(vector) for vector in (problem.centre, *drawn)]


def solve(
    problem: Problem,
    start: Vector,
    *,
    evaluations: int = EVALUATIONS,
    tell: Callable[[Vector], None] | None = None,
) -> Fit:
    """The least cost that is found from a start; `tell` is called with every vector looked at.

    What `tell` raises stops the fit. Raises SolverError where the start itself gives no curves.
    """
    from scipy.optimize import least_squares

    def residuals(vector: Vector) -> Vector:
        if tell is not None:
            tell(vector)
        return problem.residuals(vector)

    if not np.isfinite(problem.predictions(problem.clipped(start))).all():
        raise SolverError("A fit can not begin where the simulation gives no curve.")
    found = least_squares(
        residuals,
        problem.clipped(start),
        jac=problem.jacobian,
        bounds=problem.bounds,
        x_scale="jac",
        ftol=ENOUGH,
        xtol=1e-6,
        gtol=1e-8,
        max_nfev=evaluations,
    )
    return Fit(found.x, float(found.cost), found.jac, bool(found.status > 0))


def best(fits: Sequence[Fit]) -> Fit:
    """The fit of the least cost."""
    return min(fits, key=lambda fit: fit.cost)


def to_bytes(fit: Fit) -> bytes:
    """A fit as JSON, for a chunk of long work."""
    return json.dumps(
        {
            "vector": fit.vector.tolist(),
            "cost": fit.cost,
            "jacobian": fit.jacobian.tolist(),
            "arrived": fit.arrived,
        }
    ).encode()


def from_bytes(data: bytes) -> Fit:
    """The fit that `to_bytes` wrote."""
    read: dict[str, Any] = json.loads(data)
    return Fit(np.array(read["vector"]), read["cost"], np.array(read["jacobian"]), read["arrived"])


def work_spec(starts_each: int, seed: int) -> str:
    """All starts of all variants, as the text of long work."""
    return spec(starts=starts_each, seed=seed)


def chunk(text: str, number: int) -> bytes:
    """One start of one variant, as JSON: variants one after the other."""
    asked = json.loads(text)
    variant = tuple(VARIANTS)[number // asked["starts"]]
    full = problem(variant, threads=1)
    begun = starts(full, asked["starts"], asked["seed"])[number % asked["starts"]]
    return to_bytes(solve(full, begun))

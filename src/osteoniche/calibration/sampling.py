"""Draws of the fitted constants: from the covariance, but not where a bound is broken.

A bound that holds has no slope, so the covariance knows nothing of it. Vectors are proposed from
the covariance, and drawn without replacement by how far they break bounds: those of rows, and, for
what is said of the story alone, those that the story demands as well.
"""

import json
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from osteoniche.calibration.problem import Problem
from osteoniche.calibration.terms import Holds, Role
from osteoniche.calibration.whole import problem, spec

Vector = npt.NDArray[np.float64]

PROPOSED = 400
"""Vectors that one chunk proposes."""
CHUNKS = 12
KEPT = 200
"""Draws that are kept."""
WEIGHTS = ("rows", "story")
"""Whose bounds weigh: those of rows alone, or the story's as well."""


def proposals(
    full: Problem, vector: Vector, covariance: Vector, seed: int
) -> tuple[Vector, dict[str, Vector]]:
    """Vectors from the covariance within the bounds, and the logarithms of their weights."""
    random = np.random.default_rng(seed)
    root = np.linalg.cholesky(covariance)
    drawn = vector + random.standard_normal((PROPOSED, len(vector))) @ root.T
    low, high = full.bounds
    drawn = drawn[((drawn >= low) & (drawn <= high)).all(axis=1)]
    if not len(drawn):
        return drawn, dict.fromkeys(WEIGHTS, np.empty(0))
    bounds = [one for one in full.placed if one.term.holds is not Holds.EQUAL]
    of_rows = np.array([one.term.role is not Role.STORY for one in bounds], dtype=bool)
    alone = Problem(full.experiments, full.unknowns, full.held, bounds, full.threads)
    lost = -0.5 * alone.deviations(alone.predictions(drawn)) ** 2
    return drawn, {"rows": lost[:, of_rows].sum(axis=1), "story": lost.sum(axis=1)}


def drawn(parts: Sequence[bytes], seed: int, whose: str, kept: int = KEPT) -> Vector:
    """So many of all proposals, each by its weight (of WEIGHTS) and at most once."""
    read = [json.loads(part) for part in parts]
    vectors = np.concatenate([np.array(one["vectors"]).reshape(-1, one["size"]) for one in read])
    weights = np.concatenate([np.array(one[whose]) for one in read])
    random = np.random.default_rng(seed)
    order = np.argsort(-(weights + random.gumbel(size=len(weights))))
    found: Vector = vectors[order[:kept]]
    return found


def work_spec(variant: str, vector: Vector, covariance: Vector, seed: int) -> str:
    """The draws of a fit, as the text of long work."""
    return spec(
        variant=variant,
        best=[float(f"{number:.8g}") for number in vector],
        covariance=[[float(f"{cell:.8g}") for cell in line] for line in covariance],
        seed=seed,
    )


def chunk(text: str, number: int) -> bytes:
    """Some proposals with their weights, as JSON."""
    asked = json.loads(text)
    full = problem(asked["variant"], threads=1)
    best, covariance = np.array(asked["best"]), np.array(asked["covariance"])
    found, weights = proposals(full, best, covariance, asked["seed"] + 1 + number)
    told = {name: numbers.tolist() for name, numbers in weights.items()}
    return json.dumps({"vectors": found.tolist(), "size": len(best), **told}).encode()

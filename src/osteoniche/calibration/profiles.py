"""Profile likelihood: how much worse the rows are met when one unknown is held elsewhere.

All others follow. Only rows of the file take part, their yes and no included, and the priors of the
other unknowns: neither the claims of the story nor the unknown's own prior speak for it.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from osteoniche.calibration.fit import solve
from osteoniche.calibration.problem import Problem
from osteoniche.calibration.terms import Role
from osteoniche.calibration.whole import problem, spec

Vector = npt.NDArray[np.float64]

WORSE = 3.84
"""Rise of twice the cost that leaves the 95 % interval of one number."""
SHARES = (0.15, 0.45, 1.0)
"""Where it is looked, on either side: shares of the way from the best value to the bound."""
EVALUATIONS = 8
"""Steps that the others may take at each place: they begin where they were at the last one."""


TO_ROWS = 20
"""The same for the way from the best vector of everything to that of the rows alone."""


class Verdict(StrEnum):
    """What the rows say about an unknown."""

    PINNED = "pinned by data"
    ONE_SIDE = "bounded on one side"
    UNSEEN = "not seen by data"


@dataclass(frozen=True)
class Profile:
    """Values of an unknown, and how much worse than the best twice the cost is there.

    `low` and `high` are where the rows leave the 95 % interval, None where they never do within the
    bounds.
    """

    name: str
    values: tuple[float, ...]
    worse: tuple[float, ...]
    low: float | None
    high: float | None

    @property
    def verdict(self) -> Verdict:
        """What the rows say."""
        sides = (self.low is not None) + (self.high is not None)
        return (Verdict.UNSEEN, Verdict.ONE_SIDE, Verdict.PINNED)[sides]


def without_story(full: Problem) -> Problem:
    """A problem with the rows alone."""
    placed = [one for one in full.placed if one.term.role is not Role.STORY]
    return Problem(full.experiments, full.unknowns, full.held, placed, full.threads)


def profile(rows: Problem, best: Vector, column: int) -> Profile:
    """The profile of one unknown around the best vector of a problem of rows alone."""
    unknown = rows.unknowns[column]
    low, high = unknown.bounds
    at = [best[column] - share * (best[column] - low) for share in SHARES]
    up = [best[column] + share * (high - best[column]) for share in SHARES]
    found = {float(best[column]): _cost(rows, best, column)}
    for side in (at, up):
        begin = best
        for place in side:
            begin = _held(rows, begin, column, place)
            found[float(place)] = _cost(rows, begin, column)
    places = np.array(sorted(found))
    worse = np.array([found[place] for place in places]) - found[float(best[column])]
    ends = [_end(places, worse, best[column], sign) for sign in (-1, 1)]
    told = [None if end is None else float(unknown.scale.back(end)) for end in ends]
    values = unknown.scale.back(places)
    return Profile(unknown.name, tuple(map(float, values)), tuple(map(float, worse)), *told)


def _held(full: Problem, begin: Vector, column: int, place: float) -> Vector:
    """The best vector with one unknown held at a place."""
    unknown = full.unknowns[column]
    value = float(unknown.scale.back(place))
    others = [one for i, one in enumerate(full.unknowns) if i != column]
    rest = Problem(
        full.experiments, others, {**full.held, unknown.symbol: value}, full.placed, full.threads
    )
    fit = solve(rest, np.delete(begin, column), evaluations=EVALUATIONS)
    return np.insert(fit.vector, column, place)


def _cost(rows: Problem, vector: Vector, column: int) -> float:
    """Twice the cost, without the prior of the unknown itself."""
    squares = rows.residuals(vector) ** 2
    own = len(squares) - len(vector) + column
    return float(squares.sum() - squares[own])


def _end(places: Vector, worse: Vector, best: float, sign: int) -> float | None:
    """Where the rise passes the limit on one side of the best value, by straight lines between."""
    side = places[places >= best] if sign > 0 else places[places <= best][::-1]
    rise = worse[places >= best] if sign > 0 else worse[places <= best][::-1]
    above = np.flatnonzero(rise > WORSE)
    if not len(above) or above[0] == 0:
        return None
    i = int(above[0])
    share = (WORSE - rise[i - 1]) / (rise[i] - rise[i - 1])
    return float(side[i - 1] + share * (side[i] - side[i - 1]))


def work_spec(variant: str, best: Vector) -> str:
    """The profiles of a fit, as the text of long work: one chunk for each shared unknown."""
    return spec(variant=variant, best=[float(f"{number:.8g}") for number in best])


def chunk(text: str, number: int) -> bytes:
    """The profile of one unknown, as JSON."""
    asked = json.loads(text)
    rows = without_story(problem(asked["variant"], threads=1))
    best = solve(rows, np.array(asked["best"]), evaluations=TO_ROWS).vector
    return json.dumps(asdict(profile(rows, best, number))).encode()


def from_bytes(data: bytes) -> Profile:
    """The profile that `chunk` wrote."""
    return of(json.loads(data))


def of(read: dict[str, object]) -> Profile:
    """A profile from its plain data."""
    found = Profile(**read)  # type: ignore[arg-type]
    return replace(found, values=tuple(found.values), worse=tuple(found.worse))


def verdicts(found: Sequence[Profile]) -> dict[str, Verdict]:
    """The verdict of each unknown by name."""
    return {one.name: one.verdict for one in found}

"""A fit as a problem of least squares: unknowns, predictions, residuals and their Jacobian.

The same class serves the whole calibration, a fit that leaves a study out, a profile (one unknown
held) and a visitor's own experiment with one or two unknowns.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from osteoniche.calibration.groups import Group, groups, levels
from osteoniche.calibration.terms import Experiment, Holds, Term
from osteoniche.calibration.unknowns import LIGHT, Scale, Unknown
from osteoniche.quantity import MOUSE
from osteoniche.system import declared_system

Vector = npt.NDArray[np.float64]

STEP = 0.01
"""Step of a central difference on the scale of an unknown: far above the engine's error (1e-5)."""
FAILED = 1e3
"""The residual of a term whose simulation gave no curve, in standard deviations."""
SMALLEST = 1e-12
"""Levels below this count as this before their logarithm is taken."""


@dataclass(frozen=True)
class Placed:
    """A term of an experiment, and what it is called in tables: experiment and name."""

    experiment: Experiment
    term: Term


class Problem:
    """Terms of experiments, and the unknowns that are to make them come out.

    `held` are constants by symbol that differ from their declaration and do not move. `keep` says
    which terms are part of it (all that are counted, unless given).
    """

    def __init__(
        self,
        experiments: Sequence[Experiment],
        unknowns: Sequence[Unknown],
        held: Mapping[str, float] | None = None,
        placed: Iterable[Placed] | None = None,
        threads: int | None = None,
        exact: bool = False,
    ) -> None:
        self.exact = exact
        self.experiments = tuple(experiments)
        self.unknowns = tuple(unknowns)
        self.held = dict(held or {})
        self.threads = threads
        everything = (Placed(one, term) for one in experiments for term in one.terms)
        self.placed = tuple(everything if placed is None else placed)
        self.names = tuple(unknown.name for unknown in self.unknowns)

    @cached_property
    def _terms(self) -> "_Sums":
        found = groups(self.experiments, self.unknowns, self.held)
        return _Sums(self.placed, found, self.names, self.held, self.exact)

    @cached_property
    def centre(self) -> Vector:
        """The priors' middle, on the scales."""
        return np.array([unknown.number(unknown.centre) for unknown in self.unknowns])

    @cached_property
    def spread(self) -> Vector:
        """The priors' standard deviations."""
        return np.array([unknown.spread for unknown in self.unknowns])

    @cached_property
    def bounds(self) -> tuple[Vector, Vector]:
        """The smallest and the largest vector."""
        low, high = np.array([unknown.bounds for unknown in self.unknowns]).reshape(-1, 2).T
        return low, high

    @cached_property
    def counted(self) -> npt.NDArray[np.bool_]:
        """Which terms are part of the cost."""
        return np.array([one.term.counted for one in self.placed], dtype=bool)

    def values(self, vectors: Vector) -> Vector:
        """What vectors (n, unknowns) mean: values of constants."""
        found = np.empty_like(vectors)
        for i, unknown in enumerate(self.unknowns):
            found[:, i] = unknown.scale.back(vectors[:, i])
        return found

    def predictions(self, vectors: Vector) -> Vector:
        """Every term's prediction (n, terms) on its own scale; NaN where a run failed."""
        return self._terms.of(self.values(np.atleast_2d(vectors)), self.threads)

    def deviations(self, predictions: Vector) -> Vector:
        """Predictions against their numbers, in standard deviations; 0 where a bound holds."""
        found = (predictions - self._terms.targets) / self._terms.errors
        found = np.where(self._terms.at_least, np.minimum(found, 0.0), found)
        found = np.where(self._terms.at_most, np.maximum(found, 0.0), found)
        return np.where(np.isfinite(found), found, FAILED)

    def residuals(self, vector: Vector) -> Vector:
        """Deviations of the counted terms, then those of the unknowns from their priors."""
        deviations = self.deviations(self.predictions(vector))[0][self.counted]
        return np.concatenate([deviations, (vector - self.centre) / self.spread])

    def slopes(self, vector: Vector) -> Vector:
        """How predictions (terms, unknowns) change with the unknowns: central differences.

        All of them are one batch of curves.
        """
        count = len(vector)
        steps = STEP * np.eye(count)
        found = self.predictions(np.concatenate([vector + steps, vector - steps]))
        slopes: Vector = ((found[:count] - found[count:]) / (2 * STEP)).T
        return np.where(np.isfinite(slopes), slopes, 0.0)

    def jacobian(self, vector: Vector) -> Vector:
        """The derivatives of `residuals`."""
        count = len(vector)
        steps = STEP * np.eye(count)
        found = self.predictions(np.concatenate([vector + steps, vector - steps, vector[None]]))
        slopes = ((found[:count] - found[count:-1]) / (2 * STEP)).T / self._terms.errors[:, None]
        slopes = np.where(np.isfinite(slopes), slopes, 0.0)
        slopes[self.deviations(found[-1:])[0] == 0.0] = 0.0
        return np.concatenate([slopes[self.counted], np.diag(1 / self.spread)])

    def cost(self, vector: Vector) -> float:
        """Half the sum of squares, priors included."""
        return float(0.5 * (self.residuals(vector) ** 2).sum())

    def clipped(self, vector: Vector) -> Vector:
        """The nearest vector strictly within the bounds."""
        low, high = self.bounds
        room = 1e-6 * (high - low)
        return np.clip(vector, low + room, high - room)


class _Sums:
    """Terms as sums over levels: which level of which group, with which weight."""

    def __init__(
        self,
        placed: Sequence[Placed],
        found: Sequence[Group],
        names: Sequence[str],
        held: Mapping[str, float],
        exact: bool,
    ) -> None:
        self.groups = found
        terms = [one.term for one in placed]
        days = np.unique([level.day for term in terms for level in term.levels])
        self.exact = days if exact else None
        self.readouts = tuple(
            dict.fromkeys(level.readout for term in terms for level in term.levels)
        )
        self.targets = np.array([term.target for term in terms])
        self.errors = np.array([term.error for term in terms])
        self.at_least = np.array([term.holds is Holds.AT_LEAST for term in terms], dtype=bool)
        self.at_most = np.array([term.holds is Holds.AT_MOST for term in terms], dtype=bool)
        self.count = len(terms)
        columns = {name: column for column, name in enumerate(names)}
        direct = [(row, name) for row, one in enumerate(placed) for name in _direct(one)]
        self.direct = [(row, columns[name]) for row, name in direct if name in columns]
        self.fixed = np.zeros(self.count)
        for row, name in direct:
            if name not in columns:
                self.fixed[row] += np.log(_constant(name, held))
        self.uses = [self._uses(placed, group) for group in found]

    def _uses(
        self, placed: Sequence[Placed], group: Group
    ) -> list[tuple[int, float, int, float, bool]]:
        """(term, weight, read-out, day, logarithm) of every level that a group gives."""
        return [
            (row, level.weight, self.readouts.index(level.readout), level.day, one.term.logarithmic)
            for row, one in enumerate(placed)
            for level in one.term.levels
            if (one.experiment.name, level.arm) in group.names
        ]

    def of(self, values: Vector, threads: int | None) -> Vector:
        """The predictions (n, terms) of constants (n, unknowns)."""
        sums = np.tile(self.fixed, (len(values), 1))
        for row, column in self.direct:
            sums[:, row] += np.log(values[:, column])
        used = [group for group, uses in zip(self.groups, self.uses, strict=True) if uses]
        wanted = [uses for uses in self.uses if uses]
        if not used:
            return sums
        runs = levels(used, values, self.readouts, threads, self.exact)
        for (_, days, seen), uses in zip(runs, wanted, strict=True):
            for row, weight, readout, day, logarithm in uses:
                level = seen[:, readout, int(np.abs(days - day).argmin())]
                if logarithm:
                    level = np.log(np.maximum(level, SMALLEST))
                sums[:, row] += weight * level
        return sums


def _direct(one: Placed) -> list[str]:
    """The unknowns whose logarithm is a part of a term: a read-out factor, a constant."""
    names = [f"{one.experiment.name}.{LIGHT}"] if one.term.factor else []
    return names + ([one.term.constant] if one.term.constant else [])


def _constant(name: str, held: Mapping[str, float]) -> float:
    """A constant that does not move; a read-out factor that does not is 1."""
    if name.endswith(f".{LIGHT}"):
        return held.get(name, 1.0)
    return held.get(name, declared_system().by_symbol[name].values[MOUSE])


def scales(problem: Problem) -> tuple[Scale, ...]:
    """The scale of each unknown."""
    return tuple(unknown.scale for unknown in problem.unknowns)

"""The next experiment: two arms, what is read, and how many animals that takes on which day."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from osteoniche.analysis.cohort import (
    SEED,
    SUBJECTS,
    Arm,
    Cohort,
    all_arms,
    cohort,
    draws,
    followed,
)
from osteoniche.analysis.cohort.power import LEVEL, animals, by_permutation, needed
from osteoniche.calibration.bands import constants_drawn
from osteoniche.engine.ensemble.batch import constants_of
from osteoniche.errors import Problem, ScenarioError
from osteoniche.models import APOPTOSIS, BONE, CELLS
from osteoniche.scenario import Scenario
from osteoniche.system import default_system

Vector = npt.NDArray[np.float64]

POWERS = (0.8, 0.9)
DRAWS, EACH = 40, 50
"""Of the range over uncertain constants: draws of the constants, and subjects of each."""
RANGE = (5.0, 50.0, 95.0)
"""Per cent of the draws that need fewer animals."""


@dataclass(frozen=True)
class Reading:
    """What is measured: a read-out, and what differs between readings and not between curves."""

    readout: str
    unit: str
    factor: str | None = None
    error: str | None = None


READINGS = {
    "light": Reading(CELLS, "cell", error=draws.LIGHT),
    "cells": Reading(CELLS, "cell"),
    "bone": Reading(BONE, "percent", factor=draws.BONE),
    "apoptosis": Reading(APOPTOSIS, "percent"),
}
"""What an experiment may read. Of cells, bone and apoptosis no error of a reading is known."""


@dataclass(frozen=True, eq=False)
class Apart:
    """How far apart two arms are read to be, by day.

    `difference` is that of the means of the logarithms, `sd` that of both arms, pooled, errors
    included; `animals` each group needs for the first power, NaN for more than can be said.
    """

    days: Vector
    difference: Vector
    sd: Vector
    animals: Vector
    level: float

    def place(self, day: float | None) -> int:
        """The row of a day, or the first of those with fewest animals."""
        if day is not None:
            return int(np.argmin(np.abs(self.days - day)))
        if np.isnan(self.animals).all():
            return len(self.days) - 1
        return int(np.nanargmin(self.animals))

    def needs(self, at: int) -> dict[float, int | None]:
        """Animals in each group on a row, by power."""
        apart, sd = float(self.difference[at]), float(self.sd[at])
        return {power: needed(apart, sd, power, self.level) for power in POWERS}


@dataclass(frozen=True, eq=False)
class Plan:
    """Two arms of a cohort compared by a reading.

    Responses count from day `start`; `day` is the one that was asked for, or the
    first with fewest animals, and `needs` has the animals on it by power. `between` is what the
    constants leave open: animals for the first power in 5, 50 and 95 of 100 draws of them (None:
    more than can be said). `checked` is the power of a permutation test with as many animals.
    """

    scenario: Scenario
    arms: tuple[str, str]
    reading: str
    error: float
    dropout: float
    comparisons: int
    subjects: int
    seed: int
    sd: Mapping[str, float]
    apart: Apart
    start: float
    day: float
    needs: Mapping[float, int | None]
    between: tuple[int | None, ...]
    checked: float | None

    def bought(self, count: int) -> int:
        """Animals to begin with, so that so many are left."""
        return int(np.ceil(count / (1 - self.dropout)))


def plan(
    scenario: Scenario,
    first: str = "chemotherapy",
    second: str = "combination",
    reading: str = "light",
    day: float | None = None,
    *,
    error: float | None = None,
    dropout: float = 0.0,
    comparisons: int = 1,
    subjects: int = SUBJECTS,
    seed: int = SEED,
    sd: Mapping[str, float] = draws.NONE,
) -> Plan:
    """How many animals two arms need.

    `error` is the SD of the logarithm of a reading (None: as declared, else none); the level is
    shared between so many `comparisons`. Raises ScenarioError with all that is wrong.
    """
    check(scenario, first, second, reading, day, error, dropout, comparisons)
    found = cohort(scenario, subjects, seed, sd)
    what = READINGS[reading]
    noise = found.sd.get(what.error or "", 0.0) if error is None else error
    level = LEVEL / comparisons
    apart = compared(found, first, second, reading, noise, level)
    at = apart.place(day)
    needs = apart.needs(at)
    count = needs[POWERS[0]]
    checked = None
    if count is not None:
        seen = [_logarithms(found, found.arms[name], what)[:, at] for name in (first, second)]
        noisy = [_noisy(one, noise, seed + i) for i, one in enumerate(seen)]
        checked = by_permutation(noisy[0], noisy[1], count, seed, level)
    return Plan(
        scenario=scenario,
        arms=(first, second),
        reading=reading,
        error=noise,
        dropout=dropout,
        comparisons=comparisons,
        subjects=subjects,
        seed=seed,
        sd=dict(sd),
        apart=apart,
        start=found.start,
        day=float(found.days[at]),
        needs=needs,
        between=_between(found, (first, second), what, at, noise, level),
        checked=checked,
    )


def compared(
    found: Cohort,
    first: str,
    second: str,
    reading: str,
    noise: float | None = None,
    level: float = LEVEL,
) -> Apart:
    """How far apart two arms of a cohort are read to be on each of its days."""
    what = READINGS[reading]
    noise = found.sd.get(what.error or "", 0.0) if noise is None else noise
    seen = [_logarithms(found, found.arms[name], what) for name in (first, second)]
    difference, spread = _apart(seen[0], seen[1], noise)
    count = animals(difference, spread, POWERS[0], level)
    return Apart(found.days, difference, spread, count, level)


def check(
    scenario: Scenario,
    first: str,
    second: str,
    reading: str,
    day: float | None,
    error: float | None,
    dropout: float,
    comparisons: int,
) -> None:
    """Raises ScenarioError with all that is wrong with an experiment."""
    arms = all_arms(scenario)
    choice = f"choose from {', '.join(arms)}"
    problems = [Problem("arm", name, choice) for name in (first, second) if name not in arms]
    if first == second:
        problems.append(Problem("arm", second, "choose two different arms"))
    if reading not in READINGS:
        problems.append(Problem("reading", reading, f"choose from {', '.join(READINGS)}"))
    limits = (
        ("day", day, 0.0, float(scenario.days)),
        ("error", error, 0.0, draws.LARGEST),
        ("dropout", dropout, 0.0, 0.9),
        ("comparisons", comparisons, 1.0, 10.0),  # an int may be beyond any float
    )
    problems += [
        Problem(name, value, f"allowed is {low:g} to {high:g}")
        for name, value, low, high in limits
        if value is not None and not low <= value <= high
    ]
    if problems:
        raise ScenarioError(problems)


def _logarithms(found: Cohort, arm: Arm, what: Reading) -> Vector:
    """The logarithm of a reading (subjects that ran, days), without its error."""
    least = 1.0 if what.unit == "cell" else 1e-3
    values = np.log(np.maximum(arm.of(what.readout)[arm.ran].astype(np.float64), least))
    if what.factor is not None and what.factor in found.factors:
        values = values + np.log(found.factors[what.factor])[arm.ran, None]
    return np.asarray(values)


def _apart(first: Vector, second: Vector, noise: float) -> tuple[Vector, Vector]:
    """How far two arms are apart (days), and the SD of both, pooled."""
    if min(len(first), len(second)) < 2:
        return np.full((2, first.shape[1]), np.nan)[0], np.full(first.shape[1], np.nan)
    variance = (first.var(axis=0, ddof=1) + second.var(axis=0, ddof=1)) / 2
    return second.mean(axis=0) - first.mean(axis=0), np.sqrt(variance + noise**2)


def _noisy(values: Vector, noise: float, seed: int) -> Vector:
    return values + noise * np.random.default_rng(seed).standard_normal(len(values))


def _between(
    found: Cohort, arms: tuple[str, str], what: Reading, at: int, noise: float, level: float
) -> tuple[int | None, ...]:
    """Animals for the first power where the constants are others, as uncertain as they are."""
    factors = {name: values[:EACH] for name, values in found.factors.items()}
    count = len(next(iter(factors.values())))
    seen = []
    for name in arms:
        scenario = found.arms[name].scenario
        arm = followed(scenario, _drawn_subjects(scenario, factors, count), found.days[[at]])
        values = arm.of(what.readout)[:, 0].astype(np.float64).reshape(DRAWS, count)
        least = 1.0 if what.unit == "cell" else 1e-3
        logs = np.log(np.maximum(values, least))
        seen.append(logs + np.log(factors.get(what.factor or "", np.ones(count))))
    apart = []
    for first, second in zip(*seen, strict=True):
        whole = [one[np.isfinite(one)][:, None] for one in (first, second)]
        difference, sd = _apart(whole[0], whole[1], noise)
        apart.append((difference[0], sd[0]))
    difference, sd = np.array(apart).T
    counts = animals(difference, sd, POWERS[0], level)
    ends = np.percentile(np.nan_to_num(counts, nan=np.inf), RANGE, method="nearest")
    return tuple(int(end) if np.isfinite(end) else None for end in ends)


def _drawn_subjects(
    scenario: Scenario, factors: Mapping[str, Vector], count: int
) -> dict[str, Vector]:
    """Constants (draws x subjects): each subject again around each draw of the constants."""
    symbols = [param.symbol for param in default_system().params]
    usual = dict(zip(symbols, constants_of(scenario), strict=True))
    around = {
        name: np.repeat(values, count) for name, values in constants_drawn(scenario, DRAWS).items()
    }
    again = {name: np.tile(values, DRAWS) for name, values in factors.items()}

    def centre(symbol: str) -> Vector:
        return around.get(symbol, np.full(DRAWS * count, usual[symbol]))

    return around | draws.moved(centre, again)

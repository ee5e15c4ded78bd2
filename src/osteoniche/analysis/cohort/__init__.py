"""A cohort: virtual animals or patients, the same ones in every arm. Not calibrated to patients."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from osteoniche import study
from osteoniche.analysis.cohort import draws
from osteoniche.engine.course import dose_days
from osteoniche.engine.ensemble import Columns
from osteoniche.errors import Problem, ScenarioError
from osteoniche.models import APOPTOSIS, BONE, CELLS
from osteoniche.scenario import Scenario
from osteoniche.scenario.presets import OWN, reference_arms
from osteoniche.system import default_system

Vector = npt.NDArray[np.float64]

SUBJECTS, MOST = 200, 20_000
PATIENTS = 50
"""Of a cohort that is to be seen soon: each takes as long as twenty mice."""
SEED = 2026
STEPS = 64
"""Stretches of days at least between which a subject's curve is known, and goes straight."""
READOUTS = (CELLS, BONE, APOPTOSIS)
INNER, OUTER = (25.0, 75.0), (5.0, 95.0)
"""Per cent of subjects below the ends of the two bands."""


@dataclass(frozen=True, eq=False)
class Arm:
    """An arm of a cohort: `values` (subjects, read-outs, days), NaN for one without a curve."""

    scenario: Scenario
    readouts: tuple[str, ...]
    values: npt.NDArray[np.float32]

    @classmethod
    def of_values(cls, scenario: Scenario, values: npt.NDArray[np.float32]) -> "Arm":
        """An arm whose values are known."""
        return cls(scenario, read(scenario), values)

    def of(self, readout: str) -> npt.NDArray[np.float32]:
        """One read-out (subjects, days)."""
        found: npt.NDArray[np.float32] = self.values[:, self.readouts.index(readout)]
        return found

    def quantiles(self, readout: str, percents: tuple[float, ...]) -> Vector:
        """What so many per cent of the subjects are below (percents, days); NaN where none ran."""
        known = self.of(readout)[self.ran]
        if not len(known):
            return np.full((len(percents), self.values.shape[2]), np.nan)
        found: Vector = np.percentile(known, percents, axis=0)
        return found

    @property
    def ran(self) -> npt.NDArray[np.bool_]:
        """Which subjects have a curve."""
        return np.asarray(np.isfinite(self.values).all(axis=(1, 2)))


@dataclass(frozen=True, eq=False)
class Cohort:
    """Subjects by number; `factors` (subjects) say how each differs, by what differs.

    `sd` is the SD of the logarithm of each, `start` the day from which responses count: that of the
    first dose of all arms, else 0.
    """

    scenario: Scenario
    seed: int
    sd: Mapping[str, float]
    factors: Mapping[str, Vector]
    days: Vector
    start: float
    arms: Mapping[str, Arm]

    def __len__(self) -> int:
        return len(next(iter(self.factors.values())))


def cohort(
    scenario: Scenario,
    subjects: int = SUBJECTS,
    seed: int = SEED,
    sd: Mapping[str, float] = draws.NONE,
    threads: int | None = None,
) -> Cohort:
    """A scenario and its four arms with the same subjects.

    `sd` changes how much a quantity differs (SD of its natural logarithm). Raises ScenarioError
    with all that is wrong.
    """
    checked(subjects, seed)
    deviations = draws.deviations(scenario.species, sd)
    factors = draws.drawn(scenario, deviations, subjects, seed)
    arms = all_arms(scenario)
    start = since(arms)
    rows = days(scenario.days, start)
    found = {
        name: followed(arm, draws.columns(arm, factors), rows, threads)
        for name, arm in arms.items()
    }
    return Cohort(scenario, seed, deviations, factors, rows, start, found)


def checked(subjects: int, seed: int) -> None:
    """Raises ScenarioError with what is wrong with the size of a cohort and its seed."""
    problems = [
        Problem(name, value, f"allowed is {low:,} to {high:,}")
        for name, value, low, high in (("subjects", subjects, 1, MOST), ("seed", seed, 0, 2**31))
        if not low <= value <= high
    ]
    if problems:
        raise ScenarioError(problems)


def all_arms(scenario: Scenario) -> dict[str, Scenario]:
    """The four arms, and the scenario itself where it is none of them."""
    arms = reference_arms(scenario)
    if scenario.key() in {arm.key() for arm in arms.values()}:
        return arms
    return arms | {OWN: scenario}


def followed(
    scenario: Scenario,
    columns: Mapping[str, Vector],
    days: Vector,
    threads: int | None = None,
    readouts: tuple[str, ...] | None = None,
) -> Arm:
    """An arm, of subjects whose constants are given; without `readouts`, with all of `read`."""
    readouts = readouts or read(scenario)
    batch = Columns(scenario, columns)
    values = np.empty((len(batch), len(readouts), len(days)), dtype=np.float32)
    for block in study.many(batch, readouts, days, threads=threads):
        values[block.first : block.first + len(block.values)] = block.values
    return Arm(scenario, readouts, values)


def read(scenario: Scenario) -> tuple[str, ...]:
    """The read-outs that are kept of an arm: the main ones, and the costs of its drugs."""
    costs = default_system().costs_of([one.drug for one in scenario.given], scenario.species)
    return (*READOUTS, *(organ.readout.name for organ in costs))


def since(arms: Mapping[str, Scenario]) -> float:
    """The day from which responses count: that of the first dose of all arms, else 0."""
    given = [dose_days(one, arm.days) for arm in arms.values() for one in arm.given]
    return min((float(days[0]) for days in given if len(days)), default=0.0)


def days(last: float, start: float) -> Vector:
    """Days that are kept: evenly apart, and the day from which responses count."""
    return np.unique(np.append(np.linspace(0.0, last, STEPS + 1), start))

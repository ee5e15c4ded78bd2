"""Published observations beside a run: which series resemble a scenario, and where they lie.

A series is moved by its own starting point only: its first value is set equal to the run's value of
that day, in the read-out's unit. Nothing is fitted, so where the model grows more slowly than the
animals' tumours did, the run misses the points, and `Overlay.factor` says by how much.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from osteoniche.engine.course import dose_days
from osteoniche.engine.result import Result
from osteoniche.evidence import Observation
from osteoniche.evidence.series import SERIES, Series
from osteoniche.scenario import REMEMBERED, Scenario

Vector = npt.NDArray[np.float64]
FIRST_DOSE_WITHIN = 2.0
"""Days by which a scenario's first dose may be away from that of the experiment."""
POINTS_AT_LEAST = 2
"""Points within the run; the first alone lies on the curve by construction."""


@lru_cache(maxsize=REMEMBERED)
def resembling(scenario: Scenario) -> tuple[Series, ...]:
    """The series whose experiment a scenario resembles, in the order of `SERIES`.

    Species, host, tumour or none and the drugs given are the same, first doses at most
    `FIRST_DOSE_WITHIN` days apart, and the run is long enough for `POINTS_AT_LEAST` points. Doses
    and constants may differ: most experiments' doses were not read.
    """
    given = _first_doses(scenario)
    return tuple(series for series in SERIES if _resembles(series, scenario, given))


def _resembles(series: Series, scenario: Scenario, given: Mapping[str, float]) -> bool:
    asked = series.conditions
    return (
        asked.species == scenario.species
        and asked.host == scenario.host
        and asked.tumour == (scenario.tumour != "none")
        and asked.drugs == given.keys()
        and all(abs(given[drug] - asked.first_dose[drug]) <= FIRST_DOSE_WITHIN for drug in given)
        and series.course.days[POINTS_AT_LEAST - 1] <= scenario.days
    )


def _first_doses(scenario: Scenario) -> dict[str, float]:
    """The day of the first dose of each drug that is given within the run."""
    days = {
        drug: np.concatenate([dose_days(one, scenario.days) for one in scenario.courses(drug)])
        for drug in dict.fromkeys(given.drug for given in scenario.given)
    }
    return {drug: float(found[0]) for drug, found in days.items() if len(found)}


@dataclass(frozen=True)
class Overlay:
    """A series beside a run: its points within the run, in the unit of the read-out.

    `lower` and `upper` are NaN where the table has no bound; `simulated` holds the run's values on
    the same days, `rows` the rows of the table. All are empty where there is no curve to lie on.
    """

    series: Series
    rows: tuple[Observation, ...]
    days: Vector
    values: Vector
    lower: Vector
    upper: Vector
    simulated: Vector
    unit: str

    @property
    def factor(self) -> float | None:
        """Observed over simulated at the last point; None without a point behind the first."""
        if len(self.days) < POINTS_AT_LEAST or not self.simulated[-1] > 0:
            return None
        return float(self.values[-1] / self.simulated[-1])

    @property
    def growth_per_day(self) -> tuple[float, float] | None:
        """Slopes of the logarithm over time, unweighted: of the observations and of the run."""
        both = np.stack([self.values, self.simulated])
        if len(self.days) < POINTS_AT_LEAST or not (both > 0).all():
            return None
        observed, simulated = np.polyfit(self.days, np.log(both).T, 1)[0]
        return float(observed), float(simulated)


def placed(series: Series, result: Result) -> Overlay:
    """A series laid over a run, its first value on the run's curve; see `Overlay`."""
    course = series.course
    last = result.grid[-1] if result.ok else -np.inf
    within = course.days <= last
    simulated = np.array([result.at(series.readout, day) for day in course.days[within]])
    start = simulated[0] if within.any() else np.nan
    return Overlay(
        series=series,
        rows=tuple(row for row, kept in zip(series.rows, within, strict=True) if kept),
        days=course.days[within],
        values=start * course.values[within],
        lower=start * course.lower[within],
        upper=start * course.upper[within],
        simulated=simulated,
        unit=result.units.get(series.readout, ""),
    )

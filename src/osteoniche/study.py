"""What is asked of the engines: one simulation, a scenario beside its arms, headline numbers.

Everything outside the science comes in through this door. Where results are remembered, the caller
passes a `run` that looks them up first.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from osteoniche.engine import ensemble, solver
from osteoniche.engine.course import Budget, dose_days
from osteoniche.engine.ensemble import Batch, Block
from osteoniche.engine.result import Result
from osteoniche.scenario import Scenario
from osteoniche.scenario.presets import reference_arms

Run = Callable[[Scenario], Result]


def prepare() -> None:
    """Load (at the first start: compile) what simulations need, so that the first does not wait."""
    solver.prepare()


def prepare_many() -> None:
    """Load (at the first start: compile, for half a minute) what ensembles need."""
    ensemble.prepare()


def simulate(scenario: Scenario, *, throw: bool = False, costs: bool | None = None) -> Result:
    """The curve of a scenario; with `throw`, SolverError instead of a result without rows.

    `costs` asks for the read-outs of organs: all, none, or (None) those that the drugs touch.
    """
    result = solver.simulate(scenario, costs=costs)
    return result.checked() if throw else result


def many(
    batch: Batch,
    readouts: Sequence[str],
    days: Any = None,
    *,
    budget: Budget | None = None,
    threads: int | None = None,
) -> Iterator[Block]:
    """Thousands of curves, in order and in blocks; see `ensemble.curves`.

    What they need is loaded by the first use, unless `prepare_many` was called.
    """
    return ensemble.curves(batch, readouts, days, budget=budget, threads=threads)


@dataclass(frozen=True)
class Comparison:
    """A scenario's result beside its reference arms, each with the scenario that made it."""

    scenario: Scenario
    own: Result
    arms: Mapping[str, Result]
    arm_scenarios: Mapping[str, Scenario]
    pins: tuple["Pinned", ...] = ()


@dataclass(frozen=True)
class Pinned:
    """A run that was kept under a name, and the same without treatment.

    `untreated` is of its own species, host, tumour, horizon and constants, which may differ from
    those of the run that it stands beside.
    """

    name: str
    scenario: Scenario
    result: Result
    untreated: Result


def compare(
    scenario: Scenario, run: Run = simulate, pins: Iterable[tuple[str, Scenario]] = ()
) -> Comparison:
    """Run a scenario, its four reference arms, and the scenarios that were pinned by name.

    What pinned runs share with each other and with the others (mostly the untreated arm) is run
    once.
    """
    arms = reference_arms(scenario)
    own, results = run(scenario), {arm: run(arms[arm]) for arm in arms}
    known = {scenario.key(): own} | {arms[arm].key(): results[arm] for arm in arms}

    def once(pinned: Scenario) -> Result:
        key = pinned.key()
        if key not in known:
            known[key] = run(pinned)
        return known[key]

    kept = tuple(
        Pinned(name, pinned, once(pinned), once(reference_arms(pinned)["untreated"]))
        for name, pinned in pins
    )
    return Comparison(scenario, own, results, arms, kept)


PROGRESSION = 1.2**3
"""Times its smallest size at which a tumour progresses: a fifth wider, as RECIST counts."""
RESPONSE = 0.7**3
"""Share of its size at the first dose at which a tumour responds: three tenths narrower."""
NOTICEABLE_FALL = 0.01
"""Share of its cells that a tumour must lose to be said to shrink."""


@dataclass(frozen=True)
class Headline:
    """One run in five numbers; None where a number has no meaning.

    `fold_below_untreated` compares tumour cells on the last day; `day_of_regrowth` is the first day
    above twice the lowest burden after the first dose, `days_to_progression` how long after that
    dose it is a fifth wider than at its smallest; `shrank` says whether it fell before that, and
    `treated` whether any dose falls within the run.
    """

    burden: float
    fold_below_untreated: float | None
    bone_lost_percent: float
    peak_apoptosis_percent: float
    day_of_regrowth: float | None
    days_to_progression: float | None
    shrank: bool
    treated: bool


def headline(scenario: Scenario, result: Result, untreated: Result | None) -> Headline | None:
    """The headline numbers of a run, or None for a run that failed."""
    if not result.ok:
        return None
    burden = float(result["tumour_cells"][-1])
    fold = None
    if untreated is not None and untreated.ok and burden > 0:
        fold = float(untreated["tumour_cells"][-1]) / burden
    return Headline(
        burden=burden,
        fold_below_untreated=fold,
        bone_lost_percent=100.0 - float(result["bone_mass_percent"][-1]),
        peak_apoptosis_percent=float(result["apoptosis_percent"].max()),
        day_of_regrowth=regrowth(scenario, result),
        days_to_progression=progression(scenario, result),
        shrank=shrank(scenario, result),
        treated=_first_dose(scenario) is not None,
    )


def shrank(scenario: Scenario, result: Result) -> bool:
    """Whether the tumour was ever noticeably smaller than at the first dose; if not, it grew on."""
    first = _first_dose(scenario)
    if first is None or not result.ok:
        return False
    cells = result["tumour_cells"][result.grid >= first]
    return len(cells) > 0 and bool(cells.min() < (1 - NOTICEABLE_FALL) * cells[0])


def responded(scenario: Scenario, result: Result) -> bool:
    """Whether the tumour was ever three tenths narrower than at the first dose."""
    first = _first_dose(scenario)
    if first is None or not result.ok:
        return False
    cells = result["tumour_cells"][result.grid >= first]
    return len(cells) > 0 and bool(cells.min() < RESPONSE * cells[0])


def regrowth(scenario: Scenario, result: Result) -> float | None:
    """First day above twice the lowest burden after the first dose; None if there is none."""
    first = _first_dose(scenario)
    if first is None or not result.ok:
        return None
    treated = result.grid >= first
    days, cells = result.grid[treated], result["tumour_cells"][treated]
    if len(cells) == 0:
        return None
    lowest = int(np.argmin(cells))
    above = np.flatnonzero(cells[lowest:] > 2 * cells[lowest])
    return float(days[lowest + above[0]]) if len(above) else None


def progression(scenario: Scenario, result: Result) -> float | None:
    """Days from the first dose (day 0, where there is none) until the tumour progresses.

    That is the first day on which it is more than `PROGRESSION` times its smallest until then. None
    for a run that failed, has no tumour or does not come to it.
    """
    if not result.ok:
        return None
    first = _first_dose(scenario) or 0.0
    counted = result.grid >= first
    days, cells = result.grid[counted], result["tumour_cells"][counted]
    above = np.flatnonzero(cells > PROGRESSION * np.minimum.accumulate(cells))
    return float(days[above[0]] - first) if len(above) else None


def _first_dose(scenario: Scenario) -> float | None:
    """The day of the first dose that falls within the run, if any."""
    dosed = [dose_days(given, scenario.days) for given in scenario.given]
    return min((float(days[0]) for days in dosed if len(days)), default=None)

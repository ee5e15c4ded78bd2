"""What the doses of a run cost, in a few numbers: neutrophils, nerves, gut, and what is not known.

Nothing here is medical advice, and whatever shows these numbers says so.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from osteoniche.engine.course import dose_days
from osteoniche.engine.result import Result, Vector
from osteoniche.organs import ORGANS, gut, marrow, nerves
from osteoniche.quantity import HUMAN
from osteoniche.scenario import Scenario, Treatment
from osteoniche.system import default_system, system_of

LINES = (1.0, 0.5)
"""Neutrophils below which infections threaten, and below which they are severe.

In 1e9/L in patients (grades 3 and 4 of neutropenia); in mice, shares of normal.
"""
NEXT_COURSE = 1.5
"""1e9/L that a patient has to have before the next course of paclitaxel (drug label)."""


@dataclass(frozen=True)
class Marrow:
    """The lowest neutrophils (1e9/L; `share` of normal), their day, and days below the lower line.

    `waited` are the courses of `courses` at whose start there were too few for the next one; None
    where no rule is known (mice).
    """

    lowest: float
    share: float
    day: float
    days_below: float
    courses: int
    waited: int | None


@dataclass(frozen=True)
class Nerves:
    """The score of neuropathy at the end of the last course: later it says nothing."""

    score: float
    day: float


@dataclass(frozen=True)
class Gut:
    """The most goblet cells, in percent of the area, and how many times normal that is."""

    most: float
    fold: float
    day: float


@dataclass(frozen=True)
class Costs:
    """What is computed of a run; an organ that nothing touches is None.

    `unknown` names, for each drug that is given, the organs where it acts and nothing is computed.
    """

    marrow: Marrow | None
    nerves: Nerves | None
    gut: Gut | None
    unknown: dict[str, tuple[str, ...]]


def costs(scenario: Scenario, result: Result) -> Costs:
    """The costs of a run that gave a curve."""
    dosed = [given.drug for given in scenario.given if len(dose_days(given, scenario.days))]
    touched = {organ.name for organ in default_system().costs_of(dosed, scenario.species)}
    return Costs(
        marrow=_marrow(scenario, result) if marrow.ORGAN.name in touched else None,
        nerves=_nerves(scenario, result) if nerves.ORGAN.name in touched else None,
        gut=_gut(scenario, result) if gut.ORGAN.name in touched else None,
        unknown=dict(_unknown(scenario, dosed)),
    )


def healthy(scenario: Scenario) -> float:
    """The neutrophils of an animal or a patient in health, in 1e9/L."""
    constants = system_of(scenario.set).values(scenario.species, scenario.overrides())
    return float(constants.Circ0)


def lines(scenario: Scenario) -> tuple[float, float]:
    """The two lines of neutrophils, in 1e9/L."""
    unit = 1.0 if scenario.species == HUMAN else healthy(scenario)
    upper, lower = LINES
    return upper * unit, lower * unit


def last_course(scenario: Scenario) -> float:
    """The day on which the last course that injures nerves is over; 0 where there is none."""
    ends = [
        dose_days(given, scenario.days)[-1] + (given.every or 0.0)
        for given in _touching(scenario, nerves.EFFECTS[0].name)
    ]
    return float(min(max(ends, default=0.0), scenario.days))


def _marrow(scenario: Scenario, result: Result) -> Marrow:
    counts = result.series[marrow.ORGAN.readout.name]
    lowest = int(counts.argmin())
    starts = [
        dose_days(given, scenario.days) for given in _touching(scenario, marrow.EFFECTS[0].name)
    ]
    courses = np.unique(np.concatenate(starts)) if starts else np.empty(0)
    before = np.interp(courses, result.days, counts)
    return Marrow(
        lowest=float(counts[lowest]),
        share=float(counts[lowest]) / healthy(scenario),
        day=float(result.days[lowest]),
        days_below=_days_below(result.days, counts, lines(scenario)[1]),
        courses=len(courses),
        waited=int((before < NEXT_COURSE).sum()) if scenario.species == HUMAN else None,
    )


def _nerves(scenario: Scenario, result: Result) -> Nerves:
    day = last_course(scenario)
    score = np.interp(day, result.days, result.series[nerves.ORGAN.readout.name])
    return Nerves(float(score), day)


def _gut(scenario: Scenario, result: Result) -> Gut:
    goblets = result.series[gut.ORGAN.readout.name]
    most = int(goblets.argmax())
    return Gut(float(goblets[most]), float(goblets[most] / goblets[0]), float(result.days[most]))


def _unknown(scenario: Scenario, dosed: list[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each drug that is given with the organs where it acts and nothing is computed, if any."""
    system = default_system()
    for drug in dict.fromkeys(dosed):
        computed = {organ.name for organ in system.costs_of([drug], scenario.species)}
        places = system.by_name[drug].acts_on
        harmed = [
            organ
            for organ in ORGANS.values()
            if organ.place in places and scenario.species in organ.species
        ]
        missing = tuple(organ.name for organ in harmed if organ.name not in computed)
        if missing:
            yield drug, missing


def _touching(scenario: Scenario, effect: str) -> list[Treatment]:
    """The treatments that contribute to an effect on an organ, and give at least one dose."""
    harms = default_system().harms
    touching = [given for given in scenario.given if effect in harms[given.drug]]
    return [given for given in touching if len(dose_days(given, scenario.days))]


def _days_below(days: Vector, values: Vector, line: float) -> float:
    """How long a curve lies below a line, straight between its points."""
    left, right = values[:-1] - line, values[1:] - line
    low, high = np.minimum(left, right), np.maximum(left, right)
    crossing = np.divide(-low, high - low, out=np.zeros_like(low), where=high > low)
    share = np.where(high < 0, 1.0, np.where(low >= 0, 0.0, crossing))
    return float((share * np.diff(days)).sum())

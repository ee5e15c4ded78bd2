"""Fitting a visitor's own study: which animals its groups were, what is free, and the work itself.

Growth and inoculum belong to a study, so they are free; the light of one cell is, where light was
measured. The start of each is what the scenario beside it has, and the prior is wide around that.
"""

import hashlib
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any

from osteoniche.calibration import fit
from osteoniche.calibration.fit import Fit
from osteoniche.calibration.own_data import Study
from osteoniche.calibration.own_quantities import Quantity, Told, quantities
from osteoniche.calibration.own_rows import Point
from osteoniche.calibration.problem import Problem
from osteoniche.calibration.terms import Arm, Experiment, Level, Term, level
from osteoniche.calibration.unknowns import (
    BELIEVED,
    EDGE,
    LIGHT,
    SHARED,
    Scale,
    Unknown,
    unread,
)
from osteoniche.errors import Described, ScenarioError, SolverError
from osteoniche.errors import Problem as Wrong
from osteoniche.limits import DAYS
from osteoniche.presets import ARMS, reference_arms
from osteoniche.quantity import FRACTION, Param
from osteoniche.scenario import Scenario
from osteoniche.system import default_system

NAME = "own"
"""The name of the experiment that a visitor's study becomes."""
USUAL = ("r0", "T0")
"""What is free unless one chooses: growth rate and inoculum."""
FREE_AT_MOST = 6
WIDTHS = {"T0": 1.5}
"""Standard deviation of the logarithm, where it is not that of other constants. Class assumed."""
LIGHT_WIDTH, LIGHT_ROOM = 5.0, 1e6
"""The same for the light of one cell, and how far it may be from the first guess."""
STARTS, SEED = 3, 1
"""Starts of a fit: the middle of the priors, and two beside it."""
NINETY_FIVE = 1.96
SMALLEST_ERROR = 1e-3
"""No point is believed more than this: a standard deviation of its logarithm or its value."""
ON_PAGE = "page"
"""A group that is treated as the scenario beside the study says."""
CHOICES = (ON_PAGE, *ARMS)
"""What a group of a study can be."""
ALSO = {
    "control": "untreated",
    "vehicle": "untreated",
    "pbs": "untreated",
    "chemo": "chemotherapy",
    "both": "combination",
    "chemotherapy + antibody": "combination",
    "chemotherapy and antibody": "combination",
}
"""Other names of arms; names of drugs are known besides."""


class Bounds(StrEnum):
    """What lower and upper are."""

    LIMITS = "limits"
    """95 % limits"""
    ERRORS = "errors"
    """one standard error to each side"""


def usual_arm(name: str) -> str:
    """What a group is by its name; as on the page where the name says nothing."""
    plain = name.strip().lower()
    roles = {"chemotherapy": "chemotherapy", "antibody": "antibody"}
    drugs = {
        drug.name.lower(): roles[drug.role] for drug in default_system().drugs if drug.role in roles
    }
    return {**{arm: arm for arm in ARMS}, **ALSO, **drugs}.get(plain, ON_PAGE)


def choosable(scenario: Scenario) -> tuple[Param, ...]:
    """The constants that may be free: growth and inoculum, then those that nobody has measured."""
    symbols = default_system().by_symbol
    unmeasured = {param.symbol for param in unread()}
    others = [symbol for symbol in SHARED if symbol in unmeasured]
    return tuple(
        symbols[name] for name in (*USUAL, *others) if symbols[name].values[scenario.species] > 0
    )


@dataclass(frozen=True)
class Asked:
    """A fit that is asked for: study, scenario, what each group is, free constants, bounds.

    Raises ScenarioError with everything that is wrong with it.
    """

    study: Study
    scenario: Scenario
    groups: Mapping[str, str]
    free: tuple[str, ...] = USUAL
    bounds: Bounds = Bounds.LIMITS
    visit: str = field(default="")

    def __post_init__(self) -> None:
        problems = [*self._wrong_groups(), *self._wrong_free(), *self._too_long()]
        if self.scenario.tumour == "none":
            problems.append(Wrong("tumour", "none", "a fit needs a tumour"))
        if problems:
            raise ScenarioError(problems)

    def _wrong_groups(self) -> list[Wrong]:
        allowed = f"choose from {', '.join(CHOICES)}"
        return [
            Wrong(f"group {arm!r}", self.groups.get(arm), allowed)
            for arm in self.study.arms
            if self.groups.get(arm) not in CHOICES
        ]

    def _wrong_free(self) -> list[Wrong]:
        known = [param.symbol for param in choosable(self.scenario)]
        wrong = [
            Wrong("free", name, f"choose from {', '.join(known)}")
            for name in self.free
            if name not in known
        ]
        if not 1 <= len(set(self.free)) <= FREE_AT_MOST or len(set(self.free)) < len(self.free):
            wrong.append(Wrong("free", list(self.free), f"1 to {FREE_AT_MOST} different constants"))
        return wrong

    def _too_long(self) -> list[Wrong]:
        most = DAYS[self.scenario.species].high
        if self.study.last_day <= most:
            return []
        row = next(point.row for point in self.study.points if point.day == self.study.last_day)
        found = f"day {self.study.last_day:g}"
        allowed = f"a {self.scenario.species} is computed up to day {most:g}"
        return [Described(f"row {row}, column day", found, allowed)]

    @cached_property
    def mice(self) -> Scenario:
        """The scenario, long enough for the last point."""
        days = max(self.scenario.days, math.ceil(self.study.last_day))
        return self.scenario.changed(days=days) if days > self.scenario.days else self.scenario

    def arm(self, name: str) -> Scenario:
        """The scenario of a group."""
        chosen = self.groups[name]
        return self.mice if chosen == ON_PAGE else reference_arms(self.mice)[chosen]

    def start(self, symbol: str) -> float:
        """A constant as the scenario has it."""
        declared = default_system().by_symbol[symbol].values[self.scenario.species]
        return float(self.scenario.parameters.get(symbol, declared))

    def with_values(self, scenario: Scenario, values: Mapping[str, float]) -> Scenario:
        """A scenario with constants put in."""
        return scenario.changed(parameters={**scenario.parameters, **values})

    @property
    def spec(self) -> str:
        """All of it as canonical text, for long work."""
        points = [asdict(point) for point in self.study.points]
        return json.dumps(
            {
                "points": points,
                "scenario": self.scenario.model_dump(mode="json"),
                "groups": {arm: self.groups[arm] for arm in self.study.arms},
                "free": list(self.free),
                "bounds": self.bounds,
                "visit": self.visit,
            },
            sort_keys=True,
        )

    @property
    def spec_mark(self) -> str:
        """A short name, alike for fits that are alike."""
        return hashlib.sha256(self.spec.encode()).hexdigest()[:12]


def of_spec(text: str) -> Asked:
    """The fit that a spec asks for."""
    read = json.loads(text)
    return Asked(
        Study(tuple(Point(**point) for point in read["points"])),
        Scenario.model_validate(read["scenario"]),
        read["groups"],
        tuple(read["free"]),
        Bounds(read["bounds"]),
        read["visit"],
    )


def problem(asked: Asked, threads: int | None = None) -> Problem:
    """The fit as a problem of least squares, on the very days of the points."""
    return Problem([experiment(asked)], unknowns(asked), threads=threads, exact=True)


def experiment(asked: Asked) -> Experiment:
    """The study as an experiment of the calibration."""
    arms = tuple(Arm(name, _fields(asked, name)) for name in asked.study.arms)
    terms = tuple(
        _term(point, asked.bounds, str(number))
        for number, point in enumerate(asked.study.points)
        if counts(point)
    )
    if len(terms) == 0:
        found = "no number that a fit can use"
        allowed = "give days behind day 0"
        raise ScenarioError([Described("data", found, allowed)])
    light = any(one.told is Told.LIGHT for one in asked.study.quantities)
    return Experiment(NAME, NAME, "Own data", arms, terms, light=light)


def counts(point: Point) -> bool:
    """Whether a point says anything: a fold of day 0 on day 0 is 1 by its meaning."""
    return quantities()[point.quantity].told is not Told.FOLD or point.day > 0


def _fields(asked: Asked, name: str) -> dict[str, Any]:
    """A group's scenario as plain data, without what is free."""
    fields: dict[str, Any] = asked.arm(name).model_dump(mode="json")
    fields["parameters"] = {
        symbol: value for symbol, value in fields["parameters"].items() if symbol not in asked.free
    }
    return fields


def _term(point: Point, bounds: Bounds, name: str) -> Term:
    quantity = quantities()[point.quantity]
    value = math.log(point.value) if quantity.logarithmic else point.value
    return Term(
        name,
        value,
        error(point, bounds),
        _levels(point, quantity),
        logarithmic=quantity.logarithmic,
        factor=quantity.told is Told.LIGHT,
        day=point.day,
    )


def _levels(point: Point, quantity: Quantity) -> tuple[Level, ...]:
    there = level(point.arm, quantity.readout, point.day)
    if quantity.told is Told.FOLD:
        return there, level(point.arm, quantity.readout, 0.0, -1.0)
    return (there,)


def error(point: Point, bounds: Bounds) -> float:
    """A point's standard deviation on the scale on which it is compared; assumed without bounds."""
    quantity = quantities()[point.quantity]
    if point.lower is None or point.upper is None:
        return quantity.error
    low, high = point.lower, point.upper
    width = math.log(high / low) if quantity.logarithmic else high - low
    one = 1.0 if bounds is Bounds.ERRORS else NINETY_FIVE
    return max(width / (2.0 * one), SMALLEST_ERROR)


def unknowns(asked: Asked) -> tuple[Unknown, ...]:
    """What is free, each around its start and within what a scenario may set."""
    found = [_unknown(asked, symbol) for symbol in asked.free]
    lit = [point for point in asked.study.points if quantities()[point.quantity].told is Told.LIGHT]
    if lit:
        first = min(lit, key=lambda point: point.day)
        guess = first.value / asked.start("T0")
        low, high = guess / LIGHT_ROOM, guess * LIGHT_ROOM
        found.append(Unknown(LIGHT, Scale.LOG, guess, LIGHT_WIDTH, low, high, NAME))
    return tuple(found)


def _unknown(asked: Asked, symbol: str) -> Unknown:
    declared = default_system().by_symbol[symbol]
    start, width = asked.start(symbol), WIDTHS.get(symbol, BELIEVED)
    low, high = declared.bounds(asked.scenario.species)
    if declared.declared_bounds == FRACTION:
        inside = min(max(start, EDGE), 1 - EDGE)
        return Unknown(symbol, Scale.LOGIT, inside, width, EDGE / 10, 1 - EDGE / 10)
    low = max(low, EDGE * start, EDGE * declared.values[asked.scenario.species])
    return Unknown(symbol, Scale.LOG, min(max(start, low), high), width, low, high)


def chunk(text: str, number: int) -> bytes:
    """One start of a fit as JSON; empty where a start beside the first gives no curve."""
    asked = problem(of_spec(text), threads=1)
    begun = fit.starts(asked, STARTS, SEED)[number]
    try:
        return fit.to_bytes(fit.solve(asked, begun))
    except SolverError:
        if number == 0:
            raise
        return b"null"


def best(parts: Sequence[bytes]) -> Fit:
    """The best of all starts."""
    return fit.best([fit.from_bytes(part) for part in parts if part != b"null"])


def solved(asked: Asked) -> Fit:
    """The fit, here and now."""
    return best([chunk(asked.spec, number) for number in range(STARTS)])

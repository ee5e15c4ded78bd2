"""A fit of a visitor's own study as it is asked for: what its groups were, and what is free.

Everything that is wrong with it is told at once, before anything is computed.
"""

import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from functools import cached_property

from osteoniche.calibration.unknowns import SHARED, unmeasured
from osteoniche.calibration.your_data.groups import JOINED, choices, is_choice, scenario_of
from osteoniche.calibration.your_data.rows import Point
from osteoniche.calibration.your_data.table import Study
from osteoniche.errors import Described, Problem, ScenarioError
from osteoniche.quantity import Param
from osteoniche.scenario import Scenario
from osteoniche.scenario.limits import DAYS
from osteoniche.system import default_system

USUAL = ("r0", "T0")
"""What is free unless one chooses: growth rate and inoculum."""
FREE_AT_MOST = 6
"""Constants that one fit may move."""


class Bounds(StrEnum):
    """What lower and upper are."""

    LIMITS = "limits"
    """95 % limits"""
    ERRORS = "errors"
    """one standard error to each side"""


def choosable(scenario: Scenario) -> tuple[Param, ...]:
    """The constants that may be free: growth and inoculum, then those that nobody has measured."""
    symbols = default_system().by_symbol
    able = {param.symbol for param in unmeasured()}
    return tuple(symbols[name] for name in (*USUAL, *(each for each in SHARED if each in able)))


@dataclass(frozen=True)
class FitRequest:
    """A fit that is asked for: study, scenario, what each group is, free constants, bounds.

    `visit` keeps work apart that is alike: one visitor's fit is not another's. Raises
    ScenarioError with everything that is wrong with it.
    """

    study: Study
    scenario: Scenario
    groups: Mapping[str, str]
    free: tuple[str, ...] = USUAL
    bounds: Bounds = Bounds.LIMITS
    visit: str = ""

    def __post_init__(self) -> None:
        problems = [*self._wrong_groups(), *self._wrong_free(), *self._too_long()]
        if self.scenario.tumour == "none":
            problems.append(Problem("tumour", "none", "a fit needs a tumour"))
        if problems:
            raise ScenarioError(problems)

    def _wrong_groups(self) -> list[Problem]:
        allowed = f"choose from {', '.join(choices())}, or several drugs with{JOINED}between"
        return [
            Problem(f"group {arm!r}", self.groups.get(arm), allowed)
            for arm in self.study.arms
            if not is_choice(self.groups.get(arm))
        ]

    def _wrong_free(self) -> list[Problem]:
        known = [param.symbol for param in choosable(self.scenario)]
        wrong = [
            Problem("free", name, f"choose from {', '.join(known)}")
            for name in self.free
            if name not in known
        ]
        chosen = tuple(dict.fromkeys(self.free))
        for name in chosen:
            if self.free.count(name) > 1:
                found = f"{name!r} is named more than once"
                wrong.append(Described("free", found, "name each constant once"))
        if not 1 <= len(chosen) <= FREE_AT_MOST:
            found = f"{len(chosen)} constants are chosen" if chosen else "no constant is chosen"
            wrong.append(Described("free", found, f"choose 1 to {FREE_AT_MOST}"))
        return wrong

    def _too_long(self) -> list[Problem]:
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
        return scenario_of(self.groups[name], self.mice)

    def start(self, symbol: str) -> float:
        """A constant as the scenario has it."""
        return float(self.scenario.parameters.get(symbol, self.scenario.usual(symbol)))

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


def of_spec(text: str) -> FitRequest:
    """The fit that a spec asks for."""
    read = json.loads(text)
    return FitRequest(
        Study(tuple(Point(**point) for point in read["points"])),
        Scenario.model_validate(read["scenario"]),
        read["groups"],
        tuple(read["free"]),
        Bounds(read["bounds"]),
        read["visit"],
    )

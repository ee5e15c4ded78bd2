"""Somebody's own experiment: a few groups, a few numbers, one or two constants to be fitted.

The same problem as the whole calibration, only smaller: seconds instead of minutes. Errors are
those that were given with the floors of all studies; what is fitted has the calibration's priors.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from osteoniche.calibration.fit import Fit, solve
from osteoniche.calibration.problem import Problem
from osteoniche.calibration.rows import FLOORS, KIND_OF_READOUT
from osteoniche.calibration.terms import Arm, Experiment, Term, level
from osteoniche.calibration.unknowns import OWN, of_constant, own
from osteoniche.errors import Problem as Wrong
from osteoniche.errors import ScenarioError
from osteoniche.scenario import Scenario

Vector = npt.NDArray[np.float64]

NAME = "uploaded"


@dataclass(frozen=True)
class Measured:
    """A number of a group on a day; `error` is one standard deviation in the same unit, if known.

    Light or cells above 0 for `tumour_cells`, per cent for `bone_mass_percent`, folds for others.
    """

    group: str
    readout: str
    day: float
    value: float
    error: float = 0.0


def experiment(
    groups: Mapping[str, Scenario],
    measured: Sequence[Measured],
    symbols: Sequence[str] = ("r0",),
    *,
    light: bool = True,
) -> Experiment:
    """The numbers as an experiment; `symbols` are the constants that a fit may move.

    With `light` the burden is in any unit, and one factor for all groups is fitted as well. Raises
    ScenarioError for numbers that can not be compared.
    """
    problems = [problem for one in measured for problem in _problems(one, groups)]
    if problems:
        raise ScenarioError(problems)
    arms = tuple(
        Arm(
            name,
            scenario.model_dump(),
            {symbol: value for symbol, value in scenario.parameters.items()
             if symbol not in symbols},
            control=not scenario.given,
        )
        for name, scenario in groups.items()
    )  # fmt: skip
    mine = tuple(symbol for symbol in symbols if symbol in OWN)
    terms = tuple(_term(number, one, light) for number, one in enumerate(measured))
    return Experiment(NAME, NAME, "Your own experiment", arms, terms, mine, light)


def fitted(
    made: Experiment,
    symbols: Sequence[str] = ("r0",),
    *,
    held: Mapping[str, float] | None = None,
    tell: Callable[[Vector], None] | None = None,
) -> tuple[Problem, Fit]:
    """The least-squares fit of an experiment; `tell` hears of every step and may raise to stop."""
    common = [of_constant(symbol) for symbol in symbols if symbol not in OWN]
    whole = Problem([made], [*common, *own(made)], held)
    return whole, solve(whole, whole.centre, tell=tell)


def _term(number: int, one: Measured, light: bool) -> Term:
    kind = KIND_OF_READOUT.get(one.readout, "cells")
    logarithmic = kind != "bone"
    target, error = one.value, one.error
    if logarithmic:
        target, error = math.log(one.value), one.error / one.value
    return Term(
        f"{one.group}, day {one.day:g} ({number + 1})",
        target,
        math.hypot(error, FLOORS[kind]),
        (level(one.group, one.readout, one.day),),
        logarithmic=logarithmic,
        factor=light and kind == "light",
        day=one.day,
    )


def _problems(one: Measured, groups: Mapping[str, Scenario]) -> list[Wrong]:
    found = []
    if one.group not in groups:
        found.append(Wrong("group", one.group, f"choose from {', '.join(groups)}"))
    elif not 0 <= one.day <= groups[one.group].days:
        found.append(Wrong("day", one.day, f"0 to {groups[one.group].days}"))
    if not math.isfinite(one.value) or one.value <= 0:
        found.append(Wrong("value", one.value, "give a number above 0"))
    if not math.isfinite(one.error) or one.error < 0:
        found.append(Wrong("error", one.error, "give a number from 0 on"))
    return found

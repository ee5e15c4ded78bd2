"""Fitting a visitor's own study: as a problem of least squares, and as work in so many starts.

Growth and inoculum belong to a study, so they are free; the light of one cell is, where light was
measured. The start of each is what the scenario beside it has, and the prior is wide around that.
"""

import math
from collections.abc import Sequence
from typing import Any

from osteoniche.calibration import fit
from osteoniche.calibration.fit import Fit
from osteoniche.calibration.parameter_set import NINETY_FIVE
from osteoniche.calibration.problem import Problem
from osteoniche.calibration.terms import Arm, Experiment, Level, Term, level
from osteoniche.calibration.unknowns import (
    BEGINS,
    BELIEVED,
    EDGE,
    LIGHT,
    OFF_BEGINS,
    Scale,
    Unknown,
)
from osteoniche.calibration.your_data.quantities import Quantity, Reported, quantities
from osteoniche.calibration.your_data.request import Bounds, FitRequest, of_spec
from osteoniche.calibration.your_data.rows import Point
from osteoniche.errors import Described, ScenarioError, SolverError
from osteoniche.quantity import FRACTION
from osteoniche.system import default_system

NAME = "own"
"""The name of the experiment that a visitor's study becomes."""
WIDTHS = {"T0": 1.5}
"""Standard deviation of the logarithm, where it is not that of other constants. Class assumed."""
LIGHT_WIDTH, LIGHT_ROOM = 5.0, 1e6
"""The same for the light of one cell, and how far it may be from the first guess."""
STARTS, SEED = 3, 1
"""Starts of a fit: the middle of the priors, and two beside it."""
SMALLEST_ERROR = 1e-3
"""No point is believed more than this: a standard deviation of its logarithm or its value."""


def problem(request: FitRequest, threads: int | None = None) -> Problem:
    """The fit as a problem of least squares, on the very days of the points."""
    return Problem([experiment(request)], unknowns(request), threads=threads, exact=True)


def experiment(request: FitRequest) -> Experiment:
    """The study as an experiment of the calibration."""
    arms = tuple(Arm(name, _fields(request, name)) for name in request.study.arms)
    terms = tuple(
        _term(point, request.bounds, str(number))
        for number, point in enumerate(request.study.points)
        if counts(point)
    )
    if len(terms) == 0:
        found = "no number that a fit can use"
        allowed = "give days behind day 0"
        raise ScenarioError([Described("data", found, allowed)])
    light = any(one.reported is Reported.LIGHT for one in request.study.quantities)
    return Experiment(NAME, NAME, "Own data", arms, terms, light=light)


def counts(point: Point) -> bool:
    """Whether a point says anything: a fold of day 0 on day 0 is 1 by its meaning."""
    return quantities()[point.quantity].reported is not Reported.FOLD or point.day > 0


def _fields(request: FitRequest, name: str) -> dict[str, Any]:
    """A group's scenario as plain data, without what is free."""
    fields: dict[str, Any] = request.arm(name).model_dump(mode="json")
    fields["parameters"] = {
        symbol: value
        for symbol, value in fields["parameters"].items()
        if symbol not in request.free
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
        factor=quantity.reported is Reported.LIGHT,
        day=point.day,
    )


def _levels(point: Point, quantity: Quantity) -> tuple[Level, ...]:
    there = level(point.arm, quantity.readout, point.day)
    if quantity.reported is Reported.FOLD:
        return there, level(point.arm, quantity.readout, 0.0, -1.0)
    return (there,)


def error(point: Point, bounds: Bounds) -> float:
    """A point's standard deviation on the scale on which it is compared; assumed without bounds."""
    return max(_given_error(point, bounds), SMALLEST_ERROR)


def is_widened(point: Point, bounds: Bounds) -> bool:
    """Whether the bounds of a point are tighter than is believed."""
    return _given_error(point, bounds) < SMALLEST_ERROR


def _given_error(point: Point, bounds: Bounds) -> float:
    quantity = quantities()[point.quantity]
    if point.lower is None or point.upper is None:
        return quantity.error
    low, high = point.lower, point.upper
    width = math.log(high / low) if quantity.logarithmic else high - low
    one = 1.0 if bounds is Bounds.ERRORS else NINETY_FIVE
    return width / (2.0 * one)


def unknowns(request: FitRequest) -> tuple[Unknown, ...]:
    """What is free, each around its start and within what a scenario may set."""
    found = [_unknown(request, symbol) for symbol in request.free]
    lit = [
        point
        for point in request.study.points
        if quantities()[point.quantity].reported is Reported.LIGHT
    ]
    if lit:
        first = min(lit, key=lambda point: point.day)
        guess = first.value / request.start("T0")
        low, high = guess / LIGHT_ROOM, guess * LIGHT_ROOM
        found.append(Unknown(LIGHT, Scale.LOG, guess, LIGHT_WIDTH, low, high, NAME))
    return tuple(found)


def _unknown(request: FitRequest, symbol: str) -> Unknown:
    declared = default_system().by_symbol[symbol]
    width = WIDTHS.get(symbol, BELIEVED)
    low, high = declared.bounds(request.scenario.species)
    usual = declared.values[request.scenario.species]
    start = request.start(symbol)
    if declared.declared_bounds == FRACTION:
        inside = min(max(start, EDGE), 1 - EDGE)
        return Unknown(symbol, Scale.LOGIT, inside, width, EDGE / 10, 1 - EDGE / 10)
    begins, _ = BEGINS.get(symbol, (OFF_BEGINS * high, width))
    start = start or usual or begins
    low = max(low, EDGE * start, EDGE * usual)
    return Unknown(symbol, Scale.LOG, min(max(start, low), high), width, low, high)


def chunk(text: str, number: int) -> bytes:
    """One start of a fit as JSON; empty where a start beside the first gives no curve."""
    posed = problem(of_spec(text), threads=1)
    begun = fit.starts(posed, STARTS, SEED)[number]
    try:
        return fit.to_bytes(fit.solve(posed, begun))
    except SolverError:
        if number == 0:
            raise
        return b"null"


def best(parts: Sequence[bytes]) -> Fit:
    """The best of all starts."""
    return fit.best([fit.from_bytes(part) for part in parts if part != b"null"])


def solved(request: FitRequest) -> Fit:
    """The fit, here and now."""
    return best([chunk(request.spec, number) for number in range(STARTS)])

"""What a fit of one's own data came to: values with intervals, verdicts, residuals, a file.

Intervals come from the curvature at the best fit. Where the points lie farther from the curve than
their errors allow, the intervals are widened as much, and the report says so.
"""

import json
import math
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass

import numpy as np
import numpy.typing as npt

from osteoniche import __version__
from osteoniche.calibration.fit import Fit
from osteoniche.calibration.parameter_set import NINETY_FIVE
from osteoniche.calibration.unknowns import LIGHT, Unknown
from osteoniche.calibration.your_data.fit import SMALLEST_ERROR, counts, error, is_widened, unknowns
from osteoniche.calibration.your_data.groups import AS_SCENARIO, ON_PAGE
from osteoniche.calibration.your_data.quantities import Quantity, Reported, quantities
from osteoniche.calibration.your_data.request import Bounds, FitRequest
from osteoniche.calibration.your_data.rows import Point
from osteoniche.engine.result import Result
from osteoniche.errors import SolverError
from osteoniche.numerals import listed
from osteoniche.quantity import SPECIES_NAMES, shown_unit
from osteoniche.scenario import Scenario
from osteoniche.system import default_system

Vector = npt.NDArray[np.float64]
Run = Callable[[Scenario], Result]

DIGITS = 5
"""Significant digits of what is fitted, as it is put into scenarios and files."""
UNTOLD = 0.7
"""An interval so wide, as a part of what was assumed before, says that the data told little."""
ROUGH = 3.0
"""An interval whose ends are so many times apart is a rough one."""
FAR = 2.0
"""A typical distance of so many errors says that the model does not go through the points."""
WELL_TOLD = "told by the data"
"""The verdict on a value that needs no caution."""
UNITS = {"cell": "cells"}
"""Units whose plural is another."""
AT_END = 0.01
"""How near to the end of what is allowed, as a part of the whole range, counts as at the end."""


@dataclass(frozen=True)
class Value:
    """One free constant: where it started, where it went, its 95 % interval, and a verdict.

    The verdict says how far the data tell it, and how far it is what was assumed.
    """

    symbol: str
    meaning: str
    unit: str
    start: float
    value: float
    low: float
    high: float
    verdict: str


@dataclass(frozen=True)
class Residual:
    """A point beside the fitted curve; `deviations` in its own standard deviations."""

    point: Point
    fitted: float
    deviations: float


@dataclass(frozen=True)
class Outcome:
    """A finished fit: values, and of each group its runs before and after.

    `factors` are the light of one cell before and after (1 where no light was measured), and
    `distance` is the typical distance of a point from its curve, in errors.
    """

    request: FitRequest
    values: tuple[Value, ...]
    before: Mapping[str, Result]
    after: Mapping[str, Result]
    factors: tuple[float, float]
    residuals: tuple[Residual, ...]
    distance: float

    @property
    def constants(self) -> dict[str, float]:
        """What was fitted, by symbol, as a scenario may set it."""
        return {one.symbol: one.value for one in self.values if one.symbol != LIGHT}

    @property
    def scenario(self) -> Scenario:
        """The scenario beside the study with what was fitted."""
        return self.request.with_values(self.request.mice, self.constants)


def outcome(request: FitRequest, fit: Fit, run: Run) -> Outcome:
    """The report of a fit; `run` simulates. Raises SolverError where a run gives no curve."""
    moved = unknowns(request)
    found = [_rounded(float(one.scale.back(n))) for one, n in zip(moved, fit.vector, strict=True)]
    constants = {u.symbol: v for u, v in zip(moved, found, strict=True) if u.symbol != LIGHT}
    lights = [(u.centre, v) for u, v in zip(moved, found, strict=True) if u.symbol == LIGHT]
    factors = lights[0] if lights else (1.0, 1.0)
    arms = request.study.arms
    before = {arm: run(request.arm(arm)).checked() for arm in arms}
    after = {arm: run(request.with_values(request.arm(arm), constants)).checked() for arm in arms}
    residuals = tuple(
        _residual(point, after[point.arm], factors[1], request.bounds)
        for point in request.study.points
        if counts(point)
    )
    squares = sum(one.deviations**2 for one in residuals)
    distance = math.sqrt(squares / len(residuals))
    freedom = len(residuals) - len(moved)
    widened = max(1.0, math.sqrt(squares / freedom)) if freedom > 0 else 1.0
    spread = np.sqrt(np.diag(fit.covariance)) * widened
    values = tuple(
        _value(request, *each) for each in zip(moved, fit.vector, found, spread, strict=True)
    )
    return Outcome(request, values, before, after, factors, residuals, distance)


def series(quantity: Quantity, result: Result, factor: float) -> Vector:
    """A quantity along a run, at all its days."""
    found = np.asarray(result.series[quantity.readout], dtype=np.float64)
    if quantity.reported is Reported.LIGHT:
        return found * factor
    return found / found[0] if quantity.reported is Reported.FOLD else found


def _residual(point: Point, result: Result, factor: float, bounds: Bounds) -> Residual:
    quantity = quantities()[point.quantity]
    fitted = _at(point.day, result.days, series(quantity, result, factor), quantity)
    if quantity.logarithmic:
        off = math.log(point.value / fitted) if fitted > 0 else math.inf
    else:
        off = point.value - fitted
    if not math.isfinite(off):
        raise SolverError("The fitted run ends at zero where the data do not.")
    return Residual(point, fitted, off / error(point, bounds))


def _at(day: float, days: Vector, values: Vector, quantity: Quantity) -> float:
    """A curve between its rows: straight, for amounts on a logarithmic axis."""
    if quantity.logarithmic and (values > 0).all():
        return float(np.exp(np.interp(day, days, np.log(values))))
    return float(np.interp(day, days, values))


def _rounded(value: float) -> float:
    return float(f"{value:.{DIGITS}g}")


def _value(
    request: FitRequest, unknown: Unknown, number: float, value: float, spread: float
) -> Value:
    ends = np.clip(number + NINETY_FIVE * spread * np.array([-1, 1]), *unknown.bounds)
    low, high = (_rounded(float(end)) for end in unknown.scale.back(ends))
    light = unknown.symbol == LIGHT
    declared = None if light else default_system().by_symbol[unknown.symbol]
    return Value(
        unknown.symbol,
        "light of one tumour cell" if declared is None else declared.meaning,
        "photons/s per cell"
        if declared is None
        else UNITS.get(declared.unit, shown_unit(declared.unit)),
        unknown.centre if light else request.start(unknown.symbol),
        value,
        low,
        high,
        _verdict(unknown, number, spread),
    )


def _verdict(unknown: Unknown, number: float, spread: float) -> str:
    low, high = unknown.bounds
    if min(number - low, high - number) < AT_END * (high - low):
        return "at the end of what is allowed: the data want it farther"
    if spread > UNTOLD * unknown.spread:
        return "the data say little of it: it is mostly where it was assumed"
    times = float(np.exp(2 * NINETY_FIVE * spread))
    if times > ROUGH:
        return f"roughly known: the ends are {times:.0f} times apart"
    return WELL_TOLD


GIVEN_THE_REST = (
    "All other constants are held, and the groups taken as they are said to be: what that leaves "
    "open is in no interval."
)


WIDENED = (
    "{counted} a standard error below {share:g} % (of percentages and fractions: below "
    "{least:g}), which counted as that. "
)


def _widened(made: Outcome) -> str:
    """How many bounds were too tight to be believed, as a sentence; "" if none was."""
    tight = sum(is_widened(one.point, made.request.bounds) for one in made.residuals)
    if not tight:
        return ""
    counted = "1 number has" if tight == 1 else f"{tight:,} numbers have"
    return WIDENED.format(counted=counted, share=100 * SMALLEST_ERROR, least=SMALLEST_ERROR)


def sentences(made: Outcome) -> str:
    """The fit in plain sentences."""
    study = made.request.study
    counted = len(made.residuals)
    rest = f"{_widened(made)}{GIVEN_THE_REST}"
    animals = SPECIES_NAMES[made.request.scenario.species]
    start = (
        f"{counted:,} {'number' if counted == 1 else 'numbers'} of "
        f"{len(study.arms)} {'group' if len(study.arms) == 1 else 'groups'} "
        f"{'was' if counted == 1 else 'were'} fitted by moving "
        f"{listed([one.symbol for one in made.values])} of the {animals}. "
        f"A point lies {made.distance:.1f} standard errors from the curve, typically"
    )
    if made.distance > FAR:
        start += (
            ": the model does not go through these points, and the intervals are widened for that"
        )
    unsure = [one.symbol for one in made.values if one.verdict != WELL_TOLD]
    if not unsure:
        return f"{start}. The data tell every value that was free. {rest}"
    return f"{start}. Not well told by these data: {listed(unsure)}; see the verdicts. {rest}"


def as_json(made: Outcome) -> str:
    """The fit as a file: a scenario with what was fitted, which can be opened again, and a report.

    The page and the command line read the scenario out of it.
    """
    request = made.request
    content = {
        "title": "Fitted to own data",
        "version": __version__,
        "scenario": made.scenario.as_file(),
        "fit": {
            "told": sentences(made),
            "values": [asdict(one) for one in made.values],
            "groups": {
                arm: AS_SCENARIO if choice == ON_PAGE else choice
                for arm, choice in request.groups.items()
            },
            "treatments": {
                arm: request.arm(arm).model_dump(mode="json")["treatments"]
                for arm in request.study.arms
            },
            "bounds": request.bounds,
            "distance": round(made.distance, 4),
            "points": [
                {
                    name: value
                    for name, value in asdict(one.point).items()
                    if value is not None and name != "row"
                }
                | {"fitted": _rounded(one.fitted), "deviations": round(one.deviations, 3) + 0.0}
                for one in made.residuals
            ],
        },
    }
    return json.dumps(content, indent=1, ensure_ascii=False) + "\n"

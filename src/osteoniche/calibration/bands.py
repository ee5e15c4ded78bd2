"""How uncertain any curve is: from the covariance of the fit and the priors of what is assumed.

The draws are made once, with a fixed seed, from draws of the fit that keep the bounds of rows, not
those of the teaching story. They come in pairs that share what was fitted and differ in what is
assumed, so that the pairs tell which share of the variance is assumed. Growth rate and inoculum are
the scenario's own and not drawn; nor is a constant that the scenario sets itself. The same member
of two bands has the same draw, so that two runs can be compared member by member.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from osteoniche.calibration.groups import Group, levels
from osteoniche.calibration.parameter_set import Calibrated, shipped
from osteoniche.calibration.unknowns import HELD_WITHIN, Unknown, of_constant, unread
from osteoniche.engine.ensemble.batch import constants_of, doses_of
from osteoniche.errors import SolverError
from osteoniche.quantity import MOUSE
from osteoniche.scenario import Scenario
from osteoniche.system import default_system

Vector = npt.NDArray[np.float64]

MEMBERS = 400
"""Curves of a band."""
SEED = 2026
ENDS = (2.5, 97.5)
"""Per cent of curves below the lower and below the upper end."""
LEAST = 0.5
"""Share of the curves that must succeed."""
COUNTS = frozenset({"cell"})
"""Units of read-outs whose variance is that of their logarithm."""


@dataclass(frozen=True)
class Draws:
    """Shifts (members, unknowns) on the scales of the unknowns."""

    unknowns: tuple[Unknown, ...]
    shifts: Vector


@dataclass(frozen=True)
class Band:
    """Ends (read-outs, days) of the band of a scenario, and the assumed share of its variance.

    `members` is how many curves it comes from; `last` and `highest` (read-outs, draws) are each
    one's value on the last day and its largest, NaN where there is no curve. Its arrays are made
    read-only: callers share it.
    """

    days: Vector
    readouts: tuple[str, ...]
    lower: Vector
    upper: Vector
    assumed: Vector
    members: int
    last: Vector
    highest: Vector

    def __post_init__(self) -> None:
        every = (self.days, self.lower, self.upper, self.assumed, self.last, self.highest)
        for values in every:
            values.flags.writeable = False

    def of(self, values: Vector, readout: str) -> Vector:
        """What `last`, `highest` or an end of the band is of one read-out."""
        found: Vector = values[self.readouts.index(readout)]
        return found


def ends(values: Vector) -> tuple[float, float]:
    """The ends of what lies between 2.5 and 97.5 per cent of some numbers, NaN left out."""
    low, high = np.nanpercentile(values, ENDS)
    return float(low), float(high)


def draws(
    made: Calibrated, members: int = MEMBERS, seed: int = SEED, vectors: Vector | None = None
) -> Draws:
    """Pairs: a draw of the fit (or of `vectors`), each time with two draws of what is assumed."""
    fitted, moved = _shared(made, made.draws if vectors is None else vectors)
    known = {unknown.symbol for unknown in fitted}
    assumed = tuple(
        of_constant(param.symbol, HELD_WITHIN)
        for param in unread(made.values[MOUSE])
        if param.symbol not in known
    )
    random = np.random.default_rng(seed)
    kept = np.resize(np.arange(len(moved)), members // 2)
    of_fit = np.repeat(moved[kept], 2, axis=0)
    of_prior = HELD_WITHIN * random.standard_normal((len(of_fit), len(assumed)))
    return Draws((*fitted, *assumed), np.concatenate([of_fit, of_prior], axis=1))


def _shared(made: Calibrated, vectors: Vector) -> tuple[tuple[Unknown, ...], Vector]:
    """The shared unknowns of a fit, and how far draws of it (n, unknowns) shift them.

    A constant that another took the place of is read as that one: the logarithm of a ratio.
    """
    shifts = vectors - made.vector
    columns = {one.symbol: i for i, one in enumerate(made.unknowns) if one.experiment is None}
    now = {param.former.symbol: param for param in default_system().params if param.former}
    found, moved = [], []
    for symbol, column in columns.items():
        shift, unknown = shifts[:, column], made.unknowns[column]
        if former := now[symbol].former if symbol in now else None:
            unknown = of_constant(now[symbol].symbol)
            shift = shift - shifts[:, columns[former.over]]
        found.append(unknown)
        moved.append(shift)
    return tuple(found), np.stack(moved, axis=1)


@lru_cache(maxsize=4)
def _shipped_draws(name: str, members: int) -> Draws:
    return draws(shipped(name), members)


def band(
    scenario: Scenario,
    readouts: Sequence[str],
    *,
    given: Draws | None = None,
    members: int = MEMBERS,
    threads: int | None = None,
) -> Band:
    """The band of a scenario's read-outs on its rows.

    Draws are those of the scenario's parameter set unless given. Raises SolverError where more than
    half of the curves fail, ScenarioError for unknown read-outs and for a set that was not fitted.
    """
    drawn = _shipped_draws(scenario.set, members) if given is None else given
    group, members_values = _members(scenario, drawn)
    ((_, days, found),) = levels([group], members_values, readouts, threads)
    whole = np.asarray(np.isfinite(found).all(axis=(1, 2)), dtype=bool)
    if whole.mean() < LEAST:
        raise SolverError("Too many of the curves that a band is made of could not be followed.")
    lower, upper = np.percentile(found[whole], ENDS, axis=0)
    units = {readout.name: readout.unit for readout in default_system().readouts}
    assumed = np.stack(
        [_assumed(found[:, i], units[name] in COUNTS) for i, name in enumerate(readouts)]
    )
    kept = np.where(whole[:, None, None], found, np.nan)
    last, highest = kept[:, :, -1].T, kept.max(axis=2).T
    members = int(whole.sum())
    return Band(days, tuple(readouts), lower, upper, assumed, members, last.copy(), highest.copy())


def constants_drawn(scenario: Scenario, count: int) -> dict[str, Vector]:
    """Draws of a scenario's uncertain constants, by symbol; raises ScenarioError as `band` does."""
    group, values = _members(scenario, _shipped_draws(scenario.set, 2 * count))
    symbols = [param.symbol for param in default_system().params]
    return {symbols[place]: values[::2, i] for i, place in enumerate(group.places)}


def _members(scenario: Scenario, drawn: Draws) -> tuple[Group, Vector]:
    """The scenario as a group, and the constants of its members."""
    system = default_system()
    symbols = [param.symbol for param in system.params]
    elsewhere = {*system.model.hosts[scenario.host], *system.model.tumours[scenario.tumour]}
    centre = constants_of(scenario)
    free = [
        i
        for i, unknown in enumerate(drawn.unknowns)
        if unknown.symbol not in elsewhere and not _set_apart(scenario, unknown.symbol)
    ]
    places = np.array([symbols.index(drawn.unknowns[i].symbol) for i in free], dtype=np.int64)
    found = np.empty((len(drawn.shifts), len(free)))
    for column, (i, place) in enumerate(zip(free, places, strict=True)):
        found[:, column] = _shifted(
            drawn.unknowns[i], float(centre[place]), drawn.shifts[:, i], scenario.species
        )
    group = Group(scenario, centre, doses_of(scenario), places, np.arange(len(free)), frozenset())
    return group, found


def _shifted(unknown: Unknown, centre: float, shifts: Vector, species: str) -> Vector:
    """A constant's values around the scenario's own, within what a scenario may set."""
    if centre <= 0.0:
        return np.full(len(shifts), centre)
    low, high = default_system().by_symbol[unknown.symbol].bounds(species)
    if unknown.scale == "logit":
        centre = min(max(centre, unknown.low), unknown.high)
    moved = unknown.scale.back(unknown.scale.to(centre) + shifts)
    found: Vector = np.clip(moved, low, high)
    return found


def _set_apart(scenario: Scenario, symbol: str) -> bool:
    """Whether the scenario itself chose another value than that of its set, which is the fit's."""
    usual = scenario.usual(symbol)
    return not np.isclose(scenario.parameters.get(symbol, usual), usual, rtol=1e-4)


def _assumed(found: Vector, logarithmic: bool) -> Vector:
    """The share of the variance (days) that members do not share with their partner."""
    seen = np.log(np.maximum(found, 1e-12)) if logarithmic else found
    first, second = seen[0::2], seen[1::2]
    whole = np.isfinite(first).all(axis=1) & np.isfinite(second).all(axis=1)
    first, second = first[whole], second[whole]
    middle = (first.mean(axis=0) + second.mean(axis=0)) / 2
    variance = ((first - middle) ** 2 + (second - middle) ** 2).mean(axis=0) / 2
    common = ((first - middle) * (second - middle)).mean(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(variance > 1e-18, 1.0 - common / variance, 0.0)
    clipped: Vector = np.clip(share, 0.0, 1.0)
    return clipped

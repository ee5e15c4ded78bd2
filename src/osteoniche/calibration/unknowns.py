"""What a fit may move: constants that all experiments share, and those of each experiment alone.

Each is a number on a scale without ends (the logarithm; for a share, that of its odds), with a
prior: the value that the reference run had, and how far it is believed. Published and derived
constants are held.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from osteoniche import parameters
from osteoniche.calibration.terms import Experiment
from osteoniche.quantity import FRACTION, MOUSE, Kind, Param
from osteoniche.scenario.checks import SET_BY_OTHERS
from osteoniche.system import declared_system

Vector = npt.NDArray[np.float64]

LIGHT = "light"
"""The name of a read-out factor: light of one cell."""
BELIEVED = 1.0
"""Prior of a free constant: standard deviation of its logarithm. Class assumed."""
HELD_WITHIN = 0.35
"""The same for an assumed constant that is held: 95 % within a factor of two."""
EDGE = 1e-3
"""How near to 0 and 1 a share may come."""

BIRTH = {"sG": 0.0, "gK": 0.0, "omR": 0.0}


def _with(*symbols: str) -> dict[str, float]:
    return {symbol: value for symbol, value in BIRTH.items() if symbol not in symbols}


VARIANTS = {
    "birth": BIRTH,
    "birth, fading": _with("gK"),
    "birth, fading, pre-osteoblasts": _with("gK", "omR"),
    "survival": _with("sG") | {"aG": 0.0},
}
"""Shapes of the model that are compared, and what each holds at the value that is off."""
BEGINS = {
    "sG": (2.0, 1.0),
    "gK": (1e-6, 2.0),
    "omR": (0.5, 1.0),
}
"""Middle and width of the prior of a constant whose usual value is off, which has no logarithm."""
OFF_BEGINS = 0.2
"""Where the fit of any other begins that is 0: a share of its largest."""

SHARED = (
    "aG",
    "gK",
    "sG",
    "KGam",
    "aN",
    "aO",
    "d0",
    "sP",
    "Kmu",
    "ome",
    "omR",
    "eI",
    "KN",
    "protection_max",
    "kkP",
    "kkC",
    "keX",
    "iW",
    "CLM",
    "V1M",
    "QM",
    "V2M",
)
"""The constants that are free: the most influential ones (`sensitivity`), and the antibody's."""

SCENARIOS_OWN = frozenset({"r0", "T0"})
"""Constants that belong to a study, or to the scenario that somebody makes."""


class Scale(StrEnum):
    """On which scale a constant moves."""

    LOG = "log"
    LOGIT = "logit"

    def to(self, value: Vector | float) -> Vector:
        """A value as a number without ends."""
        given = np.asarray(value, dtype=np.float64)
        found: Vector = np.log(given if self is Scale.LOG else given / (1 - given))
        return found

    def back(self, number: Vector | float) -> Vector:
        """The value of such a number."""
        given = np.asarray(number, dtype=np.float64)
        found: Vector = np.exp(given) if self is Scale.LOG else 1 / (1 + np.exp(-given))
        return found


@dataclass(frozen=True)
class Unknown:
    """One free number: what it sets and where, its scale, prior and bounds.

    `centre`, `low` and `high` are values, `spread` is a standard deviation on the scale. An unknown
    with an experiment is that experiment's own.
    """

    symbol: str
    scale: Scale
    centre: float
    spread: float
    low: float
    high: float
    experiment: str | None = None

    @property
    def name(self) -> str:
        """The symbol, with the experiment in front where it belongs to one."""
        return self.symbol if self.experiment is None else f"{self.experiment}.{self.symbol}"

    def number(self, value: float) -> float:
        """A value on the scale."""
        return float(self.scale.to(value))

    @property
    def bounds(self) -> tuple[float, float]:
        """The bounds on the scale."""
        return self.number(self.low), self.number(self.high)


PRIOR_SET = "reference-2026"
"""The parameter set whose values are the middle of the priors, whatever the defaults become."""


def of_constant(symbol: str, spread: float = BELIEVED) -> Unknown:
    """A constant that all share: within declared bounds, or a tenth to ten times the prior."""
    declared = declared_system().by_symbol[symbol]
    usual = parameters.held(PRIOR_SET, MOUSE).get(symbol, declared.values[MOUSE])
    usual, spread = BEGINS.get(symbol, (usual, spread))
    if declared.declared_bounds == FRACTION:
        inside = min(max(usual, EDGE), 1 - EDGE)
        return Unknown(symbol, Scale.LOGIT, inside, spread, EDGE / 10, 1 - EDGE / 10)
    low, high = declared.declared_bounds or (usual / 10, usual * 10)
    centre = usual or OFF_BEGINS * high
    return Unknown(symbol, Scale.LOG, centre, spread, max(low, EDGE * centre), high)


def held(variant: str) -> dict[str, float]:
    """What a new fit of a variant holds: all as declared, but for the terms that are off.

    Whatever the default set has must play no part.
    """
    declared = {
        param.symbol: param.values[MOUSE] for param in declared_system().params if not param.set_by
    }
    return declared | VARIANTS[variant]


def shared(variant: str) -> tuple[Unknown, ...]:
    """The shared unknowns of a variant."""
    return tuple(of_constant(symbol) for symbol in SHARED if symbol not in VARIANTS[variant])


OWN = {
    "r0": Unknown("r0", Scale.LOG, 0.3, 0.7, 0.02, 1.8),
    "T0": Unknown("T0", Scale.LOG, 2000.0, 0.3, 200.0, 20_000.0),
    "potD": Unknown("potD", Scale.LOG, 2.0, 1.0, 0.2, 40.0),
    LIGHT: Unknown(LIGHT, Scale.LOG, 100.0, 5.0, 1e-3, 1e8),
}
"""What an experiment has for itself, class assumed. Light can not tell the inoculum, since what one
cell shines is unknown as well: its prior is that of a study's median, not the spread of animals."""


def of_experiment(experiment: Experiment) -> tuple[Unknown, ...]:
    """The unknowns of one experiment alone."""
    symbols = (*experiment.own, *((LIGHT,) if experiment.light else ()))
    return tuple(replace(OWN[symbol], experiment=experiment.name) for symbol in symbols)


def unmeasured() -> tuple[Param, ...]:
    """The constants that are neither published nor derived: what a fit could move at all.

    Without what a scenario sets by its own fields, and switches.
    """
    return tuple(
        param
        for param in declared_system().params
        if param.kinds[MOUSE] in (Kind.ASSUMED, Kind.FITTED)
        and param.symbol not in {*SET_BY_OTHERS, *SCENARIOS_OWN, *SWITCHES}
    )


def unread(values: Mapping[str, float]) -> tuple[Param, ...]:
    """The unmeasured constants around whose values one can look: those that a set has above 0.

    `values` are what the set holds.
    """
    return tuple(param for param in unmeasured() if values.get(param.symbol, 0.0) > 0)


SWITCHES = frozenset({"gate", "nE", "hE", "body_weight"})
"""Constants that are no biology: how clones below one cell are handled, and the animal itself."""

"""The words a model is written in: param, state, effect, signal, readout.

A model or drug file declares each of its quantities on one line with these words. Sliders, tables,
the address, exports, tests of units and the compiled code are all derived from the declarations.

Units are written so that they can be parsed: `fold` and `fraction` are dimensionless, `cell` counts
cells, `kg_bw` is a kilogram of body weight (kept apart from mass, so that mg/kg_bw is not 1e-6).
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cache
from typing import Any

from osteoniche.errors import ModelError

Species = str
MOUSE, HUMAN = "mouse", "human"
SPECIES: tuple[Species, ...] = (MOUSE, HUMAN)
SPECIES_NAMES = {MOUSE: "mouse", HUMAN: "patient"}
"""What people call each."""
CHOOSE_SPECIES = f"choose from {MOUSE}, {HUMAN} (a {SPECIES_NAMES[HUMAN]})"
"""What an unknown species is told."""

FRACTION = (0.0, 1.0)
"""Bounds of a constant that is a share of something."""

GREEK = ("alpha", "beta", "gamma", "kappa", "lambda", "omega", "pi", "rho", "tau", "theta", "xi")
"""Greek letters that a symbol may start with and that are printed as letters."""


class Kind(StrEnum):
    """How far a constant can be trusted: where its value comes from."""

    PUBLISHED = "published"
    DERIVED = "derived"
    FITTED = "fitted"
    ASSUMED = "assumed"


class Combine(StrEnum):
    """How the contributions of several drugs to one effect join."""

    SUM = "sum"
    UNION = "union"  # 1 - product(1 - x), for shares of a whole


@dataclass(frozen=True)
class Former:
    """A constant that another took the place of, and that old sets, files and links still name.

    What it was, divided by the value of the constant `over`, is the new one.
    """

    symbol: str
    over: str


@dataclass(frozen=True)
class Param:
    """A constant: its value per species, unit, meaning, source, class, bounds and printed form.

    `declared` are the values before any fit: limits stay where they are when a fit moves a value.
    `off` is the value at which it has no effect, if there is one: that of sets which are older than
    the constant. `set_by` names the field of a scenario that sets it, so that no set holds it.
    `earlier` are values that were declared once: limits reach as far around them, so that old links
    hold. `former` is the constant that it took the place of.
    """

    symbol: str
    values: Mapping[Species, float]
    unit: str
    meaning: str
    source: str
    kinds: Mapping[Species, Kind]
    declared_bounds: tuple[float, float] | None
    latex: str
    declared: Mapping[Species, float]
    off: float | None = None
    set_by: str | None = None
    earlier: Mapping[Species, float] = field(default_factory=dict)
    former: Former | None = None

    def bounds(self, species: Species) -> tuple[float, float]:
        """Smallest and largest value a scenario may set: a tenth to ten times what is declared."""
        if self.declared_bounds is not None:
            return self.declared_bounds
        value = self.declared[species]
        once = self.earlier.get(species, value)
        return (_rounded(min(value, once) / 10), _rounded(max(value, once) * 10))

    def without(self, species: Species) -> float:
        """The value where a parameter set has none, being older: off, else what is declared."""
        return self.declared[species] if self.off is None else self.off

    def switched_off(self, by: str) -> "Param":
        """The same as in a set without it, `by` which it is; as declared if it can not be off."""
        values = {species: self.without(species) for species in self.values}
        if values == self.values:
            return self
        return replace(self, values=values, source=f"off ({by} is older); else: {self.source}")

    def fitted(self, values: Mapping[Species, float], by: str) -> "Param":
        """The same with other values; where one moves, its class is fitted, and `by` a source."""
        moved = {
            species: value for species, value in values.items() if value != self.values[species]
        }
        if not moved:
            return self
        whose = ", ".join(SPECIES_NAMES[species] for species in moved)
        return replace(
            self,
            values={**self.values, **moved},
            kinds={**self.kinds, **dict.fromkeys(moved, Kind.FITTED)},
            source=f"{whose}: fitted ({by}), beginning at: {self.source}",
        )


def _rounded(value: float) -> float:
    """A limit as it is shown: without the last digits that a division leaves."""
    return float(f"{value:.12g}")


@dataclass(frozen=True)
class Spread:
    """How animals or patients differ in a quantity: the SD of its natural logarithm, by species.

    A species that is not named does not differ. `along` are correlations, of the logarithms, with
    quantities that are declared as well.
    """

    quantity: str
    meaning: str
    sd: Mapping[Species, float]
    source: str
    kinds: Mapping[Species, Kind]
    along: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class State:
    """A quantity that the equations integrate; `tolerance` is its absolute error per step."""

    name: str
    unit: str
    meaning: str
    latex: str
    tolerance: float


@dataclass(frozen=True)
class Effect:
    """A place in the model's equations where drugs act, and how several drugs join there."""

    name: str
    unit: str
    meaning: str
    latex: str
    combine: Combine


@dataclass(frozen=True)
class Signal:
    """A named intermediate of the equations, kept by name in every reader."""

    name: str
    unit: str
    meaning: str
    latex: str


@dataclass(frozen=True)
class Readout:
    """A series that a simulation reports; `name` is its column in tables.

    A `detail` is drawn, but has no column of its own in tables.
    """

    name: str
    unit: str
    meaning: str
    detail: bool = False


def param(
    symbol: str,
    value: float,
    unit: str,
    meaning: str,
    source: str,
    kind: str,
    *,
    human: float | None = None,
    human_kind: str | None = None,
    bounds: tuple[float, float] | None = None,
    off: float | None = None,
    set_by: str | None = None,
    human_earlier: float | None = None,
    former: Former | None = None,
    latex: str | None = None,
) -> Param:
    """Declare a constant; `human` where the value for patients differs from the mouse.

    `off` is the value at which it has no effect: parameter sets that are older than the constant
    have it there. `human_earlier` is a value that patients once had. Raises ModelError for one that
    is 0 without bounds, since no scenario could ever set it, and for an `off` that none may set.
    """
    values = {MOUSE: value, HUMAN: value if human is None else human}
    if bounds is None and min(values.values()) <= 0:
        raise ModelError(f"{symbol} is 0 or less, so a tenth to ten times is nothing: give bounds")
    kinds = {MOUSE: Kind(kind), HUMAN: Kind(human_kind or kind)}
    printed = latex or printed_symbol(symbol)
    earlier = {} if human_earlier is None else {HUMAN: human_earlier}
    made = Param(
        symbol, values, unit, meaning, source, kinds, bounds, printed, values, off, set_by, earlier,
        former,
    )  # fmt: skip
    for low, high in {made.bounds(species) for species in SPECIES}:
        if off is not None and not low <= off <= high:
            raise ModelError(
                f"{symbol} is off at {off:g}, but a scenario may set {low:g} to {high:g}: "
                "give bounds with the value that is off"
            )
    return made


def spread(
    quantity: str,
    meaning: str,
    source: str,
    *,
    mouse: tuple[float, str] | None = None,
    human: tuple[float, str] | None = None,
    along: Mapping[str, float] | None = None,
) -> Spread:
    """Declare how animals or patients differ: an SD of the natural logarithm, and its class."""
    known = {MOUSE: mouse, HUMAN: human}
    sd = {species: given[0] for species, given in known.items() if given}
    kinds = {species: Kind(given[1]) for species, given in known.items() if given}
    return Spread(quantity, meaning, sd, source, kinds, along or {})


def state(name: str, unit: str, meaning: str, latex: str, tolerance: float = 1e-9) -> State:
    """Declare a state."""
    return State(name, unit, meaning, latex, tolerance)


def effect(
    name: str, unit: str, meaning: str, latex: str, combine: Combine = Combine.SUM
) -> Effect:
    """Declare a place where drugs act."""
    return Effect(name, unit, meaning, latex, combine)


def signal(name: str, unit: str, meaning: str, latex: str) -> Signal:
    """Declare a named intermediate."""
    return Signal(name, unit, meaning, latex)


def readout(name: str, unit: str, meaning: str, *, detail: bool = False) -> Readout:
    """Declare a reported series."""
    return Readout(name, unit, meaning, detail)


def printed_symbol(symbol: str) -> str:
    """The LaTeX of a symbol: a first letter (or Greek name), the rest as its subscript."""
    greek = next((name for name in GREEK if symbol.startswith(name)), None)
    head = greek or symbol[0]
    tail = symbol[len(head) :].strip("_")
    letter = f"\\{head}" if greek else head
    return f"{letter}_{{{tail}}}" if tail else letter


RAISED = {"2": "²", "3": "³"}


@cache
def shown_unit(unit: str) -> str:
    """A unit as people write it: `mg/kg_bw` is mg/kg, `mg/m2` mg/m², a plain number has none."""
    plain = {"fold": "fold", "fraction": "", "1": "", "percent": "%"}
    if unit in plain:
        return plain[unit]
    text = re.sub(r"\bkg_bw\b", "kg", unit)
    text = re.sub(r"\bm([23])\b", lambda power: f"m{RAISED[power[1]]}", text)
    text = text.replace("Gcell", "10⁹")
    return re.sub(r"\bug\b", "µg", text).replace("nmol/L", "nM")


Reader = Callable[[str, Any], Any]
"""`signal(name, expression)` as equations call it: gives back what stands for the expression."""

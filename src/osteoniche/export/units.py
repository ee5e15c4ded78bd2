"""Units as declarations write them, read for SBML.

A declaration writes `mg/L`, `1/day`, `nmol*kDa/mg`. Here such a text becomes the powers of its
words, a unit's identifier in a file, and the SI units that define it.
"""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from osteoniche.errors import ModelError

DIMENSIONLESS = "dimensionless"
PLAIN = ("1", "fold", "fraction")
"""Words for plain numbers."""


@dataclass(frozen=True)
class Base:
    """One factor of a word: an SBML base unit to a power, times a power of ten and a number."""

    kind: str
    exponent: int = 1
    scale: int = 0
    multiplier: float = 1.0


WORDS: Mapping[str, tuple[Base, ...]] = {
    "percent": (Base("dimensionless", scale=-2),),
    "day": (Base("second", multiplier=86400.0),),
    "cell": (Base("item"),),
    "Gcell": (Base("item", scale=9),),
    "kg_bw": (Base("kilogram"),),
    "mg": (Base("gram", scale=-3),),
    "ug": (Base("gram", scale=-6),),
    "L": (Base("litre"),),
    "m2": (Base("metre", exponent=2),),
    "nmol": (Base("mole", scale=-9),),
    "pmol": (Base("mole", scale=-12),),
    # a molar mass: a kilodalton is a kilogram per mole
    "kDa": (Base("gram", scale=3), Base("mole", exponent=-1)),
}

Powers = tuple[tuple[str, int], ...]
"""The words of a unit and their exponents, in alphabetical order; none for a plain number."""


def powers(unit: str) -> Powers:
    """The words of a unit and their exponents. Raises ModelError for a word without a meaning."""
    count: Counter[str] = Counter()
    for sign, word in re.findall(r"([*/]?)([^*/]+)", unit):
        if word in PLAIN:
            continue
        if word not in WORDS:
            raise ModelError(f"unit {unit!r}: SBML has no meaning for {word!r} yet")
        count[word] += -1 if sign == "/" else 1
    return tuple(sorted((word, power) for word, power in count.items() if power))


def product(*factors: tuple[Powers, int]) -> Powers:
    """The product of units, each to a whole power."""
    count: Counter[str] = Counter()
    for unit, exponent in factors:
        for word, power in unit:
            count[word] += power * exponent
    return tuple(sorted((word, power) for word, power in count.items() if power))


def rate(unit: str) -> str:
    """The unit of a rate of change: `1/day` for a plain number, else the unit per day."""
    return "1/day" if not powers(unit) else f"{unit}/day"


def identifier(unit: Powers) -> str:
    """How a file names a unit: `mg_per_kg_bw`, `per_day`; `dimensionless` is SBML's own."""
    above = [_named(word, power) for word, power in unit if power > 0]
    below = [_named(word, -power) for word, power in unit if power < 0]
    if not above and not below:
        return DIMENSIONLESS
    return "_".join([*above, *(f"per_{word}" for word in below)])


def _named(word: str, power: int) -> str:
    return word if power == 1 else f"{word}_{power}"


class Definitions:
    """The unit definitions of one SBML model, added as they are asked for."""

    def __init__(self, model: Any) -> None:
        self.model = model
        self._known = {DIMENSIONLESS}

    def of(self, unit: str | Powers) -> str:
        """The identifier of a unit, defined in the model from now on."""
        wanted = powers(unit) if isinstance(unit, str) else unit
        name = identifier(wanted)
        if name not in self._known:
            self._known.add(name)
            self._define(name, wanted)
        return name

    def _define(self, name: str, unit: Powers) -> None:
        import libsbml

        definition = self.model.createUnitDefinition()
        definition.setId(name)
        definition.setName(_shown(unit))
        for word, power in unit:
            for base in WORDS[word]:
                part = definition.createUnit()
                part.setKind(libsbml.UnitKind_forName(base.kind))
                # SBML raises multiplier and scale to the power as well
                part.setExponent(base.exponent * power)
                part.setScale(base.scale)
                part.setMultiplier(base.multiplier)


def _shown(unit: Powers) -> str:
    """A unit as people write it: `mg/kg body weight`."""

    def words(sign: int) -> list[str]:
        found = [(word.replace("kg_bw", "kg body weight"), sign * power) for word, power in unit]
        return [word if power == 1 else f"{word}^{power}" for word, power in found if power > 0]

    above, below = words(1), words(-1)
    return "/".join(["*".join(above) or "1", *below])

"""What a visitor's own data may be about: the declared read-outs, and light and folds of them.

Each quantity has the units that can be converted into its own; any other unit is refused.
"""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from osteoniche.calibration.rows import FLOORS
from osteoniche.models import BONE, CELLS
from osteoniche.quantity import Readout
from osteoniche.system import default_system

LIGHT_UNIT = "photons/s"

UNITS: Mapping[str, Mapping[str, float]] = {
    "cell": {
        "cells": 1.0,
        "cell": 1.0,
        "thousand cells": 1e3,
        "10^3 cells": 1e3,
        "million cells": 1e6,
        "10^6 cells": 1e6,
    },
    "percent": {"%": 1.0, "percent": 1.0, "fraction": 100.0},
    "fold": {"fold": 1.0, "%": 0.01, "percent": 0.01},
    "fraction": {"fraction": 1.0, "%": 0.01, "percent": 0.01},
    LIGHT_UNIT: {
        "photons/s": 1.0,
        "p/s": 1.0,
        "10^6 photons/s": 1e6,
        "photons/min": 1 / 60,
    },
}
"""Units by the declared unit of a read-out, with what turns a value into that; the usual first."""
OF_START = {"% of start": 1.0, "%": 1.0, "percent": 1.0, "fraction of start": 100.0}
"""Those of bone mass, which is told of its own start."""
DAYS = {
    **dict.fromkeys(("", "d", "day", "days"), 1.0),
    **dict.fromkeys(("h", "hour", "hours"), 1 / 24),
    **dict.fromkeys(("w", "week", "weeks"), 7.0),
}
"""Units of the column of days."""
ASSUMED_ERRORS = {
    "cell": FLOORS["light"],
    "fold": FLOORS["light"],
    LIGHT_UNIT: FLOORS["light"],
    "percent": FLOORS["bone"],
    "fraction": FLOORS["bone"] / 100.0,
}
"""One standard deviation where no bounds are given: of the natural logarithm for cells, light and
folds; of the value for shares. Class assumed."""
GREATEST = {"percent": 100.0, "fraction": 1.0}
"""What a share of a whole is at most, by its unit."""
GREATEST_BONE = 1000.0
"""The same for bone mass, which may grow: ten times its start is another unit or a slip."""
ALSO = {
    "bli": "bioluminescence",
    "luminescence": "bioluminescence",
    "light": "bioluminescence",
    "tumour burden": "tumour cells",
    "burden": "tumour cells",
    "fold": "tumour fold",
}
"""Other names in use."""
VOLUME_SHARE = "bv/tv"
"""Bone volume over tissue volume: of bone mass only where it is told of its start."""


class Reported(StrEnum):
    """How a quantity is told of its read-out."""

    LEVEL = "level"
    LIGHT = "light"
    """proportional to it, by one factor for the whole study"""
    FOLD = "fold"
    """over its value on day 0"""


@dataclass(frozen=True)
class Quantity:
    """One quantity: its name in files, the read-out behind it, its unit and those convertible."""

    name: str
    readout: str
    unit: str
    meaning: str
    units: Mapping[str, float]
    reported: Reported = Reported.LEVEL

    @property
    def logarithmic(self) -> bool:
        """Whether it is compared as a logarithm: amounts and folds, not shares."""
        return self.unit in ("cell", "fold", LIGHT_UNIT)

    @property
    def error(self) -> float:
        """The assumed standard deviation, on the scale on which it is compared."""
        return ASSUMED_ERRORS[self.unit]

    @property
    def greatest(self) -> float:
        """What a value is at most, in the quantity's own unit; infinite for amounts and folds."""
        if self.readout == BONE:
            return GREATEST_BONE
        return GREATEST.get(self.unit, math.inf)

    @property
    def shown(self) -> str:
        """Its usual unit as people write it."""
        return next(iter(self.units))


@cache
def quantities() -> dict[str, Quantity]:
    """Every quantity by name: tumour and bone first, then the other read-outs."""
    declared = [one for one in default_system().model.readouts if not one.detail]
    found = [_of(one) for one in declared]
    burden = next(one for one in found if one.readout == CELLS)
    light = Quantity(
        "bioluminescence",
        CELLS,
        LIGHT_UNIT,
        "light of the tumour, by one factor for the whole study",
        UNITS[LIGHT_UNIT],
        Reported.LIGHT,
    )
    fold = Quantity(
        "tumour fold",
        CELLS,
        "fold",
        "tumour burden over that of day 0",
        UNITS["fold"],
        Reported.FOLD,
    )
    others = [one for one in found if one is not burden]
    return {one.name: one for one in (burden, light, fold, *others)}


def _of(declared: Readout) -> Quantity:
    name = re.sub(r"_(percent|fold)$", "", declared.name).replace("_", " ")
    units = OF_START if declared.name == BONE else UNITS[declared.unit]
    return Quantity(name, declared.name, declared.unit, declared.meaning, units)


class NoQuantity(ValueError):
    """A text that names no quantity."""


class NoUnit(ValueError):
    """A unit that can not be converted; `quantity` says into which it would have to be."""

    def __init__(self, unit: str, quantity: Quantity) -> None:
        super().__init__(unit)
        self.unit, self.quantity = unit, quantity


def understood(text: str) -> tuple[Quantity, float]:
    """The quantity that a text names, and what turns a value in its unit into the quantity's.

    `bone mass`, `bone mass %`, `bone mass [% of start]` and `bone_mass_percent` are the same.
    Raises NoQuantity or NoUnit.
    """
    name, unit = _parts(text)
    found = _names().get(name)
    if name == VOLUME_SHARE:
        found = _names()["bone mass"]
        if "start" not in unit:
            raise NoUnit(f"BV/TV {unit}".strip(), found)
    if found is None:
        raise NoQuantity(text)
    if not unit:
        return found, 1.0
    if unit not in found.units:
        raise NoUnit(unit, found)
    return found, found.units[unit]


def _parts(text: str) -> tuple[str, str]:
    """The name and the unit in a text, in small letters."""
    plain = " ".join(text.strip().lower().replace("_", " ").split()).replace("tumor", "tumour")
    plain = plain.replace("³", "^3").replace("⁶", "^6").replace("×", "")
    match = re.fullmatch(r"(.*?)\s*(?:\[(.*)\]|\((.*)\)|(%.*))", plain)
    if match is None:
        return plain, ""
    unit = next(part for part in match.groups()[1:] if part is not None)
    return match[1], unit.strip()


@cache
def _names() -> dict[str, Quantity]:
    """Quantities by all their names."""
    known = quantities()
    columns = {
        one.readout.replace("_", " "): one
        for one in known.values()
        if one.reported is Reported.LEVEL
    }
    return {**columns, **known, **{other: known[name] for other, name in ALSO.items()}}


def day_factor(text: str) -> float | None:
    """What turns a time in a unit into days; None for a unit that is none of time."""
    return DAYS.get(text.strip().lower())

"""The equations read with units: every result must have the dimension and the scale declared.

Two readings of one moment are compared. One with plain floats, as the product computes; one with
pint quantities, where a gram is never a milligram. A number that differs, once the quantity is
written in the declared unit, is a wrong dimension, a lost factor, or a unit declared wrongly.
"""

import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import SimpleNamespace
from typing import Any

import numpy as np
import pint

from osteoniche.components import Drug
from osteoniche.effects import KILL, KILL_RESISTANT
from osteoniche.quantity import Species
from osteoniche.system import System, keep

REGISTRY = pint.UnitRegistry(None)
for definition in (
    "centi- = 1e-2",
    "milli- = 1e-3 = m-",
    "micro- = 1e-6 = u-",
    "nano- = 1e-9 = n-",
    "pico- = 1e-12 = p-",
    "giga- = 1e9 = G-",
    "kilo- = 1e3 = k-",
    "meter = [length] = m",
    "day = [time]",
    "hour = day / 24",
    "gram = [mass] = g",
    "liter = 1e-3 * meter ** 3 = L",
    "mole = [substance] = mol",
    "dalton = 1.66053906660e-24 * gram = Da",
    "m2 = meter ** 2",
    "cell = [cells]",
    "kg_bw = [body_weight]",
    "fold = []",
    "fraction = []",
    "percent = 0.01",
):
    REGISTRY.define(definition)

AGREEMENT = 1e-9
"""Largest relative difference of the two readings; rounding of conversions is far below it."""


def quantity(value: float, unit: str) -> Any:
    """A number in a declared unit (`1` is a plain number)."""
    return REGISTRY.Quantity(value, "" if unit == "1" else unit)


def dose_unit(unit: str) -> str:
    """The unit on a dose slider, where kg is body weight."""
    return re.sub(r"\bkg\b", "kg_bw", unit)


def fault(plain: Any, read: Any, unit: str) -> str | None:
    """What is wrong with a reading in a declared unit, or None."""
    try:
        value = REGISTRY.Quantity(read).to("" if unit == "1" else unit).magnitude
    except pint.DimensionalityError:
        return f"declared in {unit}, but is {REGISTRY.Quantity(read).units:~}"
    if not math.isclose(value, plain, rel_tol=AGREEMENT, abs_tol=1e-300):
        return f"declared in {unit}: {value:g} with units, {plain:g} in the code"
    return None


class Readings:
    """One moment of a system, read with floats and with units.

    States, inflows and constants are random numbers near 1, so that no term is 0 or hides behind
    another one; a term may be any size in either reading, as long as both agree.
    """

    def __init__(self, system: System, species: Species, seed: int = 1) -> None:
        self.system, self.species = system, species
        random = np.random.default_rng(seed)

        def near_one(names: Iterable[str]) -> dict[str, float]:
            return {name: float(random.uniform(0.3, 3.0)) for name in names}

        numbers = near_one(state.name for state in system.states)
        inflow = near_one(drug.name for drug in system.drugs)
        plain = near_one(param.symbol for param in system.params)
        self.plain = SimpleNamespace(
            p=SimpleNamespace(**plain), x=SimpleNamespace(**numbers), inflow=inflow
        )
        self.units = SimpleNamespace(
            p=SimpleNamespace(
                **{q.symbol: quantity(plain[q.symbol], q.unit) for q in system.params}
            ),
            x=SimpleNamespace(**{s.name: quantity(numbers[s.name], s.unit) for s in system.states}),
            inflow={
                drug.name: quantity(inflow[drug.name], f"{self.entry_unit(drug)}/day")
                for drug in system.drugs
            },
        )

    def entry_unit(self, drug: Drug) -> str:
        """The unit of the state that a dose of the drug enters, alike for all routes."""
        units = {s.unit for s in self.system.states if s.name in drug.entry.values()}
        (unit,) = units
        return unit

    def faults(self) -> Iterator[str]:
        """Everything whose unit is wrong, named."""
        system = self.system
        evaluations = self._both(lambda side: system.evaluate(side.x, side.p, side.inflow, keep))
        if isinstance(evaluations, str):
            yield f"equations: {evaluations}"
            return
        plain, units = evaluations
        rates = {s.name: f"({'fold' if s.unit == '1' else s.unit})/day" for s in system.states}
        yield from _compared("rate of", rates, plain.rates, units.rates)
        signals = {s.name: s.unit for s in system.signals}
        yield from _compared("signal", signals, plain.signals, units.signals)
        readouts = {r.name: r.unit for r in system.readouts}
        yield from _compared("read-out", readouts, plain.readouts, units.readouts)
        for part in (system.model, *system.organs):
            starts = {s.name: s.unit for s in part.states}
            yield from self._read("start of", starts, lambda side, p=part: p.start(side.p))
        found = {id(self.plain): plain.signals, id(self.units): units.signals}
        for drug in system.drugs:
            yield from self._effect_faults(drug, found)
            yield from self._amount_faults(drug)

    def _effect_faults(self, drug: Drug, signals: Mapping[int, Any]) -> Iterator[str]:
        declared = {effect.name: effect.unit for effect in self.system.effects}
        declared[KILL] = declared[KILL_RESISTANT] = declared["kill_sensitive"]

        def effects(side: Any) -> dict[str, Any]:
            s = SimpleNamespace(**signals[id(side)])
            costs = drug.costs(side.x, side.p, s)
            read = {name: value for name, value in costs.items() if name in declared}
            return drug.effects(side.x, side.p, s) | read

        yield from self._read(f"{drug.name}, effect", declared, effects)

    def _amount_faults(self, drug: Drug) -> Iterator[str]:
        """A dose on the slider must become what the state that it enters counts."""
        given = drug.dosing[self.species].unit
        doses = {id(self.plain): 7.0, id(self.units): quantity(7.0, dose_unit(given))}

        def entering(side: Any) -> dict[str, Any]:
            amount = drug.amount(doses[id(side)], given, side.p)
            share = getattr(side.p, drug.available) if drug.available else 1
            return {"amount": amount * share}

        yield from self._read(f"{drug.name}, dose", {"amount": self.entry_unit(drug)}, entering)

    def _read(
        self, what: str, declared: Mapping[str, str], read: Callable[[Any], dict[str, Any]]
    ) -> Iterator[str]:
        found = self._both(read)
        if isinstance(found, str):
            yield f"{what}: {found}"
        else:
            yield from _compared(what, declared, *found)

    def _both(self, read: Callable[[Any], Any]) -> tuple[Any, Any] | str:
        """A reading with floats and one with units, or why there can be none."""
        try:
            return read(self.plain), read(self.units)
        except pint.DimensionalityError as error:
            return str(error)


def _compared(
    what: str, declared: Mapping[str, str], plain: Mapping[str, Any], units: Mapping[str, Any]
) -> Iterator[str]:
    """The faults of a family of results, of those that were given."""
    for name in plain:
        found = fault(plain[name], units[name], declared[name])
        if found:
            yield f"{what} {name}: {found}"

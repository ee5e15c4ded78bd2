"""Scenarios from anywhere in the box that a visitor may choose from: the same ones for ever.

Each constant, drug and field has random numbers of its own, by its name: what is added to the model
changes no number of the others. Hypothesis draws otherwise in each of its versions.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any
from zlib import crc32

import numpy as np

from osteoniche.components import Drug
from osteoniche.quantity import SPECIES, Species
from osteoniche.scenario import Scenario
from osteoniche.scenario.courses import A_SECOND
from osteoniche.scenario.limits import (
    DAYS,
    DOSES_AT_MOST,
    EVERY,
    FIRST_DOSE,
    HOURS,
    INDUCTION,
    TIME,
    Range,
    dose_range,
)
from strategies import DRUGS, SYMBOLS, SYSTEM

SEED = 2026
SETS = ("fitted-2026", "reference-2026")
GIVEN, CHANGED = 0.5, 0.025
"""How often a drug is given and a constant is changed: about three of each."""
AT_AN_END = 0.25
"""How often a number is the smallest, the usual or the largest one."""
A_HAIR = 1 + 1e-12
TOGETHER = 100
"""Scenarios whose numbers are drawn at once."""

Numbers = Sequence[float]


def scenarios(count: int) -> list[Scenario]:
    """So many of them; the first of more are the first of fewer."""
    return [_scenario(number) for number in range(count)]


def _scenario(number: int) -> Scenario:
    field = {name: _numbers(name, number) for name in ("species", "days", "host", "tumour", "set")}
    species = _one_of(SPECIES, field["species"])
    last = round(_within(DAYS[species], field["days"]))
    symbols = [symbol for symbol in SYMBOLS if _numbers(symbol, number)[-1] < CHANGED]
    drugs = [drug for name, drug in DRUGS.items() if _numbers(name, number)[-1] < GIVEN]
    return Scenario.model_validate(
        {
            "set": _one_of(SETS, field["set"]),
            "species": species,
            "days": last,
            "host": _one_of(list(SYSTEM.model.hosts), field["host"]),
            "tumour": _one_of(list(SYSTEM.model.tumours), field["tumour"]),
            "induction": _within(INDUCTION, _numbers("induction", number)),
            "treatments": [_treatment(drug, species, last, number) for drug in drugs],
            "parameters": {symbol: _constant(symbol, species, number) for symbol in symbols},
        }
    )


def _treatment(drug: Drug, species: Species, last: int, number: int) -> dict[str, Any]:
    def numbers(part: str) -> Numbers:
        return _numbers(f"{drug.name}.{part}", number)

    route = _one_of(drug.dosing[species].routes, numbers("route"))
    start = _within(Range(0, last, FIRST_DOSE[species]), numbers("start"))
    soonest = start + 2 * A_SECOND
    until = _within(Range(soonest, TIME.high, max(soonest, last)), numbers("until"))
    until = until if numbers("until")[-1] < 0.5 and soonest < TIME.high else None
    hours = _within(HOURS, numbers("hours")) if route == "infusion" else None
    length = (last if until is None else min(until, last)) - start
    shortest = max(EVERY.low, length / DOSES_AT_MOST * A_HAIR, (hours or 0) / 24 * A_HAIR)
    every = _within(Range(shortest, EVERY.high, max(EVERY.default, shortest)), numbers("every"))
    return {
        "drug": drug.name,
        "dose": _within(dose_range(drug, species), numbers("dose")),
        "start": start,
        "every": every if numbers("every")[-1] < 0.8 else None,
        "until": until,
        "route": route,
        "hours": hours,
    }


def _constant(symbol: str, species: Species, number: int) -> float:
    declared = SYSTEM.by_symbol[symbol]
    allowed = Range(*declared.bounds(species), declared.declared[species])
    return _within(allowed, _numbers(symbol, number))


def _one_of(choices: Sequence[Any], numbers: Numbers) -> Any:
    return choices[int(numbers[0] * len(choices))]


def _within(allowed: Range, numbers: Numbers) -> float:
    """A number of a range; now and then an end of it, or the default."""
    if numbers[1] < AT_AN_END:
        return float(_one_of([allowed.low, allowed.default, allowed.high], numbers))
    return float(allowed.low + numbers[0] * (allowed.high - allowed.low))


@cache
def _column(name: str, block: int) -> np.ndarray:
    return np.random.default_rng([SEED, crc32(name.encode()), block]).random((TOGETHER, 3))


def _numbers(name: str, number: int) -> Numbers:
    """Three numbers from 0 to 1 that only a name and the number of the scenario decide."""
    block, row = divmod(number, TOGETHER)
    return _column(name, block)[row].tolist()

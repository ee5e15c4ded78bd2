"""Units of the file, read a second way: libSBML compares kinds, but not always thousands.

Every rule and every event is computed twice: with the bare numbers, as simulators do, and with
quantities made of the file's own unit definitions. Both have to agree, in kind and in scale.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import libsbml
import numpy as np
import pint
import pytest
from benchmarks.peers import scenarios
from documents import value

from osteoniche.export.sbml import as_sbml

REGISTRY = pint.UnitRegistry(None)
for definition in (
    "kilo- = 1e3",
    "meter = [length] = _ = metre",
    "gram = [mass]",
    "second = [time]",
    "mole = [substance]",
    "item = [items]",
    "litre = 1e-3 * meter ** 3",
    "dimensionless = []",
):
    REGISTRY.define(definition)

EVERYTHING = "human, all drugs"


@cache
def text_of(name: str) -> str:
    """The file of a known scenario."""
    return as_sbml(scenarios()[name])


def faults(text: str) -> list[str]:
    """The rules and event changes whose unit or scale is not that of their variable."""
    document = libsbml.readSBMLFromString(text)
    return [fault for seed in (1, 2, 3) for fault in _faults(document.getModel(), seed)]


def _faults(model: Any, seed: int) -> Iterator[str]:
    random = np.random.default_rng(seed)
    units = {unit.getId(): _unit(unit) for unit in model.getListOfUnitDefinitions()}
    units["dimensionless"] = REGISTRY.Quantity(1.0)
    unit_of = {p.getId(): units[p.getUnits()] for p in model.getListOfParameters()}
    unit_of["time"] = units[model.getTimeUnits()]
    bare = {name: float(random.uniform(0.5, 2.0)) for name in unit_of}
    full = {name: bare[name] * unit_of[name] for name in unit_of}

    def number(node: Any) -> Any:
        return node.getValue() * units[node.getUnits()]

    for name, math, per in _mathematics(model):
        expected = value(math, bare)
        try:
            found = value(math, full, number) / unit_of[name]
            if per:
                found = found * unit_of["time"]
            agrees = np.isclose(found.to("").magnitude, expected, rtol=1e-9, atol=0.0)
        except pint.DimensionalityError as error:
            yield f"{name}: {error}"
            continue
        if not agrees:
            yield f"{name}: {expected} in the file, {found.to('').magnitude} by its units"


def _mathematics(model: Any) -> Iterator[tuple[str, Any, bool]]:
    """Variable, expression, and whether the expression is its rate."""
    for rule in model.getListOfRules():
        yield rule.getVariable(), rule.getMath(), rule.isRate()
    for assignment in model.getListOfInitialAssignments():
        yield assignment.getSymbol(), assignment.getMath(), False
    for event in model.getListOfEvents():
        for change in event.getListOfEventAssignments():
            yield change.getVariable(), change.getMath(), False


def _unit(definition: Any) -> Any:
    total = REGISTRY.Quantity(1.0)
    for unit in definition.getListOfUnits():
        kind = libsbml.UnitKind_toString(unit.getKind())
        one = unit.getMultiplier() * 10.0 ** unit.getScale() * REGISTRY.Quantity(1.0, kind)
        total = total * one ** unit.getExponent()
    return total


@pytest.mark.parametrize("name", ["mouse, all drugs", EVERYTHING, "infusions of a day from day 0"])
def test_every_expression_has_the_unit_and_scale_of_its_variable(name: str) -> None:
    assert faults(text_of(name)) == []


CONSISTENT = {"cell": ("item", 0), "percent": ("dimensionless", -2), "Gcell_per_L": ("item", 9)}
"""Kind and scale of units that stand alone: nothing in the file could contradict them."""


def test_a_slip_of_a_thousand_would_be_found_in_every_unit() -> None:
    text = text_of(EVERYTHING)
    blocks = re.findall(r'(<unitDefinition id="(\w+)".*?</unitDefinition>)', text, re.DOTALL)
    assert len(blocks) > 20
    for block, unit in blocks:
        if unit in CONSISTENT:
            kind, scale = CONSISTENT[unit]
            assert f'kind="{kind}" exponent="1" scale="{scale}"' in block, unit
            continue
        slipped = re.sub(
            r'scale="(-?\d+)"', lambda found: f'scale="{int(found[1]) - 3}"', block, count=1
        )
        used = re.search(rf'<parameter [^>]*units="{unit}"', text) is not None
        assert bool(faults(text.replace(block, slipped))) == used, unit

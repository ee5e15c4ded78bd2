"""Exported files as tests read them: checked by libSBML, and computed without a simulator."""

import math
from collections.abc import Callable, Mapping
from functools import cache, reduce
from operator import add, ge, gt, le, lt
from typing import Any

import libsbml
import numpy as np

from osteoniche.export.sbml import as_sbml
from osteoniche.scenario import Scenario

CHECKS = (
    "GENERAL_CONSISTENCY",
    "IDENTIFIER_CONSISTENCY",
    "UNITS_CONSISTENCY",
    "MATHML_CONSISTENCY",
    "SBO_CONSISTENCY",
    "OVERDETERMINED_MODEL",
    "MODELING_PRACTICE",
)
"""Everything that libSBML can check."""

COMPARED = {
    libsbml.AST_RELATIONAL_GT: gt,
    libsbml.AST_RELATIONAL_GEQ: ge,
    libsbml.AST_RELATIONAL_LT: lt,
    libsbml.AST_RELATIONAL_LEQ: le,
}


@cache
def _written(document: str) -> str:
    return as_sbml(Scenario.model_validate_json(document))


@cache
def _read(text: str) -> libsbml.SBMLDocument:
    return libsbml.readSBMLFromString(text)


def written(scenario: Scenario) -> str:
    """The export of a scenario, made once."""
    return _written(scenario.model_dump_json())


def model(scenario: Scenario) -> libsbml.Model:
    """The model of a scenario's export, as libSBML reads it."""
    document = _read(written(scenario))
    assert document.getNumErrors() == 0
    return document.getModel()


def findings(text: str) -> list[str]:
    """Every error and warning of libSBML's full check."""
    document = libsbml.readSBMLFromString(text)
    for category in CHECKS:
        document.setConsistencyChecks(getattr(libsbml, f"LIBSBML_CAT_{category}"), True)
    document.checkConsistency()
    document.checkInternalConsistency()
    errors = [document.getError(i) for i in range(document.getNumErrors())]
    return [
        f"{error.getSeverityAsString()}, {error.getCategoryAsString()}: {error.getMessage()}"
        for error in errors
    ]


def parameters(scenario: Scenario) -> dict[str, libsbml.Parameter]:
    """All parameters of an export by identifier."""
    return {p.getId(): p for p in model(scenario).getListOfParameters()}


def changed_by_events(scenario: Scenario) -> set[str]:
    """What the events of an export change, by identifier."""
    return {
        change.getVariable()
        for event in model(scenario).getListOfEvents()
        for change in event.getListOfEventAssignments()
    }


def plain(node: Any) -> float:
    """A number of the file without its unit."""
    return float(node.getValue())


def value(node: Any, known: Mapping[str, Any], number: Callable[[Any], Any] = plain) -> Any:
    """The value of an expression of the file; `number` reads a number that stands in it."""
    parts = [node.getChild(i) for i in range(node.getNumChildren())]
    kind = node.getType()
    if node.isNumber():
        return number(node)
    if kind == libsbml.AST_NAME_TIME:
        return known["time"]
    if kind == libsbml.AST_NAME:
        return known[node.getName()]
    if kind == libsbml.AST_FUNCTION_PIECEWISE:
        return _choice(parts, known, number)
    numbers = [value(part, known, number) for part in parts]
    if kind in COMPARED:
        return COMPARED[kind](*numbers)
    if kind == libsbml.AST_MINUS:
        return -numbers[0] if len(numbers) == 1 else numbers[0] - numbers[1]
    if kind == libsbml.AST_FUNCTION_ROOT:
        return numbers[1] ** (1 / numbers[0])
    others = {
        libsbml.AST_PLUS: lambda x: reduce(add, x),
        libsbml.AST_TIMES: math.prod,
        libsbml.AST_LOGICAL_AND: all,
        libsbml.AST_DIVIDE: lambda x: x[0] / x[1],
        libsbml.AST_FUNCTION_POWER: lambda x: x[0] ** x[1],
        libsbml.AST_FUNCTION_EXP: lambda x: np.exp(x[0]),
    }
    return others[kind](numbers)


def _choice(parts: list[Any], known: Mapping[str, Any], number: Callable[[Any], Any]) -> Any:
    for chosen, condition in zip(parts[::2], parts[1::2], strict=False):
        if value(condition, known, number):
            return value(chosen, known, number)
    return value(parts[-1], known, number)

"""What each setting in which two runs differ does alone, and what all of them do together."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from osteoniche.analysis.attribution import moved_constants
from osteoniche.analysis.burdens import Burdens, size
from osteoniche.errors import Described, ScenarioError
from osteoniche.quantity import SPECIES_NAMES
from osteoniche.scenario import INDUCES, Scenario
from osteoniche.study import Run, simulate
from osteoniche.system import default_system

CONSTANTS = "constants"
"""The setting that is all constants together."""
EACH_CONSTANT = 3
"""Constants up to which each is a setting of its own."""


@dataclass(frozen=True)
class Change:
    """A setting in which two runs differ, and what it does alone.

    `log` is the natural logarithm of how many times fewer cells; `least` tells that no cell is left
    in one of the two runs it comes from.
    """

    setting: str
    log: float
    least: bool


@dataclass(frozen=True)
class Contrast:
    """From one run to another: what each setting does alone, and what all of them do together."""

    first: Scenario
    second: Scenario
    begun: float
    ended: float
    changes: tuple[Change, ...]

    @property
    def independent(self) -> float:
        """What all settings would do if none changed what another does (as `Change.log`)."""
        return sum(change.log for change in self.changes)

    @property
    def log(self) -> float:
        """What they do together."""
        return size(self.begun) - size(self.ended)


def contrast(first: Scenario, second: Scenario, run: Run = simulate) -> Contrast:
    """What each setting that differs between two runs does alone, and all of them together.

    Raises ScenarioError for runs of two species, of which everything differs, for runs without a
    tumour, and where a setting of the second can not be given to the first; SolverError if one of
    the runs has no curve.
    """
    if first.species != second.species:
        both = " and ".join(SPECIES_NAMES[each.species] for each in (first, second))
        raise ScenarioError([Described("species", both, "compare runs of one species")])
    if "none" in (first.tumour, second.tumour):
        raise ScenarioError([Described("tumour", "none", "compare runs with a tumour")])
    burdens, changes = Burdens(run), []
    for setting, fields in settings(first, second).items():
        changed = first.changed(**fields)
        log, least = burdens.fewer(first, changed), burdens.gone(first, changed)
        changes.append(Change(setting, log, least))
    return Contrast(first, second, burdens.cells(first), burdens.cells(second), tuple(changes))


def settings(first: Scenario, second: Scenario) -> dict[str, dict[str, Any]]:
    """The settings in which two runs differ: the fields that the first would have, by setting."""
    differing: dict[str, dict[str, Any]] = {
        field: {field: getattr(second, field)}
        for field in ("set", "days", "host", "tumour")
        if getattr(first, field) != getattr(second, field)
    }
    if first.induction != second.induction and (_raises(first) or _raises(second)):
        differing["induction"] = {"induction": second.induction}
    return differing | dict(_drugs(first, second)) | dict(_constants(first, second))


def _drugs(first: Scenario, second: Scenario) -> Iterator[tuple[str, dict[str, Any]]]:
    """The drugs that are given otherwise."""
    for drug in default_system().by_name:
        before, after = ([one for one in run.given if one.drug == drug] for run in (first, second))
        if before != after:
            others = [one for one in first.given if one.drug != drug]
            yield drug, {"treatments": [one.model_dump() for one in (*others, *after)]}


def _constants(first: Scenario, second: Scenario) -> Iterator[tuple[str, dict[str, Any]]]:
    """The constants that differ: each for itself, or all as one where they are many."""
    before, after = moved_constants(first), moved_constants(second)
    symbols = [each for each in before | after if before.get(each) != after.get(each)]
    if len(symbols) > EACH_CONSTANT:
        yield CONSTANTS, {"parameters": after}
        return
    for symbol in symbols:
        others = {name: value for name, value in before.items() if name != symbol}
        yield symbol, {"parameters": others | ({symbol: after[symbol]} if symbol in after else {})}


def _raises(scenario: Scenario) -> bool:
    return any(INDUCES in default_system().acts[one.drug] for one in scenario.given)

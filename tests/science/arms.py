"""Scenarios of the reference run by the names of `reference.csv`, and their remembered results."""

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np

from osteoniche import parameters, study
from osteoniche.engine import solver
from osteoniche.engine.result import Result
from osteoniche.scenario import Scenario

REFERENCE_SET = "reference-2026"
WILD = "jagged1-low wild-type"
FIRST = {"mouse": 7.0, "human": 30.0}

USUAL: Mapping[str, Mapping[str, Mapping[str, Any]]] = {
    "mouse": {
        "paclitaxel": {"dose": 10.0, "every": 3.5, "route": "ip"},
        "cisplatin": {"dose": 5.0, "every": 7.0, "route": "ip"},
        "docetaxel": {"dose": 10.0, "every": 7.0, "route": "ip"},
        "15D11": {"dose": 10.0, "every": 3.5, "route": "ip"},
        "zoledronate": {"dose": 100.0, "every": 7.0, "route": "iv"},
    },
    "human": {
        "paclitaxel": {"dose": 175.0, "every": 21.0, "route": "infusion", "hours": 3.0},
        "cisplatin": {"dose": 75.0, "every": 21.0, "route": "infusion", "hours": 1.0},
        "docetaxel": {"dose": 75.0, "every": 21.0, "route": "infusion", "hours": 1.0},
        "15D11": {"dose": 10.0, "every": 21.0, "route": "infusion", "hours": 1.0},
        "zoledronate": {"dose": 4.0, "every": 28.0, "route": "iv"},
    },
}
"""Doses of the reference run, written out here: defaults of the drug files may change."""


def give(drug: str, species: str = "mouse", **changes: Any) -> dict[str, Any]:
    """One drug as in the reference run, with fields of the treatment changed."""
    return {"drug": drug, "start": FIRST[species], **USUAL[species][drug], **changes}


def treatments(species: str, name: str) -> list[dict[str, Any]]:
    """The drugs of a treatment of `reference.csv`: "x8" is eight doses, "continuous" to the end."""
    given = []
    for part in () if name == "untreated" else name.split("+"):
        drug, *length = part.split()
        doses = length[0].lstrip("x") if length else "continuous"
        plan = give(drug, species)
        if doses != "continuous":
            plan["until"] = plan["start"] + plan["every"] * int(doses)
        given.append(plan)
    return given


def scenario(species: str, host: str, treatment: str, **changes: Any) -> Scenario:
    """An arm of `reference.csv` with the parameter set of the reference run."""
    tumour, animal, *no_induction = host.split(maxsplit=2)
    fields: dict[str, Any] = {
        "species": species,
        "days": 42 if species == "mouse" else 731,
        "host": animal,
        "tumour": tumour,
        "induction": 1.0 if no_induction else 3.9,
        "treatments": treatments(species, treatment),
        "parameters": parameters.load(REFERENCE_SET, species),
    }
    return Scenario.model_validate(fields | changes)


@cache
def arm(species: str, host: str, treatment: str) -> Result:
    """The result of an arm of `reference.csv`."""
    return study.simulate(scenario(species, host, treatment), throw=True)


def run(**fields: Any) -> Result:
    """The result of a scenario on the declared constants; SolverError where there is none."""
    return study.simulate(Scenario.model_validate(fields), throw=True)


def run_reference(**fields: Any) -> Result:
    """The same with the parameter set of the reference run; `parameters` override it."""
    species = fields.get("species", "mouse")
    values = parameters.load(REFERENCE_SET, species) | fields.pop("parameters", {})
    return run(**fields, parameters=values)


def run_beyond(overrides: Mapping[str, float], **fields: Any) -> Result:
    """`run_reference` with constants by symbol that a scenario may not set, such as a gain of 0."""
    species = fields.get("species", "mouse")
    values = parameters.load(REFERENCE_SET, species) | fields.pop("parameters", {})
    asked = Scenario.model_validate(fields | {"parameters": values})
    constants = asked.overrides() | dict(overrides)
    with patch.object(Scenario, "overrides", lambda self: constants):
        return study.simulate(asked, throw=True)


def last(result: Result, name: str = "tumour_cells") -> float:
    """A series on the last day."""
    return float(result[name][-1])


def with_rows(scenario: Scenario, rows: np.ndarray) -> Result:
    """The result of a scenario at other rows than the product's; they may end later."""
    with patch.object(solver, "grid", lambda days: rows):
        return study.simulate(scenario, throw=True)


def reference_values() -> dict[tuple[str, str, str], list[tuple[str, float, float]]]:
    """(quantity, day, value) of `reference.csv` by species, host and treatment."""
    found: dict[tuple[str, str, str], list[tuple[str, float, float]]] = {}
    path = Path(__file__).with_name("reference.csv")
    with path.open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            key = (row["species"], row["host"], row["treatment"])
            value = (row["quantity"], float(row["day"]), float(row["value"]))
            found.setdefault(key, []).append(value)
    return found


def at_day(result: Result, name: str, day: float) -> float:
    """A series at a row of the table; the day must be a row."""
    rows = np.flatnonzero(result.grid == day)
    assert len(rows) == 1, f"day {day} is not a row"
    return float(result[name][rows[0]])

"""What a scenario has where it says nothing: horizon, doses and schedules of its species."""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from osteoniche import parameters
from osteoniche.errors import Problem
from osteoniche.quantity import MOUSE, SPECIES, Species
from osteoniche.roles import Route
from osteoniche.scenario import file
from osteoniche.scenario.checks import constant_problems, drug_names
from osteoniche.scenario.former import renamed
from osteoniche.scenario.limits import DAYS, FIRST_DOSE
from osteoniche.system import default_system


def treatment_defaults(drug: str, species: str) -> dict[str, Any]:
    """A drug at its default dose and schedule in a species, as plain data."""
    dosing = default_system().by_name[drug].dosing[species]
    return {
        "drug": drug,
        "dose": dosing.default,
        "start": FIRST_DOSE[species],
        "every": dosing.every,
        "doses": None,
        "again": None,
        "until": None,
        "route": dosing.route,
        "hours": dosing.hours if dosing.route == Route.INFUSION else None,
    }


def for_species(data: Mapping[str, Any], species: Species) -> tuple[dict[str, Any], list[Problem]]:
    """Plain data of a scenario as another species has it, and what had to be left out.

    The horizon, schedules and doses become the usual ones (a drug at dose 0 stays there). Constants
    that the data set are kept where the species allows the value; the others are told.
    """
    switched = {name: value for name, value in data.items() if name != "days"}
    switched["species"] = species
    treatments, constants = data.get("treatments"), data.get("parameters")
    if isinstance(treatments, list | tuple):
        switched["treatments"] = [_usual_for(given, species) for given in treatments]
    dropped: list[Problem] = []
    if isinstance(constants, Mapping):
        own = data.get("species")
        here = [own] if own in SPECIES else []
        wrong_before = {problem.field for problem in constant_problems(constants, here)}
        found = {problem.field: problem for problem in constant_problems(constants, [species])}
        dropped = [found[field] for field in found if field not in wrong_before]
        left_out = {problem.field for problem in dropped}
        switched["parameters"] = {
            symbol: value
            for symbol, value in constants.items()
            if f"parameters.{symbol}" not in left_out
        }
    return switched, dropped


def _usual_for(given: Any, species: Species) -> Any:
    """A treatment on the usual schedule of a species; one at dose 0 stays at 0."""
    if not isinstance(given, Mapping) or given.get("drug") not in drug_names():
        return given
    usual = treatment_defaults(given["drug"], species)
    return usual | {"dose": 0.0} if given.get("dose") == 0 else usual


def with_defaults(data: Mapping[str, Any]) -> dict[str, Any]:
    """The data with the defaults of its species filled in; of the mouse, if it names none."""
    filled = {name: value for name, value in data.items() if name != file.MADE}
    named = filled.setdefault("species", MOUSE)
    species = named if named in SPECIES else MOUSE
    filled.setdefault("days", DAYS[species].default)
    treatments, constants = filled.get("treatments"), filled.get("parameters")
    if isinstance(treatments, list | tuple):
        filled["treatments"] = [_treatment_filled(given, species) for given in treatments]
    if isinstance(constants, Mapping):
        name = filled.get("set", parameters.DEFAULT)
        filled["parameters"] = renamed(constants, name, species)
    return filled


def _treatment_filled(given: Any, species: Species) -> Any:
    if isinstance(given, BaseModel):
        given = given.model_dump()
    if not isinstance(given, Mapping) or given.get("drug") not in drug_names():
        return given
    defaults = treatment_defaults(given["drug"], species)
    filled = defaults | dict(given)
    if filled["route"] == Route.INFUSION and filled["hours"] is None:
        filled["hours"] = default_system().by_name[given["drug"]].dosing[species].hours
    elif filled["route"] != Route.INFUSION and "hours" not in given:
        filled["hours"] = None
    return filled

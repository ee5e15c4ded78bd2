"""Scenarios in one line of Python: drugs by keyword, at a dose."""

from collections.abc import Iterator, Mapping
from typing import Any

from osteoniche.components import Drug
from osteoniche.errors import Described, Problem, ScenarioError
from osteoniche.quantity import SPECIES
from osteoniche.scenario import Scenario
from osteoniche.scenario.checks import nearest
from osteoniche.scenario.defaults import for_species
from osteoniche.system import default_system, identifier

FIELDS = tuple(name for name in Scenario.model_fields if name != "treatments")
"""What may be set besides drugs."""


def keyword(drug: Drug) -> str:
    """A drug's name as a word of Python: `paclitaxel`, `rankl_inhibitor`, `antibody_15d11`."""
    word = identifier(drug.name).lower()
    return word if word.isidentifier() else f"{drug.role.replace(' ', '_')}_{word}"


def given(base: Scenario | None = None, /, **settings: Any) -> Scenario:
    """The scenario of drugs at a dose, on their usual schedule: `given(paclitaxel=5, days=60)`.

    A keyword is a drug (see `keyword`; its name serves too) or a field of `Scenario`. A drug's
    value is its dose in its own unit (mg/kg or mg/m² for most), or a dictionary with other parts of
    a `Treatment`: `given(paclitaxel={"dose": 5, "every": 3.5})`, times in days, in cycles with
    `doses` and `again`; a list of them is several courses one after the other. All else has the
    value of `base`; without one, that of an untreated mouse with a tumour. Another `species` than
    that of the base brings its usual horizon, doses and schedules.

    Raises ScenarioError with every setting that is unknown, or not allowed.
    """
    data: dict[str, Any] = {} if base is None else base.model_dump()
    problems = list(_unknown(settings))
    species = settings.get("species")
    if base is not None and species in SPECIES and species != base.species:
        data, dropped = for_species(data, species)
        problems += dropped
    data |= {name: value for name, value in settings.items() if name in FIELDS}
    data["treatments"] = _planned(data.get("treatments", ()), settings)
    try:
        scenario = Scenario.model_validate(data)
    except ScenarioError as error:
        raise ScenarioError([*problems, *error.problems]) from None
    if problems:
        raise ScenarioError(problems)
    return scenario


def _planned(treatments: Any, settings: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The treatments, as plain data, with what the settings give."""
    plans: dict[str, list[dict[str, Any]]] = {}
    for plan in treatments:
        plans.setdefault(plan["drug"], []).append(plan)
    drugs = _drugs()
    for word, value in settings.items():
        if word in drugs:
            drug = drugs[word]
            first = plans.get(drug, [{}])[0]
            courses = value if isinstance(value, list | tuple) else [value]
            plans[drug] = [first | _part(course) | {"drug": drug} for course in courses]
    return [plan for courses in plans.values() for plan in courses]


def _part(value: Any) -> dict[str, Any]:
    """What is said of a course: its dose alone, or parts of it."""
    part = dict(value) if isinstance(value, Mapping) else {"dose": value}
    # hours are those of another route; an infusion has its own default
    return {"hours": None} | part if "route" in part else part


def _drugs() -> dict[str, str]:
    """The names of drugs by what a keyword may call them."""
    drugs = default_system().drugs
    return {word: drug.name for drug in drugs for word in (keyword(drug), drug.name)}


def _unknown(settings: Mapping[str, Any]) -> Iterator[Problem]:
    """Settings that are neither a drug nor a field, with what may have been meant."""
    known = [*map(keyword, default_system().drugs), *FIELDS]
    for word in settings:
        if word not in FIELDS and word not in _drugs():
            allowed = nearest(word, known) or f"choose from {', '.join(known)}"
            yield Described(word, "there is no such drug or field", allowed)

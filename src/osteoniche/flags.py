"""Settings written as `field=value`: what the command line's --set understands."""

from collections.abc import Iterable, Mapping
from typing import Any

from osteoniche.errors import Problem, ScenarioError
from osteoniche.quantity import SPECIES
from osteoniche.scenario import Scenario, treatment_defaults
from osteoniche.system import default_system

SINGLE = "once"
"""How a single dose is written where days between doses are asked for."""
WORDS = ("species", "host", "tumour")
NUMBERS = ("days", "induction", "version")


def with_settings(base: Mapping[str, Any], settings: Iterable[str]) -> Scenario:
    """The scenario of plain data `base` with settings applied in order.

    Raises ScenarioError with every problem: of the settings and of the scenario that they make.
    """
    data = dict(base)
    data["treatments"] = [dict(given) for given in data.get("treatments", ())]
    data["parameters"] = dict(data.get("parameters", {}))
    problems = [problem for text in settings for problem in _apply(data, text)]
    try:
        scenario = Scenario.model_validate(data)
    except ScenarioError as error:
        raise ScenarioError([*problems, *error.problems]) from None
    if problems:
        raise ScenarioError(problems)
    return scenario


def _apply(data: dict[str, Any], text: str) -> list[Problem]:
    """Put one setting into the data; what is wrong with it, if anything."""
    field, equals, written = text.partition("=")
    if not equals:
        return [Problem("--set", text, "write field=value")]
    head, _, name = field.partition(".")
    drugs = [drug.name for drug in default_system().drugs]
    if head in drugs and name in _treatment_fields():
        value = written if name == "route" else number(written)
        _treatment(data, head)[name] = None if written == SINGLE and name == "every" else value
    elif head == "parameters" and name:
        data["parameters"][name] = number(written)
    elif field in WORDS:
        data[field] = written
    elif field in NUMBERS:
        data[field] = number(written)
    else:
        allowed = [*WORDS, *NUMBERS[:2], "parameters.SYMBOL", *(f"{d}.dose" for d in drugs)]
        return [Problem(field, written, f"known fields are {', '.join(allowed)}")]
    return []


def _treatment_fields() -> list[str]:
    return ["dose", "start", "every", "until", "route", "hours"]


def _treatment(data: dict[str, Any], drug: str) -> dict[str, Any]:
    """The drug's treatment in the data; at its default dose if there was none."""
    for given in data["treatments"]:
        if given.get("drug") == drug:
            found: dict[str, Any] = given
            return found
    species = data.get("species")
    species = species if species in SPECIES else SPECIES[0]
    data["treatments"].append(treatment_defaults(drug, species))
    added: dict[str, Any] = data["treatments"][-1]
    return added


def number(text: str) -> Any:
    """A number written as text, whole if it looks whole; the text itself if it is none."""
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return text

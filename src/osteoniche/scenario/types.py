"""What pydantic finds in a scenario's plain data, told as the problems that people read."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from osteoniche.errors import Described, Problem
from osteoniche.quantity import CHOOSE_SPECIES
from osteoniche.scenario.checks import A_LIST, NO_FIELD, OBJECT, allowed_at, drug_names, named

ALLOWED = {
    "dict_type": OBJECT,
    "finite_number": "give a finite number",
    "float_type": "give a number",
    "int_from_float": "give a whole number",
    "int_type": "give a whole number",
    "invalid_key": "the name of a field is text",
    "literal_error": CHOOSE_SPECIES,
    "model_type": OBJECT,
    "string_type": "give text",
    "tuple_type": A_LIST,
}
"""Pydantic's findings in our words."""


def type_problems(
    error: ValidationError,
    data: Mapping[str, Any],
    fields: Collection[str],
    treatment_fields: Collection[str],
) -> list[Problem]:
    """What is of a wrong type, unknown or missing.

    `fields` are those of a scenario, `treatment_fields` those of one of its treatments.
    """
    found: list[Problem] = []
    for item in error.errors(include_url=False, include_context=False):
        location = tuple(part for part in item["loc"] if part != "[key]")
        if item["type"] == "missing":
            # a drug that is known has defaults: without it, the drug is the only thing to ask for
            if location[-1] == "drug":
                allowed = f"choose from {', '.join(drug_names())}"
                found.append(Problem(_path(location, data), None, allowed))
            continue
        if item["type"] == "extra_forbidden":
            known = treatment_fields if location[0] == "treatments" else fields
            there_is = f"choose from {', '.join(known)}"
            found.append(Described(_path(location, data), NO_FIELD, there_is))
            continue
        allowed = ALLOWED.get(item["type"], item["msg"].removeprefix("Input should be "))
        limits = allowed_at(location, data) if allowed.endswith("number") else ""
        allowed = "; ".join(part for part in (allowed, limits) if part)
        found.append(Problem(_path(location, data), item["input"], allowed))
    return found


def _path(location: Sequence[int | str], data: Mapping[str, Any]) -> str:
    """A field's name as people know it: paclitaxel.dose rather than treatments.0.dose."""
    if len(location) > 1 and location[0] == "treatments" and isinstance(location[1], int):
        head = named(location[1], data["treatments"][location[1]])
        return ".".join([head, *map(str, location[2:])])
    return ".".join(map(str, location)) or "scenario"

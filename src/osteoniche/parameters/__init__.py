"""Named parameter sets: complete tables of constants, so that a change of a default moves no set.

A set is one JSON file of this folder, named after the set: `title`, `date`, `note`, and `values`
by species and symbol, in the units of the declarations. It holds every constant that was declared
when it was made, but those that a scenario sets by a field of its own (Imax, JB0, JT0). A constant
that is younger than a set is off there, so that no set changes when a term is added. A constant
that another took the place of (`Former` of quantity.py) is read as the newer one.
"""

import json
from functools import cache
from importlib.resources import files
from typing import Any

from osteoniche.drugs import DRUGS
from osteoniche.errors import Problem, ScenarioError
from osteoniche.models import bone_metastasis
from osteoniche.organs import ORGANS
from osteoniche.quantity import Param

DEFAULT = "fitted-2026-11"
"""The set of a new scenario."""
UNNAMED = "fitted-2026"
"""The set of addresses and files that name none: they are from before sets had to be named."""
_SUFFIX = ".json"


@cache
def names() -> tuple[str, ...]:
    """The names of the sets, in alphabetical order."""
    found = (file.name for file in files(__name__).iterdir())
    return tuple(sorted(name.removesuffix(_SUFFIX) for name in found if name.endswith(_SUFFIX)))


def load(name: str, species: str) -> dict[str, float]:
    """The constants of a set for a species, by symbol, as the `parameters` of a Scenario.

    Those that are younger than the set are off; one that can not be off is as it is declared.
    Raises ScenarioError for an unknown set, or for a species that the set does not hold.
    """
    known = held(name, species)
    younger = {
        param.symbol: param.without(species)
        for param in _declared()
        if param.symbol not in known and not param.set_by
    }
    return known | younger


def held(name: str, species: str) -> dict[str, float]:
    """What the file of a set holds: `load` without the constants that are younger than the set.

    Raises ScenarioError as `load` does.
    """
    values: dict[str, dict[str, float]] = _read(name)["values"]
    if species not in values:
        raise ScenarioError([Problem("species", species, f"choose from {', '.join(values)}")])
    return _renamed({symbol: float(value) for symbol, value in values[species].items()})


def _declared() -> list[Param]:
    """The constants of the model, of all drugs and of all organs, as their files declare them."""
    drugs = (param for drug in DRUGS.values() for param in drug.params)
    organs = (param for organ in ORGANS.values() for param in organ.params)
    return [*bone_metastasis.PARAMS, *drugs, *organs]


def _renamed(values: dict[str, float]) -> dict[str, float]:
    """Values with former constants turned into those that took their place."""
    for param in _declared():
        if param.former and param.former.symbol in values:
            former = values.pop(param.former.symbol)
            values[param.symbol] = former / values[param.former.over]
    return values


def about(name: str) -> dict[str, str]:
    """The `title`, `date` and `note` of a set. Raises ScenarioError for an unknown one."""
    return {field: str(_read(name)[field]) for field in ("title", "date", "note")}


def is_fitted(name: str) -> bool:
    """Whether a set holds the fit that made it. Raises ScenarioError for an unknown one."""
    return "fit" in _read(name)


@cache
def _read(name: str) -> dict[str, Any]:
    if name not in names():
        allowed = f"choose from {', '.join(names())}"
        raise ScenarioError([Problem("parameter set", name, allowed)])
    text = files(__name__).joinpath(name + _SUFFIX).read_text(encoding="utf-8")
    content: dict[str, Any] = json.loads(text)
    return content

"""Named parameter sets: complete tables of constants, so that a change of a default moves no set.

A set is one JSON file of this folder, named after the set: `title`, `date`, `note`, and `values`
by species and symbol, in the units of the declarations. It holds every constant but those that a
scenario sets through its induction, host and tumour (Imax, JB0, JT0).
"""

import json
from functools import cache
from importlib.resources import files
from typing import Any

from osteoniche.errors import Problem, ScenarioError

DEFAULT = "fitted-2026"
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

    Raises ScenarioError for an unknown set, or for a species that the set does not hold.
    """
    values: dict[str, dict[str, float]] = _read(name)["values"]
    if species not in values:
        raise ScenarioError([Problem("species", species, f"choose from {', '.join(values)}")])
    return {symbol: float(value) for symbol, value in values[species].items()}


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

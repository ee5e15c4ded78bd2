"""Constants by the names that they once had: old files and addresses still hold.

`kkD`, say, was docetaxel's largest kill; it is now a ratio to that of paclitaxel.
"""

from collections.abc import Mapping
from typing import Any

from osteoniche import parameters
from osteoniche.quantity import Species
from osteoniche.system import default_system


def renamed(given: Mapping[Any, Any], name: Any, species: Species) -> dict[Any, Any]:
    """Constants by symbol with former names replaced, their values turned into what is meant now.

    `name` is the parameter set that says what the scenario does not. A value that is no number
    stays as it is, so that it is told; a constant given by both names keeps the newer.
    """
    found = dict(given)
    for param in default_system().params:
        if param.former and param.former.symbol in found:
            value = found.pop(param.former.symbol)
            over = _value(param.former.over, given, name, species)
            found.setdefault(param.symbol, _over(value, over))
    return found


def _value(symbol: str, given: Mapping[Any, Any], name: Any, species: Species) -> Any:
    """What a scenario says of a constant, else what its parameter set has."""
    known = name if name in parameters.names() else parameters.DEFAULT
    return given.get(symbol, parameters.load(known, species)[symbol])


def _over(value: Any, over: Any) -> Any:
    if isinstance(value, bool):
        return value
    try:
        return float(f"{value / over:.10g}")
    except (TypeError, ZeroDivisionError):
        return value

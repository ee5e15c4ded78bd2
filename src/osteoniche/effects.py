"""What several drugs together do at each place where they act."""

from collections.abc import Collection, Iterable
from types import SimpleNamespace
from typing import Any

from osteoniche.components import Drug
from osteoniche.errors import ModelError
from osteoniche.maths import union
from osteoniche.quantity import Combine, Effect

KILL, KILL_RESISTANT = "kill", "kill_resistant"


def joint(
    places: Collection[Effect],
    drugs: Iterable[Drug],
    clones: Collection[str],
    state: tuple[Any, Any, Any],
) -> Any:
    """The value at each place, by its name; `state` holds states, constants and signals."""
    parts: dict[str, list[Any]] = {place.name: [] for place in places}
    for drug in drugs:
        for name, value in _of_clones(drug, drug.effects(*state), clones).items():
            if name not in parts:
                raise ModelError(f"{drug.name}: the model has no effect {name!r}")
            parts[name].append(value)
        for name, value in drug.costs(*state).items():
            if name in parts:  # else no organ of this system reads it
                parts[name].append(value)
    return SimpleNamespace(**{place.name: _join(place, parts[place.name]) for place in places})


def _of_clones(drug: Drug, effects: dict[str, Any], clones: Iterable[str]) -> dict[str, Any]:
    """A drug's effects with its kill spelled out for each clone."""
    given = dict(effects)
    kill = given.pop(KILL, None)
    resistant = given.pop(KILL_RESISTANT, None)
    if kill is None:
        return given
    given[f"{KILL}_sensitive"] = kill
    for clone in clones:
        given[f"{KILL}_{clone}"] = resistant if drug.resisted_by == clone else kill
    return given


def _join(effect: Effect, parts: list[Any]) -> Any:
    """Several drugs at one place: a sum, or the share that at least one covers."""
    if not parts:
        return 0
    if effect.combine is Combine.UNION:
        return parts[0] if len(parts) == 1 else union(*parts)
    total = parts[0]
    for part in parts[1:]:
        total = total + part
    return total

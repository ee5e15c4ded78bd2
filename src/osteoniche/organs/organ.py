"""What an organ is: a place where a dose costs something, declared like a drug."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from osteoniche.quantity import Effect, Param, Readout, Signal, Species, State
from osteoniche.roles import Place


@dataclass(frozen=True)
class Organ:
    """Everything one organ file declares.

    An organ reads what drugs do to it (`effects`, to which a drug file contributes in its `costs`)
    and never acts back on bone or tumour. `start(p)`, `rates(x, p, effects, signal)` and
    `report(x, p, s)` are those of a model; `report` gives the one read-out. `species` are those in
    which it is shown. `assumed` names those in which its constants are not measured, so that
    whatever shows it can say so.
    """

    name: str
    label: str
    summary: str
    place: Place
    species: frozenset[Species]
    assumed: frozenset[Species]
    params: tuple[Param, ...]
    states: tuple[State, ...]
    effects: tuple[Effect, ...]
    signals: tuple[Signal, ...]
    readout: Readout
    start: Callable[..., dict[str, Any]]
    rates: Callable[..., dict[str, Any]]
    report: Callable[..., Any]

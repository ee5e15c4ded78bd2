"""The components of a system: what one file of a model, a drug or an organ declares."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from osteoniche.quantity import Effect, Param, Readout, Signal, Species, Spread, State
from osteoniche.roles import Place, Role, declared


@dataclass(frozen=True)
class Model:
    """Everything one model file declares.

    `start(p)` gives the initial states; `rates(x, p, effects, signal)` the time derivatives, both
    as dictionaries by state name; `report(x, p, s)` the read-outs by name, from states `x`,
    constants `p` and the signals `s` of the same moment. `spreads` say how animals and patients
    differ.
    """

    name: str
    params: tuple[Param, ...]
    states: tuple[State, ...]
    effects: tuple[Effect, ...]
    signals: tuple[Signal, ...]
    readouts: tuple[Readout, ...]
    clones: tuple[str, ...]
    hosts: Mapping[str, Mapping[str, float]]
    tumours: Mapping[str, Mapping[str, float]]
    start: Callable[[SimpleNamespace], dict[str, Any]]
    rates: Callable[..., dict[str, Any]]
    report: Callable[..., dict[str, Any]]
    spreads: tuple[Spread, ...] = ()


@dataclass(frozen=True)
class Dosing:
    """How a drug is given to one species: dose slider, unit and default schedule (days)."""

    unit: str
    default: float
    highest: float
    step: float
    every: float
    route: str
    routes: tuple[str, ...]
    hours: float = 1.0
    label: str = ""
    schedule: str = ""


def no_costs(x: Any, p: Any, s: Any) -> dict[str, Any]:
    """What a drug does to organs of which nothing is computed: nothing."""
    del x, p, s
    return {}


@dataclass(frozen=True)
class Drug:
    """Everything one drug file declares.

    `entry` names the state a dose enters by route (a bolus at once, an infusion at a constant
    rate); `available` the constant, if any, by which a dose is multiplied on entry. `amount(dose,
    unit, p)` turns a dose into the amount per kg of body weight that the states count.
    `rates(x, p, inflow, signal)` and `effects(x, p, s)` return dictionaries by state and by effect;
    `kill` and `kill_resistant` become the kill of each clone, the second for the clone in
    `resisted_by`. `report(x, p, s)` gives the concentration that is shown.

    `costs(x, p, s)` is what it does to organs, by the effects that they declare; an organ where it
    acts, and to which it does nothing there, is one whose cost is not computed.

    `acts_on` names where it acts: the sentences about a run go by it. Of a `logarithmic` drug small
    doses matter, so that they stand apart where all doses are shown. `synonyms` are further names
    for it, in small letters, that a visitor's table may use. `spreads` say how animals and patients
    differ in what becomes of it.

    Raises ModelError for a role, a route or a place that is not declared in roles.py.
    """

    name: str
    label: str
    role: Role
    acts_on: frozenset[Place]
    params: tuple[Param, ...]
    states: tuple[State, ...]
    signals: tuple[Signal, ...]
    concentration: Readout
    dosing: Mapping[Species, Dosing]
    entry: Mapping[str, str]
    amount: Callable[[Any, str, SimpleNamespace], Any]
    rates: Callable[..., dict[str, Any]]
    effects: Callable[..., dict[str, Any]]
    report: Callable[..., Any]
    available: str | None = None
    resisted_by: str | None = None
    summary: str = field(default="")
    logarithmic: bool = False
    synonyms: tuple[str, ...] = ()
    spreads: tuple[Spread, ...] = ()
    costs: Callable[..., dict[str, Any]] = no_costs

    def __post_init__(self) -> None:
        routes = {*self.entry, *(r for each in self.dosing.values() for r in each.routes)}
        declared(self.name, self.role, routes, self.acts_on)

    def called(self, species: Species) -> str:
        """Its name as a species knows it: a RANKL inhibitor is denosumab in patients."""
        return self.dosing[species].label or self.label

    def briefly(self, species: Species) -> str:
        """The same without what stands in brackets: 15D11 (anti-Jagged1) is 15D11."""
        return self.called(species).partition(" (")[0]


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

"""The equations as people read them: each quantity, and what it is worked out from.

They are the same functions that a simulation evaluates, read with SymPy symbols that keep what was
written: nothing is multiplied out, and where drugs act stands one symbol for what all drugs do.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from types import SimpleNamespace
from typing import Any

from osteoniche.components import Drug
from osteoniche.engine.codegen.text import symbol
from osteoniche.equations.tidy import tidied
from osteoniche.organs import Organ
from osteoniche.quantity import Effect, Readout, Signal, State, shown_unit
from osteoniche.system import System, default_system, identifier

DOSE = "dose"
"""The symbol of a dose as it is given, in the unit of its slider."""


class Role(StrEnum):
    """What an equation gives."""

    RATE = "rate"
    SIGNAL = "signal"
    EFFECT = "effect"
    READOUT = "readout"
    START = "start"
    ENTRY = "entry"


@dataclass(frozen=True)
class Equation:
    """What one quantity is worked out from; `expression` is SymPy's, over `symbols()`.

    `quantity` names what stands on the left, `unit` is its own and not that of its rate.
    """

    role: Role
    quantity: str
    meaning: str
    unit: str
    expression: Any

    @property
    def name(self) -> str:
        """A name that no other equation has."""
        return f"{self.role}-{identifier(self.quantity)}"

    @property
    def used(self) -> list[str]:
        """The symbols on the right, in the order in which they are read."""
        import sympy

        found = sympy.preorder_traversal(self.expression)
        return list(dict.fromkeys(each.name for each in found if each.is_Symbol))


@dataclass(frozen=True)
class Chapter:
    """Equations of one kind of the model, or all of a drug or an organ, its `owner`."""

    role: Role | None
    owner: Drug | Organ | None
    equations: tuple[Equation, ...]


@dataclass(frozen=True)
class Symbol:
    """A symbol of the equations: how it is printed, what it means, its unit.

    `home` is the equation that gives it; a constant has none.
    """

    name: str
    latex: str
    meaning: str
    unit: str
    home: str | None


@lru_cache(maxsize=1)
def chapters() -> tuple[Chapter, ...]:
    """All equations: the model's by role, then each drug's and organ's. SymPy is imported here."""
    import sympy

    with sympy.evaluate(False):
        return _read(default_system())


@lru_cache(maxsize=1)
def symbols() -> Mapping[str, Symbol]:
    """Every symbol of the equations, by name."""
    system = default_system()
    found = [Symbol(one.symbol, one.latex, one.meaning, one.unit, None) for one in system.params]
    found += [_quantity(one, Role.RATE) for one in system.states]
    found += [_quantity(one, Role.SIGNAL) for one in system.signals]
    found += [_quantity(one, Role.EFFECT) for one in system.effects]
    found += [
        Symbol(name, rf"I_{{{drug.name}}}", f"{drug.label}: infusion", "amount/day", None)
        for name, drug in zip(system.inflows, system.drugs, strict=True)
    ]
    found.append(Symbol(DOSE, "dose", "the dose, as it is given", "", None))
    return {one.name: one for one in found}


@lru_cache(maxsize=1)
def uses() -> Mapping[str, list[Equation]]:
    """The equations in which each symbol stands, by its name."""
    found: dict[str, list[Equation]] = {}
    for chapter in chapters():
        for equation in chapter.equations:
            for name in equation.used:
                found.setdefault(name, []).append(equation)
    return found


def _quantity(one: State | Signal | Effect, role: Role) -> Symbol:
    return Symbol(one.name, one.latex, one.meaning, one.unit, f"{role}-{one.name}")


def _read(system: System) -> tuple[Chapter, ...]:
    model = system.model
    x = _symbols(state.name for state in system.states)
    p = _symbols(system.constants)
    s = _symbols(signal.name for signal in system.signals)
    acting = _symbols(effect.name for effect in system.effects)
    heard = _Heard()
    rates = model.rates(x, p, acting, heard)
    joined = vars(system.combined(x, p, s))
    return (
        Chapter(Role.RATE, None, _of(Role.RATE, model.states, rates)),
        Chapter(Role.SIGNAL, None, _of(Role.SIGNAL, model.signals, heard)),
        Chapter(Role.EFFECT, None, _of(Role.EFFECT, model.effects, joined)),
        Chapter(Role.READOUT, None, _of(Role.READOUT, model.readouts, model.report(x, p, s))),
        Chapter(Role.START, None, _of(Role.START, model.states, _begun(model.start(p)))),
        *(Chapter(None, drug, tuple(_drug(drug, x, p, s))) for drug in system.drugs),
        *(
            Chapter(None, organ, tuple(_organ(organ, x, p, s, acting, joined)))
            for organ in system.organs
        ),
    )


def _begun(start: dict[str, Any]) -> dict[str, Any]:
    """The values at day 0, where a value that stands in another is named and not repeated."""
    import sympy

    given = {name: sympy.sympify(value) for name, value in start.items()}
    named = {value: symbol(name) for name, value in given.items() if value.args}
    return {
        name: value.xreplace({part: by for part, by in named.items() if part != value})
        for name, value in given.items()
    }


def _drug(drug: Drug, x: Any, p: Any, s: Any) -> Iterator[Equation]:
    """What a dose puts in, and what becomes of it."""
    heard = _Heard()
    units = dict.fromkeys(dosing.unit for dosing in drug.dosing.values())
    for place, unit in enumerate(units, 1):
        amount = drug.amount(symbol(DOSE), unit, p)
        if drug.available:
            amount = amount * getattr(p, drug.available)
        where = f"{drug.label}: what a dose in {shown_unit(unit)} puts in"
        entry = drug.states[0].unit
        yield Equation(Role.ENTRY, f"{drug.name}-{place}", where, entry, tidied(amount))
    rates = drug.rates(x, p, getattr(p, f"inflow_{identifier(drug.name)}"), heard)
    yield from _of(Role.RATE, drug.states, rates)
    yield from _of(Role.SIGNAL, drug.signals, heard)
    shown = drug.concentration
    yield from _of(Role.READOUT, [shown], {shown.name: drug.report(x, p, s)})


def _organ(
    organ: Organ, x: Any, p: Any, s: Any, acting: Any, joined: dict[str, Any]
) -> Iterator[Equation]:
    """What drugs do to an organ, and what becomes of it."""
    heard = _Heard()
    rates = organ.rates(x, p, acting, heard)
    yield from _of(Role.EFFECT, organ.effects, joined)
    yield from _of(Role.RATE, organ.states, rates)
    yield from _of(Role.SIGNAL, organ.signals, heard)
    yield from _of(Role.READOUT, [organ.readout], {organ.readout.name: organ.report(x, p, s)})
    yield from _of(Role.START, organ.states, _begun(organ.start(p)))


class _Heard(dict[str, Any]):
    """Remembers what is said of each signal, and answers with its symbol."""

    def __call__(self, name: str, expression: Any) -> Any:
        self[name] = expression
        return symbol(name)


def _symbols(names: Iterable[str]) -> Any:
    return SimpleNamespace(**{name: symbol(name) for name in names})


def _of(
    role: Role,
    declared: Iterable[State | Signal | Effect | Readout],
    expressions: Mapping[str, Any],
) -> tuple[Equation, ...]:
    return tuple(
        Equation(role, one.name, one.meaning, one.unit, tidied(expressions[one.name]))
        for one in declared
    )

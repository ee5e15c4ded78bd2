"""Model, drugs and organs joined into one system y' = f(t, y), and the readers of its equations.

The equations are plain functions; what comes out depends on what goes in. Floats give numbers (the
reference reader), quantities with units give the test of units, SymPy symbols give the code that is
compiled, LaTeX and exports.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property, lru_cache
from types import SimpleNamespace
from typing import Any

from osteoniche import parameters
from osteoniche.components import Drug, Model
from osteoniche.drugs import DRUGS
from osteoniche.effects import joint
from osteoniche.errors import ModelError
from osteoniche.models import bone_metastasis
from osteoniche.organs import ORGANS, Organ
from osteoniche.quantity import (
    SPECIES,
    Effect,
    Param,
    Readout,
    Signal,
    Species,
    Spread,
    State,
)
from osteoniche.roles import Role

INFLOW = "inflow_"


@dataclass(frozen=True)
class Evaluation:
    """The system at one moment: derivatives, signals and read-outs by name."""

    rates: dict[str, Any]
    signals: dict[str, Any]
    readouts: dict[str, Any]


@dataclass(frozen=True)
class System:
    """One model, every drug (with amount zero for one that is not given) and every organ.

    Organs read what drugs do to them and never act back, so a run that asks for no cost may leave
    them out: see `core`.

    Raises ModelError when a file contradicts its own declarations.
    """

    model: Model
    drugs: tuple[Drug, ...]
    organs: tuple[Organ, ...] = ()

    def __post_init__(self) -> None:
        names = [s.name for s in self.states] + [s.name for s in self.signals]
        names += [p.symbol for p in self.params] + list(self.inflows)
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise ModelError(f"declared more than once: {', '.join(twice)}")

    @cached_property
    def states(self) -> tuple[State, ...]:
        """All states, the model's first; their order is the order of the vector y."""
        return self.model.states + self._of_parts("states")

    @cached_property
    def params(self) -> tuple[Param, ...]:
        """All constants, the model's first."""
        return self.model.params + self._of_parts("params")

    @cached_property
    def signals(self) -> tuple[Signal, ...]:
        """All named intermediates."""
        return self.model.signals + self._of_parts("signals")

    @cached_property
    def spreads(self) -> tuple[Spread, ...]:
        """How animals and patients differ, the model's first."""
        return self.model.spreads + tuple(one for drug in self.drugs for one in drug.spreads)

    def _of_parts(self, what: str) -> tuple[Any, ...]:
        """What drugs and organs declare of one kind, in their order."""
        return tuple(one for part in (*self.drugs, *self.organs) for one in getattr(part, what))

    @cached_property
    def effects(self) -> tuple[Effect, ...]:
        """All places where drugs act: the model's first, then those of the organs."""
        return self.model.effects + tuple(e for organ in self.organs for e in organ.effects)

    @cached_property
    def readouts(self) -> tuple[Readout, ...]:
        """All reported series: the model's, one concentration per drug, one read-out per organ."""
        concentrations = tuple(drug.concentration for drug in self.drugs)
        return self.model.readouts + concentrations + tuple(o.readout for o in self.organs)

    @cached_property
    def inflows(self) -> tuple[str, ...]:
        """Names of the infusion rates, one per drug, in the order of the drugs."""
        return tuple(INFLOW + identifier(drug.name) for drug in self.drugs)

    @cached_property
    def constants(self) -> tuple[str, ...]:
        """What the vector p of the compiled code holds: symbols, then infusion rates."""
        return tuple(param.symbol for param in self.params) + self.inflows

    def fitted(self, values: Mapping[Species, Mapping[str, float]], by: str) -> "System":
        """The same equations with the values of a parameter set, by species, and which set it is.

        A constant that it does not hold is younger: it is off.
        """

        def moved(params: tuple[Param, ...]) -> tuple[Param, ...]:
            return tuple(_as_in(values, param, by) for param in params)

        return replace(
            self,
            model=replace(self.model, params=moved(self.model.params)),
            drugs=tuple(replace(drug, params=moved(drug.params)) for drug in self.drugs),
            organs=tuple(replace(organ, params=moved(organ.params)) for organ in self.organs),
        )

    @cached_property
    def core(self) -> "System":
        """What most runs need, at their speed: no organs, and no drugs of a new kind."""
        usual = tuple(drug for drug in self.drugs if drug.role is not Role.OTHER)
        return replace(self, drugs=usual, organs=())

    def for_run(self, drugs: Collection[str], *, costs: bool) -> "System":
        """The smaller of the two that has what a run with these drugs needs."""
        return self if costs or not set(drugs) <= set(self.core.by_name) else self.core

    def costs_of(self, drugs: Collection[str], species: Species) -> tuple[Organ, ...]:
        """The organs of a species to which some drugs do something that is computed."""
        touched = {name for drug in drugs for name in self.harms[drug]}
        return tuple(
            organ
            for organ in self.organs
            if species in organ.species and touched & {effect.name for effect in organ.effects}
        )

    @cached_property
    def harms(self) -> dict[str, frozenset[str]]:
        """The effects that each drug has on organs, by its name."""
        x, p, s = self._moment
        return {drug.name: frozenset(drug.costs(x, p, s)) for drug in self.drugs}

    @cached_property
    def by_symbol(self) -> dict[str, Param]:
        """Each constant by its symbol."""
        return {param.symbol: param for param in self.params}

    @cached_property
    def by_name(self) -> dict[str, Drug]:
        """Each drug by its name, in their order."""
        return {drug.name: drug for drug in self.drugs}

    @cached_property
    def acts(self) -> dict[str, frozenset[str]]:
        """The effects that each drug has, by its name."""
        x, p, s = self._moment
        return {drug.name: frozenset(drug.effects(x, p, s)) for drug in self.drugs}

    @cached_property
    def _moment(self) -> tuple[Any, Any, Any]:
        """States, constants and signals of day 0: what effects are asked with for their names."""
        p = self.values(SPECIES[0])
        x = SimpleNamespace(**self.start(p))
        nothing = dict.fromkeys(self.by_name, 0.0)
        return x, p, SimpleNamespace(**self.evaluate(x, p, nothing, keep).signals)

    def values(self, species: Species, overrides: Mapping[str, float] | None = None) -> Any:
        """The constants of a species as a namespace of floats, overridden by symbol."""
        declared = {param.symbol: param.values[species] for param in self.params}
        unknown = set(overrides or {}) - set(declared)
        if unknown:
            raise ModelError(f"no such constant: {', '.join(sorted(unknown))}")
        return SimpleNamespace(**{**declared, **(overrides or {})})

    def start(self, p: Any) -> dict[str, Any]:
        """The state at day 0: that of model and organs, and no drug anywhere."""
        begun = self.model.start(p)
        for organ in self.organs:
            begun |= organ.start(p)
        return {state.name: begun.get(state.name, 0) for state in self.states}

    def evaluate(
        self, x: Any, p: Any, inflow: Mapping[str, Any], wrap: Callable[[str, Any], Any]
    ) -> Evaluation:
        """Derivatives, signals and read-outs of state `x` with constants `p`.

        `inflow` holds infusion rates by drug name; `wrap(name, expression)` gives what stands for a
        signal from then on (the value itself for numbers, a fresh symbol for symbols).
        """
        signals: dict[str, Any] = {}
        declared = {signal.name for signal in self.signals}

        def named(name: str, expression: Any) -> Any:
            if name not in declared or name in signals:
                raise ModelError(f"signal {name!r} is not declared, or is given twice")
            signals[name] = wrap(name, expression)
            return signals[name]

        rates: dict[str, Any] = {}
        for drug in self.drugs:
            rates |= drug.rates(x, p, inflow[drug.name], named)
        seen = SimpleNamespace(**signals)
        effects = self.combined(x, p, seen)
        rates |= self.model.rates(x, p, effects, named)
        for organ in self.organs:
            rates |= organ.rates(x, p, effects, named)
        seen = SimpleNamespace(**signals)
        readouts = self.model.report(x, p, seen)
        readouts |= {drug.concentration.name: drug.report(x, p, seen) for drug in self.drugs}
        readouts |= {organ.readout.name: organ.report(x, p, seen) for organ in self.organs}
        self._complete(rates, signals, readouts)
        return Evaluation(rates, signals, readouts)

    def combined(self, x: Any, p: Any, s: Any) -> Any:
        """What all drugs together do at each place of the model, and of organs, where they act."""
        return joint(self.effects, self.drugs, self.model.clones, (x, p, s))

    def _complete(
        self, rates: dict[str, Any], signals: dict[str, Any], readouts: dict[str, Any]
    ) -> None:
        """Raise ModelError unless every declared quantity was given, and no other."""
        _same("derivatives", rates, (state.name for state in self.states))
        _same("signals", signals, (signal.name for signal in self.signals))
        _same("read-outs", readouts, (readout.name for readout in self.readouts))


def identifier(name: str) -> str:
    """A drug's name as a word of code: letters, digits and underscores."""
    return name.replace("-", "_")


def keep(name: str, value: Any) -> Any:
    """The float reader's signal: the value itself."""
    del name
    return value


@lru_cache(maxsize=1)
def declared_system() -> System:
    """The bone metastasis model with every drug and organ, and constants as they are declared."""
    return System(bone_metastasis.MODEL, tuple(DRUGS.values()), tuple(ORGANS.values()))


@cache
def system_of(name: str) -> System:
    """The same with the constants of a parameter set. Raises ScenarioError for an unknown one."""
    values = {species: parameters.held(name, species) for species in SPECIES}
    return declared_system().fitted(values, f"parameter set {name}")


@lru_cache(maxsize=1)
def default_system() -> System:
    """The same with the default parameter set: that of a new scenario."""
    return system_of(parameters.DEFAULT)


def _as_in(values: Mapping[Species, Mapping[str, float]], param: Param, by: str) -> Param:
    """A constant as a parameter set has it."""
    given = {
        species: known[param.symbol] for species, known in values.items() if param.symbol in known
    }
    return param.fitted(given, by) if given else param.switched_off(by)


def _same(what: str, given: Mapping[str, Any], declared: Iterable[str]) -> None:
    """Raise ModelError when the names given are not the names declared."""
    names = set(declared)
    if set(given) != names:
        missing, extra = sorted(names - set(given)), sorted(set(given) - names)
        raise ModelError(f"{what}: missing {missing}, not declared {extra}")

"""Which part of the mechanism has which part in the size of a tumour, from untreated to a run.

All is said of living tumour cells on the last day, as how many times fewer they are, and kept as
logarithms, so that the parts add up exactly. Every part is one more run.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from osteoniche.analysis.burdens import Burdens, size
from osteoniche.scenario import INDUCES, Scenario
from osteoniche.study import Run, simulate
from osteoniche.system import default_system

UNPROTECTED: Mapping[str, float] = {"protection_max": 0.0, "u0": 0.0}
"""Constants with which Notch neither blocks the kill nor lets a cell persist."""
SHIELDING = frozenset({"jagged1_occupancy", "notch_block"})
"""Effects of drugs that take Notch from the tumour."""
KILL = "kill"
"""What the effects of drugs that kill tumour cells begin with."""
NO_INDUCTION = 1.0
"""Fold of Jagged1 at which chemotherapy does not raise it."""


class Cause(StrEnum):
    """What makes the tumour smaller or larger, in the order of the way from untreated to a run."""

    HOST = "host"
    TUMOUR = "tumour"
    CONSTANTS = "constants"
    DRUG = "drug"
    KILL = "kill"
    NICHE = "niche"
    INDUCED = "induced"
    GROWTH = "growth"
    RETURNED = "returned"


@dataclass(frozen=True)
class Part:
    """The part of one cause: `log` is the natural logarithm of how many times fewer cells.

    `subject` names what acts: drugs, a host, a tumour line or constants. `least` tells that one of
    the runs it comes from has no cell left.
    """

    cause: Cause
    subject: tuple[str, ...]
    log: float
    least: bool

    @property
    def times(self) -> float:
        """How many times fewer cells it makes; below 1 it makes more."""
        return math.exp(self.log)


@dataclass(frozen=True)
class Attribution:
    """The way from an untreated, usual animal (or patient) to a run; `parts` add up to `log`."""

    scenario: Scenario
    begun: float
    ended: float
    parts: tuple[Part, ...]

    @property
    def log(self) -> float:
        """The natural logarithm of how many times fewer cells there are in the end."""
        return size(self.begun) - size(self.ended)


def attribute(scenario: Scenario, run: Run = simulate) -> Attribution | None:
    """The way from untreated to a run; None without a tumour.

    Raises SolverError if one of the runs has no curve.
    """
    if scenario.tumour == "none":
        return None
    usual = Scenario(set=scenario.set, species=scenario.species, days=scenario.days)
    burdens = Burdens(run)
    way = _Way(scenario, burdens)
    way.kill_and_shield(way.others(way.animal(usual)))
    ends = burdens.cells(usual), burdens.cells(scenario)
    return Attribution(scenario, *ends, tuple(way.parts))


class _Way:
    """The parts that were found on the way to a scenario.

    Its steps begin at a run and give the run at which they end.
    """

    def __init__(self, scenario: Scenario, burdens: Burdens) -> None:
        self._scenario, self._burdens = scenario, burdens
        self._drugs = list(dict.fromkeys(one.drug for one in scenario.given))
        self.parts: list[Part] = []

    def animal(self, run: Scenario) -> Scenario:
        """From the usual animal to that of the scenario, both without a drug."""
        for cause, field in ((Cause.HOST, "host"), (Cause.TUMOUR, "tumour")):
            chosen = getattr(self._scenario, field)
            if chosen != getattr(run, field):
                run = self._step(cause, [chosen], run, run.changed(**{field: chosen}))
        moved = [*moved_constants(self._scenario)]
        if moved:
            other = run.changed(parameters=dict(self._scenario.parameters))
            run = self._step(Cause.CONSTANTS, moved, run, other)
        return run

    def others(self, run: Scenario) -> Scenario:
        """Add the drugs that neither kill tumour cells nor take Notch from them."""
        for drug in self._drugs:
            if not (_kills(drug) or _shields(drug)):
                run = self._step(Cause.DRUG, [drug], run, self._with(run, [drug]))
        return run

    def kill_and_shield(self, run: Scenario) -> None:
        """Add the drugs that kill, and those that take Notch from the tumour."""
        killing = [drug for drug in self._drugs if _kills(drug)]
        shielding = [drug for drug in self._drugs if _shields(drug) and drug not in killing]
        killed, open_ = (self._with(run, drugs) for drugs in (killing, shielding))
        if killing:
            self._kill(run, killed, killing)
        if shielding:
            self._step(Cause.GROWTH, shielding, run, open_)
        if killing and shielding:
            beside = self._burdens.fewer(killed, self._scenario)
            log = beside - self._burdens.fewer(run, open_)
            least = self._burdens.gone(run, killed, open_, self._scenario)
            self.parts.append(Part(Cause.RETURNED, tuple(shielding), log, least))

    def _kill(self, run: Scenario, killed: Scenario, drugs: list[str]) -> None:
        """What drugs could do without any protection, and what Notch takes back of it."""
        bare = killed.changed(parameters={**killed.parameters, **UNPROTECTED})
        self._step(Cause.KILL, drugs, run, bare)
        raising = [drug for drug in drugs if INDUCES in default_system().acts[drug]]
        flat = killed.changed(induction=NO_INDUCTION) if raising else killed
        self._step(Cause.NICHE, drugs, bare, flat)
        if flat.key() != killed.key():
            self._step(Cause.INDUCED, raising, flat, killed)

    def _step(
        self, cause: Cause, subject: Iterable[str], before: Scenario, after: Scenario
    ) -> Scenario:
        """Add the part of what leads from one run to another, and go there."""
        log, least = self._burdens.fewer(before, after), self._burdens.gone(before, after)
        self.parts.append(Part(cause, tuple(subject), log, least))
        return after

    def _with(self, run: Scenario, drugs: Iterable[str]) -> Scenario:
        """A run with some drugs more, given (and raising Jagged1) as in the scenario."""
        more = [one for one in self._scenario.given if one.drug in drugs]
        treatments = [one.model_dump() for one in (*run.given, *more)]
        return run.changed(treatments=treatments, induction=self._scenario.induction)


def moved_constants(scenario: Scenario) -> dict[str, float]:
    """The constants that a scenario sets to another value than its set has."""
    return {
        symbol: value
        for symbol, value in scenario.parameters.items()
        if value != scenario.usual(symbol)
    }


def _kills(drug: str) -> bool:
    return any(effect.startswith(KILL) for effect in default_system().acts[drug])


def _shields(drug: str) -> bool:
    return bool(SHIELDING & default_system().acts[drug])

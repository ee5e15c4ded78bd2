"""Doses and infusions as SBML events.

A schedule is one event a drug that fires again and again, with the dose, the first day, the
interval and the number of doses as parameters, so that whoever opens the file can change them in
one place. Its trigger compares the time with the day of the next dose: it turns true and stays true
until the dose is given, so no step of a solver is too long to notice it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from osteoniche.engine.course import dose_days
from osteoniche.export.mathml import TIME
from osteoniche.quantity import Drug
from osteoniche.scenario import Scenario, Treatment
from osteoniche.system import INFLOW, identifier

HOURS_PER_DAY = 24.0
HALF = 0.5
"""Counts of doses are compared halfway between two of them.

After the last dose as many are given as there are. A simulator that looks for the moment at which
their difference passes 0 (COPASI) would find it at every step from then on, and give one more dose.
"""


@dataclass(frozen=True)
class Setting:
    """A parameter of a schedule; `counts` marks the one that its events change."""

    name: str
    value: float
    unit: str
    meaning: str
    counts: bool = False


@dataclass(frozen=True)
class Event:
    """What happens to which quantities when a condition becomes true (SymPy expressions)."""

    name: str
    meaning: str
    trigger: Any
    changes: Mapping[str, Any]


@dataclass(frozen=True)
class Schedule:
    """One drug's doses: parameters and events; `infused` is the unit of an infused amount."""

    drug: Drug
    settings: tuple[Setting, ...] = ()
    events: tuple[Event, ...] = ()
    infused: str | None = None


def inflow(drug: Drug) -> str:
    """The name of a drug's infusion rate in the equations."""
    return INFLOW + identifier(drug.name)


def setting_name(what: str, drug: str) -> str:
    """The name of a parameter of a drug's schedule: `dose_paclitaxel`."""
    return f"{what}_{identifier(drug)}"


def dose_unit(unit: str) -> str:
    """The unit of a dose, where kg is body weight."""
    return unit.replace("kg", "kg_bw")


def schedules(scenario: Scenario, drugs: Mapping[str, Drug], p: Any) -> Iterator[Schedule]:
    """The schedule of every drug that is given; `p` holds symbols of the constants."""
    for treatment in scenario.given:
        doses = len(dose_days(treatment, scenario.days))
        drug = drugs[treatment.drug]
        yield _Plan(scenario, treatment, drug, doses).schedule(p) if doses else Schedule(drug)


@dataclass(frozen=True)
class _Plan:
    """The names and expressions of one treatment."""

    scenario: Scenario
    treatment: Treatment
    drug: Drug
    doses: int

    def schedule(self, p: Any) -> Schedule:
        target = self.drug.entry[self.treatment.route]
        unit = next(state.unit for state in self.drug.states if state.name == target)
        infused = self.treatment.hours is not None
        changes = self._infusion(p) if infused else {target: _symbol(target) + self._amount(p)}
        if self.repeated:
            changes[self._name("given")] = self._of("given") + 1
        dose = Event(self._name("dose_of"), f"Dose of {self.drug.label}", self._is_due(), changes)
        events = (dose, self._end()) if infused else (dose,)
        return Schedule(self.drug, tuple(self._settings()), events, unit if infused else None)

    @property
    def repeated(self) -> bool:
        """Whether there is more than one dose."""
        return self.doses > 1

    def _settings(self) -> Iterator[Setting]:
        label, given = self.drug.label, self.treatment
        unit = self.drug.dosing[self.scenario.species].unit
        yield Setting(self._name("dose"), given.dose, dose_unit(unit), f"{label}: dose")
        yield Setting(self._name("start"), given.start, "day", f"{label}: day of the first dose")
        if self.repeated and given.every is not None:
            yield Setting(
                self._name("interval"), given.every, "day", f"{label}: days between doses"
            )
            yield Setting(self._name("doses"), self.doses, "1", f"{label}: number of doses")
            yield Setting(self._name("given"), 0, "1", f"{label}: doses given so far", counts=True)
        if given.hours is not None:
            days = given.hours / HOURS_PER_DAY
            yield Setting(self._name("infusion"), days, "day", f"{label}: length of an infusion")

    def _is_due(self) -> Any:
        import sympy

        if not self.repeated:
            return _symbol(TIME) >= self._of("start")
        next_dose = self._of("start") + self._of("interval") * self._of("given")
        return sympy.And(_symbol(TIME) >= next_dose, self._of("given") < self._of("doses") - HALF)

    def _infusion(self, p: Any) -> dict[str, Any]:
        return {inflow(self.drug): self._amount(p) / self._of("infusion")}

    def _end(self) -> Event:
        import sympy

        end = self._of("start") + self._of("infusion")
        trigger = _symbol(TIME) >= end
        if self.repeated:
            end = end + self._of("interval") * (self._of("given") - 1)
            trigger = sympy.And(_symbol(TIME) >= end, self._of("given") > HALF)
        changes = {inflow(self.drug): sympy.Integer(0)}
        return Event(
            self._name("end_of"), f"End of infusion of {self.drug.label}", trigger, changes
        )

    def _amount(self, p: Any) -> Any:
        """What enters, per kg of body weight, from the dose as people write it."""
        unit = self.drug.dosing[self.scenario.species].unit
        amount = self.drug.amount(self._of("dose"), unit, p)
        return amount * getattr(p, self.drug.available) if self.drug.available else amount

    def _name(self, what: str) -> str:
        return setting_name(what, self.drug.name)

    def _of(self, what: str) -> Any:
        return _symbol(self._name(what))


def _symbol(name: str) -> Any:
    import sympy

    return sympy.Symbol(name, real=True)

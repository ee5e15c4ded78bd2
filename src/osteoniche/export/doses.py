"""Doses and infusions as SBML events.

A course is one event that fires again and again, with the dose, the first day, the interval, the
cycle and the number of doses as parameters, so that whoever opens the file can change them in one
place. Names of a drug's second course end in _2. The trigger compares the time with the day of the
next dose: it turns true and stays true until the dose is given, so no step of a solver is too long
to notice it. In cycles that day is counted on by each dose: worked out with a floor, it would keep
COPASI looking for the moment at which it jumps.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from osteoniche.components import Drug
from osteoniche.engine.course import dose_days
from osteoniche.export.mathml import TIME
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
    """One drug's courses: parameters and events; `infused` is the unit of an infused amount."""

    drug: Drug
    settings: tuple[Setting, ...] = ()
    events: tuple[Event, ...] = ()
    infused: str | None = None


def inflow(drug: Drug) -> str:
    """The name of a drug's infusion rate in the equations."""
    return INFLOW + identifier(drug.name)


def setting_name(what: str, drug: str, course: int = 1) -> str:
    """The name of a parameter of a drug's schedule: `dose_paclitaxel`, `dose_paclitaxel_2`."""
    name = f"{what}_{identifier(drug)}"
    return name if course == 1 else f"{name}_{course}"


def numbered(scenario: Scenario) -> Iterator[tuple[int, Treatment]]:
    """The courses that give a dose within the run, each with its number among those of its drug."""
    counts: Counter[str] = Counter()
    for treatment in scenario.given:
        if len(dose_days(treatment, scenario.days)):
            counts[treatment.drug] += 1
            yield counts[treatment.drug], treatment


def dose_unit(unit: str) -> str:
    """The unit of a dose, where kg is body weight."""
    return unit.replace("kg", "kg_bw")


def schedules(scenario: Scenario, drugs: Mapping[str, Drug], p: Any) -> Iterator[Schedule]:
    """The schedule of every drug that is given; `p` holds symbols of the constants."""
    plans: dict[str, list[Schedule]] = {given.drug: [] for given in scenario.given}
    for number, treatment in numbered(scenario):
        doses = len(dose_days(treatment, scenario.days))
        plan = _Plan(scenario, treatment, drugs[treatment.drug], doses, number)
        plans[treatment.drug].append(plan.schedule(p))
    for name, courses in plans.items():
        yield Schedule(
            drugs[name],
            tuple(setting for one in courses for setting in one.settings),
            tuple(event for one in courses for event in one.events),
            next((one.infused for one in courses if one.infused), None),
        )


@dataclass(frozen=True)
class _Plan:
    """The names and expressions of one course."""

    scenario: Scenario
    treatment: Treatment
    drug: Drug
    doses: int
    number: int

    def schedule(self, p: Any) -> Schedule:
        target = self.drug.entry[self.treatment.route]
        unit = next(state.unit for state in self.drug.states if state.name == target)
        infused = self.treatment.hours is not None
        changes = self._infusion(p) if infused else {target: _symbol(target) + self._amount(p)}
        if self.repeated:
            changes[self._name("given")] = self._of("given") + 1
            changes |= self._counted_on()
        dose = Event(self._name("dose_of"), f"Dose of {self.drug.label}", self._is_due(), changes)
        events = (dose, self._end()) if infused else (dose,)
        return Schedule(self.drug, tuple(self._settings()), events, unit if infused else None)

    @property
    def repeated(self) -> bool:
        """Whether there is more than one dose."""
        return self.doses > 1

    @property
    def in_cycles(self) -> bool:
        """Whether doses are given in cycles, more than one of them."""
        return self.repeated and self.treatment.doses is not None

    def _settings(self) -> Iterator[Setting]:
        label, given = self.drug.label, self.treatment
        unit = self.drug.dosing[self.scenario.species].unit
        yield Setting(self._name("dose"), given.dose, dose_unit(unit), f"{label}: dose")
        yield Setting(self._name("start"), given.start, "day", f"{label}: day of the first dose")
        if self.repeated:
            yield from self._repetition()
            yield Setting(self._name("doses"), self.doses, "1", f"{label}: number of doses")
            yield Setting(self._name("given"), 0, "1", f"{label}: doses given so far", counts=True)
        if given.hours is not None:
            days = given.hours / HOURS_PER_DAY
            yield Setting(self._name("infusion"), days, "day", f"{label}: length of an infusion")

    def _repetition(self) -> Iterator[Setting]:
        label, given = self.drug.label, self.treatment
        if given.every is not None:
            what = f"{label}: days between doses"
            yield Setting(self._name("interval"), given.every, "day", what)
        if given.doses is not None and given.again is not None:
            yield Setting(self._name("of_cycle"), given.doses, "1", f"{label}: doses of a cycle")
            what = f"{label}: days from one cycle to the next"
            yield Setting(self._name("cycle"), given.again, "day", what)
            what = f"{label}: doses of this cycle so far"
            yield Setting(self._name("in_cycle"), 0, "1", what, counts=True)
            for name, which in (("passed", "next"), ("before", "latest")):
                what = f"{label}: days from the first dose to the {which} one"
                yield Setting(self._name(name), 0, "day", what, counts=True)

    def _counted_on(self) -> dict[str, Any]:
        """What a dose changes in cycles: the days of this one and of the next."""
        import sympy

        if not self.in_cycles:
            return {}
        between = self._of("interval") if self.treatment.every is not None else sympy.Integer(0)
        goes_on = self._of("in_cycle") < self._of("of_cycle") - 1 - HALF
        rest = self._of("cycle") - between * (self._of("of_cycle") - 1)
        step = sympy.Piecewise((between, goes_on), (rest, True))
        count = sympy.Piecewise((self._of("in_cycle") + 1, goes_on), (0, True))
        return {
            self._name("before"): self._of("passed"),
            self._name("passed"): self._of("passed") + step,
            self._name("in_cycle"): count,
        }

    def _next(self) -> Any:
        """Days from the first dose to the next one."""
        return self._of("passed") if self.in_cycles else self._of("interval") * self._of("given")

    def _latest(self) -> Any:
        """Days from the first dose to the latest one."""
        if self.in_cycles:
            return self._of("before")
        return self._of("interval") * (self._of("given") - 1)

    def _is_due(self) -> Any:
        import sympy

        if not self.repeated:
            return _symbol(TIME) >= self._of("start")
        due = _symbol(TIME) >= self._of("start") + self._next()
        return sympy.And(due, self._of("given") < self._of("doses") - HALF)

    def _infusion(self, p: Any) -> dict[str, Any]:
        return {inflow(self.drug): self._amount(p) / self._of("infusion")}

    def _end(self) -> Event:
        import sympy

        trigger = _symbol(TIME) >= self._of("start") + self._of("infusion")
        if self.repeated:
            end = self._of("start") + self._latest() + self._of("infusion")
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
        return setting_name(what, self.drug.name, self.number)

    def _of(self, what: str) -> Any:
        return _symbol(self._name(what))


def _symbol(name: str) -> Any:
    import sympy

    return sympy.Symbol(name, real=True)

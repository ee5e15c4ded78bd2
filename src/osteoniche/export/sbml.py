"""A scenario as SBML Level 3 Version 2: a model that other simulators run as it stands.

It is written from the same equations as the compiled code, read with symbols. States are
parameters with rate rules, not species: most of them are folds of health, shares or cells, which
are no amounts in a compartment of known volume, and no simulator has to convert them. Signals and
read-outs are assignment rules under their own names. Only drugs that the scenario gives are in the
file.
"""

import re
from collections.abc import Iterable, Mapping
from types import SimpleNamespace
from typing import Any
from xml.dom import minidom

from osteoniche.engine.codegen import read_symbols
from osteoniche.errors import ModelError
from osteoniche.export import annotation
from osteoniche.export.doses import Event, Schedule, Setting, inflow, schedules
from osteoniche.export.mathml import TIME, Writer
from osteoniche.export.units import Definitions, powers, rate
from osteoniche.quantity import Param, Readout, Signal, State, shown_unit
from osteoniche.scenario import Scenario
from osteoniche.system import System, system_of

LEVEL, VERSION = 3, 2
EXTENT = "cell"
"""The unit of amounts as a whole; nothing in the model is a reaction."""


def as_sbml(scenario: Scenario) -> str:
    """The SBML document of a scenario, as text. The same scenario gives the same text."""
    import libsbml

    document = libsbml.SBMLDocument(LEVEL, VERSION)
    values = _Builder(scenario, document.createModel()).build()
    return _exact(libsbml.writeSBMLToString(document), values)


def identifier(name: str) -> str:
    """What a series is called in a file: its name, where letters, digits and _ are all there is.

    `15D11_nM` may not begin with a digit and is `_15D11_nM`; `rankl-inhibitor_nM` has no hyphen.
    """
    word = re.sub(r"\W", "_", name)
    return f"_{word}" if word[0].isdigit() else word


def series(readouts: Iterable[Readout]) -> dict[str, str]:
    """The identifier of each read-out, by its name (its column in tables)."""
    return {readout.name: identifier(readout.name) for readout in readouts}


def _exact(text: str, values: Mapping[str, float]) -> str:
    """The document with every value in full: libSBML writes fifteen digits where seventeen are."""
    document = minidom.parseString(text)
    for element in document.getElementsByTagName("parameter"):
        value = values.get(element.getAttribute("id"))
        if value is not None:
            element.setAttribute("value", repr(float(value)))
    (root,) = document.childNodes
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{root.toxml()}\n'


class _Builder:
    """Fills an SBML model with one scenario."""

    def __init__(self, scenario: Scenario, model: Any) -> None:
        whole = system_of(scenario.set)
        drugs = {given.drug for given in scenario.given}
        self.scenario = scenario
        self.model = model
        self.system = System(
            whole.model,
            tuple(d for d in whole.drugs if d.name in drugs),
            whole.costs_of(drugs, scenario.species),
        )
        self.constants = whole.values(scenario.species, scenario.overrides())
        names, self.lines, self.evaluation = read_symbols(self.system)
        self.symbols = SimpleNamespace(**{name: _symbol(name) for name in names})
        self.schedules = tuple(
            schedules(scenario, {d.name: d for d in self.system.drugs}, self.symbols)
        )
        self.dry = {
            _symbol(inflow(plan.drug)): 0 for plan in self.schedules if plan.infused is None
        }
        self.columns = {name: column for column, name in series(self.system.readouts).items()}
        self.units = Definitions(model)
        self.writer = Writer(self._units(), self.units.of)
        self.values: dict[str, float] = {}
        self.labels: set[str] = set()

    def build(self) -> dict[str, float]:
        """Write everything; the values of all parameters that have one, by identifier."""
        self._head()
        for param in self.system.params:
            self._constant(param)
        for plan in self.schedules:
            for setting in plan.settings:
                self._setting(setting)
        self._states()
        self._series()
        for plan in self.schedules:
            for event in plan.events:
                self._event(event)
        return self.values

    def _units(self) -> dict[str, Any]:
        """The unit of every symbol of the equations and of the schedules."""
        system = self.system
        declared = {TIME: "day"} | {param.symbol: param.unit for param in system.params}
        declared |= {state.name: state.unit for state in system.states}
        declared |= {signal.name: signal.unit for signal in system.signals}
        for plan in self.schedules:
            declared |= {setting.name: setting.unit for setting in plan.settings}
            if plan.infused is not None:
                declared[inflow(plan.drug)] = rate(plan.infused)
        return {name: powers(unit) for name, unit in declared.items()}

    def _head(self) -> None:
        model = self.model
        model.setId(self.system.model.name)
        model.setName(annotation.title(self.scenario))
        model.setTimeUnits(self.units.of("day"))
        model.setSubstanceUnits(self.units.of(EXTENT))
        model.setExtentUnits(self.units.of(EXTENT))
        model.setVolumeUnits(self.units.of("L"))
        model.setAreaUnits(self.units.of("m2"))
        model.setLengthUnits("metre")
        annotation.describe_model(model, self.scenario)

    def _parameter(self, name: str, unit: str, label: str, *, constant: bool) -> Any:
        if name == TIME or self.model.getElementBySId(name) is not None:
            raise ModelError(f"SBML export: two quantities are called {name}")
        parameter = self.model.createParameter()
        parameter.setId(name)
        parameter.setName(self._told_apart(label, unit))
        parameter.setUnits(self.units.of(unit))
        parameter.setConstant(constant)
        return parameter

    def _told_apart(self, label: str, unit: str) -> str:
        """A label that no other quantity has: an amount and a concentration may share a meaning."""
        free = label if label not in self.labels else f"{label}, in {shown_unit(unit)}"
        self.labels.add(free)
        return free

    def _value(self, parameter: Any, value: float) -> None:
        parameter.setValue(float(value))
        self.values[parameter.getId()] = float(value)

    def _constant(self, param: Param) -> None:
        parameter = self._parameter(param.symbol, param.unit, param.meaning, constant=True)
        self._value(parameter, getattr(self.constants, param.symbol))
        annotation.describe_constant(parameter, param, self.scenario)

    def _setting(self, setting: Setting) -> None:
        constant = not setting.counts
        parameter = self._parameter(setting.name, setting.unit, setting.meaning, constant=constant)
        self._value(parameter, setting.value)
        annotation.describe_setting(parameter)

    def _states(self) -> None:
        starts = self.system.start(self.symbols)
        for state in self.system.states:
            parameter = self._quantity(state)
            self._start(parameter, starts[state.name], state)
            derivative = _replaced(self.evaluation.rates[state.name], self.dry)
            self._rated(state.name, derivative, state.unit)
        for plan in self.schedules:
            self._changed_by_events(plan)

    def _changed_by_events(self, plan: Schedule) -> None:
        """What only events change has a rate, which is 0.

        Without a rule, libRoadRunner takes it for a constant that `reset()` leaves as the last run
        did: with all doses given, or an infusion under way.
        """
        for setting in plan.settings:
            if setting.counts:
                self._rated(setting.name, 0, setting.unit)
        if plan.infused is not None:
            self._inflow(plan, plan.infused)

    def _rated(self, name: str, derivative: Any, unit: str) -> None:
        """The rate of what has a unit."""
        rule = self.model.createRateRule()
        rule.setVariable(name)
        rule.setMath(self.writer.write(derivative, powers(rate(unit))))

    def _start(self, parameter: Any, value: Any, state: State) -> None:
        """A number as a value, an expression as an initial assignment."""
        if not hasattr(value, "free_symbols") or value.is_Number:
            self._value(parameter, float(value))
            return
        assignment = self.model.createInitialAssignment()
        assignment.setSymbol(state.name)
        assignment.setMath(self.writer.write(value, powers(state.unit)))

    def _inflow(self, plan: Schedule, unit: str) -> None:
        meaning = f"{plan.drug.label}: infusion rate"
        parameter = self._parameter(inflow(plan.drug), rate(unit), meaning, constant=False)
        self._value(parameter, 0.0)
        annotation.describe_setting(parameter)
        self._rated(inflow(plan.drug), 0, rate(unit))

    def _series(self) -> None:
        """Signals and read-outs, but those read-outs that are a state or signal of that name."""
        signals = {signal.name: signal for signal in self.system.signals}
        for name, expression in self.lines:
            self._assigned(signals[name], name, expression)
        for readout in self.system.readouts:
            expression = self.evaluation.readouts[readout.name]
            name = identifier(readout.name)
            if expression != _symbol(name):
                self._assigned(readout, name, expression)

    def _assigned(self, declared: Signal | Readout, name: str, expression: Any) -> None:
        self._quantity(declared, name)
        rule = self.model.createAssignmentRule()
        rule.setVariable(name)
        rule.setMath(self.writer.write(_replaced(expression, self.dry), powers(declared.unit)))

    def _quantity(self, declared: State | Signal | Readout, name: str | None = None) -> Any:
        """A parameter that changes in time; what is a column of tables has the column's name."""
        word = name or declared.name
        label = self.columns.get(word, declared.meaning)
        parameter = self._parameter(word, declared.unit, label, constant=False)
        annotation.describe_quantity(parameter, declared)
        return parameter

    def _event(self, event: Event) -> None:
        written = self.model.createEvent()
        written.setId(event.name)
        written.setName(event.meaning)
        written.setUseValuesFromTriggerTime(True)
        trigger = written.createTrigger()
        trigger.setInitialValue(False)  # so that a dose on day 0 is given
        trigger.setPersistent(True)
        trigger.setMath(self.writer.write(event.trigger, ()))
        for name, expression in event.changes.items():
            change = written.createEventAssignment()
            change.setVariable(name)
            change.setMath(self.writer.write(expression, self.writer.units[name]))


def _replaced(expression: Any, values: Mapping[Any, Any]) -> Any:
    """An expression with symbols replaced, where it has symbols at all."""
    return expression.xreplace(values) if hasattr(expression, "free_symbols") else expression


def _symbol(name: str) -> Any:
    import sympy

    return sympy.Symbol(name, real=True)

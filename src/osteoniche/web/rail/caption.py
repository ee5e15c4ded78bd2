"""The settings of a run in words, for what leaves the page: tables and pictures."""

from functools import lru_cache

from osteoniche.figures.look import LINES
from osteoniche.quantity import shown_unit
from osteoniche.scenario import REMEMBERED, Scenario, Treatment
from osteoniche.scenario.presets import OPENING, OWN, preset
from osteoniche.study import Comparison
from osteoniche.web.kit import words
from osteoniche.web.rail.choice import drugs, label


@lru_cache(maxsize=REMEMBERED)
def settings(scenario: Scenario) -> str:
    """Everything that a run was made with, at full precision; what no dial shows where it differs.

    Scenarios that give the same result are told alike, but for their induction, which is told even
    where it has nothing to act on. For example: Mouse, Paclitaxel 10 mg/kg ip
    on day 7 and every 3.5 days, Jagged1 induction 3.9 fold, 42 days.
    """
    alike = scenario.canonical() | {"induction": scenario.induction}
    scenario = Scenario.model_validate(alike)
    parts = [words.SPECIES[scenario.species]]
    parts += [_planned(given, scenario) for given in scenario.given] or ["no drug"]
    parts.append(f"Jagged1 induction {_number(scenario.induction)} fold")
    usual = preset(OPENING, scenario.species)
    parts += [
        words.option(name, getattr(scenario, name))
        for name in ("host", "tumour")
        if getattr(scenario, name) != getattr(usual, name)
    ]
    parts += [f"{symbol} = {_number(value)}" for symbol, value in scenario.parameters.items()]
    return ", ".join([*parts, f"{scenario.days} days"])


def with_origin(scenario: Scenario) -> str:
    """The settings of a run, with the parameter set and the version that its numbers are of."""
    return f"{settings(scenario)}, {words.SET.format(set=scenario.set)}, {words.VERSION}"


def lines(shown: Comparison) -> list[str]:
    """What stands below a picture: the settings of the visitor's run, and of the kept ones."""
    runs = {LINES[OWN].label: shown.scenario} | {pin.name: pin.scenario for pin in shown.pins}
    return [f"{name}: {with_origin(scenario)}" for name, scenario in runs.items()]


def _planned(given: Treatment, scenario: Scenario) -> str:
    """A drug with its dose and schedule."""
    unit = shown_unit(drugs()[given.drug].dosing[scenario.species].unit)
    way = given.route
    if given.hours is not None:
        way = f"infusion of {_number(given.hours)} hour{'' if given.hours == 1 else 's'}"
    when = f"on day {_number(given.start)}"
    if given.every is not None:
        when += f" and every {_number(given.every)} days"
    if given.doses is not None and given.again is not None:
        when += f" {given.doses} times, again after {_number(given.again)} days"
    if (given.every or given.again) is not None and given.until is not None:
        when += f" before day {_number(given.until)}"
    return f"{label(given.drug, scenario.species)} {_number(given.dose)} {unit} {way} {when}"


def _number(value: float) -> str:
    """A number with every digit that counts: 10 rather than 10.0."""
    return repr(float(value)).removesuffix(".0")

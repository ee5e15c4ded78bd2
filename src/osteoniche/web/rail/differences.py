"""What differs from the default: each item with its control and the way back."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from osteoniche import parameters
from osteoniche.numerals import day, short
from osteoniche.quantity import MOUSE, shown_unit
from osteoniche.roles import Route
from osteoniche.scenario import Scenario
from osteoniche.scenario.presets import OPENING, preset
from osteoniche.system import default_system
from osteoniche.web.kit import ids, words
from osteoniche.web.rail.choice import NO_DRUG, SECTIONS, Choice, choice_of, drugs, label
from osteoniche.web.rail.controls import (
    CHOSEN,
    LATER,
    NUMERIC,
    SCHEDULE,
    extra_of,
    opening_values,
    unit,
    values_of,
)

DAYS = ("days", "start", "every", "again", "until")
"""How the names of fields end that are days; in a schedule, their label says so."""


@dataclass(frozen=True)
class Difference:
    """One setting that is not at its default.

    `focus` is the component to go to and `fold` the folded section that holds it, if any;
    `reset` is the component, the property and the value that take the setting back.
    """

    text: str
    default: str
    focus: str
    fold: str | None
    reset: tuple[str, str, Any]


def differences(scenario: Scenario, choice: Choice | None = None) -> list[Difference]:
    """Everything in which a scenario differs from the opening settings of its species.

    `choice` is what the page's controls are about; by default the one that shows the scenario best.
    """
    about = choice or choice_of(scenario)
    return [*_choices(about), *_fields(scenario, about), *_extra(scenario, about)]


def _choices(choice: Choice) -> Iterator[Difference]:
    """Species and drugs."""
    usual = choice_of(preset(OPENING, choice.species))
    if choice.species != MOUSE:
        yield _chosen("species", words.SPECIES[choice.species], words.SPECIES[MOUSE], MOUSE)
    for section, role in SECTIONS.items():
        now, before = choice.drugs[section], usual.drugs[section]
        none = {NO_DRUG: f"no {role}"}
        if now != before:
            text, default = (none.get(d) or label(d, choice.species) for d in (now, before))
            yield _chosen(f"{section}.drug", text, default, before)


def _chosen(name: str, text: str, default: str, value: str) -> Difference:
    component = ids.control(name)
    return Difference(text, default, component, words.FOLDS.get(name), (component, "value", value))


def _fields(scenario: Scenario, choice: Choice) -> Iterator[Difference]:
    """Numbers and words; a drug's schedule counts only while the drug is given."""
    values = values_of(scenario, choice)
    usual = _usual(choice, values)
    for name in (*NUMERIC, *CHOSEN, *LATER):
        if values[name] != usual[name] and not _idle(name, values):
            yield _field(name, choice, values[name], usual[name])


def _usual(choice: Choice, values: dict[str, Any]) -> dict[str, Any]:
    """What each control shows by default, with the drugs and routes that are chosen."""
    usual = opening_values(choice)
    for section in SECTIONS:
        drug = choice.drug(section)
        if drug is not None and values[f"{section}.route"] == Route.INFUSION:
            usual[f"{section}.hours"] = drugs()[drug].dosing[choice.species].hours
    return usual


def _idle(name: str, values: dict[str, Any]) -> bool:
    """Whether a field counts for nothing: the drug is not given, or not by infusion."""
    section, _, part = name.partition(".")
    if part not in SCHEDULE:
        return False
    infused = values[f"{section}.route"] == Route.INFUSION
    return not values[f"{section}.dose"] or (part == "hours" and not infused)


def _field(name: str, choice: Choice, value: Any, usual: Any) -> Difference:
    if name in CHOSEN:
        shown, default = (words.option(name, each) for each in (value, usual))
    elif name in LATER:
        shown, default = f"{words.called(name)}: {value}", words.LATER[1]
    else:
        text, default = _apart(value, usual, unit(name, choice), days=name.endswith(DAYS))
        label_says = name.endswith(DAYS) and name != "days"
        shown = words.number(name, text.partition(" ")[0] if label_says else text)
        default = default or words.SCHEDULE[name.partition(".")[2]][1]
    focus = ids.number(name) if name in words.DIALS else ids.control(name)
    reset = (ids.control(name), "value", usual)
    return Difference(shown, default, focus, words.FOLDS.get(name), reset)


def _apart(value: Any, usual: Any, of: str, *, days: bool = False) -> tuple[str, str]:
    """Two numbers with their unit, in as many digits as tell them apart; nothing for nothing."""
    write = day if days else short
    texts = ["" if each == "" else write(each) for each in (value, usual)]
    if texts[0] == texts[1]:
        texts = [repr(each).removesuffix(".0") for each in (value, usual)]
    shown, default = (f"{text} {of}".strip() if text else "" for text in texts)
    return shown, default


def _extra(scenario: Scenario, choice: Choice) -> Iterator[Difference]:
    """Parameter set, constants and drugs that only an address or a file can set."""
    extra = extra_of(scenario, choice)
    if scenario.set != parameters.DEFAULT:
        text, default = (words.SET.format(set=name) for name in (scenario.set, parameters.DEFAULT))
        reset = (ids.EXTRA, "data", extra | {"set": parameters.DEFAULT})
        yield Difference(text, default, ids.FORGET_EXTRA, None, reset)
    for symbol, value in extra["parameters"].items():
        constant = default_system().by_symbol[symbol]
        usual = scenario.usual(symbol)
        if value == usual:
            continue
        left = {name: kept for name, kept in extra["parameters"].items() if name != symbol}
        text, default = _apart(value, usual, shown_unit(constant.unit))
        reset = (ids.EXTRA, "data", extra | {"parameters": left})
        yield Difference(f"{symbol} = {text}", default, ids.FORGET_EXTRA, None, reset)
    for planned in extra["treatments"]:
        if planned["dose"] == 0:
            continue
        rest = [other for other in extra["treatments"] if other is not planned]
        of = shown_unit(drugs()[planned["drug"]].dosing[scenario.species].unit)
        text = f"also {label(planned['drug'], scenario.species)} {short(planned['dose'])} {of}"
        reset = (ids.EXTRA, "data", extra | {"treatments": rest})
        yield Difference(text, "not given", ids.FORGET_EXTRA, None, reset)

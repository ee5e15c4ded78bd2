"""What differs from the default: each item with its control and the way back."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from osteoniche.numerals import short
from osteoniche.presets import OPENING, preset
from osteoniche.quantity import MOUSE
from osteoniche.scenario import Scenario
from osteoniche.web import ids, words
from osteoniche.web.controls import (
    CHOSEN,
    NO_DRUG,
    NUMERIC,
    SCHEDULE,
    SECTIONS,
    Choice,
    choice_of,
    extra_of,
    label,
    unit,
    usual_schedule,
    values_of,
)


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


def differences(scenario: Scenario) -> list[Difference]:
    """Everything in which a scenario differs from the opening settings of its species."""
    return [*_choices(scenario), *_fields(scenario), *_extra(scenario)]


def _choices(scenario: Scenario) -> Iterator[Difference]:
    """Species and drugs."""
    choice, usual = choice_of(scenario), choice_of(preset(OPENING, scenario.species))
    if choice.species != MOUSE:
        yield _chosen("species", words.SPECIES[choice.species], words.SPECIES[MOUSE], MOUSE)
    if choice.chemotherapy != usual.chemotherapy:
        text, default = (label(c.chemotherapy, choice.species) for c in (choice, usual))
        yield _chosen("chemotherapy.drug", text, default, usual.chemotherapy)
    if choice.bone != NO_DRUG:
        yield _chosen("bone.drug", label(choice.bone, choice.species), "no bone drug", NO_DRUG)


def _chosen(name: str, text: str, default: str, value: str) -> Difference:
    component = ids.control(name)
    return Difference(text, default, component, words.FOLDS.get(name), (component, "value", value))


def _fields(scenario: Scenario) -> Iterator[Difference]:
    """Numbers and words; a drug's schedule counts only while the drug is given."""
    choice, values = choice_of(scenario), values_of(scenario)
    usual = values_of(preset(OPENING, scenario.species))
    for section in SECTIONS:
        usual |= usual_schedule(section, choice)
    if choice.chemotherapy != choice_of(preset(OPENING, scenario.species)).chemotherapy:
        usual["chemotherapy.dose"] = values["chemotherapy.dose"]  # the other drug says it already
    for name in (*NUMERIC, *CHOSEN):
        if values[name] != usual[name] and not _idle(name, values):
            yield _field(name, choice, values[name], usual[name])


def _idle(name: str, values: dict[str, Any]) -> bool:
    """Whether a field belongs to the schedule of a drug that is not given."""
    section, _, part = name.partition(".")
    return part in SCHEDULE and not values[f"{section}.dose"]


def _field(name: str, choice: Choice, value: Any, usual: Any) -> Difference:
    shown, default = (_shown(name, choice, each) for each in (value, usual))
    focus = ids.number(name) if name in words.DIALS else ids.control(name)
    reset = (ids.control(name), "value", usual)
    return Difference(f"{words.field(name)} {shown}", default, focus, words.FOLDS.get(name), reset)


def _shown(name: str, choice: Choice, value: Any) -> str:
    if name in CHOSEN:
        return words.option(name, value)
    if value == "":
        return words.SCHEDULE[name.partition(".")[2]][1]
    return f"{short(value)} {unit(name, choice)}".strip()


def _extra(scenario: Scenario) -> Iterator[Difference]:
    """Constants and drugs that only an address or a file can set."""
    extra = extra_of(scenario)
    for symbol, value in extra["parameters"].items():
        left = {name: kept for name, kept in extra["parameters"].items() if name != symbol}
        reset = (ids.EXTRA, "data", extra | {"parameters": left})
        yield Difference(f"{symbol} = {short(value)}", "its declared value", ids.EXTRA, None, reset)
    for planned in extra["treatments"]:
        rest = [other for other in extra["treatments"] if other is not planned]
        name = f"{label(planned['drug'], scenario.species)} {short(planned['dose'])}"
        reset = (ids.EXTRA, "data", extra | {"treatments": rest})
        yield Difference(f"also {name}", "not given", ids.EXTRA, None, reset)

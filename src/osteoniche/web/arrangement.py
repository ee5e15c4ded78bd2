"""Setting the controls: from an address, a preset, another species or another drug.

`arranged` says what every control shows for a scenario; the functions before it say which scenario
follows from what the visitor chose.
"""

from collections.abc import Mapping
from typing import Any

from osteoniche.errors import ScenarioError
from osteoniche.numerals import short
from osteoniche.presets import OPENING, preset
from osteoniche.quantity import Species, shown_unit
from osteoniche.scenario import Scenario, Treatment, treatment_defaults
from osteoniche.web import ids, words
from osteoniche.web.controls import (
    CHOSEN,
    NO_DRUG,
    NUMERIC,
    SECTIONS,
    Choice,
    bone_drugs,
    choice_data,
    choice_of,
    drugs,
    drugs_of,
    extra_of,
    field_range,
    label,
    routes,
    scenario_of,
    values_of,
)
from osteoniche.web.dials import choices, marks, scale_text, suffix

Key = tuple[str, str]
"""A component id and one of its properties."""


def current(choice: Any, values: Mapping[str, Any], extra: Any) -> Scenario:
    """The scenario of the controls as they stand, or the opening one if they make none."""
    try:
        return scenario_of(choice, values, extra)
    except ScenarioError:
        return preset(OPENING)


def with_species(scenario: Scenario, species: Species) -> Scenario:
    """The same drugs at the usual doses and schedules of another species."""
    given = [planned.drug for planned in scenario.given]
    return Scenario.model_validate(
        {
            "species": species,
            "host": scenario.host,
            "tumour": scenario.tumour,
            "induction": scenario.induction,
            "treatments": [treatment_defaults(drug, species) for drug in given],
        }
    )


def with_drug(scenario: Scenario, section: str, drug: str) -> Scenario:
    """Another drug of a kind, at its usual dose; `none` takes the kind away."""
    kept = [t.model_dump() for t in scenario.treatments if t.drug not in drugs_of(section)]
    added = [] if drug == NO_DRUG else [treatment_defaults(drug, scenario.species)]
    return scenario.changed(treatments=kept + added)


def without_extra(scenario: Scenario) -> Scenario:
    """The scenario with nothing that no control shows."""
    hidden = {planned["drug"] for planned in extra_of(scenario)["treatments"]}
    kept = [t.model_dump() for t in scenario.treatments if t.drug not in hidden]
    return scenario.changed(treatments=kept, parameters={})


def arranged(scenario: Scenario) -> dict[Key, Any]:
    """What every control shows for a scenario, by component id and property."""
    choice, values, extra = choice_of(scenario), values_of(scenario), extra_of(scenario)
    shown: dict[Key, Any] = {
        (ids.control("species"), "value"): choice.species,
        (ids.control("chemotherapy.drug"), "value"): choice.chemotherapy,
        (ids.control("bone.drug"), "value"): choice.bone,
        (ids.control("bone.drug"), "data"): choices(bone_drugs(choice.species)),
        (ids.CHOICE, "data"): choice_data(choice),
        (ids.EXTRA, "data"): extra,
        (ids.ALSO, "children"): also(scenario),
        (ids.FORGET_EXTRA, "style"): shown_if(also(scenario)),
    }
    for name in NUMERIC:
        shown |= _numeric(name, choice, values[name])
    for name in CHOSEN:
        shown[ids.control(name), "value"] = values[name]
    for section in SECTIONS:
        shown[ids.control(f"{section}.route"), "data"] = choices(routes(section, choice))
    return shown


def shown_if(text: str) -> dict[str, str]:
    """The style of what is there only while there is something to say."""
    return {} if text else {"display": "none"}


def _numeric(name: str, choice: Choice, value: Any) -> dict[Key, Any]:
    limits = field_range(name, choice)
    component = ids.control(name)
    typed = ids.number(name) if name in words.DIALS else component
    shown = {
        (component, "value"): value,
        (component, "max"): limits.high,
        (component, "min"): limits.low,
        (component, "step"): limits.step,
        (typed, "suffix"): suffix(limits.unit),
    }
    if name in words.DIALS:
        shown |= {(typed, "max"): limits.high, (typed, "step"): limits.step}
        shown[component, "marks"] = marks(limits)
        shown[ids.scale(name), "children"] = scale_text(limits)
    return shown


def also(scenario: Scenario, choice: Choice | None = None) -> str:
    """In words, what an address set that no control shows; empty if there is nothing.

    `choice` is what the page's controls are about; by default the one that shows the scenario best.
    """
    extra = extra_of(scenario, choice)
    texts = [f"{symbol} = {short(value)}" for symbol, value in extra["parameters"].items()]
    texts += [_planned(Treatment(**planned), scenario.species) for planned in extra["treatments"]]
    return f"Also set: {', '.join(texts)}." if texts else ""


def _planned(treatment: Treatment, species: Species) -> str:
    unit = shown_unit(drugs()[treatment.drug].dosing[species].unit)
    return f"{label(treatment.drug, species)} {short(treatment.dose)} {unit}"

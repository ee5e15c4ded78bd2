"""Setting the controls: from an address, a preset, another species or another drug.

`arranged` says what every control shows for a scenario; the functions before it say which scenario
follows from what the visitor chose.
"""

from collections.abc import Mapping
from typing import Any

from osteoniche import parameters
from osteoniche.errors import Problem, ScenarioError
from osteoniche.numerals import short
from osteoniche.quantity import Species, shown_unit
from osteoniche.scenario import Scenario, Treatment, grammar
from osteoniche.scenario.defaults import for_species, treatment_defaults
from osteoniche.scenario.presets import OPENING, preset
from osteoniche.web.kit import ids, words
from osteoniche.web.kit.dials import choices, reads, scale_text, track
from osteoniche.web.rail.choice import (
    NO_DRUG,
    SECTIONS,
    Choice,
    choice_from,
    choice_of,
    drug_labels,
    drugs,
    drugs_of,
    label,
    regimens_of,
    routes,
)
from osteoniche.web.rail.controls import (
    CHOSEN,
    LATER,
    NUMERIC,
    choice_data,
    extra_of,
    field_range,
    scenario_of,
    values_of,
)

Key = tuple[str, str]
"""A component id and one of its properties."""


def current(choice: Any, values: Mapping[str, Any], extra: Any) -> Scenario:
    """The scenario of the controls as they stand.

    A typed value that is refused counts as the usual one of its field, so that all else is kept;
    controls that make no scenario even so are the opening ones.
    """
    try:
        return scenario_of(choice, values, extra)
    except ScenarioError as error:
        refused = {problem.field for problem in error.problems}
    try:
        chosen = choice_from(choice)
        usual = values_of(preset(OPENING, chosen.species), chosen)
        wrong = {name: usual[name] for name in NUMERIC + LATER if words.called(name) in refused}
        return scenario_of(choice, {**values, **wrong}, extra)
    except ScenarioError:
        return preset(OPENING)


def read(choice: Any, values: Mapping[str, Any], typed: Mapping[str, Any]) -> dict[str, Any]:
    """What the controls say: dials come as where they stand, with what is typed beside them."""
    try:
        chosen = choice_from(choice)
    except ScenarioError:
        return dict(values)
    dials = {
        name: reads(field_range(name, chosen), values[name], typed[name]) for name in words.DIALS
    }
    return {**values, **dials}


def with_species(scenario: Scenario, species: Species) -> tuple[Scenario, list[Problem]]:
    """The same drugs at the usual doses and schedules of another species, and what is left out."""
    switched, dropped = for_species(scenario.model_dump(), species)
    return Scenario.model_validate(switched), dropped


def with_drug(scenario: Scenario, section: str, drug: str) -> Scenario:
    """Another drug of a kind, at its usual dose; `none` takes the kind away."""
    kept = [t.model_dump() for t in scenario.treatments if t.drug not in drugs_of(section)]
    added = [] if drug == NO_DRUG else [treatment_defaults(drug, scenario.species)]
    return scenario.changed(treatments=kept + added)


def with_regimen(scenario: Scenario, drug: str, name: str) -> Scenario:
    """A drug on one of its usual regimens, from its first day on."""
    planned = scenario.treatment(drug)
    since = {"start": planned.start} if planned else {}
    courses = [one | since for one in grammar.read(drug, name, scenario.species) or ()]
    others = [given.model_dump() for given in scenario.treatments if given.drug != drug]
    return scenario.changed(treatments=[*others, *courses])


def forgotten() -> dict[Key, Any]:
    """What is to be set so that nothing is left that no control shows."""
    return {
        (ids.EXTRA, "data"): {"set": parameters.DEFAULT, "parameters": {}, "treatments": []},
        (ids.ALSO, "children"): "",
        (ids.FORGET_EXTRA, "style"): shown_if(""),
    }


def another_drug(before: Scenario, choice: Any, section: str, drug: str) -> dict[Key, Any]:
    """What is to be set for another drug: its section, and what follows from it elsewhere.

    `choice` is what the controls are about up to now. Whatever else stands on the page stays as it
    is: a text that was refused too, with its message.
    """
    try:
        about = choice_from(choice)
    except ScenarioError:
        about = choice_of(before)
    after = with_drug(before, section, drug)
    old, new = arranged(before, about), arranged(after, about.changed(section, drug))
    own = ids.control(section)
    return {key: value for key, value in new.items() if key[0].startswith(own) or value != old[key]}


def arranged(scenario: Scenario, choice: Choice | None = None) -> dict[Key, Any]:
    """What every control shows for a scenario, by component id and property.

    `choice` is what the controls are about; by default the one that shows the scenario best.
    """
    choice = choice or choice_of(scenario)
    values, extra = values_of(scenario, choice), extra_of(scenario, choice)
    shown: dict[Key, Any] = {
        (ids.control("species"), "value"): choice.species,
        (ids.CHOICE, "data"): choice_data(choice),
        (ids.EXTRA, "data"): extra,
        (ids.ALSO, "children"): also(scenario, choice),
        (ids.FORGET_EXTRA, "style"): shown_if(also(scenario, choice)),
    }
    for name in NUMERIC:
        shown |= _numeric(name, choice, values[name])
    for name in CHOSEN + LATER:
        shown[ids.control(name), "value"] = values[name]
    for section in SECTIONS:
        offered = choices(drug_labels(section, choice.species))
        shown[ids.control(f"{section}.drug"), "data"] = offered
        shown[ids.control(f"{section}.drug"), "value"] = choice.drugs[section]
        shown[ids.control(f"{section}.route"), "data"] = choices(routes(section, choice))
        regimen = ids.control(f"{section}.regimen")
        shown |= {
            (regimen, "data"): choices(regimens_of(section, choice)),
            (regimen, "value"): None,
        }
    return shown


def shown_if(text: str) -> dict[str, str]:
    """The style of what is there only while there is something to say."""
    return {} if text else {"display": "none"}


def _numeric(name: str, choice: Choice, value: Any) -> dict[Key, Any]:
    limits = field_range(name, choice)
    component = ids.control(name)
    typed = ids.number(name) if name in words.DIALS else component
    shown: dict[Key, Any] = {(typed, "rightSection"): shown_unit(limits.unit)}
    if name not in words.DIALS:
        return shown | {(component, "value"): value}
    shown |= {(component, part): given for part, given in track(limits, value).items()}
    shown |= {(typed, "value"): value, (typed, "error"): None}
    shown[ids.scale(name), "children"] = scale_text(limits)
    return shown


def also(scenario: Scenario, choice: Choice | None = None) -> str:
    """In words, what an address set that no control shows; empty if there is nothing.

    `choice` is what the page's controls are about; by default the one that shows the scenario best.
    """
    extra = extra_of(scenario, choice)
    texts = [] if extra["set"] == parameters.DEFAULT else [words.SET.format(set=extra["set"])]
    texts += [f"{symbol} = {short(value)}" for symbol, value in extra["parameters"].items()]
    texts += [_planned(Treatment(**one), scenario.species) for one in extra["treatments"]]
    return f"Also set: {', '.join(texts)}." if texts else ""


def _planned(treatment: Treatment, species: Species) -> str:
    unit = shown_unit(drugs()[treatment.drug].dosing[species].unit)
    return f"{label(treatment.drug, species)} {short(treatment.dose)} {unit}"

"""The page's controls, declared once, and what they say: values <-> Scenario.

A page shows one drug of each role that has drugs. What an address may hold beyond that (a second
drug of a role, changed constants) travels beside the controls as `extra`.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from osteoniche import parameters
from osteoniche.errors import Problem, ScenarioError
from osteoniche.quantity import Species, shown_unit
from osteoniche.roles import Route
from osteoniche.scenario import Scenario, grammar
from osteoniche.scenario.defaults import treatment_defaults
from osteoniche.scenario.limits import DAYS, INDUCTION, SCHEDULE_LIMITS, Range, dose_range
from osteoniche.scenario.presets import OPENING, preset
from osteoniche.web.kit import typed, words
from osteoniche.web.kit.ids import control as component
from osteoniche.web.kit.ids import number
from osteoniche.web.rail.choice import SECTIONS, Choice, choice_from, choice_of, drugs, drugs_of

SCHEDULE = ("start", "every", "doses", "again", "until", "route", "hours")


def field_range(field: str, choice: Choice) -> Range:
    """Limits, default, unit and step of a numeric control, such as `bone.dose` or `days`."""
    if field == "days":
        return DAYS[choice.species]
    if field == "induction":
        return INDUCTION
    section, part = field.split(".")
    name = choice.drug(section) or drugs_of(section)[0]
    usual = treatment_defaults(name, choice.species)
    if part == "dose":
        return dose_range(drugs()[name], choice.species)
    frame = SCHEDULE_LIMITS[part]
    default = usual[part] if usual[part] is not None else frame.default
    return Range(frame.low, frame.high, default, frame.unit, frame.step)


def unit(field: str, choice: Choice) -> str:
    """A numeric control's unit as people write it."""
    return shown_unit(field_range(field, choice).unit)


def opening_values(choice: Choice) -> dict[str, Any]:
    """What each control shows by default, with the drugs that are chosen."""
    opening = preset(OPENING, choice.species)
    values, opened = values_of(opening), choice_of(opening)
    for section in SECTIONS:
        values |= usual_schedule(section, choice)
        drug = choice.drug(section)
        if drug is not None and drug != opened.drug(section):
            # that it was chosen is a difference of its own
            values[f"{section}.dose"] = treatment_defaults(drug, choice.species)["dose"]
    return values


def dials_of(values: Mapping[str, Any], choice: Choice) -> dict[str, float]:
    """Where dials stand, by their component; those of no drug count for nothing."""
    sections = {f"{section}.dose": section for section in SECTIONS}
    return {
        component(name): values[name]
        for name in words.DIALS
        if name not in sections or choice.drug(sections[name]) is not None
    }


def choice_data(choice: Choice) -> dict[str, Any]:
    """The choice as the browser keeps it, with the limits of fields and two defaults of dials.

    `defaults` is where the button beside a dial takes it, to the usual dose of its drug; `opening`
    is where it stands at the opening settings, which differences are told against.
    """
    usual = {component(name): field_range(name, choice).default for name in words.DIALS}
    opening = dials_of(opening_values(choice), choice)
    limits = {}
    for name in NUMERIC:
        typed_in = number(name) if name in words.DIALS else component(name)
        allowed = field_range(name, choice)
        parts = ("low", "high", "step", "default", *(["scale"] if allowed.scale else []))
        limits[typed_in] = {part: getattr(allowed, part) for part in parts}
    return {**choice.data(), "defaults": usual, "opening": opening, "limits": limits}


EMPTY = ("every", "doses", "again", "until", "hours")
"""The parts of a schedule that may be left empty."""
TYPED = ("dose", "start", "every", "doses", "again", "until", "hours")
NUMERIC = ("days", "induction", *(f"{section}.{part}" for section in SECTIONS for part in TYPED))
CHOSEN = ("host", "tumour", *(f"{section}.route" for section in SECTIONS))
LATER = tuple(f"{section}.later" for section in SECTIONS)
"""Texts: the courses of each section's drug after the first, as addresses have them."""
FIELDS = NUMERIC + CHOSEN + LATER
"""Controls whose values a request carries, besides the choice."""


def _field_of(name: str, choice: Choice) -> str:
    """The field of a scenario that a numeric control sets: paclitaxel.every."""
    section, dot, part = name.partition(".")
    return f"{choice.drug(section)}.{part}" if dot else name


def _explained(problem: Problem, choice: Choice) -> Problem:
    """A problem for people who see controls: by their words, and with how to write a number."""
    told = {_field_of(name, choice): words.called(name) for name in NUMERIC}
    named = replace(problem, field=told.get(problem.field, problem.field))
    return typed.explained(named)


def usual_schedule(section: str, choice: Choice) -> dict[str, Any]:
    """What a section's schedule controls show for the usual schedule of its drug."""
    name = choice.drug(section) or drugs_of(section)[0]
    usual = treatment_defaults(name, choice.species)
    return {f"{section}.{part}": "" if usual[part] is None else usual[part] for part in SCHEDULE}


def values_of(scenario: Scenario, choice: Choice | None = None) -> dict[str, Any]:
    """What each control shows for a scenario; a drug that is not planned stands at dose 0.

    `choice` says what the controls are about, where that is not the choice that shows it best.
    """
    choice = choice or choice_of(scenario)
    values: dict[str, Any] = {
        "days": scenario.days,
        "induction": scenario.induction,
        "host": scenario.host,
        "tumour": scenario.tumour,
    }
    for section in SECTIONS:
        name = choice.drug(section) or drugs_of(section)[0]
        planned = scenario.treatment(name)
        shown = treatment_defaults(name, scenario.species) | {"dose": 0}
        if planned is not None:
            shown = planned.model_dump()
        values |= {f"{section}.{part}": shown[part] for part in ("dose", *SCHEDULE)}
        for part in EMPTY:
            values[f"{section}.{part}"] = "" if shown[part] is None else shown[part]
        values[f"{section}.later"] = grammar.written(scenario.courses(name)[1:])
    return values


def extra_of(scenario: Scenario, choice: Choice | None = None) -> dict[str, Any]:
    """What a scenario holds that no control shows; `choice` as in `values_of`."""
    shown = (choice or choice_of(scenario)).drugs.values()
    hidden = [planned.model_dump() for planned in scenario.treatments if planned.drug not in shown]
    return {
        "set": scenario.set,
        "parameters": dict(scenario.parameters),
        "treatments": hidden,
    }


def scenario_of(choice: Any, values: Mapping[str, Any], extra: Any) -> Scenario:
    """The scenario that the controls describe; raises ScenarioError with every problem.

    Everything here came from a browser and is trusted as little as an address.
    """
    chosen = choice_from(choice)
    missing = [field for field in FIELDS if field not in values]
    if missing or not isinstance(extra, Mapping):
        raise ScenarioError([Problem("controls", missing, "send every control")])
    values = {
        field: typed.read(values[field], unit(field, chosen)) if field in NUMERIC else values[field]
        for field in FIELDS
    }
    hidden = extra.get("treatments", [])
    treatments = list(hidden) if isinstance(hidden, list) else []
    unread = []
    for section in SECTIONS:
        name = chosen.drug(section)
        if name is not None:
            treatments += _planned(section, name, chosen.species, values)
            later = values[f"{section}.later"]
            courses = _courses(name, chosen.species, later)
            treatments += courses or []
            if courses is None:
                field = words.called(f"{section}.later")
                unread.append(Problem(field, later, words.LATER_SHAPE))
    wanted = {name: values[name] for name in ("days", "host", "tumour", "induction")}
    wanted |= {"species": chosen.species, "treatments": treatments}
    wanted |= {
        "set": extra.get("set", parameters.UNNAMED),
        "parameters": extra.get("parameters", {}),
    }
    try:
        scenario = Scenario.model_validate(wanted)
    except ScenarioError as error:
        problems = [_explained(problem, chosen) for problem in error.problems]
        raise ScenarioError([*problems, *unread]) from None
    if unread:
        raise ScenarioError(unread)
    return scenario


def _courses(name: str, species: Species, text: Any) -> list[dict[str, Any]] | None:
    """The courses of a drug in a text, which may be empty; None for what can not be read."""
    if not isinstance(text, str):
        return None
    plain = "".join(text.split())
    return grammar.read(name, plain, species) if plain else []


def _planned(
    section: str, name: str, species: Species, values: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """A section's treatment; none where it stands at dose 0 on the drug's usual schedule."""
    given = {part: values[f"{section}.{part}"] for part in ("dose", *SCHEDULE)}
    for part in EMPTY:
        given[part] = None if given[part] == "" else given[part]
    if given["doses"] is None or given["again"] is None:  # half a cycle is being typed, or is none
        given["doses"] = given["again"] = None
    if given["route"] != Route.INFUSION:
        given["hours"] = None
    planned = {"drug": name, **given}
    usual = treatment_defaults(name, species)
    return [] if planned == usual | {"dose": 0} else [planned]

"""The page's controls, declared once, and what they say: values <-> Scenario.

A page shows one drug of each role that has drugs. What an address may hold beyond that (a second
drug of a role, changed constants) travels beside the controls as `extra`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from osteoniche import parameters
from osteoniche.components import Drug
from osteoniche.drugs import of_role, roles
from osteoniche.errors import Problem, ScenarioError
from osteoniche.quantity import CHOOSE_SPECIES, SPECIES, Species, shown_unit
from osteoniche.roles import ROLES, ROUTES, Role, Route
from osteoniche.scenario import Scenario, grammar, regimens
from osteoniche.scenario.defaults import treatment_defaults
from osteoniche.scenario.limits import DAYS, INDUCTION, SCHEDULE_LIMITS, Range, dose_range
from osteoniche.scenario.presets import OPENING, preset
from osteoniche.system import default_system
from osteoniche.web.kit import typed, words
from osteoniche.web.kit.ids import control as component
from osteoniche.web.kit.ids import number

NO_DRUG = "none"
SCHEDULE = ("start", "every", "doses", "again", "until", "route", "hours")

SECTIONS: dict[str, Role] = {role.key: role for role in roles()}
"""Prefix of the controls of each role that has drugs, and the role."""


@dataclass(frozen=True)
class Choice:
    """What the other controls depend on: the species, and what is chosen in each section."""

    species: Species
    drugs: Mapping[str, str]

    def drug(self, section: str) -> str | None:
        """The drug that a section's controls are about."""
        return None if self.drugs[section] == NO_DRUG else self.drugs[section]

    def changed(self, section: str, drug: str) -> "Choice":
        """The same with another drug in a section."""
        return replace(self, drugs={**self.drugs, section: drug})

    def data(self) -> dict[str, str]:
        """The choice as the browser sends it back."""
        return {"species": self.species, **self.drugs}


def drugs() -> dict[str, Drug]:
    """Every drug by name."""
    return default_system().by_name


def drugs_of(section: str) -> list[str]:
    """Names of the drugs that a section can be set to."""
    return of_role(SECTIONS[section])


def drug_choices(section: str) -> list[str]:
    """What can be chosen in a section, what it begins with first: a drug, or none where folded."""
    begin = [] if ROLES[SECTIONS[section]].in_view else [NO_DRUG]
    return begin + drugs_of(section)


def label(drug: str, species: Species) -> str:
    """A drug's name as a species knows it: a RANKL inhibitor is denosumab in patients."""
    return drugs()[drug].called(species)


def regimens_of(section: str, choice: Choice) -> dict[str, str]:
    """The usual regimens of a section's drug by name, each with its source."""
    name = choice.drug(section) or drugs_of(section)[0]
    known = regimens.offered(name, choice.species)
    return {one.name: f"{one.label} ({one.source})" for one in known.values()}


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


def drug_labels(section: str, species: Species) -> dict[str, str]:
    """What can be chosen in a section, in the species' words."""
    return {
        name: "None" if name == NO_DRUG else label(name, species) for name in drug_choices(section)
    }


def routes(section: str, choice: Choice) -> dict[str, str]:
    """The routes that a section's drug can take in the species."""
    name = choice.drug(section) or drugs_of(section)[0]
    return {route: ROUTES[route] for route in drugs()[name].dosing[choice.species].routes}


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


def choice_of(scenario: Scenario) -> Choice:
    """The choice that shows a scenario best."""
    named = [planned.drug for planned in scenario.treatments]
    chosen = {}
    for section in SECTIONS:
        offered, begin = drugs_of(section), drug_choices(section)[0]
        chosen[section] = next((name for name in named if name in offered), begin)
    return Choice(scenario.species, chosen)


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


def choice_from(given: Any) -> Choice:
    """The choice that a browser sent; raises ScenarioError with every problem."""
    if not isinstance(given, Mapping):
        raise ScenarioError([Problem("choice", type(given).__name__, "send what is chosen")])
    allowed = {"species": list(SPECIES)}
    allowed |= {section: drug_choices(section) for section in SECTIONS}
    told = {field: f"choose from {', '.join(names)}" for field, names in allowed.items()}
    told["species"] = CHOOSE_SPECIES
    problems = [
        Problem(field, given.get(field), told[field])
        for field, names in allowed.items()
        if not isinstance(given.get(field), str) or given[field] not in names
    ]
    if problems:
        raise ScenarioError(problems)
    return Choice(given["species"], {section: given[section] for section in SECTIONS})


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

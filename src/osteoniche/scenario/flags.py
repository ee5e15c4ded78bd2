"""Settings written as `field=value`: what the command line's --set understands."""

from collections.abc import Iterable, Mapping
from typing import Any

from osteoniche import parameters
from osteoniche.errors import Described, Problem, ScenarioError
from osteoniche.quantity import HUMAN, MOUSE, SPECIES, SPECIES_NAMES, Species
from osteoniche.roles import ROUTES
from osteoniche.scenario import Scenario, Treatment
from osteoniche.scenario.checks import (
    A_LIST,
    NO_FIELD,
    OBJECT,
    WHERE_CONSTANTS,
    drug_names,
    nearest,
)
from osteoniche.scenario.defaults import for_species, treatment_defaults
from osteoniche.scenario.grammar import SHAPE, SINGLE, number, read
from osteoniche.scenario.limits import (
    CYCLE,
    DAYS,
    EVERY,
    FIRST_DOSE,
    HOURS,
    INDUCTION,
    TIME,
    Range,
    dose_range,
)
from osteoniche.system import default_system

NO_COURSE = "none"
"""How it is written that a drug is not given."""
WORDS = ("set", "species", "host", "tumour")
NUMBERS = ("days", "induction", "version")
TREATMENT_FIELDS = tuple(name for name in Treatment.model_fields if name != "drug")


def with_settings(
    base: Mapping[str, Any], settings: Iterable[str], dropped: list[Problem] | None = None
) -> Scenario:
    """The scenario of plain data `base` with settings applied.

    A species comes first, whatever the order, and swaps in its horizon and schedules; then routes,
    which decide whether there are hours; then the rest in order. Raises ScenarioError with every
    problem: of the settings and of the scenario that they make. What another species can not take
    over from the base is added to `dropped`.
    """
    data, problems = _opened(base)
    left_out = [] if dropped is None else dropped
    for text in sorted(settings, key=_turn):
        problems += _apply(data, text, left_out)
    try:
        scenario = Scenario.model_validate(data)
    except ScenarioError as error:
        raise ScenarioError([*problems, *error.problems]) from None
    if problems:
        raise ScenarioError(problems)
    return scenario


def _opened(base: Any) -> tuple[dict[str, Any], list[Problem]]:
    """A copy of the base that settings can be put into, without what is not shaped for them."""
    problems = []
    if not isinstance(base, Mapping):
        problems.append(Problem("scenario", base, OBJECT))
        base = {}
    data = dict(base)
    treatments, parameters = data.setdefault("treatments", []), data.setdefault("parameters", {})
    if isinstance(treatments, list | tuple):
        data["treatments"] = [
            dict(given) if isinstance(given, Mapping) else given for given in treatments
        ]
    else:
        problems.append(Problem("treatments", data.pop("treatments"), A_LIST))
        data["treatments"] = []
    if isinstance(parameters, Mapping):
        data["parameters"] = dict(parameters)
    else:
        problems.append(Problem("parameters", data["parameters"], OBJECT))
        data["parameters"] = {}
    return data, problems


def _turn(setting: str) -> int:
    """When a setting is applied: species, then routes, then the rest."""
    field = setting.partition("=")[0]
    return 0 if field == "species" else 1 if field.endswith(".route") else 2


def _apply(data: dict[str, Any], text: str, dropped: list[Problem]) -> list[Problem]:
    """Put one setting into the data; what is wrong with it, if anything."""
    field, equals, written = text.partition("=")
    if not equals or not field.strip():
        return [Problem("--set", text, "write field=value, for example days=60")]
    head, _, name = field.partition(".")
    if field == "species":
        dropped += _switch(data, written)
    elif field in drug_names():
        return _set_courses(data, field, written)
    elif head in drug_names() and name in TREATMENT_FIELDS:
        _set_treatment(_treatment(data, head), name, written)
    elif head == "parameters" and name:
        data["parameters"][name] = number(written)
    elif field in WORDS:
        data[field] = written
    elif field in NUMBERS:
        data[field] = number(written)
    else:
        return [Described(field, NO_FIELD, _meant(field))]
    return []


def _meant(field: str) -> str:
    """What may have been meant by an unknown field, or which there are."""
    constants = default_system().by_symbol
    known = [*WORDS, *NUMBERS[:2], *(f"parameters.{symbol}" for symbol in constants)]
    known += [f"{drug}.{name}" for drug in drug_names() for name in TREATMENT_FIELDS]
    if field in constants:
        return f"did you mean parameters.{field}?"
    return nearest(field, known) or (
        f"choose from {', '.join([*WORDS, *NUMBERS[:2]])}, parameters.SYMBOL and "
        f"DRUG.({'|'.join(TREATMENT_FIELDS)}), where the drugs are {', '.join(drug_names())}"
    )


def _set_courses(data: dict[str, Any], drug: str, written: str) -> list[Problem]:
    """All courses of a drug, as the address writes them; what is wrong with the text, if it is."""
    species = data.get("species")
    none = written == NO_COURSE
    courses = [] if none else read(drug, written, species if species in SPECIES else MOUSE)
    if courses is None:
        return [Problem(drug, written, SHAPE)]
    others = [
        given
        for given in data["treatments"]
        if not isinstance(given, dict) or given.get("drug") != drug
    ]
    data["treatments"] = [*others, *courses]
    return []


def _set_treatment(planned: dict[str, Any], name: str, written: str) -> None:
    if name == "route":
        planned["route"] = written
        planned["hours"] = None  # those of another route; an infusion has its own default
    elif name == "every" and written == SINGLE:
        planned["every"] = None
    else:
        planned[name] = number(written)


def _switch(data: dict[str, Any], species: str) -> list[Problem]:
    """Set the species, as `for_species` does; what it had to leave out.

    Data that name no species were written for the one that is set: nothing is swapped.
    """
    before = data.get("species", species)
    if species == before or species not in SPECIES:
        data["species"] = species
        return []
    switched, dropped = for_species(data, species)
    data.clear()
    data |= switched
    return dropped


def _treatment(data: dict[str, Any], drug: str) -> dict[str, Any]:
    """The drug's treatment in the data; at its default dose if there was none."""
    for given in data["treatments"]:
        if isinstance(given, dict) and given.get("drug") == drug:
            return given
    species = data.get("species")
    added = treatment_defaults(drug, species if species in SPECIES else MOUSE)
    data["treatments"].append(added)
    return added


def described() -> str:
    """Every field of --set, what is allowed, and what it is in the opening scenario of a species.

    One field a line; the lines of a help text.
    """
    model = default_system().model
    lines = {
        "set": f"{', '.join(parameters.names())}: the parameter set ({parameters.DEFAULT})",
        "species": f"{MOUSE} or {HUMAN}, a {SPECIES_NAMES[HUMAN]} ({MOUSE})",
        "days": _each(DAYS),
        "host": f"{', '.join(model.hosts)} ({next(iter(model.hosts))})",
        "tumour": f"{', '.join(model.tumours)} ({next(iter(model.tumours))})",
        "induction": f"{INDUCTION} ({INDUCTION.default:g})",
    }
    for drug in default_system().drugs:
        ranges = {species: dose_range(drug, species) for species in SPECIES}
        lines[f"{drug.name}.dose"] = _each(ranges)
    lines |= {
        "DRUG.start": f"{TIME} ({', '.join(f'{n} {d:g}' for n, d in FIRST_DOSE.items())})",
        "DRUG": "all courses of the drug, as an address has them: 80@30/7x3/28,60@200/21; or none",
        "DRUG.every": f"{EVERY}, or {SINGLE} (the usual of the drug)",
        "DRUG.doses": f"{CYCLE}, of a cycle (no cycles)",
        "DRUG.again": f"{EVERY}, from the beginning of a cycle to that of the next (no cycles)",
        "DRUG.until": f"{TIME}; no dose is given on this day or after it (the last day)",
        "DRUG.route": f"{_routes()}, as the drug allows",
        "DRUG.hours": f"{HOURS}, of an infusion",
        "parameters.SYMBOL": WHERE_CONSTANTS,
    }
    width = max(map(len, lines)) + 2
    told = "\n".join(f"  {field:{width}}{text}" for field, text in lines.items())
    return f"fields of --set (and their usual value; a drug that is named is given):\n{told}"


def _routes() -> str:
    """The routes by which some drug is given."""
    drugs = default_system().drugs
    used = {route for drug in drugs for dosing in drug.dosing.values() for route in dosing.routes}
    *most, last = [route for route in ROUTES if route in used]
    return f"{', '.join(most)} or {last}"


def _each(ranges: Mapping[Species, Range]) -> str:
    return "; ".join(f"{name} {limits} ({limits.default:g})" for name, limits in ranges.items())

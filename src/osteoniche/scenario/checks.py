"""What a scenario's plain data may hold: every value outside its limits, named for people."""

from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from osteoniche.components import Drug
from osteoniche.errors import Described, Problem
from osteoniche.models import bone_metastasis
from osteoniche.parameters import names as set_names
from osteoniche.quantity import SPECIES, Species
from osteoniche.roles import Route
from osteoniche.scenario.courses import number, overlapping, schedule_problems
from osteoniche.scenario.limits import DAYS, INDUCTION, SCHEDULE_LIMITS, Range, dose_range
from osteoniche.system import default_system

OBJECT = 'give fields with their values, such as {"days": 42}'
A_LIST = 'give a list, such as [{"drug": "paclitaxel"}]'
"""What an input is told that is none."""
VERSION = 1
"""The version of the form of a scenario that this program reads and writes."""
SET_BY_OTHERS = {param.symbol: param.set_by for param in bone_metastasis.PARAMS if param.set_by}
"""Constants that a scenario sets through a field of its own."""

NO_FIELD = "there is no such field"
WHERE_CONSTANTS = "`osteoniche constants` lists them"
ENTRIES_AT_MOST = 1000
"""Entries of a list or an object; more than any scenario has, so that absurd input ends at once."""
LOOKED_UP, LONGEST_NAME = 5, 40
"""Unknown names of one input that others like them are looked up for, and their longest one."""


def shape_problems(data: Any) -> Iterable[Problem]:
    """Input that is no object, or so crowded that its entries are not looked at one by one."""
    if not isinstance(data, Mapping):
        yield Problem("scenario", data, OBJECT)
        return
    for name, value in (
        ("scenario", data),
        ("treatments", data.get("treatments")),
        ("parameters", data.get("parameters")),
    ):
        entries = len(value) if isinstance(value, Mapping | list | tuple) else 0
        if isinstance(value, list | tuple):
            entries += sum(len(inner) for inner in value if isinstance(inner, Mapping))
        if entries > ENTRIES_AT_MOST:
            found = f"{entries} entries are too many"
            yield Described(name, found, f"give at most {ENTRIES_AT_MOST}")


def range_problems(data: Mapping[str, Any]) -> list[Problem]:
    """Every value outside what is allowed; values of a wrong type are left to the type check.

    Where the species is unknown, every value that is outside what is allowed in all of them.
    """
    species = _species(data)
    model = default_system().model
    wrong_days = _outside("days", data["days"], [DAYS[each] for each in species])
    last_day = None if wrong_days else number(data["days"])
    problems = [
        *wrong_days,
        *_outside("induction", data.get("induction"), [INDUCTION]),
        *_not_among("set", data.get("set"), set_names()),
        *_not_among("host", data.get("host"), model.hosts),
        *_not_among("tumour", data.get("tumour"), model.tumours),
    ]
    version = number(data.get("version"))
    if version is not None and version != VERSION:
        newer = "; a newer Osteoniche wrote this and reads it" if version > VERSION else ""
        allowed = f"this program reads version {VERSION}{newer}"
        problems.append(Problem("version", data["version"], allowed))
    treatments = data.get("treatments")
    if isinstance(treatments, list):
        for index, given in enumerate(treatments):
            if isinstance(given, Mapping):
                problems += _treatment_problems(index, given, species, last_day)
        sound = [
            given
            for index, given in enumerate(treatments)
            if named(index, given) in drug_names()
            and not _treatment_problems(index, given, species, last_day)
        ]
        if last_day is not None:
            problems += overlapping(sound, last_day)
    parameters = data.get("parameters")
    if isinstance(parameters, Mapping):
        problems += constant_problems(parameters, species)
    return problems


def allowed_at(location: Sequence[int | str], data: Mapping[str, Any]) -> str:
    """What is allowed of the number at a place in the data, in words; empty if nothing limits it.

    A place is the names and indices that lead to it: ("treatments", 0, "dose").
    """
    ranges: Sequence[Range] = ()
    species = _species(data)
    match tuple(location):
        case ("days",):
            ranges = [DAYS[each] for each in species]
        case ("induction",):
            ranges = [INDUCTION]
        case ("parameters", str(symbol)):
            ranges = _constant_ranges(symbol, species)
        case ("treatments", int(place), str(part)):
            name = named(place, data["treatments"][place])
            drug = default_system().by_name.get(name)
            ranges = _treatment_ranges(drug, species).get(part, ()) if drug else ()
    return _allowed(ranges) if ranges else ""


def _species(data: Mapping[str, Any]) -> Sequence[Species]:
    """The species of the data; all of them where it is unknown."""
    given = data["species"]
    return (given,) if given in SPECIES else SPECIES


def _treatment_ranges(drug: Drug, species: Sequence[Species]) -> dict[str, list[Range]]:
    """What the numbers of a drug's treatment may be."""
    doses = [dose_range(drug, each) for each in species]
    return {"dose": doses} | {part: [limits] for part, limits in SCHEDULE_LIMITS.items()}


def _constant_ranges(symbol: str, species: Sequence[Species]) -> list[Range]:
    """What a constant may be; nothing for one that there is not."""
    declared = default_system().by_symbol.get(symbol)
    if declared is None:
        return []
    return [Range(*declared.bounds(each), declared.values[each], declared.unit) for each in species]


def _treatment_problems(
    index: int, given: Mapping[str, Any], species: Sequence[Species], last_day: float | None
) -> list[Problem]:
    name = named(index, given)
    drug = default_system().by_name.get(name)
    if drug is None:
        return _not_among(f"{name}.drug", given.get("drug"), drug_names())
    routes = dict.fromkeys(route for each in species for route in drug.dosing[each].routes)
    problems = [
        *(
            problem
            for part, ranges in _treatment_ranges(drug, species).items()
            for problem in _outside(f"{name}.{part}", given[part], ranges)
        ),
        *_not_among(f"{name}.route", given["route"], routes),
    ]
    if given["hours"] is not None and given["route"] != Route.INFUSION:
        problems.append(Problem(f"{name}.hours", given["hours"], "only an infusion has a duration"))
    if problems or number(given["dose"]) == 0:  # a schedule that nothing is given on
        return problems
    return schedule_problems(name, given, last_day)


def constant_problems(parameters: Mapping[Any, Any], species: Sequence[Species]) -> list[Problem]:
    """Constants that do not exist, are set elsewhere, or lie outside their bounds in a species.

    Where no species is given, nothing is out of bounds.
    """
    problems: list[Problem] = []
    unknown = 0
    for symbol, value in parameters.items():
        if not isinstance(symbol, str):
            continue
        field = f"parameters.{symbol}"
        declared = default_system().by_symbol.get(symbol)
        if symbol in SET_BY_OTHERS:
            problems.append(Problem(field, value, f"set it with {SET_BY_OTHERS[symbol]}"))
        elif declared is None:
            unknown += 1
            near = nearest(symbol, default_system().by_symbol) if unknown <= LOOKED_UP else ""
            problems.append(Described(field, "there is no such constant", near or WHERE_CONSTANTS))
        else:
            ranges = _constant_ranges(symbol, species)
            problems += _outside(field, value, ranges) if ranges else []
    return problems


def _outside(field: str, value: Any, ranges: Sequence[Range]) -> list[Problem]:
    """A problem, if the value is a number in none of the ranges."""
    found = number(value)
    if found is None or any(allowed.low <= found <= allowed.high for allowed in ranges):
        return []
    return [Problem(field, value, _allowed(ranges))]


def _allowed(ranges: Iterable[Range]) -> str:
    return f"allowed is {' or '.join(dict.fromkeys(map(str, ranges)))}"


def _not_among(field: str, value: Any, names: Any) -> list[Problem]:
    if not isinstance(value, str) or value in names:
        return []
    return [Problem(field, value, f"choose from {', '.join(names)}")]


def named(index: int, given: Any) -> str:
    """How a treatment is named in messages: by its drug, or by its place where that is none."""
    drug = given.get("drug") if isinstance(given, Mapping) else None
    return drug if isinstance(drug, str) and drug in drug_names() else f"treatments[{index}]"


def nearest(name: str, known: Iterable[str]) -> str:
    """The question which known name was meant by an unknown one; empty if none looks like it."""
    if len(name) > LONGEST_NAME:
        return ""
    by_small: dict[str, list[str]] = {}
    for each in known:
        by_small.setdefault(each.lower(), []).append(each)
    close = get_close_matches(name.lower(), by_small, n=3)
    alike = [each for small in close for each in by_small[small]]
    return f"did you mean {' or '.join(alike)}?" if alike else ""


def drug_names() -> list[str]:
    """The names of all drugs."""
    return list(default_system().by_name)

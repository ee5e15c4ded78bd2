"""The Scenario: everything that changes a result and nothing else, validated and frozen.

A scenario comes from the page, an address, a file or flags; all of them pass through here. Wrong
input is one ScenarioError that names every bad field, its value and what is allowed.
"""

import hashlib
import json
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ModelWrapValidatorHandler,
    ValidationError,
    field_validator,
    model_validator,
)

from osteoniche.errors import Problem, ScenarioError
from osteoniche.limits import (
    DAYS,
    DOSES_AT_MOST,
    EVERY,
    FIRST_DOSE,
    HOURS,
    INDUCTION,
    TIME,
    Range,
    dose_range,
)
from osteoniche.quantity import HUMAN, MOUSE, SPECIES, Species
from osteoniche.system import default_system

VERSION = 1
SET_BY_OTHERS = {"Imax": "induction", "JB0": "host", "JT0": "tumour"}
"""Constants that a scenario sets through a field of its own."""

ENTRIES_AT_MOST = 1000
"""Entries of a list or an object; more than any scenario has, so that absurd input ends at once."""

ALLOWED = {
    "dict_type": "give an object of fields",
    "extra_forbidden": "this field is unknown",
    "finite_number": "give a finite number",
    "float_type": "give a number",
    "int_from_float": "give a whole number",
    "int_type": "give a whole number",
    "invalid_key": "the name of a field is text",
    "literal_error": f"choose from {', '.join(SPECIES)}",
    "model_type": "give an object of fields",
    "string_type": "give text",
    "tuple_type": "give a list",
}
"""Pydantic's findings in our words."""


def _all_optional(schema: dict[str, Any]) -> None:
    """In the JSON schema, what a species has a default for may be left out: all but the drug."""
    schema["required"] = [name for name in schema["required"] if name == "drug"]


STRICT = ConfigDict(
    frozen=True,
    extra="forbid",
    strict=True,
    allow_inf_nan=False,
    json_schema_extra=_all_optional,
)


def _whole(value: Any) -> Any:
    """A whole number that arrived as 42.0 is 42."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


Whole = Annotated[int, BeforeValidator(_whole)]
Real = Annotated[float, AfterValidator(lambda value: value + 0.0)]  # -0.0 becomes 0.0


class Treatment(BaseModel):
    """One drug's schedule: `dose` in the drug's unit, times in days, `hours` of an infusion.

    `every` None is a single dose; `until` is exclusive, and None is the scenario's last day. Dose 0
    is no treatment, though the schedule is kept.
    """

    model_config = STRICT

    drug: str
    dose: Real
    start: Real
    every: Real | None
    until: Real | None = None
    route: str
    hours: Real | None = None


class Scenario(BaseModel):
    """One run. Fields that are left out take the default of the species."""

    model_config = STRICT

    version: Whole = Field(VERSION, json_schema_extra={"const": VERSION})
    species: Literal["mouse", "human"] = "mouse"
    days: Whole = Field(description="last day of the simulation")
    host: str = "wild-type"
    tumour: str = "jagged1-low"
    induction: Real = Field(
        INDUCTION.default, description="largest fold by which chemotherapy raises Jagged1"
    )
    treatments: tuple[Treatment, ...] = ()
    parameters: dict[str, Real] = Field(
        default_factory=dict,
        description="constants by symbol; those left out have their declared value",
    )

    @field_validator("treatments", mode="before")
    @classmethod
    def _as_tuple(cls, value: Any) -> Any:
        return tuple(value) if isinstance(value, list) else value

    @field_validator("treatments")
    @classmethod
    def _in_order(cls, value: tuple[Treatment, ...]) -> tuple[Treatment, ...]:
        """In the order of the drugs, so that the order of the input does not matter."""
        return tuple(sorted(value, key=lambda given: _place(given.drug)))

    @model_validator(mode="wrap")
    @classmethod
    def _all_problems_at_once(cls, data: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        if isinstance(data, cls):
            return data
        problems = list(_shape_problems(data))
        if problems:
            raise ScenarioError(map(_printable, problems))
        filled = _with_defaults(data)
        problems = list(_range_problems(filled))
        try:
            scenario = handler(filled)
        except ValidationError as error:
            problems = _joined(_type_problems(error, filled), problems)
        if problems:
            raise ScenarioError(map(_printable, problems))
        return scenario

    def changed(self, **fields: Any) -> "Scenario":
        """A copy with other fields, validated anew."""
        return Scenario.model_validate(self.model_dump() | fields)

    def treatment(self, drug: str) -> Treatment | None:
        """The schedule of a drug, if the scenario has one (its dose may be 0)."""
        return next((given for given in self.treatments if given.drug == drug), None)

    @property
    def given(self) -> tuple[Treatment, ...]:
        """The treatments that give anything, in the order of the drugs."""
        return tuple(treatment for treatment in self.treatments if treatment.dose > 0)

    def canonical(self) -> dict[str, Any]:
        """The scenario as plain data, alike for all scenarios that give the same result."""
        system = default_system()
        elsewhere = {**system.model.hosts[self.host], **system.model.tumours[self.tumour]}
        data = self.model_dump()
        data["treatments"] = [
            given.model_dump() | {"until": float(self.last_day_of(given))} for given in self.given
        ]
        data["parameters"] = {
            symbol: value
            for symbol, value in sorted(self.parameters.items())
            if symbol not in elsewhere and value != system.by_symbol[symbol].values[self.species]
        }
        return data

    def last_day_of(self, treatment: Treatment) -> float:
        """The day before which a treatment ends: its own `until`, or the last day."""
        return self.days if treatment.until is None else min(treatment.until, self.days)

    def key(self) -> str:
        """A short name for the result: equal for scenarios that give the same result."""
        text = json.dumps(self.canonical(), sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    def overrides(self) -> dict[str, float]:
        """The constants that this scenario sets, by symbol."""
        model = default_system().model
        return {
            **self.parameters,
            "Imax": self.induction - 1,
            **model.hosts[self.host],
            **model.tumours[self.tumour],
        }


def treatment_defaults(drug: str, species: str) -> dict[str, Any]:
    """A drug at its default dose and schedule in a species, as plain data."""
    dosing = next(d for d in default_system().drugs if d.name == drug).dosing[species]
    return {
        "drug": drug,
        "dose": dosing.default,
        "start": FIRST_DOSE[species],
        "every": dosing.every,
        "until": None,
        "route": dosing.route,
        "hours": dosing.hours if dosing.route == "infusion" else None,
    }


def _shape_problems(data: Any) -> Iterable[Problem]:
    """Input that is no object, or so crowded that its entries are not looked at one by one."""
    if not isinstance(data, Mapping):
        yield Problem("scenario", data, "give an object of fields")
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
            yield Problem(name, f"{entries} entries", f"give at most {ENTRIES_AT_MOST}")


def _with_defaults(data: Mapping[str, Any]) -> dict[str, Any]:
    """The data with the defaults of its species filled in; of the mouse, if it names none."""
    filled = dict(data)
    named = filled.setdefault("species", MOUSE)
    species = named if named in SPECIES else MOUSE
    filled.setdefault("days", DAYS[species].default)
    treatments = filled.get("treatments")
    if isinstance(treatments, list | tuple):
        filled["treatments"] = [_treatment_filled(given, species) for given in treatments]
    return filled


def _place(drug: str) -> int:
    """Where a drug stands among the drugs; behind them if it is none."""
    names = _drug_names()
    return names.index(drug) if drug in names else len(names)


def _treatment_filled(given: Any, species: Species) -> Any:
    if isinstance(given, Treatment):
        given = given.model_dump()
    if not isinstance(given, Mapping) or given.get("drug") not in _drug_names():
        return given
    defaults = treatment_defaults(given["drug"], species)
    filled = defaults | dict(given)
    if filled["route"] == "infusion" and filled["hours"] is None:
        drug = next(d for d in default_system().drugs if d.name == given["drug"])
        filled["hours"] = drug.dosing[species].hours
    elif filled["route"] != "infusion" and "hours" not in given:
        filled["hours"] = None
    return filled


def _drug_names() -> list[str]:
    return [drug.name for drug in default_system().drugs]


def _type_problems(error: ValidationError, data: Mapping[str, Any]) -> list[Problem]:
    """What is of a wrong type, unknown or missing."""
    found = []
    for item in error.errors(include_url=False, include_context=False):
        location = tuple(part for part in item["loc"] if part != "[key]")
        if item["type"] == "missing":
            # a drug that is known has defaults: without it, the drug is the only thing to ask for
            if location[-1] == "drug":
                allowed = f"choose from {', '.join(_drug_names())}"
                found.append(Problem(_path(location, data), None, allowed))
            continue
        allowed = ALLOWED.get(item["type"], item["msg"].removeprefix("Input should be "))
        found.append(Problem(_path(location, data), item["input"], allowed))
    return found


def _path(location: Sequence[int | str], data: Mapping[str, Any]) -> str:
    """A field's name as people know it: paclitaxel.dose rather than treatments.0.dose."""
    if len(location) > 1 and location[0] == "treatments" and isinstance(location[1], int):
        head = _head(location[1], data["treatments"][location[1]])
        return ".".join([head, *map(str, location[2:])])
    return ".".join(map(str, location)) or "scenario"


def _head(index: int, given: Any) -> str:
    """How a treatment is named in messages: by its drug, or by its place where that is none."""
    drug = given.get("drug") if isinstance(given, Mapping) else None
    return drug if isinstance(drug, str) and drug in _drug_names() else f"treatments[{index}]"


def _joined(types: list[Problem], ranges: list[Problem]) -> list[Problem]:
    """All problems; a value of a wrong type is not told to be out of range as well."""
    fields = {problem.field for problem in types}
    return [*types, *(problem for problem in ranges if problem.field not in fields)]


def _printable(problem: Problem) -> Problem:
    """The problem, with a value that Python can write (not nested too deep, no endless number)."""
    try:
        repr(problem.value)
    except (RecursionError, ValueError):
        kind = type(problem.value).__name__
        return replace(problem, value=f"{kind} that is too large to show")
    return problem


def _range_problems(data: Mapping[str, Any]) -> list[Problem]:
    """Every value outside what is allowed; values of a wrong type are left to the type check.

    Where the species is unknown, every value that is outside what is allowed in all of them.
    """
    named = data["species"]
    species = (named,) if named in SPECIES else SPECIES
    model = default_system().model
    wrong_days = _outside("days", data["days"], [DAYS[each] for each in species])
    last_day = None if wrong_days else _number(data["days"])
    problems = [
        *wrong_days,
        *_outside("induction", data.get("induction"), [INDUCTION]),
        *_not_among("host", data.get("host"), model.hosts),
        *_not_among("tumour", data.get("tumour"), model.tumours),
    ]
    version = _number(data.get("version"))
    if version is not None and version != VERSION:
        problems.append(Problem("version", data["version"], f"this program reads {VERSION}"))
    treatments = data.get("treatments")
    if isinstance(treatments, list):
        for index, given in enumerate(treatments):
            if isinstance(given, Mapping):
                problems += _treatment_problems(index, given, species, last_day)
        problems += _repeated(treatments)
    parameters = data.get("parameters")
    if isinstance(parameters, Mapping):
        problems += _parameter_problems(parameters, species)
    return problems


def _treatment_problems(
    index: int, given: Mapping[str, Any], species: Sequence[Species], last_day: float | None
) -> list[Problem]:
    drug = next((d for d in default_system().drugs if d.name == given.get("drug")), None)
    name = _head(index, given)
    if drug is None:
        return _not_among(f"{name}.drug", given.get("drug"), _drug_names())
    routes = dict.fromkeys(route for each in species for route in drug.dosing[each].routes)
    problems = [
        *_outside(f"{name}.dose", given["dose"], [dose_range(drug, each) for each in species]),
        *_outside(f"{name}.start", given["start"], [TIME]),
        *_outside(f"{name}.until", given["until"], [TIME]),
        *_outside(f"{name}.every", given["every"], [EVERY]),
        *_outside(f"{name}.hours", given["hours"], [HOURS]),
        *_not_among(f"{name}.route", given["route"], routes),
    ]
    if given["hours"] is not None and given["route"] != "infusion":
        problems.append(Problem(f"{name}.hours", given["hours"], "only an infusion has a duration"))
    return problems or _schedule_problems(name, given, last_day)


def _schedule_problems(
    name: str, given: Mapping[str, Any], last_day: float | None
) -> list[Problem]:
    start, every, hours, until = (
        _number(given[field]) for field in ("start", "every", "hours", "until")
    )
    if every is None:
        return []
    problems = []
    if hours is not None and hours / 24 >= every:
        problems.append(
            Problem(f"{name}.hours", hours, "an infusion ends before the next one starts")
        )
    if start is None or last_day is None:
        return problems
    end = last_day if until is None else min(until, last_day)
    doses = math.ceil(max(0.0, end - start) / every)
    if doses > DOSES_AT_MOST:
        allowed = f"this makes {doses} doses, at most {DOSES_AT_MOST} are allowed"
        problems.append(Problem(f"{name}.every", every, allowed))
    return problems


def _repeated(treatments: list[Any]) -> list[Problem]:
    named = [given.get("drug") for given in treatments if isinstance(given, Mapping)]
    times = Counter(name for name in named if isinstance(name, str))
    twice = sorted(name for name, count in times.items() if count > 1)
    return [Problem("treatments", name, "name each drug once") for name in twice]


def _parameter_problems(parameters: Mapping[str, Any], species: Sequence[Species]) -> list[Problem]:
    problems = []
    for symbol, value in parameters.items():
        if not isinstance(symbol, str):
            continue
        field = f"parameters.{symbol}"
        declared = default_system().by_symbol.get(symbol)
        if symbol in SET_BY_OTHERS:
            problems.append(Problem(field, value, f"set it with {SET_BY_OTHERS[symbol]}"))
        elif declared is None:
            problems.append(Problem(field, value, "no constant has this symbol"))
        else:
            ranges = [
                Range(*declared.bounds(each), declared.values[each], declared.unit)
                for each in species
            ]
            problems += _outside(field, value, ranges)
    return problems


def _number(value: Any) -> float | None:
    """A real, finite number, or None for anything else (true and false included)."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        return float(value) if math.isfinite(value) else None
    except OverflowError:
        return math.inf


def _outside(field: str, value: Any, ranges: Sequence[Range]) -> list[Problem]:
    """A problem, if the value is a number in none of the ranges."""
    number = _number(value)
    if number is None or any(allowed.low <= number <= allowed.high for allowed in ranges):
        return []
    return [Problem(field, value, f"allowed is {' or '.join(dict.fromkeys(map(str, ranges)))}")]


def _not_among(field: str, value: Any, names: Any) -> list[Problem]:
    if not isinstance(value, str) or value in names:
        return []
    return [Problem(field, value, f"choose from {', '.join(names)}")]


__all__ = ["HUMAN", "MOUSE", "Scenario", "Treatment", "treatment_defaults"]

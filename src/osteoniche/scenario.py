"""The Scenario: everything that changes a result and nothing else, validated and frozen.

A scenario comes from the page, an address, a file or flags; all of them pass through here. Wrong
input is one ScenarioError that names every bad field, its value and what is allowed.
"""

import hashlib
import json
import math
from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import (
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
from osteoniche.quantity import HUMAN, MOUSE, SPECIES
from osteoniche.system import default_system

VERSION = 1
SET_BY_OTHERS = {"Imax": "induction", "JB0": "host", "JT0": "tumour"}
"""Constants that a scenario sets through a field of its own."""

STRICT = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)


def _whole(value: Any) -> Any:
    """A whole number that arrived as 42.0 is 42."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


class Treatment(BaseModel):
    """One drug's schedule: `dose` in the drug's unit, times in days, `hours` of an infusion.

    `every` None is a single dose; `until` is exclusive, and None is the scenario's last day. Dose 0
    is no treatment, though the schedule is kept.
    """

    model_config = STRICT

    drug: str
    dose: float
    start: float
    every: float | None
    until: float | None = None
    route: str
    hours: float | None = None


class Scenario(BaseModel):
    """One run. Fields that are left out take the default of the species."""

    model_config = STRICT

    version: Literal[1] = VERSION
    species: Literal["mouse", "human"] = MOUSE
    days: Annotated[int, BeforeValidator(_whole)] = Field(
        description="last day of the simulation"
    )
    host: str = "wild-type"
    tumour: str = "jagged1-low"
    induction: float = Field(
        INDUCTION.default, description="largest fold by which chemotherapy raises Jagged1"
    )
    treatments: tuple[Treatment, ...] = ()
    parameters: dict[str, float] = Field(
        default_factory=dict, description="constants that differ from their declared value"
    )

    @field_validator("treatments", mode="before")
    @classmethod
    def _as_tuple(cls, value: Any) -> Any:
        return tuple(value) if isinstance(value, list) else value

    @model_validator(mode="wrap")
    @classmethod
    def _all_problems_at_once(cls, data: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        if isinstance(data, cls):
            return data
        if not isinstance(data, Mapping):
            raise ScenarioError([Problem("scenario", data, "give an object of fields")])
        filled = _with_defaults(data)
        problems = list(_range_problems(filled))
        try:
            scenario = handler(filled)
        except ValidationError as error:
            raise ScenarioError([*_type_problems(error, filled), *problems]) from None
        if problems:
            raise ScenarioError(problems)
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
        data = self.model_dump()
        data["treatments"] = [
            treatment.model_dump() | {"until": min(treatment.until or self.days, self.days)}
            for treatment in self.given
        ]
        data["parameters"] = dict(sorted(self.parameters.items()))
        return data

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


def _with_defaults(data: Mapping[str, Any]) -> dict[str, Any]:
    """The data with the defaults of its species filled in, where they can be known."""
    filled = dict(data)
    species = filled.setdefault("species", MOUSE)
    if species not in SPECIES:
        return filled
    filled.setdefault("days", DAYS[species].default)
    treatments = filled.get("treatments")
    if isinstance(treatments, list | tuple):
        planned = [_treatment_filled(given, species) for given in treatments]
        filled["treatments"] = sorted(planned, key=_place)
    return filled


def _place(given: Any) -> int:
    """Where a treatment stands among the drugs, so that order in the input does not matter."""
    name = given.get("drug") if isinstance(given, Mapping) else None
    return _drug_names().index(name) if name in _drug_names() else len(_drug_names())


def _treatment_filled(given: Any, species: str) -> Any:
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
    """Pydantic's findings in our words."""
    found = []
    for item in error.errors():
        message = item["msg"].removeprefix("Input should be ")
        allowed = "this field is unknown" if item["type"] == "extra_forbidden" else message
        value = "nothing" if item["type"] == "missing" else item["input"]
        found.append(Problem(_path(item["loc"], data), value, allowed))
    return found


def _path(location: tuple[int | str, ...], data: Mapping[str, Any]) -> str:
    """A field's name as people know it: paclitaxel.dose rather than treatments.0.dose."""
    if len(location) > 1 and location[0] == "treatments" and isinstance(location[1], int):
        given = data["treatments"][location[1]]
        drug = given.get("drug") if isinstance(given, Mapping) else None
        head = drug if isinstance(drug, str) else f"treatments[{location[1]}]"
        return ".".join([head, *map(str, location[2:])])
    return ".".join(map(str, location)) or "scenario"


def _range_problems(data: Mapping[str, Any]) -> list[Problem]:
    """Every value outside what is allowed; values of a wrong type are left to the type check."""
    species = data.get("species")
    if species not in SPECIES:
        return []
    model = default_system().model
    problems = [
        *_outside("days", data.get("days"), DAYS[species]),
        *_outside("induction", data.get("induction"), INDUCTION),
        *_not_among("host", data.get("host"), model.hosts),
        *_not_among("tumour", data.get("tumour"), model.tumours),
    ]
    treatments = data.get("treatments")
    if isinstance(treatments, list):
        for given in treatments:
            if isinstance(given, Mapping):
                problems += _treatment_problems(given, species, data.get("days"))
        problems += _repeated(treatments)
    parameters = data.get("parameters")
    if isinstance(parameters, Mapping):
        problems += _parameter_problems(parameters, species)
    return problems


def _treatment_problems(given: Mapping[str, Any], species: str, days: Any) -> list[Problem]:
    name = given.get("drug")
    unknown = _not_among("drug", name, _drug_names())
    if unknown or not isinstance(name, str):
        return unknown
    drug = next(d for d in default_system().drugs if d.name == name)
    problems = [
        *_outside(f"{name}.dose", given.get("dose"), dose_range(drug, species)),
        *_outside(f"{name}.start", given.get("start"), TIME),
        *_outside(f"{name}.until", given.get("until"), TIME),
        *_outside(f"{name}.every", given.get("every"), EVERY),
        *_outside(f"{name}.hours", given.get("hours"), HOURS),
        *_not_among(f"{name}.route", given.get("route"), drug.dosing[species].routes),
    ]
    if given.get("hours") is not None and given.get("route") != "infusion":
        problems.append(
            Problem(f"{name}.hours", given["hours"], "only an infusion has a duration")
        )
    return problems or _schedule_problems(name, given, days)


def _schedule_problems(name: str, given: Mapping[str, Any], days: Any) -> list[Problem]:
    start, every, hours = (_number(given.get(field)) for field in ("start", "every", "hours"))
    end = _number(given.get("until")) or _number(days)
    if start is None or every is None or end is None:
        return []
    problems = []
    if hours is not None and hours / 24 >= every:
        problems.append(
            Problem(f"{name}.hours", hours, "an infusion ends before the next one starts")
        )
    doses = math.ceil(max(0.0, end - start) / every)
    if doses > DOSES_AT_MOST:
        allowed = f"this makes {doses} doses, at most {DOSES_AT_MOST} are allowed"
        problems.append(Problem(f"{name}.every", every, allowed))
    return problems


def _repeated(treatments: list[Any]) -> list[Problem]:
    names = [given.get("drug") for given in treatments if isinstance(given, Mapping)]
    twice = {name for name in names if isinstance(name, str) and names.count(name) > 1}
    return [Problem("treatments", name, "name each drug once") for name in sorted(twice)]


def _parameter_problems(parameters: Mapping[str, Any], species: str) -> list[Problem]:
    known = default_system().by_symbol
    problems = []
    for symbol, value in parameters.items():
        field = f"parameters.{symbol}"
        if symbol in SET_BY_OTHERS:
            problems.append(Problem(field, value, f"set it with {SET_BY_OTHERS[symbol]}"))
        elif symbol not in known:
            problems.append(Problem(field, value, "no constant has this symbol"))
        else:
            low, high = known[symbol].bounds(species)
            unit = known[symbol].unit
            problems += _outside(field, value, Range(low, high, known[symbol].values[species], unit))
    return problems


def _number(value: Any) -> float | None:
    """A real, finite number, or None for anything else (true and false included)."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        return float(value) if math.isfinite(value) else None
    except OverflowError:
        return math.inf


def _outside(field: str, value: Any, allowed: Range) -> list[Problem]:
    number = _number(value)
    if number is None or allowed.low <= number <= allowed.high:
        return []
    return [Problem(field, value, f"allowed is {allowed}")]


def _not_among(field: str, value: Any, names: Any) -> list[Problem]:
    if not isinstance(value, str) or value in names:
        return []
    return [Problem(field, value, f"choose from {', '.join(names)}")]


__all__ = ["HUMAN", "MOUSE", "Scenario", "Treatment", "treatment_defaults"]

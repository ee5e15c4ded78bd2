"""The Scenario: everything that changes a result and nothing else, validated and frozen.

A scenario comes from the page, an address, a file or flags; all of them pass through here. Wrong
input is one ScenarioError that names every bad field, its value and what is allowed.
"""

import hashlib
import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ModelWrapValidatorHandler,
    PlainSerializer,
    ValidationError,
    field_validator,
    model_validator,
)

from osteoniche import __version__, parameters
from osteoniche.errors import Problem, ScenarioError
from osteoniche.scenario import file
from osteoniche.scenario.checks import (
    VERSION,
    drug_names,
    range_problems,
    shape_problems,
)
from osteoniche.scenario.constants import Constants
from osteoniche.scenario.defaults import with_defaults
from osteoniche.scenario.limits import INDUCTION
from osteoniche.scenario.types import type_problems
from osteoniche.system import default_system, system_of


def _all_optional(schema: dict[str, Any]) -> None:
    """In the JSON schema, what a species has a default for may be left out: all but the drug."""
    schema["required"] = [name for name in schema["required"] if name == "drug"]


def _with_made(schema: dict[str, Any]) -> None:
    """The same for a scenario, and that its file may say which version of the program wrote it."""
    _all_optional(schema)
    about = "version of the program that wrote the file; changes no result"
    schema["properties"][file.MADE] = {"type": "string", "description": about}


INDUCES = "jagged1_induction"
"""The effect of drugs that raises Jagged1: without one, the largest rise changes nothing."""
REMEMBERED = 1024
"""Scenarios whose names (here) and addresses are remembered."""

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


def _as_dict(value: Any) -> Any:
    """Constants that were checked before, as the plain data they came from."""
    return dict(value) if isinstance(value, Constants) else value


Whole = Annotated[int, BeforeValidator(_whole)]
Real = Annotated[float, AfterValidator(lambda value: value + 0.0)]  # -0.0 becomes 0.0


class Treatment(BaseModel):
    """A course of one drug: `dose` in the drug's unit, times in days, `hours` of an infusion.

    `every` None is a single dose; `until` is exclusive, and None is the scenario's last day. In
    cycles there are `doses` one after the other, and `again` so many days after the first of them.
    Dose 0 is no treatment, though the schedule is kept.
    """

    model_config = STRICT

    drug: str
    dose: Real
    start: Real
    every: Real | None
    doses: Whole | None = Field(None, description="doses of a cycle; none: no cycles")
    again: Real | None = Field(None, description="days after which a cycle begins anew")
    until: Real | None = None
    route: str
    hours: Real | None = None


class Scenario(BaseModel):
    """One run. Fields that are left out take the default of the species."""

    model_config = STRICT | ConfigDict(json_schema_extra=_with_made)

    version: Whole = Field(VERSION, json_schema_extra={"const": VERSION})
    set: str = Field(
        default_factory=lambda: parameters.DEFAULT,
        description="parameter set: the constants where `parameters` names no others",
    )
    species: Literal["mouse", "human"] = "mouse"
    days: Whole = Field(description="last day of the simulation")
    host: str = "wild-type"
    tumour: str = "jagged1-low"
    induction: Real = Field(
        INDUCTION.default, description="largest fold by which chemotherapy raises Jagged1"
    )
    treatments: tuple[Treatment, ...] = ()
    parameters: Annotated[
        Mapping[str, Real],
        BeforeValidator(_as_dict),
        AfterValidator(Constants),
        PlainSerializer(dict),
    ] = Field(
        default_factory=Constants,
        description="constants by symbol; those left out have the value of the set",
    )

    @field_validator("treatments", mode="before")
    @classmethod
    def _as_tuple(cls, value: Any) -> Any:
        return tuple(value) if isinstance(value, list) else value

    @field_validator("treatments")
    @classmethod
    def _in_order(cls, value: tuple[Treatment, ...]) -> tuple[Treatment, ...]:
        """In the order of the drugs and days, so that the order of the input does not matter."""
        return tuple(sorted(value, key=lambda given: (_place(given.drug), given.start)))

    @model_validator(mode="wrap")
    @classmethod
    def _all_problems_at_once(cls, data: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        if isinstance(data, cls):
            return data
        problems = list(shape_problems(data))
        if problems:
            raise ScenarioError(problems)
        filled = with_defaults(data)
        problems = list(range_problems(filled))
        try:
            scenario = handler(filled)
        except ValidationError as error:
            types = type_problems(error, filled, Scenario.model_fields, Treatment.model_fields)
            problems = _joined(types, problems)
        if problems:
            raise ScenarioError(problems)
        return scenario

    @classmethod
    def document(cls, content: bytes | str, field: str = "file") -> dict[str, Any]:
        """The plain data of a scenario file, not yet validated; see `scenario_file.document`."""
        return file.document(content, cls.model_fields, field)

    @classmethod
    def model_validate_json(cls, json_data: str | bytes | bytearray, **settings: Any) -> Self:
        """The scenario of a file's text; ScenarioError also for what is no JSON at all."""
        content = json_data if isinstance(json_data, str) else bytes(json_data)
        return cls.model_validate(cls.document(content), **settings)

    def changed(self, **fields: Any) -> "Scenario":
        """A copy with other fields, validated anew."""
        return Scenario.model_validate(self.model_dump() | fields)

    def courses(self, drug: str) -> tuple[Treatment, ...]:
        """The courses of a drug, one after the other (their dose may be 0)."""
        return tuple(given for given in self.treatments if given.drug == drug)

    def treatment(self, drug: str) -> Treatment | None:
        """The first course of a drug, if the scenario has one (its dose may be 0)."""
        return next(iter(self.courses(drug)), None)

    def dose_of(self, drug: str) -> float:
        """The largest dose of a drug in any of its courses; 0 if it is not given."""
        return max((given.dose for given in self.courses(drug)), default=0.0)

    @property
    def given(self) -> tuple[Treatment, ...]:
        """The treatments that give anything, in the order of the drugs."""
        return tuple(treatment for treatment in self.treatments if treatment.dose > 0)

    def canonical(self) -> dict[str, Any]:
        """The scenario as plain data, alike for all scenarios that give the same result."""
        system = default_system()
        model = system.model
        elsewhere = {**model.hosts[self.host], **model.tumours[self.tumour]}
        data = self.model_dump()
        data["treatments"] = [
            given.model_dump() | _evenly(given) | {"until": self._early_end_of(given)}
            for given in self.given
        ]
        if not any(INDUCES in system.acts[given.drug] for given in self.given):
            data["induction"] = INDUCTION.default
        data["parameters"] = {
            symbol: value
            for symbol, value in sorted(self.parameters.items())
            if symbol not in elsewhere and value != self.usual(symbol)
        }
        return data

    def last_day_of(self, treatment: Treatment) -> float:
        """The day before which a treatment ends: its own `until`, or the last day."""
        return self.days if treatment.until is None else min(treatment.until, self.days)

    def _early_end_of(self, treatment: Treatment) -> float | None:
        """The `until` of a treatment that ends before the last day; None for one that does not."""
        end = self.last_day_of(treatment)
        return float(end) if end < self.days else None

    def key(self) -> str:
        """A short name for the result: equal for scenarios that give the same result."""
        return _key(self)

    def usual(self, symbol: str) -> float:
        """The value that a constant has in this scenario's parameter set."""
        return system_of(self.set).by_symbol[symbol].values[self.species]

    def as_file(self) -> dict[str, Any]:
        """The plain data of a scenario file: the fields, and which version of the program wrote."""
        return self.model_dump(mode="json") | {file.MADE: __version__}

    def overrides(self) -> dict[str, float]:
        """The constants that this scenario sets besides its parameter set, by symbol."""
        model = default_system().model
        return {
            **self.parameters,
            "Imax": self.induction - 1,
            **model.hosts[self.host],
            **model.tumours[self.tumour],
        }


@lru_cache(maxsize=REMEMBERED)
def _key(scenario: Scenario) -> str:
    """See `Scenario.key`; one answer to the page asks it of the same few scenarios many times."""
    text = json.dumps(scenario.canonical(), sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _evenly(given: Treatment) -> dict[str, Any]:
    """What changes in a course in cycles that are no more than doses at equal distances."""
    if given.doses is None or given.again is None:
        return {}
    if given.doses == 1 or given.again == given.doses * (given.every or 0.0):
        return {"every": given.again / given.doses, "doses": None, "again": None}
    return {}


def _place(drug: str) -> int:
    """Where a drug stands among the drugs; behind them if it is none."""
    names = drug_names()
    return names.index(drug) if drug in names else len(names)


def _joined(types: list[Problem], ranges: list[Problem]) -> list[Problem]:
    """All problems; a value of a wrong type is not told to be out of range as well."""
    fields = {problem.field for problem in types}
    return [*types, *(problem for problem in ranges if problem.field not in fields)]

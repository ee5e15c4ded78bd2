"""What an experiment is made of: groups of animals, and terms that compare them with numbers.

A term is a weighted sum of levels (a read-out of a group on a day, as a logarithm or plain), held
against a number with an error: equal to it, at least or at most. Folds, rates of growth and the
excess of a pair over its two single drugs are all such sums of logarithms.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from osteoniche.scenario import Scenario

NOTHING: Mapping[str, Any] = MappingProxyType({})


class Holds(StrEnum):
    """How a prediction is held against its number."""

    EQUAL = "equal"
    AT_LEAST = "at least"
    AT_MOST = "at most"


class Role(StrEnum):
    """What a term is there for."""

    DATA = "data"
    """a row of the file, with its error"""
    SIGN = "sign"
    """a row that says yes, no, or more than: counts only where it is broken"""
    CHECK = "check"
    """follows from rows that are data already: scored, and not counted in the cost"""
    STORY = "story"
    """what the teaching story claims, beyond any row: counts only where it is broken"""


class Evidence(StrEnum):
    """What kind of evidence an experiment is."""

    DIGITISED = "measured curves, digitised by others"
    TABLED = "measured points, from a table of others"
    MODEL = "a model of others: its constants, no measured points"
    WORDS = "words: yes, no or “more than”, no numbers"
    CLAIMS = "claims of the teaching story, no evidence"

    @property
    def one(self) -> str:
        """What each single piece of it is called."""
        if self in (Evidence.WORDS, Evidence.CLAIMS):
            return "statement"
        return "number" if self is Evidence.MODEL else "point"

    @property
    def is_measured(self) -> bool:
        """Whether it is measured points, of which one can say that they are reproduced."""
        return self in (Evidence.DIGITISED, Evidence.TABLED)


@dataclass(frozen=True)
class Arm:
    """One group: the fields of its Scenario, and constants that only this group has.

    A `control` group had no drug: where a study is left out, it alone may tell the study's growth,
    inoculum and read-out factor.
    """

    name: str
    fields: Mapping[str, Any] = field(default_factory=dict)
    constants: Mapping[str, float] = field(default_factory=dict)
    control: bool = False

    def scenario(self, parameters: Mapping[str, float] = NOTHING) -> Scenario:
        """The group as a Scenario, with constants by symbol."""
        return Scenario.model_validate(
            {**self.fields, "parameters": {**parameters, **self.constants}}
        )


@dataclass(frozen=True)
class Level:
    """A read-out of a group on a day, with its weight in a term."""

    weight: float
    arm: str
    readout: str
    day: float


@dataclass(frozen=True)
class Term:
    """A comparison: `target` and `error` (one standard deviation) are on the scale of the sum.

    `rows` are the ids of the file's rows behind it (none for the story). With `factor` the
    logarithm of the study's read-out factor is added; with `constant` the term is about that
    constant's own logarithm and has no levels.
    """

    name: str
    target: float
    error: float
    levels: tuple[Level, ...] = ()
    logarithmic: bool = True
    holds: Holds = Holds.EQUAL
    role: Role = Role.DATA
    rows: tuple[str, ...] = ()
    factor: bool = False
    constant: str | None = None
    day: float | None = None

    @property
    def counted(self) -> bool:
        """Whether it is part of the cost."""
        return self.role is not Role.CHECK

    @property
    def arms(self) -> frozenset[str]:
        """The groups that it is about."""
        return frozenset(level.arm for level in self.levels)


@dataclass(frozen=True)
class Experiment:
    """Groups that share animals, line and read-out, and what was seen in them.

    `study` is the paper that is left out as a whole. `own` are the symbols of constants that belong
    to this experiment and to no other (growth rate, inoculum); `light` says that the read-out is
    light, so that there is a factor as well. Where the study is left out, these are told by the
    terms `told_by`, or by those of its control groups where none are named. `assumed` are sentences
    on all that was not read; `held` on rows that need no term; `evidence` is of which kind it is.
    """

    name: str
    study: str
    label: str
    arms: tuple[Arm, ...]
    terms: tuple[Term, ...]
    own: tuple[str, ...] = ()
    light: bool = False
    told_by: tuple[str, ...] = ()
    assumed: tuple[str, ...] = ()
    held: tuple[str, ...] = ()
    evidence: Evidence = Evidence.TABLED
    by_name: Mapping[str, Arm] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_name", {arm.name: arm for arm in self.arms})

    def tells(self, term: Term) -> bool:
        """Whether a term may tell what is the experiment's own when its study is left out."""
        if not self.own or term.role is not Role.DATA:
            return False
        if self.told_by:
            return term.name in self.told_by
        return bool(term.levels) and all(self.by_name[arm].control for arm in term.arms)


def level(arm: str, readout: str, day: float, weight: float = 1.0) -> Level:
    """One level."""
    return Level(weight, arm, readout, day)


def fold(over: str, under: str, day: float, readout: str = "tumour_cells") -> tuple[Level, ...]:
    """The logarithm of how many times a read-out of one group is that of another."""
    return level(over, readout, day), level(under, readout, day, -1.0)


def excess(untreated: str, pair: str, single: tuple[str, str], day: float) -> tuple[Level, ...]:
    """The logarithm of the fold fall of a pair over the product of the two single falls."""
    cells = "tumour_cells"
    return (
        level(single[0], cells, day),
        level(single[1], cells, day),
        level(untreated, cells, day, -1.0),
        level(pair, cells, day, -1.0),
    )

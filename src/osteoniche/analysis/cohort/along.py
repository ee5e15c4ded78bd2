"""A cohort along one setting: the same subjects at each of up to nine values of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from osteoniche.analysis.cohort import (
    OUTER,
    READOUTS,
    SEED,
    SUBJECTS,
    Arm,
    Cohort,
    all_arms,
    checked,
    days,
    draws,
    followed,
    read,
    since,
)
from osteoniche.analysis.cohort.along_settings import Setting, setting_of, with_values
from osteoniche.analysis.cohort.responses import Progression, Responses, Rule, responses
from osteoniche.analysis.cohort.survival import kaplan_meier
from osteoniche.errors import Problem, ScenarioError
from osteoniche.models import APOPTOSIS, BONE, CELLS
from osteoniche.scenario import Scenario
from osteoniche.scenario.presets import OWN

MIDDLE = (OUTER[0], 50.0, OUTER[1])
"""Per cent of subjects below what is told of a read-out on the last day."""


@dataclass(frozen=True, eq=False)
class Along:
    """Subjects at each value of a setting, from the lowest value to the highest.

    `at` has a cohort a value, of the same subjects, with one arm (`own`): days and the day from
    which responses count may differ between values. `scenario` is the one that was begun with.
    """

    scenario: Scenario
    name: str
    values: tuple[float, ...]
    seed: int
    rule: Progression
    at: tuple[Cohort, ...]

    @property
    def setting(self) -> Setting:
        """What is moved, and what it may be."""
        return setting_of(self.scenario, self.name)

    @property
    def arms(self) -> tuple[Arm, ...]:
        """The arm of each value."""
        return tuple(cohort.arms[OWN] for cohort in self.at)

    @property
    def responses(self) -> tuple[Responses, ...]:
        """What becomes of the subjects at each value, by the rule of progression."""
        return tuple(responses(each, each.arms[OWN], self.rule) for each in self.at)

    @property
    def moves_nothing(self) -> bool:
        """Whether all values give the same result, as times of a drug that is not given do."""
        return len(self.at) > 1 and len({arm.scenario.key() for arm in self.arms}) == 1

    def __len__(self) -> int:
        return len(self.at[0])


@dataclass(frozen=True)
class Summary:
    """What became of the subjects at one value.

    Read-outs are those of the last day, 5, 50 and 95 of 100 subjects below; shares are from 0 to 1,
    `progression` is the median of days to it, None where fewer than half come to it. All of it is
    NaN or None where no subject has a curve (`ran`).
    """

    value: float
    ran: int
    cells: tuple[float, ...]
    bone: tuple[float, ...]
    apoptosis: tuple[float, ...]
    responded: float
    cured: float
    progression: float | None


def along(
    scenario: Scenario,
    setting: str,
    values: Iterable[Any],
    subjects: int = SUBJECTS,
    seed: int = SEED,
    sd: Mapping[str, float] = draws.NONE,
    rule: Progression | None = None,
    threads: int | None = None,
) -> Along:
    """The same subjects at each value of a setting (see `along_settings`).

    `sd` changes how much a quantity differs (SD of its natural logarithm). Raises ScenarioError
    with all that is wrong.
    """
    found = asked(scenario, setting, values, subjects, seed, sd)
    known = rule or Progression()
    factors = draws.drawn(scenario, draws.deviations(scenario.species, sd), subjects, seed)
    arms = [
        followed(one, draws.columns(one, factors), days_of(one), threads, readouts_of(one, known))
        for one in found.values()
    ]
    return joined(scenario, setting, found, arms, seed, sd, factors, known)


def asked(
    scenario: Scenario,
    setting: str,
    values: Iterable[Any],
    subjects: int,
    seed: int,
    sd: Mapping[str, float] = draws.NONE,
) -> dict[float, Scenario]:
    """The scenario with each value; raises ScenarioError with all that is wrong with any of it."""
    problems: list[Problem] = []
    found: dict[float, Scenario] = {}
    try:
        _, found = with_values(scenario, setting, values)
    except ScenarioError as error:
        problems += error.problems
    for check in (lambda: checked(subjects, seed), lambda: draws.deviations(scenario.species, sd)):
        try:
            check()
        except ScenarioError as error:
            problems += error.problems
    if problems:
        raise ScenarioError(problems)
    return found


def joined(
    scenario: Scenario,
    setting: str,
    found: Mapping[float, Scenario],
    arms: Sequence[Arm],
    seed: int,
    sd: Mapping[str, float],
    factors: Mapping[str, draws.Vector],
    rule: Progression,
) -> Along:
    """All values together, of their scenarios and the arms that were followed."""
    deviations = draws.deviations(scenario.species, sd)
    at = tuple(
        Cohort(one, seed, deviations, factors, days_of(one), since(all_arms(one)), {OWN: arm})
        for one, arm in zip(found.values(), arms, strict=True)
    )
    name = setting_of(scenario, setting).name
    return Along(scenario, name, tuple(found), seed, rule, at)


def days_of(scenario: Scenario) -> draws.Vector:
    """The days that a cohort of the scenario keeps."""
    return days(scenario.days, since(all_arms(scenario)))


def readouts_of(scenario: Scenario, rule: Progression) -> tuple[str, ...]:
    """What is followed: the main read-outs, and the costs of drugs where the rule counts them.

    Costs make a run half as long again, and nothing else of this shows them.
    """
    return read(scenario) if rule.rule is Rule.NEUTROPHILS else READOUTS


def summaries(found: Along) -> list[Summary]:
    """What became of the subjects, value by value."""
    return [
        _summary(value, cohort.arms[OWN], told)
        for value, cohort, told in zip(found.values, found.at, found.responses, strict=True)
    ]


def _summary(value: float, arm: Arm, told: Responses) -> Summary:
    last = {name: tuple(map(float, arm.quantiles(name, MIDDLE)[:, -1])) for name in READOUTS}
    ran = len(told.subjects)
    return Summary(
        value=value,
        ran=ran,
        cells=last[CELLS],
        bone=last[BONE],
        apoptosis=last[APOPTOSIS],
        responded=float(told.responded.mean()) if ran else np.nan,
        cured=float(told.cured.mean()) if ran else np.nan,
        progression=kaplan_meier(told).median if ran else None,
    )

"""Cohorts and the next experiment, for notebooks and scripts."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from osteoniche.analysis.cohort import SEED, SUBJECTS, Cohort, draws
from osteoniche.analysis.cohort import cohort as drawn
from osteoniche.analysis.cohort.along import Along
from osteoniche.analysis.cohort.along import along as followed
from osteoniche.analysis.cohort.plan import Plan
from osteoniche.analysis.cohort.plan import plan as planned
from osteoniche.analysis.cohort.responses import Progression, Responses, responses
from osteoniche.engine.result import frame_of
from osteoniche.narrative.along import along_table, tell_along
from osteoniche.narrative.cohort import cohort_table, tell_cohort
from osteoniche.narrative.plan import plan_table, script, tell_plan
from osteoniche.numerals import aligned
from osteoniche.scenario import Scenario
from osteoniche.tables.along import columns as columns_along
from osteoniche.tables.cohort import columns


@dataclass(frozen=True, eq=False)
class Subjects:
    """A cohort, and what becomes of its subjects in each arm; printed, a table of the arms."""

    cohort: Cohort
    responses: Mapping[str, Responses]
    progression: Progression

    @classmethod
    def of(cls, found: Cohort, rule: Progression) -> "Subjects":
        """A cohort whose subjects progress by a rule."""
        told = {name: responses(found, arm, rule) for name, arm in found.arms.items()}
        return cls(found, told, rule)

    def tidy(self) -> dict[str, Any]:
        """One row a subject: how it differs, and what became of it in every arm."""
        return columns(self.cohort, self.responses)

    def frame(self) -> Any:
        """A pandas DataFrame with the columns of `tidy`; ImportError without pandas."""
        return frame_of(self.tidy())

    def __repr__(self) -> str:
        told = tell_cohort(self.cohort, self.responses, self.progression)
        return f"{aligned(cohort_table(self.cohort, self.responses))}\n{told}"


@dataclass(frozen=True, eq=False)
class Values:
    """Subjects along a setting; printed, a table with a row a value.

    `numbers` has the curves of each value (see `osteoniche.analysis.cohort.along`).
    """

    numbers: Along

    def tidy(self) -> dict[str, Any]:
        """One row a value and subject: how it differs, and what became of it."""
        return columns_along(self.numbers)

    def frame(self) -> Any:
        """A pandas DataFrame with the columns of `tidy`; ImportError without pandas."""
        return frame_of(self.tidy())

    def __repr__(self) -> str:
        return f"{aligned(along_table(self.numbers))}\n{tell_along(self.numbers)}"


@dataclass(frozen=True, eq=False)
class Experiment:
    """A planned experiment; printed, the animals it takes and the table behind that."""

    numbers: Plan

    def __repr__(self) -> str:
        return f"{tell_plan(self.numbers)}\n{aligned(plan_table(self.numbers))}"


def cohort(
    scenario: Scenario,
    subjects: int = SUBJECTS,
    seed: int = SEED,
    *,
    sd: Mapping[str, float] = draws.NONE,
    progression: Progression | None = None,
    threads: int | None = None,
) -> Subjects:
    """Virtual mice or patients that differ, the same ones in a scenario and in its four arms.

    `sd` changes how much something differs (SD of its natural logarithm; see `osteoniche cohort
    --help`). Raises ScenarioError with all that is wrong. Not calibrated to patients.
    """
    found = drawn(scenario, subjects, seed, sd, threads)
    return Subjects.of(found, progression or Progression())


def along(
    scenario: Scenario,
    setting: str,
    values: Iterable[float],
    subjects: int = SUBJECTS,
    seed: int = SEED,
    *,
    sd: Mapping[str, float] = draws.NONE,
    progression: Progression | None = None,
    threads: int | None = None,
) -> Values:
    """The same virtual mice or patients at each of up to nine values of one setting.

    A setting is named as for `--set`: `15D11.dose`, `paclitaxel.every`, `induction`, `days`; a
    constant goes by its symbol alone too. `on.along(scenario, "15D11.dose", [0, 1, 10])`; the rest
    is as for `cohort`. Raises ScenarioError with all that is wrong. Not calibrated to patients.
    """
    return Values(followed(scenario, setting, values, subjects, seed, sd, progression, threads))


def plan(
    scenario: Scenario,
    first: str = "chemotherapy",
    second: str = "combination",
    reading: str = "light",
    day: float | None = None,
    **more: Any,
) -> Experiment:
    """How many animals it takes to tell two arms apart, by light, cells, bone or apoptosis.

    Without a `day`, on the first on which fewest are needed. `more` are those of
    `osteoniche.analysis.cohort.plan.plan`: error, dropout, comparisons, subjects, seed, sd.
    """
    return Experiment(planned(scenario, first, second, reading, day, **more))


def plan_chunk(spec: str, number: int) -> bytes:
    """A planned experiment as long work: in words, its table, and the program that repeats it.

    `spec` is JSON: the scenario, and what `plan` is called with.
    """
    given = json.loads(spec)
    found = planned(Scenario.model_validate(given.pop("scenario")), **given)
    told = {"told": tell_plan(found), "rows": plan_table(found), "script": script(found)}
    return json.dumps(told).encode()

"""The commands `cohort` and `plan`: what their flags say, and what they write."""

import argparse
import math

from osteoniche import cohorts
from osteoniche.analysis.cohort.responses import Progression
from osteoniche.analysis.cohort.work import Asked, chunk, joined
from osteoniche.commands import terminal
from osteoniche.errors import Problem, ScenarioError
from osteoniche.jobs import Work
from osteoniche.narrative.plan import script
from osteoniche.scenario import Scenario
from osteoniche.tables.cohort import as_csv_of_cohort


def cohort_text(chosen: argparse.Namespace, scenario: Scenario) -> str:
    """A table of the arms, or a row for each subject: that is what a file gets."""
    rule = Progression.of(chosen.progression)
    asked = Asked(scenario, chosen.subjects, chosen.seed, tuple(_varied(chosen).items()))
    parts = terminal.done(Work(chunk, asked.spec, asked.chunks))
    found = cohorts.Subjects.of(joined(parts), rule)
    form = chosen.format or ("table" if chosen.out is None else "csv")
    if form == "csv":
        return as_csv_of_cohort(found.cohort, found.responses)
    return f"{found}\n"


def plan_text(chosen: argparse.Namespace, scenario: Scenario) -> str:
    """How many animals, in words with a table, or as a program that repeats it."""
    first, second = chosen.arms
    found = cohorts.plan(
        scenario,
        first,
        second,
        chosen.reading,
        chosen.day,
        error=chosen.error,
        dropout=chosen.dropout,
        comparisons=chosen.comparisons,
        subjects=chosen.subjects,
        seed=chosen.seed,
        sd=_varied(chosen),
    )
    return script(found.numbers) if chosen.script else f"{found}\n"


def _varied(chosen: argparse.Namespace) -> dict[str, float]:
    """The SDs that --vary sets."""
    found, problems = {}, []
    for text in chosen.vary:
        name, _, number = text.partition("=")
        try:
            found[name] = float(number)
        except ValueError:
            found[name] = math.nan
        if not math.isfinite(found[name]):
            problems.append(Problem(f"--vary {name}", number, "give a number, as in T0=0.9"))
    if problems:
        raise ScenarioError(problems)
    return found

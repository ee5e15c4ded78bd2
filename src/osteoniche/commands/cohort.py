"""The commands `cohort` and `plan`: what their flags say, and what they write."""

import argparse
import math

from osteoniche import cohorts
from osteoniche.analysis.cohort import along_settings, along_work
from osteoniche.analysis.cohort.responses import Progression
from osteoniche.analysis.cohort.work import Asked, chunk, joined
from osteoniche.commands import terminal
from osteoniche.errors import Problem, ScenarioError
from osteoniche.jobs import Work
from osteoniche.narrative.plan import script
from osteoniche.scenario import Scenario
from osteoniche.tables.along import as_csv_of_along
from osteoniche.tables.cohort import as_csv_of_cohort


def cohort_text(chosen: argparse.Namespace, scenario: Scenario) -> str:
    """A table of the arms, or a row for each subject: that is what a file gets."""
    rule = Progression.of(chosen.progression)
    if chosen.along is not None:
        return _along_text(chosen, scenario, rule)
    asked = Asked(scenario, chosen.subjects, chosen.seed, tuple(_varied(chosen).items()))
    parts = terminal.done(Work(chunk, asked.spec, asked.chunks))
    found = cohorts.Subjects.of(joined(parts), rule)
    if _form(chosen) == "csv":
        return as_csv_of_cohort(found.cohort, found.responses)
    return f"{found}\n"


def _form(chosen: argparse.Namespace) -> str:
    return chosen.format or ("table" if chosen.out is None else "csv")


def _along_text(chosen: argparse.Namespace, scenario: Scenario, rule: Progression) -> str:
    """A table of the values, or a row for each value and subject: that is what a file gets."""
    name, equals, text = chosen.along.partition("=")
    if not equals:
        allowed = "write the setting and its values, as in 15D11.dose=0,1,3,10"
        raise ScenarioError([Problem("--along", chosen.along, allowed)])
    values, varied = tuple(along_settings.read(text)), tuple(_varied(chosen).items())
    given = (scenario, name, values, chosen.subjects, chosen.seed, varied, rule)
    asked = along_work.AlongAsked(*given)
    parts = terminal.done(Work(along_work.chunk, asked.spec, asked.chunks))
    found = along_work.whole(parts)
    return as_csv_of_along(found) if _form(chosen) == "csv" else f"{cohorts.Values(found)}\n"


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

"""The commands `cohort` and `plan`: what their flags say, and what they write."""

import argparse

from osteoniche import cohorts
from osteoniche.analysis.cohort import SEED, SUBJECTS, along_settings, along_work
from osteoniche.analysis.cohort.responses import Progression
from osteoniche.analysis.cohort.settings import NUMBER, RANDOM, RULE, Settings, read
from osteoniche.analysis.cohort.work import Asked, chunk, joined
from osteoniche.commands import terminal
from osteoniche.errors import Problem, ScenarioError, collected
from osteoniche.jobs import Work
from osteoniche.narrative.plan import script
from osteoniche.scenario import Scenario
from osteoniche.tables.along import as_csv_of_along
from osteoniche.tables.cohort import as_csv_of_cohort


def cohort_text(chosen: argparse.Namespace, scenario: Scenario) -> str:
    """A table of the arms, or a row for each subject: that is what a file gets."""
    if chosen.along is not None:
        return _along_text(chosen, scenario)
    settings = _settings(chosen, scenario)
    asked = settings.asked
    parts = terminal.done(Work(chunk, asked.spec, asked.chunks))
    found = cohorts.Subjects.of(joined(parts), settings.rule)
    if _form(chosen) == "csv":
        return as_csv_of_cohort(found.cohort, found.responses)
    return f"{found}\n"


def _form(chosen: argparse.Namespace) -> str:
    return chosen.format or ("table" if chosen.out is None else "csv")


def _along_text(chosen: argparse.Namespace, scenario: Scenario) -> str:
    """A table of the values, or a row for each value and subject: that is what a file gets."""
    name, equals, text = chosen.along.partition("=")
    if not equals:
        allowed = "write the setting and its values, as in 15D11.dose=0,1,3,10"
        raise ScenarioError([Problem("--along", chosen.along, allowed)])
    values = tuple(along_settings.read(text))
    problems: list[Problem] = []
    usual = Asked(scenario, SUBJECTS, SEED)
    settings = Settings(usual, Progression())
    with collected(problems):  # what is wrong with the setting, whatever the subjects are
        along_work.AlongAsked(scenario, name, values, usual.subjects, usual.seed)
    with collected(problems):
        settings = _settings(chosen, scenario)
    if problems:
        raise ScenarioError(problems)
    cohort = settings.asked
    given = (scenario, name, values, cohort.subjects, cohort.seed, cohort.sd, settings.rule)
    asked = along_work.AlongAsked(*given)
    parts = terminal.done(Work(along_work.chunk, asked.spec, asked.chunks))
    found = along_work.whole(parts)
    return as_csv_of_along(found) if _form(chosen) == "csv" else f"{cohorts.Values(found)}\n"


def plan_text(chosen: argparse.Namespace, scenario: Scenario) -> str:
    """How many animals, in words with a table, or as a program that repeats it."""
    first, second = chosen.arms
    cohort = _settings(chosen, scenario).asked
    found = cohorts.plan(
        scenario,
        first,
        second,
        chosen.reading,
        chosen.day,
        error=chosen.error,
        dropout=chosen.dropout,
        comparisons=chosen.comparisons,
        subjects=cohort.subjects,
        seed=cohort.seed,
        sd=dict(cohort.sd),
    )
    return script(found.numbers) if chosen.script else f"{found}\n"


def _settings(chosen: argparse.Namespace, scenario: Scenario) -> Settings:
    """The subjects that the flags ask for, and when they progress."""
    texts = {NUMBER: str(chosen.subjects), RANDOM: str(chosen.seed)}
    texts |= {RULE: chosen.progression} if "progression" in chosen else {}
    varied = [text.partition("=") for text in chosen.vary]
    return read(scenario, texts | {name: number for name, _, number in varied})

"""What a cohort is to be, as people write it: subjects, seed, what differs, what progression is."""

from collections.abc import Mapping
from dataclasses import dataclass

from osteoniche.analysis.cohort import SEED, SUBJECTS, checked, draws
from osteoniche.analysis.cohort.responses import Progression
from osteoniche.analysis.cohort.work import Asked
from osteoniche.errors import Problem, ScenarioError, collected
from osteoniche.scenario import Scenario

NUMBER, RANDOM, RULE = "subjects", "seed", "progression"
"""The names of settings that are none of what differs."""


@dataclass(frozen=True)
class Settings:
    """A cohort that is asked for, and when its subjects progress."""

    asked: Asked
    rule: Progression


def read(scenario: Scenario, texts: Mapping[str, str], usual: int = SUBJECTS) -> Settings:
    """What texts by name ask for; as many subjects as usual where they say nothing of it.

    Every name but three is one of what differs (see draws.spreads), with the SD of its logarithm.
    Raises ScenarioError with all that is wrong.
    """
    problems: list[Problem] = []
    subjects, seed, rule, sd = usual, SEED, Progression(), {}
    with collected(problems):
        subjects = _whole(NUMBER, texts.get(NUMBER, str(usual)))
    with collected(problems):
        seed = _whole(RANDOM, texts.get(RANDOM, str(SEED)))
    with collected(problems):
        rule = Progression.of(texts.get(RULE, str(rule.rule)))
    with collected(problems):
        checked(subjects, seed)
    for name, text in texts.items():
        if name not in (NUMBER, RANDOM, RULE):
            with collected(problems):
                sd[name] = _number(name, text)
    with collected(problems):
        draws.deviations(scenario.species, sd)
    if problems:
        raise ScenarioError(problems)
    return Settings(Asked(scenario, subjects, seed, tuple(sorted(sd.items()))), rule)


def _whole(name: str, text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise ScenarioError([Problem(name, text, "give a whole number")]) from None


def _number(name: str, text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise ScenarioError([Problem(name, text, "give a number, as in T0=0.9")]) from None

"""What a browser asks of the part of the page that plans an experiment."""

import json
from collections.abc import Mapping
from typing import Any

from osteoniche.analysis.cohort import all_arms
from osteoniche.analysis.cohort.plan import check
from osteoniche.cohorts import plan_chunk
from osteoniche.errors import Problem, ScenarioError, collected
from osteoniche.jobs import Work
from osteoniche.scenario import Scenario
from osteoniche.scenario.presets import OWN
from osteoniche.web.pages.cohort.request import TEXT_AT_MOST, Request

CHOSEN, TYPED = ("first", "second", "reading"), ("day", "dropout", "comparisons")
"""What is chosen, and what is typed, by its name in a request."""


def work_of(given: Any) -> Work:
    """The experiment that is asked for, as long work.

    Raises PreventUpdate where there is none, ScenarioError with all that is wrong.
    """
    request, problems = Request.of(given), list[Problem]()
    told = {name: str(given.get(name) or "").strip()[:TEXT_AT_MOST] for name in CHOSEN + TYPED}
    cohort: dict[str, Any] = {}
    with collected(problems):
        asked = request.wanted().asked
        cohort = {"subjects": asked.subjects, "seed": asked.seed, "sd": dict(asked.sd)}
    asked_for: dict[str, Any] = {
        name: _arm(told[name], request.scenario) for name in ("first", "second")
    }
    asked_for |= {"reading": told["reading"]} | _numbers(told, problems)
    with collected(problems):
        check(request.scenario, **asked_for, error=None)
    if problems:
        raise ScenarioError(problems)
    spec = {"scenario": request.scenario.canonical()} | asked_for | cohort
    return Work(plan_chunk, json.dumps(spec, sort_keys=True), 1)


def _arm(name: str, scenario: Scenario) -> str:
    """The visitor's run by the name of the arm that it equals, if it does."""
    arms = all_arms(scenario)
    if name != OWN or OWN in arms:
        return name
    return next(each for each, arm in arms.items() if arm.key() == scenario.key())


def _numbers(told: Mapping[str, str], problems: list[Problem]) -> dict[str, Any]:
    """The best day, no loss and one comparison where nothing is typed."""
    found: dict[str, Any] = {"day": None, "dropout": 0.0, "comparisons": 1}
    for name in [each for each in TYPED if told[each]]:
        with collected(problems):
            found[name] = _number(name, told[name])
    found["dropout"] /= 100  # typed in per cent
    return found


def _number(name: str, text: str) -> float:
    try:
        return int(text) if name == "comparisons" else float(text)
    except ValueError:
        raise ScenarioError([Problem(name, text, "give a number, or nothing")]) from None

"""Results of scenarios, each computed once in a process that runs tests; failed runs on demand."""

from typing import Any

from osteoniche.engine import solver
from osteoniche.engine.result import Result
from osteoniche.scenario import Scenario
from osteoniche.scenario.defaults import treatment_defaults
from osteoniche.study import Run, simulate

_remembered: dict[str, Result] = {}


def run(scenario: Scenario) -> Result:
    """The result of a scenario."""
    key = scenario.key()
    if key not in _remembered:
        _remembered[key] = simulate(scenario)
    return _remembered[key]


def failing(own: Scenario) -> Run:
    """A `run` that spends its budget on one scenario, and computes every other as usual."""

    def runs(scenario: Scenario) -> Result:
        if scenario == own:
            return solver.simulate(scenario, solver.Budget(evaluations=0))
        return run(scenario)

    return runs


def give(drug: str, species: str = "mouse", **changes: Any) -> dict[str, Any]:
    """A drug at its usual dose and schedule, with fields of the treatment changed."""
    return treatment_defaults(drug, species) | changes


def scenario(**fields: Any) -> Scenario:
    """A scenario from its fields."""
    return Scenario.model_validate(fields)

"""The exceptions of the project. Only the edges (web, command line) translate them for people."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong with an input: where, what was given, what is allowed."""

    field: str
    value: object
    allowed: str

    def __str__(self) -> str:
        given = repr(self.value)
        shown = given if len(given) <= 80 else given[:77] + "..."
        return f"{self.field}: {shown} is not allowed; {self.allowed}."


class OsteonicheError(Exception):
    """Anything this project raises on purpose."""


class ScenarioError(OsteonicheError):
    """A scenario that can not be run; holds every problem, not only the first."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class ModelError(OsteonicheError):
    """A model or drug file that contradicts its own declarations."""


class SolverError(OsteonicheError):
    """A simulation that gave no trustworthy curve; the message says why."""


class EvidenceError(OsteonicheError):
    """A published observation or a reference that is missing or malformed."""

"""The exceptions of the project. Only the edges (web, command line) translate them for people."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

SHOWN_AT_MOST = 80
"""Characters of a value that a message shows."""


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong with an input: where, what was given, what is allowed."""

    field: str
    value: object
    allowed: str

    def __str__(self) -> str:
        return f"{_line(self.field)}: {written(self.value)} is not allowed; {self.allowed}."


@dataclass(frozen=True)
class Described(Problem):
    """An input that is wrong by more than its value: `value` says in words what was found."""

    def __str__(self) -> str:
        end = "" if self.allowed.endswith("?") else "."
        return f"{_line(self.field)}: {_line(str(self.value))}; {self.allowed}{end}"


@dataclass(frozen=True)
class Unreadable(Problem):
    """A file or text that holds something else: `value` says in words what it holds."""

    def __str__(self) -> str:
        return f"{_line(self.field)}: this is {_line(str(self.value))}; {self.allowed}."


def written(value: object) -> str:
    """Any value as one short line, also where Python itself can not write it."""
    if value is None:
        return "nothing"
    if isinstance(value, str) and not value.strip():
        return "an empty value"
    try:
        return _line(repr(value))
    except Exception:  # noqa: BLE001 (a number of too many digits, a list in itself, any object)
        return f"{type(value).__name__} that is too large to show"


def _line(text: str) -> str:
    """A text as one line of at most so many characters."""
    cut = text if len(text) <= SHOWN_AT_MOST else text[: SHOWN_AT_MOST - 3] + "..."
    return "".join(each if each.isprintable() else repr(each)[1:-1] for each in cut)


class OsteonicheError(Exception):
    """Anything this project raises on purpose."""


class ScenarioError(OsteonicheError):
    """A scenario that can not be run; holds every problem, not only the first."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))

    def __reduce__(self) -> tuple[object, ...]:
        """As it comes from another process: of its problems, not of its text."""
        return type(self), (self.problems,)


@contextmanager
def collected(problems: list[Problem]) -> Iterator[None]:
    """Add what is wrong in here to `problems`, and go on: all of it is told at once."""
    try:
        yield
    except ScenarioError as error:
        problems.extend(error.problems)


class ModelError(OsteonicheError):
    """A model or drug file that contradicts its own declarations."""


class SolverError(OsteonicheError):
    """A simulation that gave no trustworthy curve; the message says why."""


class EvidenceError(OsteonicheError):
    """A published observation or a reference that is missing or malformed."""

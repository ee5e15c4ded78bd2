"""A lecture in six steps: files of text whose numbers come from the model, and whose claims hold.

Each file in `steps/` names the address of its runs, the runs that are told of by then, the plot
that is shown first, a heading, a text with places for numbers, perhaps a question that is asked
before the step is shown, and the claim by which the heading stands (see `claims`).
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from string import Formatter

from osteoniche.engine.result import Result
from osteoniche.lecture.claims import CLAIMS, Claim
from osteoniche.lecture.numbers import Numbers
from osteoniche.scenario import Scenario, address
from osteoniche.scenario.presets import OWN
from osteoniche.study import Run, compare


@dataclass(frozen=True)
class Question:
    """What is asked before a step is shown, and what a listener may answer."""

    text: str
    answers: tuple[str, ...]


@dataclass(frozen=True)
class Step:
    """One file. `runs` are keys of arms, or `own`; `plot` is the name of a read-out.

    A `pictured` step begins with the living picture of its own run, and not with its plot.
    """

    name: str
    address: str
    runs: tuple[str, ...]
    plot: str
    heading: str
    text: str
    claim: str
    pictured: bool = False
    question: Question | None = None

    @property
    def scenario(self) -> Scenario:
        """The run that the step is about."""
        return address.decode(self.address)

    @property
    def says(self) -> Claim:
        """The claim that its heading makes."""
        return CLAIMS[self.claim]


@dataclass(frozen=True)
class Slide:
    """A step with its numbers: what is shown, and which answer the model gives (from 0)."""

    step: Step
    text: str
    question: str
    outcome: int
    runs: Mapping[str, Result]
    own: Result
    holds: bool


@cache
def steps() -> tuple[Step, ...]:
    """The steps in their order, by the names of their files."""
    folder = resources.files(__name__) / "steps"
    files = sorted((file for file in folder.iterdir()), key=lambda file: file.name)
    return tuple(
        _step(tomllib.loads(file.read_text(encoding="utf-8")))
        for file in files
        if file.name.endswith(".toml")
    )


def _step(given: dict[str, object]) -> Step:
    fields = dict(given)
    asked = fields.pop("question", None)
    question = Question(asked["text"], tuple(asked["answers"])) if isinstance(asked, dict) else None
    runs = fields.pop("runs")
    return Step(**fields, runs=tuple(runs), question=question)  # type: ignore[arg-type]


def slide(step: Step, run: Run) -> Slide:
    """A step with the numbers of its runs; raises SolverError where one of them has no curve."""
    shown = compare(step.scenario, run)
    results = {**shown.arms, OWN: shown.own}
    for result in results.values():
        result.checked()
    numbers = Numbers(shown)
    return Slide(
        step=step,
        text=_filled(step.text, numbers),
        question=_filled(step.question.text, numbers) if step.question else "",
        outcome=numbers.outcome,
        runs={key: results[key] for key in step.runs},
        own=shown.own,
        holds=step.says(numbers),
    )


def _filled(text: str, numbers: Numbers) -> str:
    """A text with its numbers in words, of which only those that it names are computed."""
    names = {name for _, name, _, _ in Formatter().parse(text) if name}
    return text.format(**{name: getattr(numbers, name) for name in names})

"""What a browser asks of the page of cohorts."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dash.exceptions import PreventUpdate

from osteoniche.analysis.cohort import PATIENTS, SEED, SUBJECTS, draws
from osteoniche.analysis.cohort.responses import Progression
from osteoniche.analysis.cohort.settings import read
from osteoniche.analysis.cohort.work import Asked, chunk
from osteoniche.errors import Problem, ScenarioError, collected
from osteoniche.jobs import Work
from osteoniche.quantity import HUMAN, SPECIES, Species
from osteoniche.scenario import Scenario, address
from osteoniche.web.kit.browser import screen_of, theme_of

SETTINGS_AT_MOST, TEXT_AT_MOST = 40, 400
"""Settings, and characters of each, that are read."""


SUBJECT, CONSTANTS, ALONG = "subject", "constants", "along"
"""Settings of what is shown, beside those of the cohort; and of the part along one setting."""


@dataclass(frozen=True)
class Wanted:
    """A cohort that is asked for, when its subjects progress, and what is shown besides.

    `subject` is the number of one whose own curve is shown, `constants` whether the likely range
    is shown too. A `large` one takes so long that it is run by the button.
    """

    asked: Asked
    rule: Progression
    subject: int | None
    constants: bool
    large: bool


@dataclass(frozen=True)
class Request:
    """A scenario, and what was set on the page, as it was typed."""

    scenario: Scenario
    texts: Mapping[str, str]
    theme: str
    screen: str

    @classmethod
    def of(cls, given: Any, theme: Any = None, screen: Any = None) -> "Request":
        """What was sent; PreventUpdate where there is none, ScenarioError for a bad address."""
        query = given.get("query") if isinstance(given, dict) else None
        if not isinstance(query, str):
            raise PreventUpdate
        sent = given.get("settings")
        pairs = list(sent.items())[:SETTINGS_AT_MOST] if isinstance(sent, dict) else []
        texts = {str(name): str(text)[:TEXT_AT_MOST] for name, text in pairs}
        looks = theme_of(theme or given.get("theme")), screen_of(screen, given.get("screen"))
        return cls(address.decode(query), texts, *looks)

    @property
    def fields(self) -> list[Any]:
        """What the controls of the cohort are made of."""
        return [self.scenario.species, dict(self.texts)]

    def wanted(self) -> Wanted:
        """What is asked for; raises ScenarioError with all that is wrong."""
        problems: list[Problem] = []
        usual = PATIENTS if self.scenario.species == HUMAN else SUBJECTS
        elsewhere = {SUBJECT, CONSTANTS, ALONG, *_of_the_other(self.scenario.species)}
        of_cohort = {name: text for name, text in self.texts.items() if name not in elsewhere}
        asked, rule = Asked(self.scenario, usual, SEED), Progression()
        with collected(problems):
            found = read(self.scenario, of_cohort, usual)
            asked, rule = found.asked, found.rule
        with collected(problems):
            subject = _numbered(self.texts.get(SUBJECT), asked.subjects)
        if problems:
            raise ScenarioError(problems)
        return Wanted(asked, rule, subject, CONSTANTS in self.texts, asked.subjects > usual)


def _of_the_other(species: Species) -> set[str]:
    """What differs in the other species alone: it waits until that one is chosen again."""
    everywhere = {name for each in SPECIES for name in draws.spreads(each)}
    return everywhere - set(draws.spreads(species))


def _numbered(text: str | None, most: int) -> int | None:
    if text is None:
        return None
    if not text.isdecimal() or not 1 <= int(text) <= most:
        raise ScenarioError([Problem(SUBJECT, text, f"give a number from 1 to {most:,}")])
    return int(text)


def work_of(asked: Asked) -> Work:
    """A large cohort as long work."""
    return Work(chunk, asked.spec, asked.chunks)

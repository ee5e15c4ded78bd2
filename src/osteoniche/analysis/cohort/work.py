"""A cohort as long work: so many subjects at a time, in every arm, by whatever process has time."""

import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from osteoniche.analysis.cohort import Arm, Cohort, all_arms, checked, draws, followed, since
from osteoniche.analysis.cohort import days as kept_days
from osteoniche.scenario import Scenario

FEWEST, PARTS = 25, 80
"""Subjects of a chunk at least, and chunks at most."""
SPEC = "spec"
"""What was asked for stands with every chunk."""


@dataclass(frozen=True)
class Asked:
    """A cohort that is asked for; raises ScenarioError with all that is wrong with it."""

    scenario: Scenario
    subjects: int
    seed: int
    sd: tuple[tuple[str, float], ...] = ()

    def __post_init__(self) -> None:
        checked(self.subjects, self.seed)
        draws.deviations(self.scenario.species, dict(self.sd))

    @property
    def together(self) -> int:
        """Subjects of a chunk."""
        return max(FEWEST, -(-self.subjects // PARTS))

    @property
    def chunks(self) -> int:
        """How many chunks there are."""
        return -(-self.subjects // self.together)

    @property
    def spec(self) -> str:
        """All of it as text."""
        told = {
            "scenario": self.scenario.canonical(),
            "subjects": self.subjects,
            "seed": self.seed,
            "sd": dict(self.sd),
        }
        return json.dumps(told, sort_keys=True)

    @classmethod
    def read(cls, spec: str) -> "Asked":
        """What a text of `spec` asks for."""
        told = json.loads(spec)
        scenario = Scenario.model_validate(told["scenario"])
        return cls(scenario, told["subjects"], told["seed"], tuple(told["sd"].items()))


def chunk(spec: str, number: int) -> bytes:
    """The curves of some subjects, an array for each arm (subjects, read-outs, days)."""
    asked = Asked.read(spec)
    first = number * asked.together
    factors = {
        name: values[first : first + asked.together] for name, values in _factors(asked).items()
    }
    arms = all_arms(asked.scenario)
    days = kept_days(asked.scenario.days, since(arms))
    told = io.BytesIO()
    found: dict[str, Any] = {
        name: followed(arm, draws.columns(arm, factors), days, threads=1).values
        for name, arm in arms.items()
    }
    found[SPEC] = np.frombuffer(spec.encode(), dtype=np.uint8)
    np.savez(told, **found)
    return told.getvalue()


def joined(parts: Sequence[bytes]) -> Cohort:
    """The cohort of all its chunks."""
    read = [np.load(io.BytesIO(part)) for part in parts]
    asked = Asked.read(read[0][SPEC].tobytes().decode())
    scenarios = all_arms(asked.scenario)
    start = since(scenarios)
    arms = {
        name: Arm.of_values(scenario, np.concatenate([part[name] for part in read]))
        for name, scenario in scenarios.items()
    }
    days = kept_days(asked.scenario.days, start)
    deviations = draws.deviations(asked.scenario.species, dict(asked.sd))
    return Cohort(asked.scenario, asked.seed, deviations, _factors(asked), days, start, arms)


def _factors(asked: Asked) -> dict[str, draws.Vector]:
    deviations = draws.deviations(asked.scenario.species, dict(asked.sd))
    return draws.drawn(asked.scenario, deviations, asked.subjects, asked.seed)

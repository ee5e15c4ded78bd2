"""A cohort along one setting as long work: a chunk is a block of subjects at one value."""

import io
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from osteoniche.analysis.cohort import Arm, draws, followed
from osteoniche.analysis.cohort.along import Along, asked, days_of, joined, readouts_of
from osteoniche.analysis.cohort.responses import Progression, Rule
from osteoniche.quantity import HUMAN, MOUSE
from osteoniche.scenario import Scenario

FEWEST, PARTS = {MOUSE: 50, HUMAN: 10}, 80
"""Subjects of a chunk at least (a patient takes as long as twenty mice), and chunks at most."""
SPEC, VALUES = "spec", "values"
"""What a chunk holds: what was asked for, and the curves."""


@dataclass(frozen=True)
class AlongAsked:
    """Subjects along a setting that are asked for; ScenarioError with all that is wrong."""

    scenario: Scenario
    setting: str
    values: tuple[Any, ...]
    subjects: int
    seed: int
    sd: tuple[tuple[str, float], ...] = ()
    rule: Progression = field(default_factory=Progression)

    def __post_init__(self) -> None:
        _ = self.at

    @property
    def at(self) -> dict[float, Scenario]:
        """The scenario with each value, from the lowest to the highest."""
        given = (self.scenario, self.setting, self.values, self.subjects, self.seed)
        return asked(*given, dict(self.sd))

    @property
    def together(self) -> int:
        """Subjects of a chunk."""
        return max(FEWEST[self.scenario.species], -(-self.subjects * len(self.values) // PARTS))

    @property
    def blocks(self) -> int:
        """Chunks of a value."""
        return -(-self.subjects // self.together)

    @property
    def chunks(self) -> int:
        """How many chunks there are."""
        return len(self.values) * self.blocks

    @property
    def spec(self) -> str:
        """All of it as text."""
        told = {
            "scenario": self.scenario.model_dump(),
            "setting": self.setting,
            "values": sorted(self.values),
            "subjects": self.subjects,
            "seed": self.seed,
            "sd": dict(self.sd),
            "rule": [self.rule.rule.value, self.rule.value],
        }
        return json.dumps(told, sort_keys=True)

    @classmethod
    def read(cls, spec: str) -> "AlongAsked":
        """What a text of `spec` asks for."""
        told = json.loads(spec)
        rule, number = told["rule"]
        return cls(
            Scenario.model_validate(told["scenario"]),
            told["setting"],
            tuple(told["values"]),
            told["subjects"],
            told["seed"],
            tuple(told["sd"].items()),
            Progression(Rule(rule), number),
        )

    def factors(self) -> dict[str, draws.Vector]:
        """How each subject differs."""
        deviations = draws.deviations(self.scenario.species, dict(self.sd))
        return draws.drawn(self.scenario, deviations, self.subjects, self.seed)


def chunk(spec: str, number: int) -> bytes:
    """The curves of some subjects at one value (subjects, read-outs, days)."""
    wanted = AlongAsked.read(spec)
    scenario = [*wanted.at.values()][number // wanted.blocks]
    first = number % wanted.blocks * wanted.together
    factors = {
        name: values[first : first + wanted.together] for name, values in wanted.factors().items()
    }
    columns, rows = draws.columns(scenario, factors), days_of(scenario)
    readouts = readouts_of(scenario, wanted.rule)
    found = followed(scenario, columns, rows, threads=1, readouts=readouts)
    told = io.BytesIO()
    packed: dict[str, Any] = {VALUES: found.values}
    packed[SPEC] = np.frombuffer(spec.encode(), dtype=np.uint8)
    np.savez(told, **packed)
    return told.getvalue()


def whole(parts: Sequence[bytes]) -> Along:
    """Subjects along a setting, of all chunks."""
    read = [np.load(io.BytesIO(part)) for part in parts]
    wanted = AlongAsked.read(read[0][SPEC].tobytes().decode())
    found, blocks = wanted.at, wanted.blocks
    arms = [
        Arm(
            scenario,
            readouts_of(scenario, wanted.rule),
            np.concatenate([part[VALUES] for part in read[at * blocks : (at + 1) * blocks]]),
        )
        for at, scenario in enumerate(found.values())
    ]
    return joined(
        wanted.scenario,
        wanted.setting,
        found,
        arms,
        wanted.seed,
        dict(wanted.sd),
        wanted.factors(),
        wanted.rule,
    )

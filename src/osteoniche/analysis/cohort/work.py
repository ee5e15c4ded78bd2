"""A cohort as long work: so many subjects at a time, in every arm, by whatever process has time."""

import hashlib
import io
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from osteoniche.analysis.cohort import Arm, Cohort, all_arms, checked, draws, followed, since
from osteoniche.analysis.cohort import days as kept_days
from osteoniche.scenario import Scenario
from osteoniche.scenario.presets import OWN

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

    def key_of(self, arm: Scenario) -> str:
        """The name of an arm's curves, whatever the other arms are."""
        told = [arm.key(), self.subjects, self.seed, self.sd, since(all_arms(self.scenario))]
        return f"cohort:{hashlib.sha256(json.dumps(told).encode()).hexdigest()}"

    @classmethod
    def read(cls, spec: str) -> "Asked":
        """What a text of `spec` asks for."""
        told = json.loads(spec)
        scenario = Scenario.model_validate(told["scenario"])
        return cls(scenario, told["subjects"], told["seed"], tuple(told["sd"].items()))


Values = npt.NDArray[np.float32]
Subjects = Callable[[Asked, Scenario], Arm]
"""Gives one arm of a cohort, computed or remembered."""


def arm_of(asked: Asked, scenario: Scenario, threads: int | None = None) -> Arm:
    """One arm, with all subjects of a cohort."""
    columns = draws.columns(scenario, _factors(asked))
    found = followed(scenario, columns, _days(asked), threads)
    found.values.setflags(write=False)  # who remembers it shares it
    return found


def values_to_bytes(values: Values) -> bytes:
    """An arm's values as they are stored."""
    told = io.BytesIO()
    np.save(told, values, allow_pickle=False)
    return told.getvalue()


def values_from_bytes(data: bytes) -> Values:
    """The values of an arm that was stored; raises ValueError for bytes that are none."""
    found: Values = np.load(io.BytesIO(data), allow_pickle=False)
    found.setflags(write=False)
    return found


def assembled(asked: Asked, subjects: Subjects = arm_of, *, alone: bool = False) -> Cohort:
    """A cohort of arms that `subjects` gives; `alone` is the scenario's own arm without others."""
    arms = {OWN: asked.scenario} if alone else all_arms(asked.scenario)
    return _cohort(asked, {name: subjects(asked, scenario) for name, scenario in arms.items()})


def chunk(spec: str, number: int) -> bytes:
    """The curves of some subjects, an array for each arm (subjects, read-outs, days)."""
    asked = Asked.read(spec)
    first = number * asked.together
    factors = {
        name: values[first : first + asked.together] for name, values in _factors(asked).items()
    }
    arms, days = all_arms(asked.scenario), _days(asked)
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
    arms = {
        name: Arm.of_values(scenario, np.concatenate([part[name] for part in read]))
        for name, scenario in all_arms(asked.scenario).items()
    }
    return _cohort(asked, arms)


def _cohort(asked: Asked, arms: dict[str, Arm]) -> Cohort:
    deviations = draws.deviations(asked.scenario.species, dict(asked.sd))
    start = since(all_arms(asked.scenario))
    factors, days = _factors(asked), _days(asked)
    return Cohort(asked.scenario, asked.seed, deviations, factors, days, start, arms)


def _days(asked: Asked) -> draws.Vector:
    return kept_days(asked.scenario.days, since(all_arms(asked.scenario)))


def _factors(asked: Asked) -> dict[str, draws.Vector]:
    deviations = draws.deviations(asked.scenario.species, dict(asked.sd))
    return draws.drawn(asked.scenario, deviations, asked.subjects, asked.seed)

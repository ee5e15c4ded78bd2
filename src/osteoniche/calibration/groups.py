"""All groups of all experiments, for many vectors of unknowns, as one batch of the ensemble.

Groups that are alike in everything are run once, and so are vectors that do not differ in what a
group depends on: a Jacobian costs each group its own unknowns only.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from osteoniche.calibration.terms import Arm, Experiment
from osteoniche.calibration.unknowns import LIGHT, Unknown
from osteoniche.engine import ensemble
from osteoniche.engine.ensemble.batch import Chunk, constants_of, doses_of
from osteoniche.scenario import Scenario
from osteoniche.system import default_system

Vector = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Group:
    """Animals that are run: scenario, held constants, and which unknowns it depends on.

    `places` are positions among the constants, `columns` the unknowns that are written there.
    """

    scenario: Scenario
    constants: Vector
    doses: Vector
    places: Whole
    columns: Whole
    names: frozenset[tuple[str, str]]


def groups(
    experiments: Sequence[Experiment],
    unknowns: Sequence[Unknown],
    held: Mapping[str, float],
) -> tuple[Group, ...]:
    """The groups of experiments, each once; `names` are (experiment, arm) that it stands for."""
    found: dict[str, Group] = {}
    for experiment in experiments:
        used = {level.arm for term in experiment.terms for level in term.levels}
        for arm in experiment.arms:
            if arm.name in used:
                group = _group(experiment, arm, unknowns, held)
                key = json.dumps([group.scenario.key(), group.columns.tolist()])
                names = group.names | (found[key].names if key in found else frozenset())
                found[key] = Group(**{**vars(group), "names": names})
    return tuple(found.values())


def _group(
    experiment: Experiment, arm: Arm, unknowns: Sequence[Unknown], held: Mapping[str, float]
) -> Group:
    scenario = _scenario(json.dumps([dict(arm.fields), dict(arm.constants)], default=str))
    symbols = [param.symbol for param in default_system().params]
    constants = constants_of(scenario)
    fixed = {*arm.constants, *scenario.overrides()}
    for symbol, value in held.items():
        if symbol not in fixed:
            constants[symbols.index(symbol)] = value
    mine = [
        i
        for i, unknown in enumerate(unknowns)
        if unknown.experiment in (None, experiment.name)
        and unknown.symbol != LIGHT
        and unknown.symbol not in fixed
    ]
    return Group(
        scenario,
        constants,
        doses_of(scenario),
        np.array([symbols.index(unknowns[i].symbol) for i in mine], dtype=np.int64),
        np.array(mine, dtype=np.int64),
        frozenset({(experiment.name, arm.name)}),
    )


@lru_cache(maxsize=256)
def _scenario(text: str) -> Scenario:
    fields, constants = json.loads(text)
    return Scenario.model_validate({**fields, "parameters": constants})


class Cases:
    """A batch: each group with its own different vectors of values."""

    def __init__(self, found: Sequence[Group], values: Vector) -> None:
        """`values` (vectors, unknowns) are constants as the equations have them."""
        self.groups = tuple(found)
        self.rows: list[Vector] = []
        self.whose: list[Whole] = []
        for group in found:
            rows, whose = np.unique(values[:, group.columns], axis=0, return_inverse=True)
            self.rows.append(rows)
            self.whose.append(np.asarray(whose, dtype=np.int64).reshape(-1))

    def __len__(self) -> int:
        return sum(len(rows) for rows in self.rows)

    def chunks(self, together: int) -> Iterator[Chunk]:
        """All curves in order, in chunks of at most so many."""
        begun = 0
        for group, rows in zip(self.groups, self.rows, strict=True):
            for first in range(0, len(rows), together):
                part = rows[first : first + together]
                yield Chunk(begun + first, len(part), group.scenario, _filled(group, part))
            begun += len(rows)


def _filled(group: Group, rows: Vector) -> Callable[[], tuple[Vector, Vector]]:
    """What gives the constants and doses of curves when they are needed."""

    def values() -> tuple[Vector, Vector]:
        constants = np.tile(group.constants, (len(rows), 1))
        constants[:, group.places] = rows
        return constants, np.tile(group.doses, (len(rows), 1))

    return values


def levels(
    found: Sequence[Group],
    values: Vector,
    readouts: Sequence[str],
    threads: int | None = None,
    exact: Vector | None = None,
) -> Iterator[tuple[Group, Vector, Vector]]:
    """Each group with its days and levels (vectors, read-outs, days); NaN where a run failed.

    The days are the rows of its table, or those that are `exact`.
    """
    cases = Cases(found, values)
    if not len(cases):
        return
    blocks = ensemble.curves(cases, readouts, exact, threads=threads)
    for group, rows, whose in zip(cases.groups, cases.rows, cases.whose, strict=True):
        gathered: list[Vector] = []
        count = 0
        days = np.empty(0)
        while count < len(rows):
            block = next(blocks)
            gathered.append(block.values)
            count += len(block.values)
            days = block.days
        yield group, days, np.concatenate(gathered)[whose]

"""Animals and patients that differ: what each has in place of the scenario's constants.

Log-normal around the scenario, which stays the median subject. A quantity has numbers of its own
from the seed, so that a larger cohort begins with the smaller one, and another quantity moves none.
"""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any
from zlib import crc32

import numpy as np
import numpy.typing as npt

from osteoniche.errors import Problem, ScenarioError
from osteoniche.quantity import Species, Spread
from osteoniche.scenario import Scenario
from osteoniche.system import default_system, system_of

Vector = npt.NDArray[np.float64]

GROWTH, BONE, LIGHT = "growth", "bone", "light"
"""What differs and is no constant: net growth, the volume of bone, and each reading of light."""
READINGS = frozenset({BONE, LIGHT})
"""Those that change what is read, and not the subject's curve."""
LARGEST = 2.0
"""The largest SD of a logarithm that may be set: 2 is a 50-fold difference between 95 in 100."""
NONE: Mapping[str, float] = MappingProxyType({})


def spreads(species: Species) -> dict[str, Spread]:
    """What differs between the subjects of a species, by its name."""
    declared = default_system().spreads
    return {one.quantity: one for one in declared if species in one.sd}


def deviations(species: Species, changed: Mapping[str, float] = NONE) -> dict[str, float]:
    """The SD of the logarithm of each quantity, with those that are changed.

    Raises ScenarioError for names that do not differ, and for values outside 0 to 2.
    """
    known = spreads(species)
    problems = [
        Problem(name, value, f"choose from {', '.join(known)}")
        for name, value in changed.items()
        if name not in known
    ]
    problems += [
        Problem(name, value, f"allowed is 0 to {LARGEST:g}")
        for name, value in changed.items()
        if name in known and not 0 <= value <= LARGEST
    ]
    if problems:
        raise ScenarioError(problems)
    return {name: one.sd[species] for name, one in known.items()} | dict(changed)


def drawn(scenario: Scenario, sd: Mapping[str, float], count: int, seed: int) -> dict[str, Vector]:
    """The factor (subjects) of each quantity: one for the median subject."""
    names = list(sd)
    raw = np.stack([_normal(name, count, seed) for name in names])
    root = np.linalg.cholesky(_correlations(names, scenario.species))
    values = np.exp(np.array([sd[name] for name in names])[:, None] * (root @ raw))
    return dict(zip(names, values, strict=True))


def _normal(name: str, count: int, seed: int) -> Vector:
    return np.random.default_rng([seed, crc32(name.encode())]).standard_normal(count)


def _correlations(names: Sequence[str], species: Species) -> Vector:
    found = np.eye(len(names))
    for name, one in spreads(species).items():
        for other, share in one.along.items():
            if other in names:
                pair = (names.index(name), names.index(other))
                found[pair] = found[pair[::-1]] = share
    return found


def columns(scenario: Scenario, factors: Mapping[str, Vector]) -> dict[str, Vector]:
    """The constants (subjects) that differ in a scenario, by symbol; they may leave its bounds."""
    p = system_of(scenario.set).values(scenario.species, scenario.overrides())
    return moved(lambda symbol: getattr(p, symbol), factors)


def moved(centre: Callable[[str], Any], factors: Mapping[str, Vector]) -> dict[str, Vector]:
    """The constants that differ, by symbol, around what `centre` gives of each."""
    found = {
        name: centre(name) * factor
        for name, factor in factors.items()
        if name not in READINGS and name != GROWTH
    }
    if GROWTH in factors:
        dying = centre("d0")
        found["r0"] = dying + (centre("r0") - dying) * factors[GROWTH]
    return found

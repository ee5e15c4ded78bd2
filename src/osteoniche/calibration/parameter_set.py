"""A calibration as a parameter set: one JSON file with values, covariance and all that it rests on.

The file is made by `osteoniche fit` and never edited by hand. `values` is a set like any other of
`osteoniche.parameters`; `fit` holds the rest.
"""

import datetime
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
import numpy.typing as npt

from osteoniche import parameters
from osteoniche.calibration import left_out, profiles
from osteoniche.calibration.fit import Fit, best
from osteoniche.calibration.left_out import LeftOut
from osteoniche.calibration.profiles import Profile
from osteoniche.calibration.unknowns import VARIANTS, Scale, Unknown
from osteoniche.calibration.whole import fingerprints, problem
from osteoniche.errors import Problem as Wrong
from osteoniche.errors import ScenarioError
from osteoniche.quantity import MOUSE, SPECIES, Species
from osteoniche.scenario.checks import SET_BY_OTHERS
from osteoniche.system import declared_system

Vector = npt.NDArray[np.float64]

TITLE = "Fitted to published experiments"
NOTE = (
    "Constants of the mouse, fitted together to published experiments; written by `osteoniche fit` "
    "and never edited by hand. Bounds that the teaching story needs are part of the fit, so the "
    "hundredfold effect is an input and not a prediction; so are what docetaxel and zoledronate do "
    "not do alone. Constants of patients are as they are declared: their bone is held against "
    "published markers, their tumour is an illustration."
)
DIGITS = 6
"""Significant digits of values; what they are worth is told by the intervals."""
OF_DRAWS = 5
"""The same of the numbers of draws."""
NINETY_FIVE = 1.96
"""Standard deviations on either side that hold 95 % of a normal distribution."""


@dataclass(frozen=True)
class Calibrated:
    """A finished calibration.

    `values` are the constants by species and symbol. `vector` and `covariance` are on the scales of
    the unknowns. `costs` are those of every start, by variant; `variant` is the chosen one. `draws`
    are vectors as likely as the best one, its covariance and the bounds of rows say; `story_draws`
    keep the bounds of the teaching story as well.
    """

    date: str
    values: dict[Species, dict[str, float]]
    variant: str
    costs: dict[str, tuple[float, ...]]
    seed: int
    marks: dict[str, str]
    unknowns: tuple[Unknown, ...]
    vector: Vector
    covariance: Vector
    profiles: tuple[Profile, ...]
    left_out: tuple[LeftOut, ...]
    draws: Vector
    story_draws: Vector

    @property
    def cost(self) -> float:
        """Half the sum of squares at the best vector, priors included."""
        return min(self.costs[self.variant])

    @property
    def shared(self) -> dict[str, float]:
        """The fitted constants that all experiments share, by symbol."""
        return _fitted(self.unknowns, self.vector, None)

    def own(self, experiment: str) -> dict[str, float]:
        """What was fitted for one experiment alone, by symbol."""
        return _fitted(self.unknowns, self.vector, experiment)

    def intervals(self) -> dict[str, tuple[float, float]]:
        """The 95 % interval of each unknown by name, from the covariance."""
        found = {}
        for i, unknown in enumerate(self.unknowns):
            width = NINETY_FIVE * float(np.sqrt(self.covariance[i, i]))
            ends = unknown.scale.back(self.vector[i] + np.array([-width, width]))
            found[unknown.name] = (float(ends[0]), float(ends[1]))
        return found


def _fitted(
    unknowns: Sequence[Unknown], vector: Vector, experiment: str | None
) -> dict[str, float]:
    """The values of the unknowns of an experiment by symbol, or of those that all share."""
    return {
        unknown.symbol: float(unknown.scale.back(number))
        for unknown, number in zip(unknowns, vector, strict=True)
        if unknown.experiment == experiment
    }


def assembled(
    variant: str,
    fits: Mapping[str, Sequence[Fit]],
    seed: int,
    profiled: Sequence[Profile],
    unseen: Mapping[str, Sequence[LeftOut]],
    drawn: tuple[Vector, Vector],
) -> Calibrated:
    """The calibration of its parts: fits and left-out studies by variant, both sets of draws."""
    found = best(fits[variant])
    unknowns = problem(variant).unknowns
    moved = VARIANTS[variant] | _fitted(unknowns, found.vector, None)
    return Calibrated(
        date=datetime.date.today().isoformat(),
        values={species: _values(species, moved) for species in SPECIES},
        variant=variant,
        costs={name: tuple(fit.cost for fit in starts) for name, starts in fits.items()},
        seed=seed,
        marks=fingerprints(),
        unknowns=unknowns,
        vector=found.vector,
        covariance=np.array(_written(found.covariance)),
        profiles=tuple(profiled),
        left_out=tuple(unseen[variant]),
        draws=np.array(_written(drawn[0], OF_DRAWS)),
        story_draws=np.array(_written(drawn[1], OF_DRAWS)),
    )


def _values(species: Species, moved: Mapping[str, float]) -> dict[str, float]:
    """Every constant of a species: the declared ones, for mice with what was fitted put in.

    No experiment is on patients, so theirs stay as they are declared.
    """
    found = {
        param.symbol: param.values[species]
        for param in declared_system().params
        if param.symbol not in SET_BY_OTHERS
    }
    if species == MOUSE:
        found |= moved
    return {symbol: float(f"{value:.{DIGITS}g}") for symbol, value in found.items()}


def as_json(made: Calibrated) -> str:
    """The calibration as the text of a parameter set's file."""
    intervals = made.intervals()
    content = {
        "title": TITLE,
        "date": made.date,
        "note": NOTE,
        "values": made.values,
        "fit": {
            "terms": {"chosen": made.variant, "costs": made.costs, "seed": made.seed},
            "cost": made.cost,
            "marks": made.marks,
            "unknowns": [
                asdict(unknown)
                | {
                    "name": unknown.name,
                    "number": float(number),
                    "value": float(unknown.scale.back(number)),
                    "interval": intervals[unknown.name],
                }
                for unknown, number in zip(made.unknowns, made.vector, strict=True)
            ],
            "covariance": _written(made.covariance),
            "draws": _written(made.draws, OF_DRAWS),
            "story_draws": _written(made.story_draws, OF_DRAWS),
            "profiles": [asdict(one) | {"verdict": one.verdict} for one in made.profiles],
            "left_out": [asdict(one) for one in made.left_out],
        },
    }
    return json.dumps(content, indent=1, ensure_ascii=False) + "\n"


def _written(table: Vector, digits: int = 8) -> list[list[float]]:
    return [[float(f"{cell:.{digits}g}") for cell in line] for line in table]


def from_json(text: str) -> Calibrated:
    """The calibration of a file's text; ScenarioError for a set that was not fitted."""
    content: dict[str, Any] = json.loads(text)
    read = content.get("fit")
    if read is None:
        allowed = "give a set that `osteoniche fit` wrote"
        raise ScenarioError([Wrong("parameter set", content.get("title"), allowed)])
    fields = ("symbol", "centre", "spread", "low", "high", "experiment")
    return Calibrated(
        date=content["date"],
        values=content["values"],
        variant=read["terms"]["chosen"],
        costs={name: tuple(costs) for name, costs in read["terms"]["costs"].items()},
        seed=read["terms"]["seed"],
        marks=read["marks"],
        unknowns=tuple(
            Unknown(scale=Scale(one["scale"]), **{name: one[name] for name in fields})
            for one in read["unknowns"]
        ),
        vector=np.array([one["number"] for one in read["unknowns"]]),
        covariance=np.array(read["covariance"]),
        profiles=tuple(
            profiles.of({name: value for name, value in one.items() if name != "verdict"})
            for one in read["profiles"]
        ),
        left_out=tuple(left_out.of(one) for one in read["left_out"]),
        draws=np.array(read["draws"]),
        story_draws=np.array(read.get("story_draws", read["draws"])),
    )


@cache
def shipped(name: str = parameters.DEFAULT) -> Calibrated:
    """A calibration that comes with the program."""
    if name not in parameters.names():
        allowed = f"choose from {', '.join(parameters.names())}"
        raise ScenarioError([Wrong("parameter set", name, allowed)])
    return from_json(files(parameters).joinpath(f"{name}.json").read_text(encoding="utf-8"))

"""Every experiment of the calibration beside the model: scores, curves, and how the effect fades.

All of it follows from the parameter set that comes with the program. It is computed in a few
chunks, each a function of plain data, so that any process can do it.
"""

import hashlib
import json
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from osteoniche import calibration, parameters, study
from osteoniche.calibration import bands, scores
from osteoniche.calibration.experiments import EXPERIMENTS
from osteoniche.calibration.groups import groups, levels
from osteoniche.calibration.parameter_set import Calibrated, as_json, shipped
from osteoniche.calibration.patients import MARKERS, computed
from osteoniche.calibration.problem import Problem
from osteoniche.calibration.scores import How, Point, Score
from osteoniche.calibration.terms import Experiment, Holds, Term
from osteoniche.calibration.unknowns import LIGHT, held, of_experiment, shared
from osteoniche.engine.ensemble import Listed
from osteoniche.scenario import Scenario
from osteoniche.scenario.presets import preset

Vector = npt.NDArray[np.float64]

DIGITS = 5
"""Significant digits of what is drawn."""
FADING: Mapping[str, Mapping[str, float]] = {
    "fitted": {},
    "protection": {"protection_max": 0.9},
    "hill": {"hN": 1.0},
}
"""What is changed, by name, to see how much of the hundredfold rests on it."""
OTHER_GROWTH = ((0.37, 21), (0.37, 25), (0.37, 28), (0.25, 28), (0.25, 35))
"""Growth rates of other laboratories' tumours, and days on which they are compared."""
PAIR = "combination"
ARMS = ("untreated", "chemotherapy", "antibody", "combination")


@dataclass(frozen=True)
class Course:
    """A read-out of one group over time, in the unit in which it was seen.

    `fitted` and `left_out` are values from day `start` on, `step` days apart.
    """

    experiment: str
    arm: str
    readout: str
    start: float
    step: float
    fitted: tuple[float, ...]
    left_out: tuple[float, ...]


@dataclass(frozen=True)
class Fade:
    """How many times smaller than untreated the tumour is on the last day, by arm.

    `changed` are the constants that differ from the fitted ones, growth per day among them.
    """

    changed: Mapping[str, float]
    day: int
    folds: Mapping[str, float]

    @property
    def beyond(self) -> float:
        """How many times the pair exceeds the product of its two parts."""
        return self.folds["combination"] / (self.folds["chemotherapy"] * self.folds["antibody"])


@dataclass(frozen=True)
class Reproduced:
    """All of it; scores and fades by name, courses in the order of the experiments.

    `patients` is what the model gives for each marker of calibration/patients.py; `pair` the ends
    of what the pair of drugs does by constants that keep the story's claims as well.
    """

    fitted: Mapping[str, Score]
    left_out: Mapping[str, Score]
    courses: tuple[Course, ...]
    fades: Mapping[str, Fade] = field(default_factory=dict)
    patients: tuple[float, ...] = ()
    pair: tuple[float, float] = (math.nan, math.nan)

    def courses_of(self, experiment: str) -> tuple[Course, ...]:
        """The courses of one experiment."""
        return tuple(one for one in self.courses if one.experiment == experiment)


def scored() -> tuple[Experiment, ...]:
    """The experiments that rest on rows of the file, in their order; the story is none."""
    return tuple(one for one in EXPERIMENTS if any(term.rows for term in one.terms))


def is_course(term: Term) -> bool:
    """Whether a term is one point of a course: a level of one group on a day."""
    return term.holds is Holds.EQUAL and len(term.levels) == 1 and term.day is not None


@cache
def spec() -> str:
    """What is to be computed, as text that changes with all that decides it.

    The equations need no part of it: the place where results are kept goes by their fingerprint.
    """
    digest = hashlib.sha256(as_json(shipped()).encode())
    folder = Path(calibration.__file__).parent
    for file in (*sorted(folder.glob("*.py")), Path(__file__)):
        digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return json.dumps({"set": parameters.DEFAULT, "mark": digest.hexdigest()[:16]}, sort_keys=True)


def chunk(text: str, number: int) -> bytes:
    """One part of it as JSON; `text` is what `spec` gave."""
    made = shipped(json.loads(text)["set"])
    return json.dumps(PARTS[number](made)).encode()


def read(parts: Sequence[bytes]) -> Reproduced:
    """All of it, from what `chunk` gave for each part."""
    fitted, predicted, courses, fades, more = (json.loads(part) for part in parts)
    return Reproduced(
        {one["experiment"]: _score(one) for one in fitted},
        {one["experiment"]: _score(one) for one in predicted},
        tuple(_course(one) for one in courses),
        {name: Fade(**one) for name, one in fades.items()},
        tuple(more["patients"]),
        tuple(more["pair"]),
    )


def _fitted(made: Calibrated) -> list[dict[str, Any]]:
    return [asdict(one) for one in scores.fitted(made, threads=1)]


def _left_out(made: Calibrated) -> list[dict[str, Any]]:
    return [asdict(one) for one in scores.left_out(made, threads=1)]


def _score(given: dict[str, Any]) -> Score:
    points = tuple(
        Point(**one | {"holds": Holds(one["holds"]), "arms": tuple(one["arms"])})
        for one in given["points"]
    )
    return Score(**given | {"how": How(given["how"]), "points": points})


def _course(given: dict[str, Any]) -> Course:
    lines = {name: tuple(given[name]) for name in ("fitted", "left_out")}
    return Course(**given | lines)


def _courses(made: Calibrated) -> list[dict[str, Any]]:
    return [asdict(one) for experiment in scored() for one in _followed(experiment, made)]


def _followed(experiment: Experiment, made: Calibrated) -> Iterator[Course]:
    """The courses of an experiment, with both vectors run at once."""
    seen = dict.fromkeys(
        (term.levels[0].arm, term.levels[0].readout) for term in experiment.terms if is_course(term)
    )
    if not seen:
        return
    fixed, moving = held(made.variant), (*shared(made.variant), *of_experiment(experiment))
    alone = Problem([experiment], moving, fixed, threads=1)
    values = alone.values(np.array([_best(made, alone.names), _unseen(made, experiment)]))
    light = f"{experiment.name}.{LIGHT}"
    factor = values[:, alone.names.index(light)] if light in alone.names else np.ones(2)
    readouts = tuple(dict.fromkeys(readout for _, readout in seen))
    found: dict[str, tuple[Vector, Vector]] = {}
    for group, days, curves in levels(groups([experiment], moving, fixed), values, readouts, 1):
        found |= {arm: (days, curves) for _, arm in group.names}
    for arm, readout in seen:
        days, curves = found[arm]
        lines = curves[:, readouts.index(readout)]
        if readout == "tumour_cells":
            lines = lines * factor[:, None]
        yield Course(
            experiment.name,
            arm,
            readout,
            float(days[0]),
            float(days[1] - days[0]),
            _short(lines[0]),
            _short(lines[1]),
        )


def _best(made: Calibrated, names: Sequence[str]) -> list[float]:
    numbers = {one.name: float(made.vector[i]) for i, one in enumerate(made.unknowns)}
    return [numbers[name] for name in names]


def _unseen(made: Calibrated, experiment: Experiment) -> list[float]:
    """The vector of the fit that never saw the experiment's study."""
    one = next(one for one in made.left_out if one.study == experiment.study)
    return [*one.shared, *one.own[experiment.name]]


def _short(values: Vector) -> tuple[float, ...]:
    return tuple(float(f"{value:.{DIGITS}g}") for value in values)


def _fades(made: Calibrated) -> dict[str, Any]:
    del made
    usual = preset("untreated").days
    cases = {name: (changed, usual) for name, changed in FADING.items()}
    cases |= {f"{rate:g} on day {day}": ({"r0": rate}, day) for rate, day in OTHER_GROWTH}
    runs: list[Scenario] = [
        preset(arm).changed(days=day, parameters=dict(changed))
        for changed, day in cases.values()
        for arm in ARMS
    ]
    ends = np.concatenate(
        [block.values[:, 0, -1] for block in study.many(Listed(runs), ["tumour_cells"], threads=1)]
    ).reshape(len(cases), len(ARMS))
    return {
        name: asdict(
            Fade(changed, day, dict(zip(ARMS[1:], map(float, line[0] / line[1:]), strict=True)))
        )
        for (name, (changed, day)), line in zip(cases.items(), ends, strict=True)
    }


def _more(made: Calibrated) -> dict[str, Any]:
    """The markers of patients, and the pair's fall by draws that keep the story's claims."""
    given = bands.draws(made, vectors=made.story_draws)
    untreated, pair = (
        bands.band(preset(arm), ["tumour_cells"], given=given, threads=1).last[0]
        for arm in (ARMS[0], PAIR)
    )
    return {
        "patients": [computed(marker, study.simulate) for marker in MARKERS],
        "pair": bands.ends(untreated / pair),
    }


PARTS: tuple[Callable[[Calibrated], Any], ...] = (_fitted, _left_out, _courses, _fades, _more)
"""What each chunk computes."""

"""A dose surface: what becomes of a scenario at every pair of chemotherapy and antibody doses.

The doses are a square lattice, from none to the largest allowed of each drug, with the usual dose
among them; schedules, species, tumour and constants are those of the scenario. Doses lie as on the
drug's dial: the antibody's are closer together where they are small, since it covers nearly all
Jagged1 at a tenth of its usual dose. The surface is computed in chunks of curves, by the ensemble
engine, and each chunk is a function of plain data, so that any process can do it.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from osteoniche import study
from osteoniche.components import Drug
from osteoniche.engine.ensemble import Varied
from osteoniche.errors import Problem, ScenarioError
from osteoniche.models import APOPTOSIS, BONE, CELLS
from osteoniche.organs import marrow
from osteoniche.roles import Role
from osteoniche.scenario import Scenario, scales
from osteoniche.scenario.defaults import treatment_defaults
from osteoniche.scenario.limits import Range, dose_range
from osteoniche.scenario.presets import drugs_of
from osteoniche.system import default_system

Vector = npt.NDArray[np.float64]

POINTS = (11, 31, 101, 317)
"""Doses of each drug that one can choose; the last makes a hundred thousand curves."""
PER_CHUNK = 512
"""Curves that are computed together: about a fifth of a second."""
LATTICE = 2
"""Which doses a surface has: another number whenever they change, so that none is remembered as of
others."""
DIGITS = 4
"""Significant digits of a dose where there are more doses than steps of its dial."""
QUANTITIES = (CELLS, BONE, APOPTOSIS)
"""What is known of each curve: the first two on the last day, the third at its peak."""
NEUTROPHILS = marrow.ORGAN.readout.name
"""What is known besides, at its lowest, where the chemotherapy costs it."""


@dataclass(frozen=True)
class Surface:
    """The surface of a scenario with `points` doses of each of the two drugs."""

    scenario: Scenario
    points: int

    def __post_init__(self) -> None:
        if self.points not in POINTS:
            allowed = f"choose from {', '.join(map(str, POINTS))}"
            raise ScenarioError([Problem("points", self.points, allowed)])

    @cached_property
    def chemotherapy(self) -> Drug:
        """The drug that varies upwards: the scenario's chemotherapy, or the usual one."""
        return default_system().by_name[drugs_of(self.scenario, Role.CHEMOTHERAPY)[0]]

    @cached_property
    def antibody(self) -> Drug:
        """The drug that varies across: the scenario's antibody, or the usual one."""
        return default_system().by_name[drugs_of(self.scenario, Role.ANTIBODY)[0]]

    @cached_property
    def series(self) -> tuple[str, ...]:
        """What is computed of each curve: the quantities, and neutrophils where they are a cost."""
        organs = default_system().costs_of([self.chemotherapy.name], self.scenario.species)
        costs = any(organ.readout.name == NEUTROPHILS for organ in organs)
        return (*QUANTITIES, NEUTROPHILS) if costs else QUANTITIES

    @cached_property
    def scheduled(self) -> Scenario:
        """The scenario with a schedule for both drugs: its own, or the usual one."""
        return _scheduled(_scheduled(self.scenario, self.chemotherapy), self.antibody)

    def doses(self, drug: Drug) -> Vector:
        """The doses of one of the two drugs, from none to the largest.

        They are steps of the drug's dial where it has enough of them.
        """
        allowed = dose_range(drug, self.scenario.species)
        last, step = _stands(allowed, allowed.high), 1.0 if allowed.scale else allowed.step
        places = np.linspace(0.0, last, self.points)
        if self.points - 1 <= last / step:
            places = step * np.round(places / step)
        doses = np.array([float(f"{_dose(allowed, place):.{DIGITS}g}") for place in places])
        doses[np.abs(places - _stands(allowed, allowed.default)).argmin()] = allowed.default
        doses[-1] = allowed.high
        return doses

    def place(self, drug: Drug, dose: float) -> float:
        """Where a dose of one of the two drugs lies among its doses: 0 is the first."""
        allowed = dose_range(drug, self.scenario.species)
        known = [_stands(allowed, each) for each in self.doses(drug)]
        return float(np.interp(_stands(allowed, dose), known, np.arange(self.points)))

    def quantity(self, wanted: str) -> str:
        """The quantity to show where one of them is wanted: without a tumour it is bone mass."""
        return BONE if self.scenario.tumour == "none" else wanted

    @property
    def curves(self) -> int:
        """How many curves there are."""
        return self.points**2

    @property
    def chunks(self) -> int:
        """How many chunks of curves there are."""
        return -(-self.curves // PER_CHUNK)

    @property
    def spec(self) -> str:
        """The surface as text, the same for all scenarios that give the same surface."""
        varied = (self.chemotherapy.name, self.antibody.name)
        treatments = [given.model_dump() for given in self.scheduled.treatments]
        for given in treatments:
            if given["drug"] in varied:  # any largest dose: they vary
                most = self.scheduled.dose_of(given["drug"])
                given["dose"] = given["dose"] / most if most else 1.0
        same = self.scheduled.changed(treatments=treatments).canonical()
        spec = {"scenario": same, "points": self.points, "lattice": LATTICE}
        return json.dumps(spec, sort_keys=True)

    @classmethod
    def read(cls, spec: str) -> "Surface":
        """The surface of a text that `spec` gave."""
        given = json.loads(spec)
        return cls(Scenario.model_validate(given["scenario"]), given["points"])

    def lattice(self, parts: Sequence[bytes | None]) -> Vector:
        """Values (series, chemotherapy doses, antibody doses) of the chunks that are there.

        What is not there yet, and what could not be computed, is NaN.
        """
        width = len(self.series)
        values = np.full((self.curves, width), np.nan)
        for number, part in enumerate(parts):
            if part is not None:
                found = np.frombuffer(part).reshape(-1, width)
                values[number * PER_CHUNK :][: len(found)] = found
        return values.T.reshape(width, self.points, self.points)


def chunk(spec: str, number: int) -> bytes:
    """The values (curves, series) of a chunk of a surface, as the bytes of floats."""
    surface = Surface.read(spec)
    places = np.arange(number * PER_CHUNK, min((number + 1) * PER_CHUNK, surface.curves))
    up, across = np.divmod(places, surface.points)
    blocks = study.many(_pairs(surface, up, across), QUANTITIES, threads=1)
    known = [_reduced(block.values) for block in blocks]
    values = np.concatenate(known)
    if len(surface.series) > len(QUANTITIES):
        values = np.column_stack([values, _lowest_neutrophils(surface, up)])
    return values.tobytes()


def _pairs(surface: Surface, up: Vector, across: Vector) -> Varied:
    """Curves at pairs of doses, by their places."""
    return Varied(
        surface.scheduled,
        {
            f"{surface.chemotherapy.name}.dose": surface.doses(surface.chemotherapy)[up],
            f"{surface.antibody.name}.dose": surface.doses(surface.antibody)[across],
        },
    )


def _lowest_neutrophils(surface: Surface, up: Vector) -> Vector:
    """Of each pair of doses; the antibody costs none, so one curve is enough for a row."""
    rows, place = np.unique(up, return_inverse=True)
    pairs = _pairs(surface, rows, np.zeros_like(rows))
    blocks = study.many(pairs, [NEUTROPHILS], threads=1)
    lowest: Vector = np.concatenate([block.values[:, 0].min(axis=1) for block in blocks])[place]
    return lowest


def _stands(allowed: Range, dose: float) -> float:
    """Where a dose stands on the drug's dial."""
    return scales.position(allowed.scale, dose) if allowed.scale else dose


def _dose(allowed: Range, place: float) -> float:
    """The dose that stands there."""
    return scales.value(allowed.scale, place) if allowed.scale else place


def _reduced(values: Vector) -> Vector:
    """Curves (curves, read-outs, days) in one number for each quantity."""
    return np.stack([values[:, 0, -1], values[:, 1, -1], values[:, 2].max(axis=1)], axis=1)


def _scheduled(scenario: Scenario, drug: Drug) -> Scenario:
    if scenario.treatment(drug.name) is not None:
        return scenario
    usual: dict[str, Any] = treatment_defaults(drug.name, scenario.species)
    kept = [given.model_dump() for given in scenario.treatments]
    return scenario.changed(treatments=[*kept, usual])

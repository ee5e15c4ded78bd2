"""What becomes of each subject of an arm: how far its tumour changed, and until when it held."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from osteoniche.analysis.cohort import Arm, Cohort
from osteoniche.analysis.costs import LINES
from osteoniche.errors import Problem, ScenarioError
from osteoniche.models import CELLS
from osteoniche.organs import marrow
from osteoniche.quantity import HUMAN
from osteoniche.study import PROGRESSION, RESPONSE
from osteoniche.system import system_of

Vector = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

NEUTROPHILS = marrow.ORGAN.readout.name


class Rule(StrEnum):
    """What counts as progression."""

    LOWEST = "lowest"  # times the lowest burden until then
    BURDEN = "burden"  # so many cells
    NEUTROPHILS = "neutrophils"  # below the line of severe neutropenia


RULES = {
    Rule.LOWEST: (1.0, 1000.0, PROGRESSION),
    Rule.BURDEN: (1.0, 1e12, 1e6),
    Rule.NEUTROPHILS: (0.01, 10.0, 1.0),
}
"""The smallest, largest and usual number of each rule."""


@dataclass(frozen=True)
class Progression:
    """A rule and its number: a factor over the lowest burden, cells, or a share of the line."""

    rule: Rule = Rule.LOWEST
    value: float = PROGRESSION

    @classmethod
    def of(cls, text: str) -> "Progression":
        """A rule as it is written: `lowest`, `burden=1e6`; raises ScenarioError for others."""
        name, _, number = text.partition("=")
        if name not in RULES:
            raise ScenarioError([Problem("progression", name, f"choose from {', '.join(RULES)}")])
        low, high, usual = RULES[Rule(name)]
        try:
            value = float(number) if number else usual
        except ValueError:
            value = np.nan
        if not low <= value <= high:
            allowed = f"allowed is {low:g} to {high:g}"
            raise ScenarioError([Problem("progression", number, allowed)])
        return cls(Rule(name), value)


@dataclass(frozen=True, eq=False)
class Responses:
    """Of each subject that ran, in order of its number.

    `change` is its last burden over that of the day responses count from; `lasted` the days from
    then until it progresses, or (not `progressed`) until it was last seen. `low` says whether its
    neutrophils fell below the line of severe neutropenia; None where no marrow is computed.
    """

    subjects: npt.NDArray[np.intp]
    change: Vector
    responded: Flags
    cured: Flags
    lasted: Vector
    progressed: Flags
    low: Flags | None


def line(cohort: Cohort) -> float:
    """The neutrophils below which infections are severe: 0.5e9/L, in mice half of normal."""
    if cohort.scenario.species == HUMAN:
        return LINES[1]
    normal = system_of(cohort.scenario.set).values(cohort.scenario.species, {}).Circ0
    return LINES[1] * float(normal)


def responses(cohort: Cohort, arm: Arm, rule: Progression | None = None) -> Responses:
    """What becomes of the subjects of an arm."""
    rule = rule or Progression()
    since = cohort.days >= cohort.start
    days = cohort.days[since] - cohort.start
    subjects = np.flatnonzero(arm.ran)
    burden = np.maximum(arm.of(CELLS)[np.ix_(subjects, since)].astype(np.float64), 1.0)
    cells = arm.of(CELLS)[np.ix_(subjects, since)]
    blood = _blood(arm, subjects, since)
    lasted, progressed = _lasted(days, burden, blood, rule, line(cohort))
    return Responses(
        subjects=subjects,
        change=burden[:, -1] / burden[:, 0],
        responded=burden.min(axis=1) < RESPONSE * burden[:, 0],
        cured=cells[:, -1] < 1.0,
        lasted=lasted,
        progressed=progressed,
        low=None if blood is None else np.asarray((blood < line(cohort)).any(axis=1)),
    )


def _blood(arm: Arm, subjects: npt.NDArray[np.intp], since: Flags) -> Vector | None:
    if NEUTROPHILS not in arm.readouts:
        return None
    found: Vector = arm.of(NEUTROPHILS)[np.ix_(subjects, since)].astype(np.float64)
    return found


def _lasted(
    days: Vector, burden: Vector, blood: Vector | None, rule: Progression, severe: float
) -> tuple[Vector, Flags]:
    """Days until the rule is met, and whether it is; curves go straight on the logarithm."""
    if rule.rule is Rule.NEUTROPHILS:
        if blood is None:
            return np.full(len(burden), days[-1]), np.zeros(len(burden), dtype=bool)
        level = -np.log(np.maximum(blood, 1e-9))
        limit = np.full_like(level, -np.log(rule.value * severe))
    else:
        level = np.log(burden)
        lowest = np.minimum.accumulate(level, axis=1)
        fixed = np.full_like(level, np.log(rule.value))
        limit = lowest + np.log(rule.value) if rule.rule is Rule.LOWEST else fixed
    over = level > limit
    progressed = np.asarray(over.any(axis=1))
    lasted = np.full(len(level), days[-1])
    for i in np.flatnonzero(progressed):
        lasted[i] = _crossing(days, level[i], limit[i], int(np.argmax(over[i])))
    return lasted, progressed


def _crossing(days: Vector, level: Vector, limit: Vector, at: int) -> float:
    """The day between two rows on which a level passes the limit that held before."""
    if at == 0:
        return float(days[0])
    low, high, passed = level[at - 1], level[at], limit[at - 1]
    share = (passed - low) / (high - low) if high > low else 1.0
    return float(days[at - 1] + min(max(share, 0.0), 1.0) * (days[at] - days[at - 1]))

"""Rows of the file as terms: their errors, and the floors below which no error is believed.

The bounds of a row are one or two standard errors, as its note says. To them is added, once and
for all studies, a floor for what a mean of a few animals can not show and for what a model of one
mean lesion can not give. The floors are assumed; nothing was tuned on them.
"""

import math
import re
from collections.abc import Iterable, Mapping

from osteoniche.calibration.terms import Holds, Level, Role, Term, level
from osteoniche.errors import EvidenceError, Problem
from osteoniche.evidence import FILE, Observation, Provenance, observations
from osteoniche.evidence.series import LOGARITHMIC, between

FLOORS: Mapping[str, float] = {"light": 0.3, "bone": 5.0, "cells": 0.2, "growth": 0.02, "pk": 0.25}
"""Class assumed. Light and counted cells: standard deviation of the natural logarithm; bone: per
cent of day 0; growth: per day; constants of the body's handling of a drug: of the logarithm."""
KIND_OF_READOUT = {
    "tumour_cells": "light",
    "bone_mass_percent": "bone",
    "osteoblasts_fold": "cells",
    "osteoclasts_fold": "cells",
}
TEN = math.log(10.0)


def row(name: str) -> Observation:
    """A row that may be used as data. Raises EvidenceError for one that is only recalled."""
    found = observations().get(name)
    if found is None or found.provenance is Provenance.RECALLED:
        problem = Problem(f"{FILE}, {name}", name, "give a row of the file that is not recalled")
        raise EvidenceError(str(problem))
    return found


def value(name: str) -> float:
    """The number of a row. Raises EvidenceError where it holds a word."""
    found = row(name).value
    if not isinstance(found, float):
        raise EvidenceError(str(Problem(f"{FILE}, {name}, column value", found, "a number")))
    return found


def standard_error(found: Observation) -> float:
    """Half the distance of the bounds, over the standard errors that the note says they are.

    Where the note does not say (standard deviation or standard error), they are taken as one
    standard deviation. 0 where there are no bounds.
    """
    if found.lower is None or found.upper is None:
        return 0.0
    two = re.search(r"\+/-\s*2 SE", found.note) is not None
    return (found.upper - found.lower) / (4.0 if two else 2.0)


def course(arm: str, first: str, last: str, readout: str = "tumour_cells") -> tuple[Term, ...]:
    """A run of rows of one arm: its value on each day."""
    return tuple(seen(arm, found, readout) for found in between(first, last))


def seen(arm: str, found: Observation, readout: str) -> Term:
    """One row: light and cells as logarithms, bone as per cent of its start."""
    kind = KIND_OF_READOUT[readout]
    number, error = value(row(found.id).id), standard_error(found)
    light = found.units.startswith(LOGARITHMIC)
    if light:
        number, error = TEN * number, TEN * error
    elif kind == "cells":
        number, error = math.log(number), error / number
    day = found.days or 0.0
    return Term(
        found.id,
        number,
        math.hypot(error, FLOORS[kind]),
        (level(arm, readout, day),),
        logarithmic=kind != "bone",
        rows=(found.id,),
        factor=light,
        day=day,
    )


def fold_row(name: str, levels: tuple[Level, ...]) -> Term:
    """A row that gives a fold between two means that are data already."""
    found = row(name)
    low, high = found.lower or 0.0, found.upper or 0.0
    error = (math.log(high) - math.log(low)) / 4.0
    floor = FLOORS["light"] * math.sqrt(2.0)
    return Term(
        name,
        math.log(value(name)),
        math.hypot(error, floor),
        levels,
        role=Role.CHECK,
        rows=(name,),
        day=found.days,
    )


def slope_row(name: str, arm: str, first: str, last: str, role: Role = Role.CHECK) -> Term:
    """A row that gives the rate of growth from rows of an arm, each weighted by its error."""
    found = row(name)
    series = between(first, last)
    weights = [1.0 / standard_error(one) ** 2 for one in series]
    days = [one.days or 0.0 for one in series]
    middle = sum(w * d for w, d in zip(weights, days, strict=True)) / sum(weights)
    spread = sum(w * (d - middle) ** 2 for w, d in zip(weights, days, strict=True))
    levels = tuple(
        level(arm, "tumour_cells", day, weight * (day - middle) / spread)
        for weight, day in zip(weights, days, strict=True)
    )
    error = math.hypot(standard_error(found), FLOORS["growth"])
    return Term(name, value(name), error, levels, role=role, rows=(name,))


def constant_row(name: str, symbol: str, to_declared: float) -> Term:
    """A row that gives a constant of a drug in the body, times what turns it into our unit."""
    return Term(
        name,
        math.log(value(name) * to_declared),
        FLOORS["pk"],
        rows=(name,),
        constant=symbol,
    )


def bound(
    name: str,
    levels: tuple[Level, ...],
    holds: Holds,
    target: float,
    rows: Iterable[str] = (),
    *,
    logarithmic: bool = True,
) -> Term:
    """A yes, no, or more than: of a row, or of the story where there are no rows.

    `target` is a fold, or where not logarithmic a difference; the error says how far beyond it is
    as bad as one standard deviation.
    """
    ids = tuple(row(one).id for one in rows)
    return Term(
        name,
        math.log(target) if logarithmic else target,
        BROKEN if logarithmic else BROKEN_PERCENT,
        levels,
        logarithmic=logarithmic,
        holds=holds,
        role=Role.SIGN if ids else Role.STORY,
        rows=ids,
    )


BROKEN = 0.1
"""How far beyond a bound counts as one standard deviation: a tenth. Class assumed."""
BROKEN_PERCENT = 2.0
"""The same for differences of bone mass, in per cent of day 0."""

"""A dose surface in words: what the antibody adds at the usual dose of chemotherapy."""

import numpy as np

from osteoniche.analysis.costs import lines
from osteoniche.analysis.surface import QUANTITIES, Surface, Vector
from osteoniche.components import Drug
from osteoniche.models import BONE, CELLS
from osteoniche.narrative.costs import ADVICE
from osteoniche.narrative.why import named
from osteoniche.numerals import fold, percent, short
from osteoniche.quantity import HUMAN, shown_unit
from osteoniche.scenario.limits import dose_range

MUCH = 100.0
"""The fold by which the antibody and chemotherapy cut metastases in mice (Zheng et al. 2017)."""


def tell_surface(surface: Surface, values: Vector, quantity: str = QUANTITIES[0]) -> str:
    """What the surface says of one quantity; nothing as long as that is not computed.

    `values` are those of `Surface.lattice`. Without a tumour it is about the bone, whatever is
    asked for.
    """
    shown = surface.quantity(quantity)
    told = _tumour(surface, values[0]) if shown == CELLS else _share(surface, values, shown)
    if not told:
        return ""
    bare = surface.scenario.tumour == "none"
    start = "There is no tumour in this run, so only the bone can change. " if bare else ""
    return " ".join([start + told, *_window(surface, values)])


def _tumour(surface: Surface, cells: Vector) -> str:
    up, across = _usual(surface, surface.chemotherapy), _usual(surface, surface.antibody)
    row = cells[up]
    if not (np.isfinite(row).all() and cells[0, 0] > 0 and (row > 0).all()):
        return ""
    below = cells[0, 0] / row
    told = (
        f"On day {surface.scenario.days}, {_dose(surface, surface.chemotherapy, up)} without the "
        f"antibody leaves the tumour {_than(below[0])} {_without(surface)}; with "
        f"{_dose(surface, surface.antibody, across)} it is {fold(below[across])}."
    )
    return f"{told} {_hundredfold(surface, below)}"


def _share(surface: Surface, values: Vector, quantity: str) -> str:
    """Bone mass or apoptosis: with neither drug, with one, with both, and on the whole map."""
    found = values[QUANTITIES.index(quantity)]
    up, across = _usual(surface, surface.chemotherapy), _usual(surface, surface.antibody)
    neither, one, both = found[0, 0], found[up, 0], found[up, across]
    if not np.isfinite([neither, one, both]).all():
        return ""
    what, of = "At its peak, apoptosis is", " of the tumour cells"
    if quantity == BONE:
        what, of = f"On day {surface.scenario.days}, bone mass is", " of healthy"
    whole = bool(np.isfinite(found).all())
    low, high = percent(found.min()), percent(found.max())
    if whole and low == high:
        return f"{what} {low}{of} at every pair of doses."
    told = (
        f"{what} {percent(neither)}{of} {_without(surface)}, {percent(one)} with "
        f"{_dose(surface, surface.chemotherapy, up)}, and {percent(both)} with "
        f"{_dose(surface, surface.antibody, across)} as well."
    )
    return f"{told} On the whole map it lies between {low} and {high}." if whole else told


def _window(surface: Surface, values: Vector) -> list[str]:
    """From which dose of chemotherapy on neutrophils are too few, where they are a cost."""
    counts = values[len(QUANTITIES) :, :, 0]
    if not len(counts) or not np.isfinite(counts).all():
        return []
    patient = surface.scenario.species == HUMAN
    least = lines(surface.scenario)[1]
    line = f"{short(least)} × 10⁹/L" if patient else "half of normal (assumed)"
    few = np.flatnonzero(counts[0] < least)
    if not len(few):
        told = f"At no dose on the map do neutrophils fall below {line}."
    else:
        dose = _dose(surface, surface.chemotherapy, int(few[0]))
        told = f"From {dose} on, neutrophils fall below {line}."
    return [told, ADVICE]


def _without(surface: Surface) -> str:
    """What the other runs are held against: both of these drugs at dose 0."""
    varied = {surface.chemotherapy.name, surface.antibody.name}
    others = {given.drug for given in surface.scenario.given} - varied
    return "without these two drugs" if others else "without treatment"


def _than(below: float) -> str:
    told = fold(below)
    return f"{told} {'as' if told.startswith('the same') else 'than'}"


def _hundredfold(surface: Surface, below: Vector) -> str:
    enough = np.flatnonzero(below >= MUCH)
    if len(enough) == 0:
        return "No dose of the antibody makes that a hundredfold."
    if enough[0] == 0:
        return "That is more than a hundredfold already without the antibody."
    return (
        f"From {_dose(surface, surface.antibody, int(enough[0]))} on it is a hundredfold or more."
    )


def _usual(surface: Surface, drug: Drug) -> int:
    """The place of the usual dose."""
    usual = dose_range(drug, surface.scenario.species).default
    return round(surface.place(drug, usual))


def _dose(surface: Surface, drug: Drug, place: int) -> str:
    dose = short(float(surface.doses(drug)[place]))
    return f"{_name(surface, drug)} at {dose} {_unit(surface, drug)}"


def _name(surface: Surface, drug: Drug) -> str:
    return named(drug.name, surface.scenario.species)


def _unit(surface: Surface, drug: Drug) -> str:
    return shown_unit(drug.dosing[surface.scenario.species].unit)

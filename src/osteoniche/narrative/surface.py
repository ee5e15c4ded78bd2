"""A dose surface in words: what the antibody adds at the usual dose of chemotherapy."""

import numpy as np

from osteoniche.limits import dose_range
from osteoniche.numerals import fold, short
from osteoniche.quantity import Drug, shown_unit
from osteoniche.surface import Surface, Vector

MUCH = 100.0
"""The fold by which the antibody and chemotherapy cut metastases in mice (Zheng et al. 2017)."""


def tell_surface(surface: Surface, values: Vector) -> str:
    """What the surface says of the tumour; nothing as long as that is not computed.

    `values` are those of `Surface.lattice`.
    """
    if surface.scenario.tumour == "none":
        return "There is no tumour in this run: only the bone can change."
    up = _usual(surface, surface.chemotherapy)
    across = _usual(surface, surface.antibody)
    cells = values[0]
    row = cells[up]
    if not (np.isfinite(row).all() and cells[0, 0] > 0 and (row > 0).all()):
        return ""
    below = cells[0, 0] / row
    told = (
        f"On day {surface.scenario.days}, {_dose(surface, surface.chemotherapy, up)} without the "
        f"antibody leaves the tumour {_than(below[0])} without treatment; with "
        f"{_dose(surface, surface.antibody, across)} it is {fold(below[across])}."
    )
    return f"{told} {_hundredfold(surface, below)}"


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
    """The place of the dose next to the usual one."""
    usual = dose_range(drug, surface.scenario.species).default
    return int(np.abs(surface.doses(drug) - usual).argmin())


def _dose(surface: Surface, drug: Drug, place: int) -> str:
    species = surface.scenario.species
    unit = shown_unit(drug.dosing[species].unit)
    label = drug.name if drug.role == "antibody" else drug.label[0].lower() + drug.label[1:]
    return f"{label} at {short(float(surface.doses(drug)[place]))} {unit}"

"""The parts of the living picture: their words, their numbers, and where to read more of each."""

from collections.abc import Mapping
from dataclasses import dataclass

from osteoniche.components import Drug
from osteoniche.drugs import DRUGS
from osteoniche.figures.stacked import BONE
from osteoniche.quantity import MOUSE
from osteoniche.roles import Place
from osteoniche.system import identifier
from osteoniche.web.pages.explore.glossary import PLOTS, TERMS


@dataclass(frozen=True)
class Part:
    """A part of the picture.

    A number that is a multiple or a share says of what, the same beside the part and on its card.
    `drawn` says how much of it is drawn (`drawing.SCALE`). `says` stands beside it and `numbers`
    on its card, by what each is; in both a name in braces is a number of the day that is read (see
    assets/pages/explore/picture/figures.js). `equation` and `constant` are where its card leads to.
    """

    key: str
    word: str
    says: str
    meaning: str
    numbers: Mapping[str, str]
    equation: str
    constant: str
    drawn: str = ""


PARTS = (
    Part(
        "tumour",
        "Tumour",
        "{tumour} cells",
        "The metastasis: tumour cells that grow in the marrow beside the bone. Cells that are "
        "dying by apoptosis are drawn pale, in pieces and with a broken outline.",
        {"Living cells": "{tumour}", "Dying": "{dying} of all"},
        "readout-tumour_cells",
        "r0",
        "Drawn: {cells} cells more for ten times the tumour, {most} at most.",
    ),
    Part(
        "kill",
        "Kill by drugs",
        "{passes} of it passes the shield",
        "What the drugs in the blood do to tumour cells. The arrow is as wide as the kill would be "
        "without Notch; it divides at the shield into what is blocked and what gets through. That "
        "all of the kill gets through does not mean that all cells are killed.",
        {
            "Kill without Notch": "{full} per day",
            "Blocked by Notch": "{blocked} of it",
            "Passes the shield": "{passes} of it: {kill} per day",
        },
        "signal-kill_rate",
        "protection_max",
    ),
    Part(
        "notch",
        "Notch",
        "{notch} of 1: blocks {blocked} of the kill",
        f"{TERMS['Notch']} The shield around the tumour is as thick as Notch is active.",
        {"Activity": "{notch} of 1", "Blocks": "{blocked} of the kill"},
        "rate-notch_activity",
        "KN",
    ),
    Part(
        "pthrp",
        "PTHrP",
        "{pthrp} × basal PTH",
        f"{TERMS['PTHrP']} It acts as PTH does, of which every body has a basal level.",
        {"Level": "{pthrp} × basal PTH"},
        "signal-pthrp",
        "sP",
    ),
    Part(
        "tgf-beta",
        "TGF-β",
        "{tgf} × healthy",
        TERMS["TGF-beta"],
        {"Level": "{tgf} × healthy"},
        "rate-tgf_beta",
        "aG",
    ),
    Part(
        "jagged1",
        "Jagged1",
        "{jagged1} × healthy",
        TERMS["Jagged1"],
        {"On each osteoblast": "{jagged1} × healthy", "Left free": "{free} × healthy"},
        "rate-osteoblast_jagged1",
        "Imax",
        "Drawn: {ligands} on each osteoblast in health.",
    ),
    Part(
        "antibody",
        "Antibody",
        "covers {covered} of Jagged1",
        TERMS["Antibody"],
        {"Covers": "{covered} of Jagged1"},
        "effect-jagged1_occupancy",
        "Kss",
    ),
    Part(
        "osteoblasts",
        "Osteoblasts",
        "{osteoblasts} × healthy",
        TERMS["Osteoblast"],
        {"Number": "{osteoblasts} × healthy"},
        "rate-osteoblasts",
        "kB",
        "Drawn: {blasts} in health; dashed outlines are those that are missing.",
    ),
    Part(
        "osteoclasts",
        "Osteoclasts",
        "{osteoclasts} × healthy",
        TERMS["Osteoclast"],
        {"Number": "{osteoclasts} × healthy", "Bone they remove": "{resorption} × healthy"},
        "rate-osteoclasts",
        "kC",
        "Drawn: {clasts} in health.",
    ),
    Part(
        "bone",
        "Bone",
        "{bone} of healthy",
        PLOTS[BONE.name],
        {"Mass": "{bone} of healthy"},
        "rate-bone_volume",
        "kZ",
        "Drawn: as thick as its mass; what is hatched is lost.",
    ),
)  # fmt: skip
"""Every part that each run has, as they stand in the picture from above: so they are read."""

CHIEF = (Place.TUMOUR, Place.JAGGED1, Place.NOTCH, Place.BONE)
"""Where an act of a drug is drawn; of other places its name tells."""


def drug_part(name: str) -> Part:
    """The part of a drug: its name in the blood."""
    drug = DRUGS[name]
    return Part(
        "drug",
        drug.briefly(MOUSE),
        "",
        drug.summary,
        {"Of its highest level": "{level}", "Acts on": ", ".join(places(drug))},
        f"readout-{identifier(drug.concentration.name)}",
        drug.params[0].symbol,
    )


def places(drug: Drug) -> list[str]:
    """Where a drug acts, in the order of all places."""
    return [place.value for place in Place if place in drug.acts_on]

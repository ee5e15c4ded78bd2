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

    `says` stands beside it and `numbers` on its card, by what each is; in both a name in braces is
    a number of the day that is read (see assets/pages/explore/picture/figures.js). `equation` and
    `constant` are where its card leads to.
    """

    key: str
    word: str
    says: str
    meaning: str
    numbers: Mapping[str, str]
    equation: str
    constant: str


PARTS = (
    Part(
        "tumour",
        "Tumour",
        "{tumour} cells",
        "The metastasis: tumour cells that grow in the marrow beside the bone. Cells that are "
        "dying by apoptosis are drawn pale, in pieces and with a broken outline.",
        {"Living cells": "{tumour}", "Dying": "{dying}"},
        "readout-tumour_cells",
        "r0",
    ),
    Part(
        "kill",
        "Kill",
        "{passes} gets through",
        "What the drugs in the blood do to tumour cells. The arrow is as wide as the kill would be "
        "without Notch; it divides at the shield into what is blocked and what gets through.",
        {
            "Kill without Notch": "{full} per day",
            "Blocked by Notch": "{blocked}",
            "Gets through": "{kill} per day",
        },
        "signal-kill_rate",
        "protection_max",
    ),
    Part(
        "notch",
        "Notch",
        "{notch}: blocks {blocked} of the kill",
        f"{TERMS['Notch']} The shield around the tumour is as thick as Notch is active.",
        {"Activity, from 0 to 1": "{notch}", "Share of the kill that it blocks": "{blocked}"},
        "rate-notch_activity",
        "KN",
    ),
    Part(
        "pthrp",
        "PTHrP",
        "{pthrp}-fold",
        TERMS["PTHrP"],
        {"Over basal PTH": "{pthrp} times"},
        "signal-pthrp",
        "sP",
    ),
    Part(
        "tgf-beta",
        "TGF-β",
        "{tgf}-fold",
        TERMS["TGF-beta"],
        {"Of healthy": "{tgf} times"},
        "rate-tgf_beta",
        "aG",
    ),
    Part(
        "jagged1",
        "Jagged1",
        "{jagged1}-fold",
        TERMS["Jagged1"],
        {"Per osteoblast, of the usual": "{jagged1}-fold", "Left free": "{free}-fold"},
        "rate-osteoblast_jagged1",
        "Imax",
    ),
    Part(
        "antibody",
        "Antibody",
        "{covered} covered",
        TERMS["Antibody"],
        {"Jagged1 that it covers": "{covered}"},
        "effect-jagged1_occupancy",
        "Kss",
    ),
    Part(
        "osteoblasts",
        "Osteoblasts",
        "{osteoblasts} times healthy",
        TERMS["Osteoblast"],
        {"Of healthy": "{osteoblasts} times"},
        "rate-osteoblasts",
        "kB",
    ),
    Part(
        "osteoclasts",
        "Osteoclasts",
        "{osteoclasts} times healthy",
        TERMS["Osteoclast"],
        {"Of healthy": "{osteoclasts} times", "Bone they remove, of healthy": "{resorption} times"},
        "rate-osteoclasts",
        "kC",
    ),
    Part(
        "bone",
        "Bone",
        "{bone}",
        PLOTS[BONE.name],
        {"Of healthy bone": "{bone}"},
        "rate-bone_volume",
        "kZ",
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

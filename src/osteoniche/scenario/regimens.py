"""Usual regimens by name, each with its source: a dose and how it is given.

A course is written as in `grammar`, without its first day. Those of mice are what experiments gave.
"""

from dataclasses import dataclass

from osteoniche.quantity import HUMAN, MOUSE, Species

LABEL = "drug label"
SEIDMAN = "Seidman et al. 2008, J Clin Oncol 26:1642 (CALGB 9840)"
HYDE = "Hyde et al. 2013, Int J Alzheimers Dis 2013:823528"
USUAL = "the usual one of this laboratory"


@dataclass(frozen=True)
class Regimen:
    """One regimen of a drug in a species: `name` as addresses have it, `label` for people."""

    species: Species
    drug: str
    name: str
    label: str
    course: str
    source: str


REGIMENS = (
    Regimen(HUMAN, "paclitaxel", "three-weekly", "175 mg/m² every three weeks", "175/21.infusion:3", LABEL),
    Regimen(HUMAN, "paclitaxel", "weekly", "80 mg/m² weekly", "80/7.infusion:1", SEIDMAN),
    Regimen(HUMAN, "paclitaxel", "three-of-four", "80 mg/m² weekly, three weeks of four", "80/7x3/28.infusion:1", f"weekly as in {SEIDMAN}, every fourth week left out"),
    Regimen(HUMAN, "docetaxel", "three-weekly-75", "75 mg/m² every three weeks", "75/21.infusion:1", LABEL),
    Regimen(HUMAN, "docetaxel", "three-weekly-100", "100 mg/m² every three weeks", "100/21.infusion:1", LABEL),
    Regimen(HUMAN, "cisplatin", "three-weekly", "75 mg/m² every three weeks", "75/21.infusion:1", LABEL),
    Regimen(HUMAN, "rankl-inhibitor", "four-weekly", "120 mg every four weeks", "120/28.sc", LABEL),
    Regimen(HUMAN, "zoledronate", "four-weekly", "4 mg every four weeks", "4/28.infusion:0.25", LABEL),
    Regimen(HUMAN, "gamma-secretase-inhibitor", "daily", "50 mg daily", "50/1.oral", "chosen; no data seen"),
    Regimen(MOUSE, "paclitaxel", "twice-weekly", "10 mg/kg twice a week", "10/3.5.ip", USUAL),
    Regimen(MOUSE, "paclitaxel", "weekly", "20 mg/kg weekly", "20/7.ip", USUAL),
    Regimen(MOUSE, "docetaxel", "weekly", "10 mg/kg weekly", "10/7.ip", USUAL),
    Regimen(MOUSE, "cisplatin", "weekly", "5 mg/kg weekly", "5/7.ip", USUAL),
    Regimen(MOUSE, "15D11", "twice-weekly", "10 mg/kg twice a week", "10/3.5.ip", USUAL),
    Regimen(MOUSE, "zoledronate", "weekly", "100 µg/kg weekly", "100/7.iv", USUAL),
    Regimen(MOUSE, "rankl-inhibitor", "thrice-weekly", "3 mg/kg three times a week", "3/2.333.sc", USUAL),
    Regimen(MOUSE, "gamma-secretase-inhibitor", "twice-daily", "100 mg/kg twice a day", "100/0.5.oral", HYDE),
    Regimen(MOUSE, "gamma-secretase-inhibitor", "daily", "100 mg/kg once a day", "100/1.oral", HYDE),
    Regimen(MOUSE, "gamma-secretase-inhibitor", "three-on-four-off", "100 mg/kg once a day, 3 days on, 4 off", "100/1x3/7.oral", "chosen; rests of this kind spare the gut"),
)  # fmt: skip
"""Every regimen; those of one drug in one species have names of their own."""


def offered(drug: str, species: Species) -> dict[str, Regimen]:
    """The regimens of a drug in a species, by name."""
    return {one.name: one for one in REGIMENS if (one.drug, one.species) == (drug, species)}

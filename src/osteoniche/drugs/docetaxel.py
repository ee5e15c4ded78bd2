"""Docetaxel: the other taxane, which kills more than paclitaxel by a ratio that is assumed.

In patients it spreads as was measured; in mice as paclitaxel does. That it does nothing in bone at
a dose that works under the skin (row BRU-01) is an input of the fit, not a result.
"""

from osteoniche.components import Dosing, Drug
from osteoniche.maths import hill
from osteoniche.pharmacokinetics import absorption, effect_site, mg_per_kg, two_compartments
from osteoniche.quantity import (
    FRACTION,
    HUMAN,
    MOUSE,
    Former,
    param,
    readout,
    signal,
    spread,
    state,
)
from osteoniche.roles import Place, Role

LIKE = "that of paclitaxel, for want of a value that was read"
ONOUE = "Onoue et al. 2016, Eur J Clin Pharmacol 72:703 (women with breast cancer), as quoted in the R package DTAT"

PARAMS = (
    param("kaD", 6.0, "1/day", "docetaxel: absorption from the peritoneum", LIKE, "assumed"),
    param("FD", 1.0, "fraction", "docetaxel: bioavailability", LIKE, "assumed", bounds=FRACTION),
    param("VD", 0.81, "L/kg_bw", "docetaxel: central volume", f"mouse {LIKE}; human {ONOUE}: 5.77 L", "assumed", human=0.08243, human_earlier=0.2259, human_kind="published"),
    param("k10D", 20.832, "1/day", "docetaxel: elimination", f"mouse {LIKE}; human {ONOUE}: 32.6 L/h over 5.77 L", "assumed", human=135.6, human_earlier=33.4, human_kind="derived"),
    param("k12D", 0.144, "1/day", "docetaxel: to the periphery", f"mouse {LIKE}; human {ONOUE}: 5.34 L/h over 5.77 L", "assumed", human=22.21, human_earlier=13.6, human_kind="derived"),
    param("k21D", 2.0112, "1/day", "docetaxel: back from the periphery", f"mouse {LIKE}; human {ONOUE}: 5.34 L/h over 11.0 L", "assumed", human=11.65, human_earlier=1.163, human_kind="derived"),
    param("keD", 1.0, "1/day", "docetaxel: equilibration of marrow and cells", LIKE, "assumed"),
    param("potD", 2.0, "fold", "docetaxel: largest kill, over that of paclitaxel", "chosen: the stronger taxane of the two in patients", "assumed", bounds=(0.1, 40.0), former=Former("kkD", over="kkP"), latex=r"\pi_D"),
    param("ED", 0.079, "mg/L", "docetaxel: concentration of half the kill", LIKE, "assumed"),
    param("hD", 1.0, "1", "docetaxel: Hill exponent of the kill", LIKE, "assumed", bounds=(0.5, 8.0)),
    param("slD", 1.857, "L/mg", "docetaxel: loss of division of marrow precursors", "mouse assumed, 1.5 L/umol: paclitaxel's times the ratio of patients; patient, 21 L/umol: 15.57 of Kloft 2006 (as in Netterberg 2017) moved, so that one course has the same lowest count in the marrow that both taxanes share here", "assumed", human=25.99, human_kind="derived"),
    param("EJD", 0.03, "mg/L", "docetaxel: concentration of half the Jagged1 rise", LIKE, "assumed"),
)  # fmt: skip

SPREADS = (
    spread("k10D", "docetaxel: elimination", f"clearance, {ONOUE}", human=(0.295, "published")),
    spread("k12D", "docetaxel: to the periphery", f"exchange, {ONOUE}", human=(0.551, "published")),
    spread("k21D", "docetaxel: back from the periphery", f"exchange (0.551) over its volume (0.598), {ONOUE}", human=(0.813, "derived"), along={"k12D": 0.678}),
)  # fmt: skip

STATES = (
    state("docetaxel_depot", "mg/kg_bw", "docetaxel in the peritoneum", "V_0"),
    state("docetaxel_central", "mg/kg_bw", "docetaxel in plasma and fast tissue", "V_1", 1e-11),
    state("docetaxel_peripheral", "mg/kg_bw", "docetaxel in slow tissue", "V_2", 1e-11),
    state("docetaxel_marrow", "mg/L", "docetaxel in marrow and cells", "V_E"),
)

SIGNALS = (
    signal("docetaxel_plasma", "mg/L", "docetaxel in plasma", "c_V"),
    signal("docetaxel_effect", "fraction", "docetaxel: share of the largest kill", "D_V"),
)


def rates(x, p, inflow, signal):
    """Time derivatives of the compartments."""
    plasma = signal("docetaxel_plasma", x.docetaxel_central / p.VD)
    signal("docetaxel_effect", hill(x.docetaxel_marrow, p.ED, p.hD))
    absorbed = absorption(x.docetaxel_depot, p.kaD)
    central, peripheral = two_compartments(
        x.docetaxel_central,
        x.docetaxel_peripheral,
        p.FD * absorbed + inflow,
        p.k10D,
        p.k12D,
        p.k21D,
    )
    return {
        "docetaxel_depot": -absorbed,
        "docetaxel_central": central,
        "docetaxel_peripheral": peripheral,
        "docetaxel_marrow": effect_site(plasma, x.docetaxel_marrow, p.keD),
    }


def effects(x, p, s):
    """Kills tumour cells; makes osteoblasts show more Jagged1, as the other taxane does."""
    return {
        "kill": p.potD * p.kkP * s.docetaxel_effect,
        "kill_resistant": p.potD * p.kkP * hill(x.docetaxel_marrow, p.rho * p.ED, p.hD),
        "exposure": s.docetaxel_effect,
        "jagged1_induction": hill(x.docetaxel_marrow, p.EJD, 1),
    }


def costs(x, p, s):
    """Keeps marrow precursors from dividing, as the other taxane does."""
    del x
    return {"marrow_suppression": p.slD * s.docetaxel_plasma}


DRUG = Drug(
    name="docetaxel",
    label="Docetaxel",
    role=Role.CHEMOTHERAPY,
    acts_on=frozenset({Place.TUMOUR, Place.JAGGED1, Place.MARROW, Place.NERVES}),
    summary="The other taxane: stops cells from dividing, so that they die.",
    params=PARAMS,
    spreads=SPREADS,
    states=STATES,
    signals=SIGNALS,
    concentration=readout("docetaxel_mg_per_L", "mg/L", "docetaxel in plasma"),
    dosing={
        MOUSE: Dosing("mg/kg", 10.0, 30.0, 0.5, 7.0, "ip", ("ip", "iv", "infusion"), hours=1.0, schedule="weekly"),
        HUMAN: Dosing("mg/m2", 75.0, 100.0, 5.0, 21.0, "infusion", ("infusion", "iv"), hours=1.0, schedule="every three weeks"),
    },
    entry={"ip": "docetaxel_depot", "iv": "docetaxel_central", "infusion": "docetaxel_central"},
    amount=mg_per_kg,
    rates=rates,
    effects=effects,
    report=lambda x, p, s: s.docetaxel_plasma,
    resisted_by="taxane",
    costs=costs,
    synonyms=("taxotere", "dtx"),
)  # fmt: skip

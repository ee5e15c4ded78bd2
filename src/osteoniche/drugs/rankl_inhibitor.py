"""RANKL inhibitor: OPG-Fc in mice, denosumab in patients.

It catches RANKL, so that fewer osteoclasts form and those that live die sooner.
"""

from osteoniche.components import Dosing, Drug
from osteoniche.maths import saturation
from osteoniche.pharmacokinetics import absorption, nmol_per_kg
from osteoniche.quantity import FRACTION, HUMAN, MOUSE, param, readout, signal, spread, state
from osteoniche.roles import Place, Role

GIBIANSKY = "Gibiansky et al. 2012 (denosumab, population pharmacokinetics)"
PETERSON = "the open bone-mineral model of Peterson and Riggs, over 70 kg and 147 kDa"
CHOSEN = "mouse chosen; no data seen"

PARAMS = (
    param("kaH", 0.314, "1/day", "RANKL inhibitor: absorption from the skin", f"{CHOSEN}; human {GIBIANSKY}", "assumed", human=0.2567, human_kind="published"),
    param("FH", 0.3, "fraction", "RANKL inhibitor: bioavailability", f"{CHOSEN}; human {GIBIANSKY}", "assumed", human=0.61, human_kind="published", bounds=FRACTION),
    param("CLH", 0.035, "L/day/kg_bw", "RANKL inhibitor: linear clearance", f"{CHOSEN}; human {GIBIANSKY}", "assumed", human=0.001182, human_kind="published"),
    param("V1H", 0.05, "L/kg_bw", "RANKL inhibitor: central volume", f"{CHOSEN}; human {GIBIANSKY}", "assumed", human=0.0397, human_kind="published"),
    param("V2H", 0.012, "L/kg_bw", "RANKL inhibitor: peripheral volume", f"{CHOSEN}; human {PETERSON}: 1324 mL", "assumed", human=0.0189, human_kind="published"),
    param("QH", 0.006, "L/day/kg_bw", "RANKL inhibitor: exchange with the periphery", f"{CHOSEN}; human {PETERSON}: 18.67 mL/h", "assumed", human=0.0064, human_kind="published"),
    param("VmH", 0.0, "nmol/day/kg_bw", "RANKL inhibitor: largest loss through its target", f"none in mice; human {PETERSON}: 3110 ng/h", "assumed", human=0.00725, human_kind="published", bounds=(0.0, 0.0725), off=0.0),
    param("KmH", 1.28, "nmol/L", "RANKL inhibitor: concentration of half that loss", f"{PETERSON}: 188 ng/mL", "published"),
    param("KI", 107.6, "L/nmol", "RANKL inhibitor: binding to RANKL", "OPG-Fc from its IC50 in patients, 5.38 ng/mL (Zierhut et al. 2008); denosumab from an IC50 of 31.8 ng/mL whose source is not known", "derived", human=26.5, human_kind="assumed"),
    param("MWH", 92.5, "kDa", "RANKL inhibitor: molar mass", "OPG-Fc assumed; denosumab 147 kDa", "assumed", human=147.0, human_kind="published"),
)  # fmt: skip

CHOI = "624 patients on denosumab, Choi 2025, Front Pharmacol 16:1631034 (Table 3)"
SPREADS = (
    spread("CLH", "RANKL inhibitor: clearance", CHOI, human=(0.26, "published")),
    spread("V1H", "RANKL inhibitor: central volume", CHOI, human=(0.57, "published")),
    spread("V2H", "RANKL inhibitor: peripheral volume", CHOI, human=(0.155, "published"), along={"CLH": 0.43}),
    spread("kaH", "RANKL inhibitor: absorption from the skin", CHOI, human=(0.53, "published")),
    spread("KI", "RANKL inhibitor: binding to RANKL", "half of the effect of OPG-Fc, Zierhut et al. 2008, J Pharmacokinet Pharmacodyn 35:379", human=(1.09, "published")),
)  # fmt: skip

STATES = (
    state("inhibitor_depot", "nmol/kg_bw", "RANKL inhibitor under the skin", "H_0"),
    state("inhibitor_central", "nmol/kg_bw", "RANKL inhibitor in plasma", "H_1"),
    state("inhibitor_peripheral", "nmol/kg_bw", "RANKL inhibitor in tissue", "H_2"),
)

SIGNALS = (signal("inhibitor_plasma", "nmol/L", "RANKL inhibitor in plasma", "c_H"),)


def rates(x, p, inflow, signal):
    """Time derivatives of the compartments."""
    plasma = signal("inhibitor_plasma", x.inhibitor_central / p.V1H)
    absorbed = absorption(x.inhibitor_depot, p.kaH)
    exchange = p.QH * (plasma - x.inhibitor_peripheral / p.V2H)
    target_loss = p.VmH * saturation(plasma, p.KmH)
    return {
        "inhibitor_depot": -absorbed,
        "inhibitor_central": p.FH * absorbed + inflow - p.CLH * plasma - exchange - target_loss,
        "inhibitor_peripheral": exchange,
    }


def effects(x, p, s):
    """Binds RANKL."""
    return {"rankl_binding": p.KI * s.inhibitor_plasma}


DRUG = Drug(
    name="rankl-inhibitor",
    label="RANKL inhibitor",
    role=Role.BONE,
    acts_on=frozenset({Place.BONE}),
    summary="Catches RANKL, the signal that makes osteoclasts: OPG-Fc in mice, denosumab in patients.",
    params=PARAMS,
    spreads=SPREADS,
    states=STATES,
    signals=SIGNALS,
    concentration=readout("rankl-inhibitor_nM", "nmol/L", "RANKL inhibitor in plasma"),
    dosing={
        MOUSE: Dosing("mg/kg", 3.0, 10.0, 0.25, 2.333, "sc", ("sc", "iv"), label="OPG-Fc", schedule="three times a week"),
        HUMAN: Dosing("mg", 120.0, 240.0, 10.0, 28.0, "sc", ("sc", "iv"), label="Denosumab", schedule="every four weeks"),
    },
    entry={"sc": "inhibitor_depot", "iv": "inhibitor_central"},
    amount=lambda dose, unit, p: nmol_per_kg(dose, unit, p, p.MWH),
    rates=rates,
    effects=effects,
    report=lambda x, p, s: s.inhibitor_plasma,
    synonyms=("opg",),
)  # fmt: skip

"""15D11: an antibody that binds Jagged1, so that it can not meet Notch on the tumour cell.

Target-mediated disposition: free antibody is in quasi-steady state with Jagged1 of the whole body.
"""

from osteoniche.components import Dosing, Drug
from osteoniche.maths import free_ligand, saturation
from osteoniche.pharmacokinetics import absorption, nmol_per_kg
from osteoniche.quantity import FRACTION, HUMAN, MOUSE, param, readout, signal, spread, state
from osteoniche.roles import Place, Role

DAVDA = "Davda et al. 2014, mAbs 6:1094"
CHOSEN = "chosen; no data seen"

PARAMS = (
    param("kaM", 4.0, "1/day", "15D11: absorption from peritoneum or skin", CHOSEN, "assumed"),
    param("FM", 1.0, "fraction", "15D11: bioavailability", CHOSEN, "assumed", bounds=FRACTION),
    param("CLM", 0.0083, "L/day/kg_bw", "15D11: linear clearance", f"{DAVDA}: 0.200 L/d in patients, scaled with exponent 0.865", "derived", human=0.002857, human_kind="published"),
    param("V1M", 0.0726, "L/kg_bw", "15D11: central volume", f"{DAVDA}: 3.61 L in patients, scaled with exponent 0.957", "derived", human=0.05157),
    param("V2M", 0.0553, "L/kg_bw", "15D11: peripheral volume", f"{DAVDA}: 2.75 L in patients, scaled", "derived", human=0.03929),
    param("QM", 0.0312, "L/day/kg_bw", "15D11: exchange with the periphery", f"{DAVDA}: 0.747 L/d in patients, scaled", "derived", human=0.01067),
    param("U", 5.0, "nmol/L", "Jagged1 of the whole body that holds antibody", "an antibody against a sister ligand behaves like this in mice; the size was chosen", "assumed"),
    param("kint", 1.0, "1/day", "15D11: loss of bound antibody into cells", CHOSEN, "assumed"),
    param("Kss", 1.0, "nmol/L", "15D11: binding constant for Jagged1", "the antibody's affinity was not available; chosen", "assumed"),
    param("BCb", 0.0727, "fraction", "15D11: marrow over plasma concentration", "bone value of Shah and Betts 2013 as remembered, not verified; a whole-bone figure", "assumed", bounds=FRACTION),
    param("MWab", 150.0, "kDa", "15D11: molar mass", "an IgG", "published"),
)  # fmt: skip

ANTIBODIES = "antibodies in patients, Davda et al. 2014, mAbs 6:1094"
SPREADS = (
    spread("CLM", "15D11: clearance", f"{ANTIBODIES}; mouse as if in patients, somewhat less", mouse=(0.25, "assumed"), human=(0.314, "published")),
    spread("V1M", "15D11: central volume", ANTIBODIES, human=(0.341, "published"), along={"CLM": 0.73}),
    spread("V2M", "15D11: peripheral volume", ANTIBODIES, human=(0.281, "published"), along={"CLM": 0.43, "V1M": 0.65}),
)  # fmt: skip

STATES = (
    state("antibody_depot", "nmol/kg_bw", "15D11 in peritoneum or skin", "M_0"),
    state("antibody_central", "nmol/kg_bw", "15D11 in plasma, free and bound", "M_1"),
    state("antibody_peripheral", "nmol/kg_bw", "15D11 in tissue", "M_2"),
)

SIGNALS = (
    signal("antibody_plasma", "nmol/L", "15D11 in plasma, free and bound", "c_M"),
    signal("antibody_free", "nmol/L", "free 15D11 in plasma", "c_f"),
    signal("jagged1_bound", "fraction", "share of marrow Jagged1 that 15D11 blocks", r"\theta"),
)


def rates(x, p, inflow, signal):
    """Time derivatives of the compartments."""
    total = signal("antibody_plasma", x.antibody_central / p.V1M)
    free = signal("antibody_free", free_ligand(total, p.U, p.Kss))
    signal("jagged1_bound", saturation(p.BCb * free, p.Kss))
    absorbed = absorption(x.antibody_depot, p.kaM)
    bound_loss = p.kint * p.U * p.V1M * saturation(free, p.Kss)
    exchange = p.QM * (free - x.antibody_peripheral / p.V2M)
    return {
        "antibody_depot": -absorbed,
        "antibody_central": p.FM * absorbed + inflow - p.CLM * free - bound_loss - exchange,
        "antibody_peripheral": exchange,
    }


def effects(x, p, s):
    """Blocks Jagged1 on osteoblasts and on tumour cells."""
    return {"jagged1_occupancy": s.jagged1_bound}


DRUG = Drug(
    name="15D11",
    label="15D11 (anti-Jagged1)",
    role=Role.ANTIBODY,
    acts_on=frozenset({Place.JAGGED1}),
    summary="An antibody that covers Jagged1, so that Notch on the tumour cell stays off.",
    params=PARAMS,
    spreads=SPREADS,
    states=STATES,
    signals=SIGNALS,
    concentration=readout("15D11_nM", "nmol/L", "15D11 in plasma"),
    dosing={
        MOUSE: Dosing("mg/kg", 10.0, 30.0, 0.5, 3.5, "ip", ("ip", "iv", "sc", "infusion"), schedule="twice a week"),
        HUMAN: Dosing("mg/kg", 10.0, 30.0, 0.5, 21.0, "infusion", ("infusion", "iv", "sc"), schedule="every three weeks"),
    },
    entry={
        "ip": "antibody_depot",
        "sc": "antibody_depot",
        "iv": "antibody_central",
        "infusion": "antibody_central",
    },
    amount=lambda dose, unit, p: nmol_per_kg(dose, unit, p, p.MWab),
    rates=rates,
    effects=effects,
    report=lambda x, p, s: s.antibody_plasma,
    logarithmic=True,  # nearly all of Jagged1 is covered at a tenth of the usual dose
)  # fmt: skip

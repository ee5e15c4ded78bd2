"""Cisplatin: platinum adducts on DNA kill tumour cells and raise Jagged1 on osteoblasts."""

from osteoniche.components import Dosing, Drug
from osteoniche.maths import hill
from osteoniche.pharmacokinetics import absorption, effect_site, mg_per_kg
from osteoniche.quantity import FRACTION, HUMAN, MOUSE, param, readout, signal, spread, state
from osteoniche.roles import Place, Role

CHOSEN = "chosen; no data seen"

PARAMS = (
    param("kaY", 48.0, "1/day", "cisplatin: absorption from the peritoneum", CHOSEN, "assumed"),
    param("FY", 1.0, "fraction", "cisplatin: bioavailability", CHOSEN, "assumed", bounds=FRACTION),
    param("VY", 0.4, "L/kg_bw", "cisplatin: volume of free platinum", "mouse chosen; human from the label, 11 to 12 L/m2", "assumed", human=0.3108, human_kind="published"),
    param("k10Y", 72.0, "1/day", "cisplatin: elimination of free platinum", "mouse chosen; human from the label, clearance 15 to 16 L/h/m2, half-life 20 to 30 min", "assumed", human=32.4, human_kind="derived"),
    param("kD", 0.7, "1/day", "cisplatin: forming and repair of adducts", "half-life of a day, chosen", "assumed"),
    param("kkC", 0.3, "1/day", "cisplatin: largest kill", "tuned to the teaching story, not to data", "assumed"),
    param("EC", 0.02, "mg/L", "cisplatin: adducts (as concentration) for half the kill", CHOSEN, "assumed"),
    param("hC", 1.0, "1", "cisplatin: Hill exponent of the kill", CHOSEN, "assumed", bounds=(0.5, 8.0)),
    param("EJC", 0.01, "mg/L", "cisplatin: adducts (as concentration) for half the Jagged1 rise", CHOSEN, "assumed"),
)  # fmt: skip

URIEN = "43 patients, unbound platinum: Urien and Lokiec 2004, Br J Clin Pharmacol 57:756 (Table 4)"
SPREADS = (
    spread("VY", "cisplatin: volume of free platinum", URIEN, human=(0.231, "published")),
    spread("k10Y", "cisplatin: elimination of free platinum", f"clearance (0.148) over volume (0.231), {URIEN}", human=(0.274, "derived"), along={"VY": -0.843}),
)  # fmt: skip

STATES = (
    state("cisplatin_depot", "mg/kg_bw", "cisplatin in the peritoneum", "Y_0"),
    state("cisplatin_central", "mg/kg_bw", "free platinum in plasma", "Y_1"),
    state("cisplatin_adducts", "mg/L", "platinum adducts, as concentration", "Y_D"),
)

SIGNALS = (
    signal("cisplatin_plasma", "mg/L", "free platinum in plasma", "c_Y"),
    signal("cisplatin_effect", "fraction", "cisplatin: share of the largest kill", "D_Y"),
)


def rates(x, p, inflow, signal):
    """Time derivatives of the compartments."""
    plasma = signal("cisplatin_plasma", x.cisplatin_central / p.VY)
    signal("cisplatin_effect", hill(x.cisplatin_adducts, p.EC, p.hC))
    absorbed = absorption(x.cisplatin_depot, p.kaY)
    return {
        "cisplatin_depot": -absorbed,
        "cisplatin_central": p.FY * absorbed + inflow - p.k10Y * x.cisplatin_central,
        "cisplatin_adducts": effect_site(plasma, x.cisplatin_adducts, p.kD),
    }


def effects(x, p, s):
    """Kills tumour cells; makes osteoblasts show more Jagged1."""
    return {
        "kill": p.kkC * s.cisplatin_effect,
        "kill_resistant": p.kkC * hill(x.cisplatin_adducts, p.rho * p.EC, p.hC),
        "exposure": s.cisplatin_effect,
        "jagged1_induction": hill(x.cisplatin_adducts, p.EJC, 1),
    }


DRUG = Drug(
    name="cisplatin",
    label="Cisplatin",
    role=Role.CHEMOTHERAPY,
    acts_on=frozenset({Place.TUMOUR, Place.JAGGED1, Place.MARROW, Place.NERVES, Place.GUT}),
    summary="A platinum drug: binds to DNA, so that cells die.",
    params=PARAMS,
    spreads=SPREADS,
    states=STATES,
    signals=SIGNALS,
    concentration=readout("cisplatin_mg_per_L", "mg/L", "free platinum in plasma"),
    dosing={
        MOUSE: Dosing("mg/kg", 5.0, 10.0, 0.25, 7.0, "ip", ("ip", "iv", "infusion"), schedule="weekly"),
        HUMAN: Dosing("mg/m2", 75.0, 120.0, 5.0, 21.0, "infusion", ("infusion", "iv"), schedule="every three weeks"),
    },
    entry={"ip": "cisplatin_depot", "iv": "cisplatin_central", "infusion": "cisplatin_central"},
    amount=mg_per_kg,
    rates=rates,
    effects=effects,
    report=lambda x, p, s: s.cisplatin_plasma,
    resisted_by="platinum",
    synonyms=("cddp",),
)  # fmt: skip

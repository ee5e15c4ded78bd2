"""Paclitaxel: a taxane that kills dividing tumour cells and raises Jagged1 on osteoblasts.

In patients it is eliminated by a way that saturates. Against the label's and a study's numbers
(80 mg/m2 over 1 h, 135 and 175 over 3 h) the peak in plasma comes to +8, +10 and -7 %, the area
under the curve to -10, +13 and -11 %: the area per dose is larger at 80 than at 135, which no way
that saturates can give. In mice the published clearance is kept: of the series whose timing `kaX`
has (18 mg/kg into the abdomen) the peak comes out 3.4 and the area 5 times too low.
"""

from osteoniche.components import Dosing, Drug
from osteoniche.maths import at_least, hill, saturation
from osteoniche.pharmacokinetics import absorption, effect_site, mg_per_kg, two_compartments
from osteoniche.quantity import FRACTION, HUMAN, MOUSE, param, readout, signal, spread, state
from osteoniche.roles import Place, Role

SIMEONI = "Simeoni et al. 2004, Cancer Res 64:1094 (nude mouse)"
SATURABLE = "fitted to peak and area of 80 mg/m2 over 1 h (Sun et al. 2025), 135 and 175 over 3 h (drug label), each within 13 %"
INNOCENTI = "Innocenti et al. 1995, Drug Metab Dispos 23:713"
QSP_TNBC = "QSPIO-TNBC model (triple-negative breast cancer)"
SUN = "Sun et al. 2025, Clin Transl Sci 18:e70404 (Table 2)"
CHOSEN = "chosen; no data seen"

PARAMS = (
    param("kaX", 6.0, "1/day", "paclitaxel: absorption from the peritoneum", f"the timing of {INNOCENTI}, a peak at 2 h and a half-life of 3 h; its concentrations are missed 3.4-fold", "derived"),
    param("FX", 1.0, "fraction", "paclitaxel: bioavailability", CHOSEN, "assumed", bounds=FRACTION),
    param("VX", 0.81, "L/kg_bw", "paclitaxel: central volume", f"{SIMEONI}; human {SATURABLE}", "published", human=0.522, human_earlier=0.2259, human_kind="derived"),
    param("k10X", 20.832, "1/day", "paclitaxel: elimination that does not saturate", f"{SIMEONI}: 0.868 per hour; human none, {SATURABLE}", "published", human=0.0, human_kind="derived", bounds=(0.0, 334.0)),
    param("VmX", 0.0, "mg/day/kg_bw", "paclitaxel: largest elimination of the way that saturates (0 is off)", f"none in mice; human {SATURABLE}", "assumed", human=17.8, human_kind="derived", bounds=(0.0, 178.0), off=0.0),
    param("KmX", 0.86, "mg/L", "paclitaxel: concentration of half that elimination", SATURABLE, "derived", off=0.86),
    param("k12X", 0.144, "1/day", "paclitaxel: to the periphery", f"{SIMEONI}: 0.0060 per hour; human {SATURABLE}", "published", human=12.96, human_kind="derived"),
    param("k21X", 2.0112, "1/day", "paclitaxel: back from the periphery", f"{SIMEONI}: 0.0838 per hour; human {SATURABLE}", "published", human=4.355, human_earlier=1.163, human_kind="derived"),
    param("keX", 1.0, "1/day", "paclitaxel: equilibration of marrow and cells", f"scale of the transit rate in {SIMEONI}", "assumed"),
    param("EP", 0.079, "mg/L", "paclitaxel: concentration of half the kill", f"{QSP_TNBC}: 92 nM", "published"),
    param("hP", 1.0, "1", "paclitaxel: Hill exponent of the kill", CHOSEN, "assumed", bounds=(0.5, 8.0)),
    param("slX", 0.3513, "L/mg", "paclitaxel: loss of division of marrow precursors", "mouse assumed, 0.3 L/umol: a patient's would leave no neutrophils at a dose that is tolerated; patient, 4.2 L/umol: fitted to four incidences of the label on saturable pharmacokinetics", "assumed", human=4.919, human_kind="fitted"),
    param("keN", 0.0, "L/mg/day", "paclitaxel: injury of nerves above the threshold", f"not known in mice; patient, 0.00022 mL/ng/h: {SUN}", "assumed", human=5.28, human_kind="published", bounds=(0.0, 52.8)),
    param("thN", 1.736, "mg/L", "paclitaxel: concentration from which nerves are injured", SUN, "published"),
    param("EJP", 0.03, "mg/L", "paclitaxel: concentration of half the Jagged1 rise", CHOSEN, "assumed"),
)  # fmt: skip

SPREADS = (
    spread("VmX", "paclitaxel: clearance", f"clearance of 60 women with breast cancer, {SUN}", human=(0.25, "published")),
    spread("VX", "paclitaxel: central volume", f"60 women with breast cancer, {SUN}", human=(0.51, "published")),
)  # fmt: skip
"""No correlation was reported."""

STATES = (
    state("paclitaxel_depot", "mg/kg_bw", "paclitaxel in the peritoneum", "X_0"),
    state("paclitaxel_central", "mg/kg_bw", "paclitaxel in plasma and fast tissue", "X_1", 1e-11),
    state("paclitaxel_peripheral", "mg/kg_bw", "paclitaxel in slow tissue", "X_2", 1e-11),
    state("paclitaxel_marrow", "mg/L", "paclitaxel in marrow and cells", "X_E"),
)

SIGNALS = (
    signal("paclitaxel_plasma", "mg/L", "paclitaxel in plasma", "c_X"),
    signal("paclitaxel_effect", "fraction", "paclitaxel: share of the largest kill", "D_X"),
)


def rates(x, p, inflow, signal):
    """Time derivatives of the compartments."""
    plasma = signal("paclitaxel_plasma", x.paclitaxel_central / p.VX)
    signal("paclitaxel_effect", hill(x.paclitaxel_marrow, p.EP, p.hP))
    absorbed = absorption(x.paclitaxel_depot, p.kaX)
    central, peripheral = two_compartments(
        x.paclitaxel_central,
        x.paclitaxel_peripheral,
        p.FX * absorbed + inflow - p.VmX * saturation(plasma, p.KmX),
        p.k10X,
        p.k12X,
        p.k21X,
    )
    return {
        "paclitaxel_depot": -absorbed,
        "paclitaxel_central": central,
        "paclitaxel_peripheral": peripheral,
        "paclitaxel_marrow": effect_site(plasma, x.paclitaxel_marrow, p.keX),
    }


def effects(x, p, s):
    """Kills tumour cells; makes osteoblasts show more Jagged1."""
    return {
        "kill": p.kkP * s.paclitaxel_effect,
        "kill_resistant": p.kkP * hill(x.paclitaxel_marrow, p.rho * p.EP, p.hP),
        "exposure": s.paclitaxel_effect,
        "jagged1_induction": hill(x.paclitaxel_marrow, p.EJP, 1),
    }


def costs(x, p, s):
    """Keeps marrow precursors from dividing; injures nerves where its peak is high."""
    del x
    return {
        "marrow_suppression": p.slX * s.paclitaxel_plasma,
        "nerve_toxicity": p.keN * at_least(s.paclitaxel_plasma - p.thN, 0),
    }


DRUG = Drug(
    name="paclitaxel",
    label="Paclitaxel",
    role=Role.CHEMOTHERAPY,
    acts_on=frozenset({Place.TUMOUR, Place.JAGGED1, Place.MARROW, Place.NERVES}),
    summary="A taxane: stops cells from dividing, so that they die.",
    params=PARAMS,
    spreads=SPREADS,
    states=STATES,
    signals=SIGNALS,
    concentration=readout("paclitaxel_mg_per_L", "mg/L", "paclitaxel in plasma"),
    dosing={
        MOUSE: Dosing("mg/kg", 10.0, 30.0, 0.5, 3.5, "ip", ("ip", "iv", "infusion"), hours=3.0, schedule="twice a week"),
        HUMAN: Dosing("mg/m2", 175.0, 250.0, 5.0, 21.0, "infusion", ("infusion", "iv"), hours=3.0, schedule="every three weeks"),
    },
    entry={"ip": "paclitaxel_depot", "iv": "paclitaxel_central", "infusion": "paclitaxel_central"},
    amount=mg_per_kg,
    rates=rates,
    effects=effects,
    report=lambda x, p, s: s.paclitaxel_plasma,
    resisted_by="taxane",
    costs=costs,
    synonyms=("taxol", "ptx"),
)  # fmt: skip

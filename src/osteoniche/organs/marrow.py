"""Marrow: the neutrophils of the blood, which chemotherapy keeps from being made.

After Friberg 2002: precursors divide, faster where the blood has few neutrophils, mature in three
steps and pass into the blood; one rate constant for all steps. A drug slows division in proportion
to its concentration in plasma; above a whole it kills precursors. Health is an exact balance.
Where hardly any are left, stem cells that no drug reaches make new precursors: no printed value is
as low as that, and without them a marrow that was once empty would be so for ever.
"""

from osteoniche.components import Organ
from osteoniche.maths import at_least
from osteoniche.quantity import HUMAN, MOUSE, effect, param, readout, signal, state
from osteoniche.roles import Place

FRIBERG = "form: Friberg et al. 2002, J Clin Oncol 20:4713"
CHEN = "Chen et al. 2014, J Clin Pharmacol 54:1097 (paclitaxel bound to albumin, Table 2)"
NO_MOUSE = "no marrow model of a taxane in mice was found"

PARAMS = (
    param("Circ0", 1.0, "Gcell/L", "neutrophils in the blood in health", f"mouse assumed: {NO_MOUSE}; patient: {CHEN}", "assumed", human=4.28, human_kind="published", latex="C_0"),
    param("MTT", 2.29, "day", "marrow: mean time from precursor to blood", f"mouse assumed, 55 h: half a patient's, as after cyclophosphamide; patient, 117 h: {CHEN}", "assumed", human=4.875, human_kind="published", latex="T_M"),
    param("gamC", 0.19, "1", "marrow: how strongly few neutrophils drive division", f"mouse assumed; patient: {CHEN}; {FRIBERG}", "assumed", human=0.187, human_kind="published", bounds=(0.0, 1.0), latex=r"\gamma_C"),
    param("stepC", 4.0, "1", "marrow: steps on the way to the blood", FRIBERG, "published", bounds=(4.0, 4.0), latex="n_C"),
    param("minC", 1e-4, "fraction", "marrow: share of normal that is as good as none", "below it fewer neutrophils drive no more, and stem cells fill up precursors: so that neither runs out of numbers", "assumed", bounds=(1e-6, 0.01), latex="c_{min}"),
)  # fmt: skip

STATES = (
    state("marrow_precursors", "Gcell/L", "marrow precursors that divide, as neutrophils", "P_C"),
    state("marrow_maturing_1", "Gcell/L", "maturing neutrophils, first step", "M_1^C"),
    state("marrow_maturing_2", "Gcell/L", "maturing neutrophils, second step", "M_2^C"),
    state("marrow_maturing_3", "Gcell/L", "maturing neutrophils, third step", "M_3^C"),
    state("neutrophils", "Gcell/L", "neutrophils in the blood", "C_N"),
)

EFFECTS = (
    effect("marrow_suppression", "fold", "loss of division of marrow precursors", r"\psi_C"),
)

SIGNALS = (
    signal("marrow_drive", "fold", "drive of few neutrophils on division, over health", "u_C"),
    signal("marrow_pace", "1/day", "rate of each step of the marrow", "k_{tr}"),
)


def start(p):
    """Health: as many at every step."""
    return {each.name: p.Circ0 for each in STATES}


def rates(x, p, effects, signal):
    """Time derivatives of the chain."""
    share = at_least(x.neutrophils / p.Circ0, p.minC)
    drive = signal("marrow_drive", (1 / share) ** p.gamC)
    pace = signal("marrow_pace", p.stepC / p.MTT)
    dividing = (1 - effects.marrow_suppression) * drive
    filled = at_least(p.minC * p.Circ0 - x.marrow_precursors, 0)
    return {
        "marrow_precursors": pace * (x.marrow_precursors * (dividing - 1) + filled),
        "marrow_maturing_1": pace * (x.marrow_precursors - x.marrow_maturing_1),
        "marrow_maturing_2": pace * (x.marrow_maturing_1 - x.marrow_maturing_2),
        "marrow_maturing_3": pace * (x.marrow_maturing_2 - x.marrow_maturing_3),
        "neutrophils": pace * (x.marrow_maturing_3 - x.neutrophils),
    }


ORGAN = Organ(
    name="marrow",
    label="Marrow",
    summary=(
        "Neutrophils are the white cells that fight infection. Chemotherapy keeps the marrow from "
        "making them."
    ),
    place=Place.MARROW,
    species=frozenset({MOUSE, HUMAN}),
    assumed=frozenset({MOUSE}),
    params=PARAMS,
    states=STATES,
    effects=EFFECTS,
    signals=SIGNALS,
    readout=readout("neutrophils_e9_per_L", "Gcell/L", "neutrophils in the blood"),
    start=start,
    rates=rates,
    report=lambda x, p, s: x.neutrophils,
)

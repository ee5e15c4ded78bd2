"""Gamma-secretase inhibitor: keeps Notch of any kind from being cut, wherever it is.

The foil of the antibody: it blocks Notch on tumour cells and in the stroma whatever Jagged1 there
is, and in the gut too. Its constants are those of no one compound. Two series of mice decide them:
100 mg/kg once a day hardly moves the goblet cells of the gut, twice a day triples them. A block
that saturates can tell the two apart only if a dose lasts for more than half a day and for less
than a whole one, and if its end is sudden: hence a short half-life and a potency far below the
peak. The potency (1.6 nmol/L at 500 g/mol) is that of the compounds that harm the gut of rats.
"""

from osteoniche.components import Dosing, Drug
from osteoniche.maths import saturation
from osteoniche.pharmacokinetics import absorption
from osteoniche.quantity import FRACTION, HUMAN, MOUSE, param, readout, signal, state
from osteoniche.roles import Place, Role

HYDE = "Hyde et al. 2013, Int J Alzheimers Dis 2013:823528"
YUEN = "Yuen et al. 2018, Cancer Chemother Pharmacol (crenigacestat)"
MILANO = "Milano et al. 2004, Toxicol Sci (kfh254)"
CHOSEN = "chosen; no data seen"

PARAMS = (
    param("kaS", 48.0, "1/day", "gamma-secretase inhibitor: absorption from the gut", CHOSEN, "assumed"),
    param("FS", 0.5, "fraction", "gamma-secretase inhibitor: bioavailability", f"mouse chosen; patient: {YUEN}", "assumed", human=0.572, human_kind="published", bounds=FRACTION),
    param("VS", 1.0, "L/kg_bw", "gamma-secretase inhibitor: volume", CHOSEN, "assumed"),
    param("kS", 20.0, "1/day", "gamma-secretase inhibitor: elimination", f"mouse: so that once a day spares the gut and twice does not ({HYDE}); patient: half-life of 5.5 h, {YUEN}", "assumed", human=3.02, human_kind="published", latex=r"k_\Sigma"),
    param("ES", 0.0008, "mg/L", "gamma-secretase inhibitor: concentration that blocks half of Notch", f"mouse: as above; near the 1.7 and 2.2 nmol/L of {MILANO}; patient as mouse", "assumed"),
)  # fmt: skip

STATES = (
    state("gamma_secretase_inhibitor_depot", "mg/kg_bw", "gamma-secretase inhibitor swallowed", r"\Sigma_0"),
    state("gamma_secretase_inhibitor_central", "mg/kg_bw", "gamma-secretase inhibitor in the body", r"\Sigma_1", 1e-11),
)  # fmt: skip

SIGNALS = (
    signal("gamma_secretase_inhibitor_plasma", "mg/L", "gamma-secretase inhibitor in plasma", r"c_\Sigma"),
    signal("notch_blocked", "fraction", "share of Notch that the gamma-secretase inhibitor blocks", r"i_\Sigma"),
)  # fmt: skip


def rates(x, p, inflow, signal):
    """Time derivatives of the compartments."""
    absorbed = absorption(x.gamma_secretase_inhibitor_depot, p.kaS)
    central = x.gamma_secretase_inhibitor_central
    plasma = signal("gamma_secretase_inhibitor_plasma", central / p.VS)
    signal("notch_blocked", saturation(plasma, p.ES))
    return {
        "gamma_secretase_inhibitor_depot": -absorbed,
        "gamma_secretase_inhibitor_central": p.FS * absorbed + inflow - p.kS * central,
    }


def effects(x, p, s):
    """Blocks Notch on tumour cells and in the stroma."""
    return {"notch_block": s.notch_blocked}


def costs(x, p, s):
    """Blocks Notch in the gut as everywhere."""
    return {"gut_notch_block": s.notch_blocked}


def amount(dose, unit, p):
    """A dose in mg/kg, or in mg per patient, as mg per kg of body weight."""
    return dose / p.body_weight if unit == "mg" else dose


DRUG = Drug(
    name="gamma-secretase-inhibitor",
    label="Gamma-secretase inhibitor",
    role=Role.OTHER,
    acts_on=frozenset({Place.NOTCH, Place.GUT}),
    summary=(
        "A blocker of all Notch harms the gut; the antibody's own harm was not seen in mice and is "
        "not computed."
    ),
    params=PARAMS,
    states=STATES,
    signals=SIGNALS,
    concentration=readout("gamma-secretase-inhibitor_mg_per_L", "mg/L", "gamma-secretase inhibitor in plasma"),
    dosing={
        MOUSE: Dosing("mg/kg", 100.0, 200.0, 5.0, 0.5, "oral", ("oral",), schedule="twice a day"),
        HUMAN: Dosing("mg", 50.0, 100.0, 5.0, 1.0, "oral", ("oral",), schedule="daily"),
    },
    entry={"oral": "gamma_secretase_inhibitor_depot"},
    amount=amount,
    rates=rates,
    effects=effects,
    report=lambda x, p, s: s.gamma_secretase_inhibitor_plasma,
    costs=costs,
)  # fmt: skip

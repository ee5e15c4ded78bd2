"""Zoledronate: a bisphosphonate that stays on bone, kills osteoclasts and blocks resorption."""

from osteoniche.components import Dosing, Drug
from osteoniche.maths import saturation
from osteoniche.quantity import FRACTION, HUMAN, MOUSE, param, readout, signal, spread, state
from osteoniche.roles import Place, Role

CHOSEN = "chosen; no data seen"

PARAMS = (
    param("Fbone", 0.5, "fraction", "zoledronate: share of a dose that binds to bone", "about half is retained, drug label", "published", bounds=FRACTION),
    param("kW", 0.0125, "1/day", "zoledronate: loss from bone", "half-life on bone of 55 days in mice, 300 in patients, chosen", "assumed", human=0.00231),
    param("eW", 2.0, "fold", "zoledronate: largest extra osteoclast death", CHOSEN, "assumed"),
    param("iW", 0.6, "fraction", "zoledronate: largest block of resorption per osteoclast", "tuned with bone turnover to a tumour-free zoledronate series (Johnson 2011)", "assumed", bounds=FRACTION),
    param("W50", 20.0, "ug/kg_bw", "zoledronate: amount on bone for half the effect", CHOSEN, "assumed", human=10.0),
)  # fmt: skip

SPREADS = (
    spread("W50", "zoledronate: amount on bone for half the effect", "306 patients, Mori et al. 2018, Osteoporos Int 29:1155 (Table 2)", human=(0.475, "published")),
)  # fmt: skip

STATES = (state("zoledronate_on_bone", "ug/kg_bw", "zoledronate on bone", "W"),)

SIGNALS = (
    signal("zoledronate_effect", "fraction", "zoledronate: share of the largest effect", "w"),
)


def rates(x, p, inflow, signal):
    """Time derivative of the amount on bone."""
    signal("zoledronate_effect", saturation(x.zoledronate_on_bone, p.W50))
    return {"zoledronate_on_bone": inflow - p.kW * x.zoledronate_on_bone}


def effects(x, p, s):
    """Kills osteoclasts, and blocks those that live."""
    return {
        "osteoclast_death": p.eW * s.zoledronate_effect,
        "resorption_block": p.iW * s.zoledronate_effect,
    }


def amount(dose, unit, p):
    """A dose in ug/kg, or in mg per patient, as ug per kg of body weight."""
    return dose * p.ug_per_mg / p.body_weight if unit == "mg" else dose


DRUG = Drug(
    name="zoledronate",
    label="Zoledronate",
    role=Role.BONE,
    acts_on=frozenset({Place.BONE}),
    summary="A bisphosphonate: binds to bone and poisons the osteoclasts that resorb it.",
    params=PARAMS,
    spreads=SPREADS,
    states=STATES,
    signals=SIGNALS,
    concentration=readout("zoledronate_ug_per_kg", "ug/kg_bw", "zoledronate on bone"),
    dosing={
        MOUSE: Dosing("ug/kg", 100.0, 1000.0, 5.0, 7.0, "iv", ("iv", "infusion"), hours=0.25, schedule="weekly"),
        HUMAN: Dosing("mg", 4.0, 8.0, 0.5, 28.0, "iv", ("iv", "infusion"), hours=0.25, schedule="every four weeks"),
    },
    entry={"iv": "zoledronate_on_bone", "infusion": "zoledronate_on_bone"},
    amount=amount,
    rates=rates,
    effects=effects,
    report=lambda x, p, s: x.zoledronate_on_bone,
    available="Fbone",
    synonyms=("zoledronic acid", "zol"),
)  # fmt: skip

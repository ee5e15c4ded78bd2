"""Drugs that nobody else knows: a second antibody, and others of new kinds.

A plugin of pytest (`-p tests.strangers.drugs`), so that they are in the list of drugs before
anything reads it. Their constants are invented.
"""

from typing import Any

from osteoniche.components import Dosing, Drug
from osteoniche.drugs import DRUGS
from osteoniche.maths import saturation
from osteoniche.pharmacokinetics import absorption, mg_per_kg
from osteoniche.quantity import HUMAN, MOUSE, param, readout, signal, state
from osteoniche.roles import Place, Role


def stranger(
    name: str, word: str, route: str, role: Role, *acts_on: Place, **declared: Any
) -> Drug:
    """A drug with a depot and one compartment, its symbols ending in a word.

    One that acts on the tumour kills its cells; any other covers Jagged1.
    """
    depot, central, plasma = (f"{word}_{part}" for part in ("depot", "central", "plasma"))
    ka, k, volume, half = (f"{letter}{word}" for letter in ("ka", "k", "V", "E"))

    def rates(x: Any, p: Any, inflow: Any, signal: Any) -> dict[str, Any]:
        c, absorbed = vars(p), absorption(getattr(x, depot), getattr(p, ka))
        signal(plasma, getattr(x, central) / c[volume])
        return {depot: -absorbed, central: absorbed + inflow - c[k] * getattr(x, central)}

    def effects(x: Any, p: Any, s: Any) -> dict[str, Any]:
        effect = saturation(getattr(s, plasma), getattr(p, half))
        kills = Place.TUMOUR in acts_on
        return {"kill": effect * getattr(p, k)} if kills else {"jagged1_occupancy": effect}

    return Drug(
        name=name,
        role=role,
        acts_on=frozenset(acts_on),
        params=(
            param(ka, 10.0, "1/day", f"{name}: absorption", "invented", "assumed"),
            param(k, 0.5, "1/day", f"{name}: elimination", "invented", "assumed"),
            param(volume, 1.0, "L/kg_bw", f"{name}: volume", "invented", "assumed"),
            param(half, 0.5, "mg/L", f"{name}: half the effect", "invented", "assumed"),
        ),
        states=(
            state(depot, "mg/kg_bw", f"{name} where it enters", rf"\mathrm{{{word}}}_0"),
            state(central, "mg/kg_bw", f"{name} in plasma", rf"\mathrm{{{word}}}_1"),
        ),
        signals=(signal(plasma, "mg/L", f"{name} in plasma", rf"\mathrm{{c}}_{{{word}}}"),),
        concentration=readout(f"{name}_mg_per_L", "mg/L", f"{name} in plasma"),
        dosing={
            species: Dosing("mg/kg", 20.0, 60.0, 0.5, 7.0, route, (route,))
            for species in (MOUSE, HUMAN)
        },
        entry={route: depot},
        amount=mg_per_kg,
        rates=rates,
        effects=effects,
        report=lambda x, p, s: getattr(s, plasma),
        **declared,
    )


ANTIBODY = stranger(
    "second-antibody",
    "anew",
    "iv",
    Role.ANTIBODY,
    Place.JAGGED1,
    label="Anewimab (anti-Jagged1)",
    summary="Another antibody that covers Jagged1.",
)
TABLET = stranger(
    "gamma-inhibitor",
    "gamma",
    "oral",
    Role.OTHER,
    Place.NOTCH,
    Place.GUT,
    label="Gamma inhibitor",
    summary="A tablet that keeps Notch from being cut.",
    synonyms=("gsi",),
)
WALKER = stranger(
    "walker",
    "walk",
    "sc",
    Role.OTHER,
    Place.NERVES,
    label="Walker",
    summary="It acts on nerves alone.",
)
KINASE = stranger(
    "kinase-inhibitor",
    "kin",
    "oral",
    Role.OTHER,
    Place.TUMOUR,
    label="Kinase inhibitor",
    summary="A tablet that kills tumour cells and leaves Jagged1 alone.",
)
DRUGS |= {drug.name: drug for drug in (ANTIBODY, TABLET, WALKER, KINASE)}

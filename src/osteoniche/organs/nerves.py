"""Nerves: the score of neuropathy of patients under paclitaxel, 0 to 24.

After Sun 2025: what a peak in plasma has above a threshold adds up and never fades, and the score
follows. That it never fades is an artefact which its authors name: after the last course the score
says nothing.
"""

from osteoniche.components import Organ
from osteoniche.maths import at_least
from osteoniche.quantity import HUMAN, effect, param, readout, state
from osteoniche.roles import Place

SUN = "Sun et al. 2025, Clin Transl Sci 18:e70404 (Table 2)"

PARAMS = (
    param("S0N", 0.3, "1", "nerves: score of neuropathy in health", SUN, "published", latex="S_0"),
    param("gN", 21.65, "fold", "nerves: gain of injury on the score", SUN, "published", latex="g_N"),
    param("koutN", 0.0648, "1/day", "nerves: pace at which the score follows", f"{SUN}: 0.0027, printed without unit, taken as per hour", "published", latex="k_{out}"),
    param("maxN", 24.0, "1", "nerves: largest score", "eight questions of 0 to 3 points (CIPN8)", "published", bounds=(24.0, 24.0), latex="S_{max}"),
)  # fmt: skip

STATES = (
    state("nerve_injury", "fold", "injury of nerves, added up", "e_S"),
    state("neuropathy", "1", "score of neuropathy, not capped", "S_N"),
)

EFFECTS = (effect("nerve_toxicity", "1/day", "injury of nerves by drugs", r"\epsilon_S"),)


def start(p):
    """Health: no injury."""
    return {"nerve_injury": 0, "neuropathy": p.S0N}


def rates(x, p, effects, signal):
    """Time derivatives of injury and score."""
    del signal
    return {
        "nerve_injury": effects.nerve_toxicity,
        "neuropathy": p.koutN * (p.S0N * (1 + p.gN * x.nerve_injury) - x.neuropathy),
    }


def report(x, p, s):
    """The score, which has a largest value."""
    del s
    return p.maxN - at_least(p.maxN - x.neuropathy, 0)


ORGAN = Organ(
    name="nerves",
    label="Nerves",
    summary="Peaks of paclitaxel injure nerves: numb, tingling hands and feet, scored 0 to 24.",
    place=Place.NERVES,
    species=frozenset({HUMAN}),
    assumed=frozenset(),
    params=PARAMS,
    states=STATES,
    effects=EFFECTS,
    signals=(),
    readout=readout("neuropathy_score", "1", "score of neuropathy, 0 to 24"),
    start=start,
    rates=rates,
    report=report,
)

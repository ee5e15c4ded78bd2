"""Gut: the share of goblet cells, which grows where Notch in the gut is blocked for long.

A blocker of all Notch turns stem cells of the gut into goblet cells. What harms is a block that
lasts: once a day a full dose is nearly harmless in mice, twice a day it triples the goblet cells.
So cells remember how much of Notch was blocked lately, and only a memory near 1 counts.
"""

from osteoniche.components import Organ
from osteoniche.maths import at_least
from osteoniche.quantity import HUMAN, MOUSE, Combine, effect, param, readout, state
from osteoniche.roles import Place

HYDE = "Hyde et al. 2013, Int J Alzheimers Dis 2013:823528 (Fig. 5)"
COLLINS = "Collins et al. 2021, EXCLI J 20:819"
MILANO = "Milano et al. 2004, Toxicol Sci (kfh254)"

PARAMS = (
    param("G0g", 12.0, "percent", "gut: goblet cells in health, of the area", f"{HYDE}: vehicle 11 and 13 %; patient as mouse, assumed", "derived", human_kind="assumed", latex="G_0"),
    param("Gmax", 3.55, "fold", "gut: goblet cells under a full block, over health", f"{HYDE}: 39 over 11 %; patient as mouse, assumed", "derived", human_kind="assumed", bounds=(1.0, 8.0), latex="G_{max}"),
    param("kGg", 0.7, "1/day", "gut: turnover of goblet cells", f"mouse chosen: onset on day 2 ({MILANO}); patient: recovery in 7 days, 4 to 24 ({COLLINS})", "assumed", human=0.2, human_kind="derived", latex="k_g"),
    param("kMg", 1.5, "1/day", "gut: how fast a block is forgotten", f"chosen so that once a day gives 16 % and twice 39 % ({HYDE})", "assumed", latex="k_{gm}"),
    param("hMg", 4.0, "1", "gut: steepness of harm by a block", "chosen: what harms is a block that lasts", "assumed", bounds=(1.0, 8.0), latex="h_g"),
)  # fmt: skip

STATES = (
    state("gut_block", "fraction", "share of gut Notch that was blocked lately", "m_g"),
    state("goblet_cells", "percent", "goblet cells of the gut, of the area", "G_g"),
)

EFFECTS = (
    effect(
        "gut_notch_block", "fraction", "share of gut Notch that is blocked", "i_g", Combine.UNION
    ),
)


def start(p):
    """Health: nothing blocked."""
    return {"gut_block": 0, "goblet_cells": p.G0g}


def rates(x, p, effects, signal):
    """Time derivatives of the memory and of the goblet cells."""
    del signal
    rise = (p.Gmax - 1) * at_least(x.gut_block, 0) ** p.hMg
    return {
        "gut_block": p.kMg * (effects.gut_notch_block - x.gut_block),
        "goblet_cells": p.kGg * (p.G0g * (1 + rise) - x.goblet_cells),
    }


ORGAN = Organ(
    name="gut",
    label="Gut",
    summary=(
        "Where Notch in the gut is blocked for long, too many of its cells become goblet cells."
    ),
    place=Place.GUT,
    species=frozenset({MOUSE, HUMAN}),
    assumed=frozenset({HUMAN}),
    params=PARAMS,
    states=STATES,
    effects=EFFECTS,
    signals=(),
    readout=readout("goblet_percent", "percent", "goblet cells of the gut, of the area"),
    start=start,
    rates=rates,
    report=lambda x, p, s: x.goblet_cells,
)

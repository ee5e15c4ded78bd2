"""A cohort in three figures: bands over time, each subject's change, and how long tumours hold.

Each begins with what is of the visitor's run (`meta` says so), so that a dial that moves replaces
just that: see `own`.
"""

from typing import Any

from osteoniche.analysis.cohort import Cohort
from osteoniche.analysis.cohort.responses import Responses
from osteoniche.figures.cohort.frame import shown_arm
from osteoniche.figures.cohort.over_time import CONSTANTS_NAMED, bands, own_bands
from osteoniche.figures.cohort.subjects import own_bars, waterfall
from osteoniche.figures.cohort.survival import own_steps, survival

__all__ = [
    "BANDS",
    "CONSTANTS_NAMED",
    "SURVIVAL",
    "WATERFALL",
    "bands",
    "own",
    "shown_arm",
    "survival",
    "waterfall",
]

BANDS, WATERFALL, SURVIVAL = "bands", "waterfall", "survival"
"""The three figures."""


def own(
    cohort: Cohort, found: Responses, theme: str, subject: int | None = None
) -> dict[str, list[dict[str, Any]]]:
    """What each figure shows of the visitor's run, first in its data; a `subject` by its number."""
    return {
        BANDS: own_bands(cohort, theme, subject),
        WATERFALL: own_bars(cohort, found, theme),
        SURVIVAL: own_steps(cohort, found, theme),
    }

"""A cohort in three figures: bands over time, each subject's change, and how long tumours hold.

Each begins with what is of the visitor's run (`meta` says so), so that a dial that moves replaces
just that: see `own_bands`.
"""

from osteoniche.figures.cohort.frame import shown_arm
from osteoniche.figures.cohort.over_time import CONSTANTS_NAMED, bands, own_bands
from osteoniche.figures.cohort.subjects import waterfall
from osteoniche.figures.cohort.survival import survival

__all__ = ["CONSTANTS_NAMED", "bands", "own_bands", "shown_arm", "survival", "waterfall"]

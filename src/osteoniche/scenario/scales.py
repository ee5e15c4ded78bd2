"""Where a dial stands for a value that is felt by its ratios: none, then equal steps of ratio.

A scale is the list of its rungs: 0, then ten steps between each landmark and the next. Position 0
is none, 1 the smallest rung, and so on; between rungs a position stands for a value between theirs,
so that a value which no step reaches has its place too. assets/shell/scales.js does the same in the
browser; tests/scripts/scales.json has the cases that both are held to.
"""

import math
from bisect import bisect_right
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

LANDMARKS = (1.0, 3.0)
"""Where steps are counted from, in each power of ten."""
BETWEEN = 10
"""Steps from one landmark to the next."""
SPAN = 7
"""Landmarks of a scale, down from the largest value: 0.03, 0.1, 0.3, 1, 3, 10 and 30."""
DIGITS = 2
"""Significant digits of a rung, so that it is a dose that one would give."""
EXACT = 12
"""Significant digits that a value keeps on the way to its position and back."""
NEAR = 1e-9
"""How far from a rung, in steps, a position is the rung itself."""


@cache
def landmarks(largest: float) -> tuple[float, ...]:
    """The marks of a scale up to its largest value, which is the last of them."""
    top = math.floor(math.log10(largest)) + 1
    powers = range(top - SPAN, top + 1)
    every = [float(f"{mark}e{power}") for power in powers for mark in LANDMARKS]
    return (*[each for each in every if each < largest][1 - SPAN :], float(largest))


@cache
def rungs(largest: float) -> tuple[float, ...]:
    """The values of the steps of a scale, from 0 to its largest value."""
    marks = landmarks(largest)
    between = [
        float(f"{low * (high / low) ** (step / BETWEEN):.{DIGITS}g}")
        for low, high in pairwise(marks)
        for step in range(BETWEEN)
    ]
    return (0.0, *dict.fromkeys(rung for rung in between if rung < largest), float(largest))


def position(scale: Sequence[float], value: float) -> float:
    """Where a value stands on a scale."""
    if value <= 0:
        return 0.0
    below = min(bisect_right(scale, value), len(scale) - 1) - 1
    low, high = scale[below], scale[below + 1]
    share = math.log(value / low) / math.log(high / low) if low else value / high
    return below + min(share, 1.0)


def value(scale: Sequence[float], position: float) -> float:
    """What a position on a scale stands for."""
    nearest = round(position)
    if abs(position - nearest) < NEAR:
        return scale[min(max(nearest, 0), len(scale) - 1)]
    below = min(max(math.floor(position), 0), len(scale) - 2)
    low, high, share = scale[below], scale[below + 1], position - below
    found = low * (high / low) ** share if low else high * share
    return float(f"{found:.{EXACT}g}")

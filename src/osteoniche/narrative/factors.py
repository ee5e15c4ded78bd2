"""Factors on a number of cells in words: how many times fewer or more there are."""

import math
from collections.abc import Iterable

from osteoniche.analysis.burdens import LEAST
from osteoniche.numerals import short

NO_CELL = "no cell is left"
NO_CHANGE = "no change"
MILLION = 1e6


def effect(log: float, least: bool = False) -> str:
    """A factor, from the logarithm of how many times fewer: 2.81 times fewer, 31 times more."""
    factor = times(log)
    if factor == "1":
        return NO_CHANGE
    return f"{'at least ' if least else ''}{factor} times {'fewer' if log > 0 else 'more'}"


def whole(log: float, ended: float) -> str:
    """The same for a whole run that ends with so many cells: that none is left, where so."""
    return NO_CELL if ended < LEAST else effect(log)


def times(log: float) -> str:
    """A factor of at least 1 with three digits, whichever way it goes: 2.81, 1.27 million."""
    size = abs(log)
    if size > math.log(MILLION):
        return f"{short(math.exp(size - math.log(MILLION)))} million"
    return short(math.exp(size))


def about(logs: Iterable[float], total: float) -> str:
    """The word before a factor to which the factors as they are printed do not multiply."""
    product = math.prod(_printed(log) for log in logs)
    return "" if times(math.log(product)) == times(total) else "about "


def _printed(log: float) -> float:
    """A factor as its three digits say it; below 1 for more cells."""
    shown = float(f"{math.exp(abs(log)):.3g}")
    return shown if log > 0 else 1 / shown

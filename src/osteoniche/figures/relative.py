"""Runs against another run: differences of percentages and folds, ratios of burdens."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from osteoniche.engine.result import Result, Vector
from osteoniche.figures.stacked import LOWEST_DRAWN, POINTS
from osteoniche.study import Comparison

RATIOS = ("tumour_cells",)
"""Read-outs that are divided; the others are subtracted."""


def against(result: Result, reference: Result) -> Result:
    """A run's series minus (or over) those of a reference, at the run's own days.

    The reference is read between its rows by straight lines, before a dose where the run's row is
    the one before it, and is NaN on days that it does not have. A ratio of, or to, fewer cells than
    are drawn is NaN too. Series that the reference does not have are left out. A failed run stays
    as it is; against a failed reference nothing is left, and the status is the reference's.
    """
    if not result.ok or not reference.ok:
        return reference if result.ok else result
    places = _Places(result.days, reference.days)
    series: dict[str, Vector] = {}
    units: dict[str, str] = {}
    for name, values in _shared(result, reference):
        other = places.read(reference.series[name])
        series[name] = _ratio(values, other) if name in RATIOS else values - other
        unit = result.units[name]
        units[name] = "fold" if name in RATIOS else POINTS if unit == "percent" else unit
    return Result(result.days, result.on_grid, series, units, result.status)


def compared(shown: Comparison, reference: Result) -> Comparison:
    """Every run of a comparison against one result."""
    return replace(
        shown,
        own=against(shown.own, reference),
        arms={arm: against(result, reference) for arm, result in shown.arms.items()},
        pins=tuple(replace(pin, result=against(pin.result, reference)) for pin in shown.pins),
    )


def _shared(result: Result, reference: Result) -> Iterator[tuple[str, Vector]]:
    return ((name, values) for name, values in result.series.items() if name in reference.series)


def _ratio(values: Vector, other: Vector) -> Vector:
    drawn = (values >= LOWEST_DRAWN) & (other >= LOWEST_DRAWN)
    return np.where(drawn, values / np.where(drawn, other, 1.0), np.nan)


class _Places:
    """Where the days of one run lie between those of another, both in order.

    A day that stands twice is a dose: its first row is before it, its second after.
    """

    def __init__(self, days: Vector, known: Vector) -> None:
        before = np.append(days[1:] == days[:-1], False)
        first = np.searchsorted(known, days, side="left")
        last = np.searchsorted(known, days, side="right")
        lower = np.where(before, first, last) - 1
        self._lower = np.clip(lower, 0, max(len(known) - 2, 0))
        self._upper = np.minimum(self._lower + 1, len(known) - 1)
        start, end = known[self._lower], known[self._upper]
        jump = start == end  # two rows of one day, at an end of the other run
        share = (days - start) / np.where(jump, 1.0, end - start)
        self._share = np.where(jump, np.where(before, 0.0, 1.0), share)
        self._outside = (days < known[0]) | (days > known[-1])

    def read(self, values: Vector) -> Vector:
        """The other run's values on the days of the one; NaN on days that it does not have."""
        lower, upper = values[self._lower], values[self._upper]
        between = (1 - self._share) * lower + self._share * upper
        return np.where(self._outside, np.nan, between)

"""Runs against another run: differences of percentages, ratios of burdens."""

from dataclasses import replace

import numpy as np

from osteoniche.result import Result
from osteoniche.study import Comparison

RATIOS = ("tumour_cells",)
"""Read-outs that are divided; the others are subtracted."""


def against(result: Result, reference: Result) -> Result:
    """A run's series minus (or over) those of a reference, at the run's own days.

    The reference is read between its rows by straight lines. A failed run stays as it is; against a
    failed reference nothing is left to show. A ratio to no cells at all is not a number.
    """
    if not result.ok or not reference.ok:
        return reference if result.ok else result
    series, units = {}, dict(result.units)
    for name, values in result.series.items():
        if name not in reference.series:
            continue
        other = np.interp(result.days, reference.days, reference.series[name])
        if name in RATIOS:
            known = other > 0
            series[name] = np.where(known, values / np.where(known, other, 1.0), np.nan)
            units[name] = "fold"
        else:
            series[name] = values - other
    return Result(result.days, result.on_grid, series, units, result.status)


def compared(shown: Comparison, reference: Result) -> Comparison:
    """Every run of a comparison against one result."""
    return replace(
        shown,
        own=against(shown.own, reference),
        arms={arm: against(result, reference) for arm, result in shown.arms.items()},
        pins=tuple(replace(pin, result=against(pin.result, reference)) for pin in shown.pins),
    )

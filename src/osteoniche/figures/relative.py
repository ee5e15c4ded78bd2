"""A run against another: differences of percentages, ratios of burdens."""

import numpy as np

from osteoniche.result import Result

RATIOS = ("tumour_cells",)
"""Read-outs that are divided; the others are subtracted."""


def against(result: Result, reference: Result) -> Result:
    """A run's series minus (or over) those of a reference, at the run's own days.

    The reference is read between its rows by straight lines. A failed run stays as it is; against a
    failed reference nothing is left to show. A ratio to no cells at all is not a number.
    """
    if not result.ok:
        return result
    if not reference.ok:
        return reference
    series = {}
    for name, values in result.series.items():
        if name not in reference.series:
            continue
        other = np.interp(result.days, reference.days, reference.series[name])
        if name in RATIOS:
            known = other > 0
            series[name] = np.where(known, values / np.where(known, other, 1.0), np.nan)
        else:
            series[name] = values - other
    return Result(result.days, result.on_grid, series, result.units, result.status)

"""Kaplan-Meier and log-rank, by SciPy: how long tumours hold, and whether arms differ."""

import warnings
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from osteoniche.analysis.cohort.responses import Responses

Vector = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class KaplanMeier:
    """The share that has not progressed from each day on, with its 95 % confidence band (log-log).

    `days` begins with 0; `median` is None where fewer than half progress.
    """

    days: Vector
    share: Vector
    low: Vector
    high: Vector
    median: float | None
    lasted: Vector

    def at_risk(self, day: float) -> int:
        """How many have neither progressed nor been lost before a day."""
        return int((self.lasted >= day).sum())


def kaplan_meier(found: Responses) -> KaplanMeier:
    """The estimate of an arm; raises ValueError for one in which nobody ran."""
    from scipy import stats

    if not len(found.lasted):
        raise ValueError("no subject of this arm has a curve")
    if not found.progressed.any():
        one = np.ones(1)
        return KaplanMeier(np.zeros(1), one, one, one, None, found.lasted)
    survival = stats.ecdf(_censored(found)).sf
    with warnings.catch_warnings():  # where all or none have progressed there is no band
        warnings.simplefilter("ignore", RuntimeWarning)
        band = survival.confidence_interval(method="log-log")
    share = np.append(1.0, survival.probabilities)
    low, high = (
        _defined(np.append(1.0, end.probabilities), share) for end in (band.low, band.high)
    )
    days = np.append(0.0, survival.quantiles)
    below = np.flatnonzero(share <= 0.5)
    median = float(days[below[0]]) if len(below) else None
    return KaplanMeier(days, share, low, high, median, found.lasted)


def _defined(end: Vector, share: Vector) -> Vector:
    """An end of the band; where all or none have progressed it has no width."""
    return np.where(np.isnan(end), share, end)


def log_rank(first: Responses, second: Responses) -> float | None:
    """The p-value of no difference between two arms; None where too few progress to tell.

    The subjects of both are the same virtual ones; the test takes them for two groups, as an
    experiment would have.
    """
    from scipy import stats

    if not (first.progressed.any() or second.progressed.any()):
        return None
    with np.errstate(invalid="ignore"):  # one subject an arm: no variance
        found = float(stats.logrank(_censored(first), _censored(second)).pvalue)
    return found if np.isfinite(found) else None


def _censored(found: Responses) -> Any:
    from scipy import stats

    return stats.CensoredData(
        uncensored=found.lasted[found.progressed], right=found.lasted[~found.progressed]
    )

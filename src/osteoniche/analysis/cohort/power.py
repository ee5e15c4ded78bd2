"""How many animals a comparison of two groups needs: Student's t on logarithms, two-sided."""

import numpy as np
import numpy.typing as npt

Vector = npt.NDArray[np.float64]

LEVEL = 0.05
"""Of the test, two-sided."""
MOST = 1000
"""Animals of a group up to which is looked."""
EXPERIMENTS, SHUFFLES = 400, 199
"""Of the check by permutation: experiments that are drawn, and shuffles of the groups of each."""


def power(
    difference: npt.ArrayLike, sd: npt.ArrayLike, count: npt.ArrayLike, level: float = LEVEL
) -> Vector:
    """The power of so many animals in each of two groups; `sd` is that of both, pooled.

    Arrays are taken together, each element an experiment.
    """
    from scipy import stats  # at the first use: it takes longer to load than most programs need

    count = np.asarray(count)
    freedom = 2 * count - 2
    critical = stats.t.ppf(1 - level / 2, freedom)
    apart = np.abs(difference) / (sd * np.sqrt(2 / count))
    above = stats.nct.sf(critical, freedom, apart)
    below = stats.nct.cdf(-critical, freedom, apart)
    return np.asarray(above + np.nan_to_num(below))


def animals(difference: Vector, sd: Vector, wanted: float, level: float = LEVEL) -> Vector:
    """Animals in each group for a power, of each experiment; NaN where `MOST` are too few."""
    found = np.full(np.shape(difference), np.nan)
    apart = np.isfinite(difference) & (difference != 0) & np.isfinite(sd)
    found[apart & (sd == 0)] = 2
    open_ = np.flatnonzero(apart & (sd > 0))
    if open_.size:
        open_ = open_[power(difference[open_], sd[open_], MOST, level) >= wanted]
    far, wide = difference[open_], sd[open_]
    low, high = np.full(open_.shape, 2), np.full(open_.shape, MOST)
    while (low < high).any():
        middle = (low + high) // 2
        enough = power(far, wide, middle, level) >= wanted
        low, high = np.where(enough, low, middle + 1), np.where(enough, middle, high)
    found[open_] = low
    return found


def needed(difference: float, sd: float, wanted: float, level: float = LEVEL) -> int | None:
    """Animals in each group for a power, at least 2; None where `MOST` are too few."""
    (count,) = animals(np.array([difference]), np.array([sd]), wanted, level)
    return None if np.isnan(count) else int(count)


def by_permutation(
    first: Vector, second: Vector, count: int, seed: int, level: float = LEVEL
) -> float:
    """The power of a permutation test of means, of experiments drawn from two groups of readings.

    Each experiment has other animals, of both groups alike, since no two animals are the same.
    """
    random = np.random.default_rng(seed)
    drawn = np.concatenate(
        [random.choice(group, (EXPERIMENTS, count)) for group in (first, second)], axis=1
    )
    seen = np.abs(drawn[:, :count].mean(axis=1) - drawn[:, count:].mean(axis=1))
    as_far = np.ones(EXPERIMENTS)
    for _ in range(SHUFFLES):
        shuffled = random.permuted(drawn, axis=1)
        apart = np.abs(shuffled[:, :count].mean(axis=1) - shuffled[:, count:].mean(axis=1))
        as_far += apart >= seen
    return float((as_far / (SHUFFLES + 1) <= level).mean())

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


def power(difference: float, sd: float, count: int, level: float = LEVEL) -> float:
    """The power of so many animals in each of two groups; `sd` is that of both, pooled."""
    from scipy import stats  # at the first use: it takes longer to load than most programs need

    freedom = 2 * count - 2
    critical = stats.t.ppf(1 - level / 2, freedom)
    apart = abs(difference) / (sd * np.sqrt(2 / count))
    above = stats.nct.sf(critical, freedom, apart)
    below = stats.nct.cdf(-critical, freedom, apart)
    return float(above + np.nan_to_num(below))


def needed(difference: float, sd: float, wanted: float, level: float = LEVEL) -> int | None:
    """Animals in each group for a power, at least 2; None where `MOST` are too few."""
    if not np.isfinite(difference) or difference == 0 or not np.isfinite(sd):
        return None
    if sd == 0:
        return 2
    low, high = 2, MOST
    if power(difference, sd, MOST, level) < wanted:
        return None
    while low < high:
        middle = (low + high) // 2
        if power(difference, sd, middle, level) >= wanted:
            high = middle
        else:
            low = middle + 1
    return low


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

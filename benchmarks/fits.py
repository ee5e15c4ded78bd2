"""Fits: what a visitor waits for who brings a table of their own."""

import time
from collections.abc import Iterator

from benchmarks.figure import Figure
from osteoniche import study
from osteoniche.calibration.own_asked import USUAL, Asked, usual_arm
from osteoniche.calibration.own_data import TEMPLATE, read
from osteoniche.calibration.own_fit import solved
from osteoniche.presets import preset

SECONDS = 5.0


def measure() -> Iterator[Figure]:
    """Growth and inoculum of the example that the page offers."""
    study.prepare_many()
    data = read(TEMPLATE)
    wish = Asked(data, preset("chemotherapy"), {arm: usual_arm(arm) for arm in data.arms}, USUAL)
    begun = time.perf_counter()
    solved(wish)
    taken = time.perf_counter() - begun
    yield Figure("fit of two constants to the example table", taken, "s", SECONDS)

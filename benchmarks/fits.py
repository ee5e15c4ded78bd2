"""Fits: what a visitor waits for who brings a table of their own."""

import time
from collections.abc import Iterator

from benchmarks.figure import Figure
from osteoniche import study
from osteoniche.calibration.your_data.fit import solved
from osteoniche.calibration.your_data.groups import ON_PAGE, choice_of
from osteoniche.calibration.your_data.request import USUAL, FitRequest
from osteoniche.calibration.your_data.table import TEMPLATE, read
from osteoniche.scenario.presets import preset

SECONDS = 5.0


def measure() -> Iterator[Figure]:
    """Growth and inoculum of the example that the page offers."""
    study.prepare_many()
    data = read(TEMPLATE)
    groups = {arm: choice_of(arm) or ON_PAGE for arm in data.arms}
    wish = FitRequest(data, preset("chemotherapy"), groups, USUAL)
    begun = time.perf_counter()
    solved(wish)
    taken = time.perf_counter() - begun
    yield Figure("fit of two constants to the example table", taken, "s", SECONDS)

"""Where the bars of an attribution stand: on the logarithm of how many times fewer cells there are.

They stand in the lines of a table, in per cent of its width: to the right is fewer.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from osteoniche.numerals import compact

TICKS = 6
"""Ticks at most, beside that of the beginning."""
SHORTEST = 0.1
"""Logarithm that an axis spans at least."""


@dataclass(frozen=True)
class Bar:
    """From where to where a bar goes, and whether to the right: to fewer cells."""

    left: float
    width: float
    fewer: bool


@dataclass(frozen=True)
class Bars:
    """Bars, and the ticks of their axis: place and text."""

    bars: tuple[Bar, ...]
    ticks: tuple[tuple[float, str], ...]


def stairs(logs: Sequence[float]) -> Bars:
    """Each bar begins where the one before it ended; the last is all of them together."""
    ends = [0.0, *accumulate(logs)]
    return _placed([*pairwise(ends), (0.0, ends[-1])])


def beside(logs: Sequence[float]) -> Bars:
    """Every bar begins at the same place."""
    return _placed([(0.0, log) for log in logs])


def _placed(spans: Sequence[tuple[float, float]]) -> Bars:
    low = min(0.0, *(min(span) for span in spans))
    high = max(low + SHORTEST, *(max(span) for span in spans))
    scale = 100 / (high - low)
    bars = (
        Bar((min(span) - low) * scale, abs(span[1] - span[0]) * scale, span[1] >= span[0])
        for span in spans
    )
    return Bars(tuple(bars), tuple(((at - low) * scale, text) for at, text in _ticks(low, high)))


def _ticks(low: float, high: float) -> Iterator[tuple[float, str]]:
    """Powers of ten, so few that their texts have room; all that is more than at the beginning."""
    first, last = math.ceil(low / math.log(10)), math.floor(high / math.log(10))
    step = max(1, math.ceil((last - first) / TICKS))
    for power in range(-(-first // step) * step, last + 1, step):
        times = compact(10.0 ** abs(power))
        yield power * math.log(10), "1" if power == 0 else f"{times}× {_way(power)}".strip()


def _way(power: int) -> str:
    return "more" if power < 0 else ""

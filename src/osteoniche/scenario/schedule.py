"""When a course of a drug is given: every so many days, or in cycles of several doses."""

import numpy as np
import numpy.typing as npt

from osteoniche.numerals import day

Vector = npt.NDArray[np.float64]

FIRST_TOLD = 6
"""Days of doses that are told one by one."""
SAME_MOMENT = 1e-6
"""Days (a tenth of a second) below which two moments are one."""


def days_between(
    start: float, end: float, every: float | None, doses: int | None, again: float | None
) -> Vector:
    """The days of the doses from `start` on and before `end`.

    One dose every so many days (None: one alone); in cycles, so many `doses`, `again` after so many
    days from the first of them.
    """
    if start >= end - SAME_MOMENT:
        return np.empty(0)
    if doses is None or again is None:
        return _spaced(start, end, every)
    inside = (every or 0.0) * np.arange(doses)
    found = (_spaced(start, end, again)[:, None] + inside).ravel()
    given: Vector = found[found < end - SAME_MOMENT]
    return given


def dose_words(days: Vector) -> str:
    """How many doses there are and on which days: the first ones, and the last."""
    count = len(days)
    many = f"{count} {'dose' if count == 1 else 'doses'}"
    if count <= 1:
        return f"{many}, on day {day(float(days[0]))}" if count else many
    shown = [day(float(each)) for each in days[:FIRST_TOLD]]
    rest = ["…", day(float(days[-1]))] if count > FIRST_TOLD else []
    return f"{many}, on days {', '.join([*shown, *rest])}"


def _spaced(start: float, end: float, every: float | None) -> Vector:
    if every is None:
        return np.array([start])
    count = int(np.ceil((end - start - SAME_MOMENT) / every))
    given: Vector = start + every * np.arange(count, dtype=np.float64)
    return given

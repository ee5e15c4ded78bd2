"""Where the bars of an attribution stand."""

import math
from itertools import pairwise

import pytest

from osteoniche.figures.attribution import TICKS, Bar, beside, stairs

TEN = math.log(10)


def ends(bar: Bar) -> tuple[float, float]:
    """Where a bar begins and ends, the way it goes."""
    left, right = bar.left, bar.left + bar.width
    return (left, right) if bar.fewer else (right, left)


def test_each_bar_of_the_stairs_begins_where_the_last_one_ended():
    drawn = stairs([2 * TEN, -TEN, 0.5 * TEN])
    *steps, whole = map(ends, drawn.bars)
    for before, after in pairwise(steps):
        assert after[0] == pytest.approx(before[1])
    assert whole == pytest.approx((0.0, 75.0)), "all together: 1.5 of 2 powers of ten"
    assert [bar.fewer for bar in drawn.bars] == [True, False, True, True]


def test_bars_beside_each_other_begin_at_the_same_place():
    drawn = beside([TEN, -TEN])
    assert [ends(bar) for bar in drawn.bars] == [
        pytest.approx((50.0, 100.0)),
        pytest.approx((50.0, 0.0)),
    ]
    places, texts = zip(*drawn.ticks, strict=True)
    assert places == pytest.approx((0.0, 50.0, 100.0))
    assert texts == ("10× more", "1", "10×")


def test_ticks_are_few_and_within():
    for powers in (0.2, 3, 17):
        ticks = stairs([powers * TEN]).ticks
        assert 1 <= len(ticks) <= TICKS + 2
        assert all(-1e-9 <= place <= 100 + 1e-9 for place, _ in ticks)


def test_nothing_has_no_width():
    (first, whole) = stairs([0.0]).bars
    assert first.width == whole.width == 0

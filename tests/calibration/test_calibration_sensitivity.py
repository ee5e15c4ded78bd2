"""The free constants are those that matter."""

import pytest

from osteoniche.calibration.parameter_set import shipped
from osteoniche.calibration.sensitivity import Influence, influences
from osteoniche.calibration.unknowns import SHARED, VARIANTS


@pytest.fixture(scope="session")
def found() -> tuple[Influence, ...]:
    return influences(shipped())


def test_every_free_constant_is_among_the_most_influential(found: tuple[Influence, ...]) -> None:
    """On rows or on bounds; of some 80 that could move, 21 do."""
    by_rows = [one.symbol for one in found][:28]
    by_bounds = [one.symbol for one in sorted(found, key=lambda one: -one.by_bounds)][:28]
    free = {one.symbol for one in found if one.free}
    # What protects at most is told by Zheng 2017 and is the strength of the whole effect; what
    # pre-osteoblasts feel of the tumour is free for what it does to a study that is left out.
    assert free - {*by_rows, *by_bounds} <= {"protection_max", "omR"}
    assert free == set(SHARED) - set(VARIANTS[shipped().variant])
    assert len(free) <= 21


def test_what_no_row_and_no_bound_sees_is_held(found: tuple[Influence, ...]) -> None:
    unseen = {one.symbol for one in found if max(one.by_rows, one.by_bounds) < 0.1}
    assert unseen
    assert unseen.isdisjoint(SHARED)

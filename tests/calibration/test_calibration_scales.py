"""Unknowns: scales without ends, priors around the declared values, bounds of scenarios."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from osteoniche import parameters
from osteoniche.calibration.unknowns import (
    BEGINS,
    OWN,
    SCENARIOS_OWN,
    SHARED,
    VARIANTS,
    Scale,
    of_constant,
    shared,
    unmeasured,
)
from osteoniche.quantity import MOUSE, Kind
from osteoniche.system import default_system


@given(st.floats(1e-6, 1e6), st.floats(1e-4, 1 - 1e-4))
def test_a_scale_there_and_back(amount: float, share: float) -> None:
    assert float(Scale.LOG.back(Scale.LOG.to(amount))) == pytest.approx(amount)
    assert float(Scale.LOGIT.back(Scale.LOGIT.to(share))) == pytest.approx(share)


@pytest.mark.parametrize("symbol", sorted({*SHARED, *(param.symbol for param in unmeasured())}))
def test_every_constant_that_may_move_has_room_on_its_scale(symbol: str) -> None:
    unknown = of_constant(symbol)
    low, high = unknown.bounds
    assert np.isfinite([low, high]).all()
    assert low < high
    assert low <= unknown.number(unknown.centre) <= high


def test_where_a_constant_begins_that_is_off() -> None:
    """0 has no logarithm: where it is said, else at a fifth of what it may be."""
    assert [of_constant(symbol).centre for symbol in ("sG", "kapc")] == [2.0, 2.0]
    assert {symbol: of_constant(symbol).centre for symbol in BEGINS} == {
        symbol: centre for symbol, (centre, _) in BEGINS.items()
    }
    assert of_constant("gK").spread == 2.0


def test_the_middle_of_the_priors_stays_when_defaults_change() -> None:
    reference = parameters.load("reference-2026", MOUSE)
    for symbol in set(SHARED) - set(BEGINS):
        assert of_constant(symbol).centre == reference[symbol]


def test_variants_hold_one_of_the_two_places_where_tgf_beta_may_act() -> None:
    symbols = {name: {one.symbol for one in shared(name)} for name in VARIANTS}
    assert "sG" not in symbols["birth"]
    assert "aG" not in symbols["survival"]
    assert symbols["birth, fading"] == symbols["birth"] | {"gK"}
    assert symbols["birth, fading, pre-osteoblasts"] == symbols["birth"] | {"gK", "omR"}


def test_published_constants_are_held() -> None:
    """Derived ones too, but for the antibody's, which the file has mouse rows on."""
    declared = default_system().by_symbol
    kinds = {symbol: declared[symbol].kinds[MOUSE] for symbol in SHARED}
    assert Kind.PUBLISHED not in kinds.values()
    derived = {symbol for symbol, kind in kinds.items() if kind is Kind.DERIVED}
    assert derived <= {"CLM", "V1M", "QM", "V2M"}


def test_growth_and_inoculum_belong_to_studies() -> None:
    assert {"r0", "T0"} <= set(OWN)
    assert SCENARIOS_OWN.isdisjoint(SHARED)
    assert SCENARIOS_OWN.isdisjoint(param.symbol for param in unmeasured())

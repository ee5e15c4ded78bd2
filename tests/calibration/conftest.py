"""The shipped set as a problem; a calibration of two studies and three constants, in a second."""

from collections.abc import Iterator

import pytest
from small import FEW

from osteoniche.calibration import unknowns, whole
from osteoniche.calibration.experiments import JOHNSON, SIMEONI
from osteoniche.calibration.parameter_set import shipped
from osteoniche.calibration.problem import Problem


@pytest.fixture(scope="session")
def of_shipped() -> Problem:
    """The problem that the shipped set is the answer to, with the constants that it knows."""
    used = whole.experiments()
    held = unknowns.held(shipped().variant)
    return Problem(used, whole.unknowns(shipped().variant, used), held)


@pytest.fixture
def _few(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(unknowns, "SHARED", FEW)
    monkeypatch.setattr(whole, "EXPERIMENTS", (JOHNSON, SIMEONI))
    whole.fingerprints.cache_clear()
    yield
    whole.fingerprints.cache_clear()

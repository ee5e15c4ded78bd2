"""A calibration of two studies and three constants, which takes a second."""

from collections.abc import Iterator

import pytest
from small import FEW

from osteoniche.calibration import unknowns, whole
from osteoniche.calibration.experiments import JOHNSON, SIMEONI


@pytest.fixture
def _few(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(unknowns, "SHARED", FEW)
    monkeypatch.setattr(whole, "EXPERIMENTS", (JOHNSON, SIMEONI))
    whole.fingerprints.cache_clear()
    yield
    whole.fingerprints.cache_clear()

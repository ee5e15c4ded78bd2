"""The likely range of a run: what is said of it, and how it is kept."""

from dataclasses import replace

import numpy as np
import pytest
from tests.runs import give, run

from osteoniche.calibration.bands import Band
from osteoniche.errors import ScenarioError
from osteoniche.scenario import Scenario
from osteoniche.scenario.presets import preset
from osteoniche.web.pages.explore import likely_range

OPEN = preset("chemotherapy")
MOVED = OPEN.changed(treatments=[give("paclitaxel", dose=17.5)])
NAME = "Likely range"


def around(scenario: Scenario) -> Band:
    """A band of a tenth around the run, in place of one that takes long to compute."""
    own = run(scenario)
    middle = np.stack([own[name] for name in likely_range.READOUTS])
    assumed = np.full(middle.shape, 0.25)
    last, highest = middle[:, -1:] * np.ones(64), middle.max(axis=1)[:, None] * np.ones(64)
    ends = 0.9 * middle, 1.1 * middle
    return Band(own.grid, likely_range.READOUTS, *ends, assumed, 64, last, highest)


def test_what_it_is_remembered_by_follows_the_set():
    assert likely_range.key(OPEN).startswith(OPEN.key())
    with pytest.raises(ScenarioError):
        likely_range.key(OPEN.changed(set="reference-2026"))


def test_what_is_said_of_it():
    told = likely_range.note(around(OPEN))
    assert "64 runs" in told
    assert "25 % for tumour burden, 25 % for bone mass, 25 % for apoptosis" in told
    assert likely_range.note(None) == ""


def test_what_does_not_vary_has_no_share():
    """Without a tumour nothing of it varies; where nothing varies at all, no share is told."""
    band = around(OPEN)
    still = replace(band, upper=np.where([[True], [False], [False]], band.upper, band.lower))
    assert likely_range.note(still).endswith("assumed constants make 25 % for tumour burden.")
    assert "assumed constants" not in likely_range.note(replace(band, upper=band.lower))


def test_it_is_kept_as_it_is():
    band = around(OPEN)
    kept = likely_range.from_bytes(likely_range.to_bytes(band))
    assert (kept.readouts, kept.members) == (band.readouts, band.members)
    for name in ("days", "lower", "upper", "assumed", "last", "highest"):
        assert np.array_equal(getattr(kept, name), getattr(band, name))
    assert likely_range.key(OPEN) != likely_range.key(MOVED)


@pytest.mark.parametrize("data", [b"", b"nonsense", b"PK\x03\x04"], ids=repr)
def test_what_is_no_band_is_refused(data):
    with pytest.raises(Exception):  # noqa: B017, PT011 (the cache takes any)
        likely_range.from_bytes(data)


def test_the_real_one_holds_the_run_that_it_is_around():
    own, band = run(OPEN), likely_range.band(OPEN)
    assert np.array_equal(band.days, own.grid)
    for place, name in enumerate(band.readouts):
        low, high = band.lower[place], band.upper[place]
        inside = (low <= own[name] * 1.001) & (own[name] <= high * 1.001)
        assert inside.mean() > 0.95

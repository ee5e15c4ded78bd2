"""The likely range: where it is drawn, what travels of it, what is said, how it is kept."""

import json
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from plotly.utils import PlotlyJSONEncoder
from tests.plots import unpacked
from tests.runs import failing, give, run, scenario
from tests.web.browsers import WRITTEN, request, text_of

from osteoniche.calibration.bands import Band
from osteoniche.errors import ScenarioError, SolverError
from osteoniche.figures.timecourse import LOWEST_DRAWN, PLOTS
from osteoniche.scenario import Scenario
from osteoniche.scenario.presets import preset
from osteoniche.web.kit import ids, words
from osteoniche.web.pages.explore import answer, likely_range
from osteoniche.web.pages.explore import request as page
from osteoniche.web.pages.explore.pins import Pin

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


def never(scenario: Scenario) -> Band:
    raise AssertionError(f"nobody asked for the band of {scenario}")


def unable(scenario: Scenario) -> Band:
    raise SolverError("no band")


def shaded(figure: Any) -> list[dict[str, Any]]:
    return [trace for trace in figure["data"] if trace["name"] == NAME]


def test_a_band_goes_along_its_upper_end_and_back_along_its_lower():
    figure = answer.answer(request(OPEN, band=True), run, around)[ids.TIMECOURSE]
    band = around(OPEN)
    traces = {trace["yaxis"]: trace for trace in shaded(figure)}
    assert set(traces) == {plot.yaxis for plot in PLOTS}
    for place, plot in enumerate(PLOTS):
        ends = unpacked(traces[plot.yaxis]["y"])
        expected = np.concatenate([band.upper[place], band.lower[place][::-1]])
        if plot.series == "tumour_cells":
            expected = np.maximum(expected, LOWEST_DRAWN)
        assert np.allclose(ends, expected, rtol=1e-6)
        assert np.array_equal(
            unpacked(traces[plot.yaxis]["x"]), np.float32([*band.days, *band.days[::-1]])
        )


@pytest.mark.parametrize(
    "view",
    [
        {},
        {"band": False},
        {"band": "yes"},
        {"band": True, "side": True},
        {"band": True, "minus": "untreated"},
    ],
    ids=str,
)
def test_where_it_is_not_drawn_it_is_not_computed(view):
    shown = answer.answer(request(OPEN, **view), run, never)
    assert shaded(shown[ids.TIMECOURSE]) == []
    assert shown[ids.BAND_NOTE] == ""
    told = words.NO_BAND_BESIDE in (text_of(shown[ids.NOTICE]) if shown[ids.NOTICE] else "")
    assert told == (view.get("band") is True)


def test_a_run_that_fails_has_none():
    shown = answer.answer(request(OPEN, band=True), failing(OPEN), never)
    assert shaded(shown[ids.TIMECOURSE]) == []


def test_a_band_that_can_not_be_made_is_told_and_the_curve_stays():
    shown = answer.answer(request(OPEN, band=True), run, unable)
    assert shaded(shown[ids.TIMECOURSE]) == []
    assert words.NO_BAND in text_of(shown[ids.NOTICE])
    assert len(shown[ids.TIMECOURSE]["data"]) == len(
        answer.answer(request(OPEN), run)[ids.TIMECOURSE]["data"]
    )


@pytest.mark.parametrize("pins", [[], [Pin("Other", scenario(treatments=[give("15D11")])).data()]])
def test_it_follows_a_dial_by_the_short_way(pins):
    before, whole = (
        json.loads(
            json.dumps(
                answer.answer(request(each, band=True, pins=pins), run, around)[ids.TIMECOURSE],
                cls=PlotlyJSONEncoder,
            )
        )
        for each in (OPEN, MOVED)
    )
    first = answer.answer(request(OPEN, band=True, pins=pins), run, around)[ids.ANSWER]
    shows = {"shown": first["shown"], "beside": first["beside"]}
    asked_for = request(MOVED, band=True, pins=pins, **shows)
    reply = json.loads(
        json.dumps(answer.moved(asked_for, run, around).content, cls=PlotlyJSONEncoder)
    )
    (moved,) = reply["moved"]["runs"].values()
    for place, parts in moved["traces"].items():
        before["data"][int(place)] |= parts
    assert before == whole
    assert reply["band"] == likely_range.note(around(MOVED))


def test_with_and_without_are_two_pictures():
    tokens = {
        answer.answer(request(OPEN, band=band), run, around)[ids.ANSWER]["shown"]
        for band in (True, False)
    }
    assert len(tokens) == 2


def test_it_stands_in_the_address():
    shown = answer.answer(request(OPEN, band=True), run, around)
    assert shown[ids.ANSWER]["query"] == "&".join([*WRITTEN, "view.band=yes"])
    assert page.from_address("view.band=yes").view[ids.BAND] is True
    assert page.from_address("view.band=no").view[ids.BAND] is False


def test_a_set_that_was_not_fitted_has_none_and_says_so():
    other = OPEN.changed(set="reference-2026")
    shown = answer.answer(request(other, band=True), run, around)
    assert "reference-2026 was not fitted to data" in text_of(shown[ids.NOTICE])
    assert shown[ids.BAND_NOTE] == ""


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

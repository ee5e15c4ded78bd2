"""The likely ranges of all runs: which are asked for, what is given of each, and in what words."""

from typing import Any

import numpy as np
import pytest
from tests.plots import unpacked
from tests.runs import failing, run, scenario
from tests.web.browsers import page, request

from osteoniche.calibration.bands import Band
from osteoniche.errors import SolverError
from osteoniche.figures.stacked import LOWEST_DRAWN, PLOTS, TUMOUR
from osteoniche.figures.timecourse import LIKELY
from osteoniche.scenario import Scenario, address
from osteoniche.scenario.presets import ARMS, preset
from osteoniche.study import Run, compare
from osteoniche.web.edge.health import Busy
from osteoniche.web.kit import ids
from osteoniche.web.pages.explore import answer, ranges, words
from osteoniche.web.pages.explore.likely_range import READOUTS
from osteoniche.web.pages.explore.request import View

OPEN = preset("chemotherapy")
OTHER_SET = "reference-2026"
MEMBERS = np.linspace(1.0, 3.0, 201)
PLACE = {name: place for place, name in enumerate(READOUTS)}


def likely(asked: Scenario) -> Band:
    """Members of which each is so many times as large as the run; the same ones for all runs."""
    own = run(asked)
    middle = np.stack([own[name] for name in READOUTS])
    last = np.stack(
        [
            MEMBERS * own[name][-1] if name == TUMOUR.series else MEMBERS + PLACE[name]
            for name in READOUTS
        ]
    )
    ends = (0.5 * middle, 2 * middle)
    return Band(own.grid, READOUTS, *ends, 0 * middle, len(MEMBERS), last, 10 * last)


def wanted(asked: Scenario = OPEN, runs: Run = run, **view: Any) -> dict[str, Any]:
    return ranges.of_view(compare(asked, runs), View(**view))


# Which


def test_every_run_has_its_range_kept_ones_too():
    kept = preset("combination").changed(days=7)
    found = ranges.of_view(compare(OPEN, run, [("Kept", kept)]), View())
    assert list(found["runs"]) == ["own", *ARMS, "pin-0"]
    assert address.decode(found["runs"]["pin-0"]) == kept
    assert found["runs"]["own"] == found["runs"]["chemotherapy"], "one range serves both"
    assert found["why"] == ""


@pytest.mark.parametrize(
    ("asked", "runs", "has"),
    [
        (preset("healthy"), run, []),
        (OPEN.changed(set=OTHER_SET), run, []),
        (scenario(days=30), failing(scenario(days=30)), None),
    ],
    ids=["no tumour", "a set that was not fitted", "a run that failed"],
)
def test_what_can_have_no_range_is_not_asked_for(asked, runs, has):
    found = wanted(asked, runs)["runs"]
    assert "own" not in found
    assert has is None or list(found) == has, "nor are the arms beside it"


def test_switched_off_none_is_asked_for():
    assert wanted(band=False) == {"runs": {}, "why": ""}


@pytest.mark.parametrize(
    ("view", "why"),
    [
        ({"side": True}, words.NO_BAND_BESIDE),
        ({"minus": "untreated"}, words.NO_BAND_AGAINST),
    ],
)
def test_where_none_is_drawn_it_says_why_and_the_numbers_keep_theirs(view, why):
    found = wanted(**view)
    assert found["why"] == why
    assert "own" in found["runs"]
    assert wanted(**view, band=False)["why"] == ""


def test_a_set_that_was_not_fitted_has_none_and_says_so():
    assert OTHER_SET in wanted(OPEN.changed(set=OTHER_SET))["why"]


def test_an_answer_at_rest_names_them_and_that_of_a_moving_dial_does_not():
    whole = answer.answer(request(OPEN), run)[ids.ANSWER]
    assert list(whole["likely"]["runs"]) == ["own", *ARMS]
    moved = answer.moved(request(OPEN, shown=whole["shown"], beside=whole["beside"]), run).content
    assert moved["moved"]
    assert "likely" not in moved


def test_the_figure_has_a_place_for_the_band_and_says_whose_each_curve_is():
    data = answer.answer(request(OPEN), run)[ids.TIMECOURSE]["data"]
    bands = [trace for trace in data if trace["name"] == LIKELY]
    assert {trace["yaxis"] for trace in bands} == {plot.yaxis for plot in PLOTS}
    assert all(trace["x"] == [] for trace in bands)
    curves = [trace["meta"] for trace in data if trace.get("mode") == "lines" and "meta" in trace]
    assert set(curves) == {"own", *ARMS}


# What


def test_a_range_is_both_ends_of_each_plot():
    found = ranges.range_of(OPEN, likely)
    own = run(OPEN)
    assert np.array_equal(unpacked(found["days"]), np.float32(own.grid))
    for plot in PLOTS:
        low, high = map(unpacked, found["ends"][plot.yaxis])
        least = LOWEST_DRAWN if plot is TUMOUR else -np.inf
        assert np.allclose(low, np.maximum(0.5 * own[plot.series], least), rtol=1e-6)
        assert np.allclose(high, np.maximum(2 * own[plot.series], least), rtol=1e-6)


def test_times_smaller_is_compared_member_by_member():
    """All members move alike, so that the ratio of two runs does not vary at all."""
    untreated, both = (run(preset(arm))[TUMOUR.series][-1] for arm in ("untreated", "combination"))
    two = float(f"{untreated / both:.2g}")
    found = ranges.range_of(preset("combination"), likely)["texts"]
    assert found["tumour"] == f"{two:g}–{two:g}×"
    alone = ranges.range_of(preset("untreated"), likely)["texts"]
    assert alone["tumour"].endswith(" M cells"), "nothing to be compared with"


def test_bone_and_apoptosis_are_the_ends_of_their_members():
    found = ranges.range_of(OPEN, likely)["texts"]
    low, high = (100 - PLACE["bone_mass_percent"] - end for end in (2.95, 1.05))
    assert found["bone"] == f"{low:.3g}–{high:.3g} %"
    low, high = (10 * (PLACE["apoptosis_percent"] + end) for end in (1.05, 2.95))
    assert found["apoptosis"] == f"{low:.3g}–{high:.3g} %"


# The way there


def posted(body: Any, band: Any = likely) -> Any:
    def unused(scenario: Scenario) -> Any:
        raise AssertionError(f"nobody asked for the curve of {scenario}")

    app = page(unused, band=band)
    return app.server.test_client().post("/ranges", json=body)


def test_the_page_asks_by_an_address():
    given = posted({"scenario": address.encode(OPEN)})
    assert given.status_code == 200
    assert given.json["texts"] == ranges.range_of(OPEN, likely)["texts"]
    assert "201 runs" in given.json["note"]


def test_a_range_that_can_not_be_made_is_told():
    def unable(asked: Scenario) -> Band:
        raise SolverError("no band")

    assert posted({"scenario": address.encode(OPEN)}, unable).json == {"none": words.NO_BAND}


def test_a_busy_server_has_none_yet():
    def busy(asked: Scenario) -> Band:
        raise Busy

    assert posted({"scenario": address.encode(OPEN)}, busy).status_code == 204


@pytest.mark.parametrize("body", [{}, [], 3, {"scenario": 3}, {"scenario": "days=-1"}], ids=str)
def test_what_is_no_scenario_is_refused(body):
    assert posted(body).status_code == 400

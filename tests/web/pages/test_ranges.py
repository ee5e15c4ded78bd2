"""The likely ranges of all runs: computed beside the answer, compared member by member."""

from typing import Any

import numpy as np
import pytest
from tests.runs import failing, run, scenario
from tests.web.browsers import call, page, request

from osteoniche.calibration.bands import Band
from osteoniche.errors import SolverError
from osteoniche.scenario import Scenario
from osteoniche.scenario.presets import ARMS, preset
from osteoniche.study import compare
from osteoniche.web.edge.health import Busy
from osteoniche.web.kit import ids
from osteoniche.web.pages.explore.likely_range import READOUTS
from osteoniche.web.pages.explore.ranges import texts

OPEN = preset("chemotherapy")
MEMBERS = np.linspace(1.0, 3.0, 201)


def likely(asked: Scenario) -> Band:
    """Members of which each is so many times as large as the run; the same ones for all runs."""
    own = run(asked)
    middle = np.stack([own[name] for name in READOUTS])
    last = np.stack(
        [
            MEMBERS * own["tumour_cells"][-1] if name == "tumour_cells" else MEMBERS + place
            for place, name in enumerate(READOUTS)
        ]
    )
    ends = (middle, middle)
    return Band(own.grid, READOUTS, *ends, 0 * middle, len(MEMBERS), last, 10 * last)


def test_every_run_has_its_ranges_kept_ones_too():
    found = texts(compare(OPEN, run, [("Kept", preset("combination"))]), likely)
    assert list(found) == ["own", *ARMS, "pin-0"]
    assert all(len(line) == 3 for line in found.values())


def test_times_smaller_is_compared_member_by_member():
    """All members move alike, so that the ratio of two runs does not vary at all."""
    found = texts(compare(OPEN, run), likely)
    both = (
        run(preset("untreated"))["tumour_cells"][-1]
        / run(preset("combination"))["tumour_cells"][-1]
    )
    two = float(f"{both:.2g}")
    assert found["combination"][0] == f"{two:g}–{two:g}×"
    assert found["untreated"][0].endswith(" M cells"), "nothing to be compared with"


def test_bone_and_apoptosis_are_the_ends_of_their_members():
    found = texts(compare(OPEN, run), likely)["own"]
    bone, dying = READOUTS.index("bone_mass_percent"), READOUTS.index("apoptosis_percent")
    low, high = (100 - bone - end for end in (2.95, 1.05))
    assert found[1] == f"{low:.3g}–{high:.3g} %"
    low, high = (10 * (dying + end) for end in (1.05, 2.95))
    assert found[2] == f"{low:.3g}–{high:.3g} %"


@pytest.mark.parametrize("why", [SolverError("no band"), Busy()])
def test_where_there_is_no_band_there_is_no_range(why):
    def unable(asked: Scenario) -> Band:
        raise why

    assert texts(compare(OPEN, run), unable) == {}


@pytest.mark.parametrize(
    "asked",
    [preset("healthy"), OPEN.changed(set="reference-2026")],
    ids=["no tumour", "a set that was not fitted"],
)
def test_what_has_no_range_is_not_asked_for(asked):
    def never(scenario: Scenario) -> Band:
        assert scenario.tumour != "none"
        assert scenario.set != "reference-2026"
        return likely(scenario)

    assert "own" not in texts(compare(asked, run), never)


def test_a_run_that_failed_has_none():
    asked = scenario(days=30)
    assert "own" not in texts(compare(asked, failing(asked)), likely)


@pytest.fixture(scope="module")
def app() -> Any:
    return page()


def test_they_follow_an_answer_and_say_whose_they_are(app):
    answer, given = f"{ids.ANSWER}.data", f"{ids.REQUEST}.data"
    trigger = f"{ids.RANGES}.data"
    asked = preset("untreated").changed(days=7)
    shown = call(app, {answer: {"seq": 1}, given: request(asked)}, answer)
    assert shown is not None
    found = shown[trigger]
    assert "days=7" in found["query"]
    assert set(found["runs"]) == {"own", *ARMS}
    assert call(app, {answer: None, given: request(asked)}, answer) is None
    assert call(app, {answer: {"seq": 1}, given: {"choice": 3}}, answer) is None

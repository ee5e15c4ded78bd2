"""What the evidence page has computed: whole, the same after writing and reading, and true."""

import json

import pytest

from osteoniche import parameters, study
from osteoniche.analysis import reproduced
from osteoniche.analysis.reproduced import (
    ARMS,
    FADING,
    OTHER_GROWTH,
    PARTS,
    Reproduced,
    chunk,
    read,
    scored,
    spec,
)
from osteoniche.calibration import scores
from osteoniche.calibration.parameter_set import shipped
from osteoniche.calibration.patients import MARKERS
from osteoniche.errors import ScenarioError
from osteoniche.quantity import MOUSE
from osteoniche.scenario.presets import preset


@pytest.fixture(scope="module")
def shown() -> Reproduced:
    return read([chunk(spec(), number) for number in range(len(PARTS))])


def test_scores_are_those_of_the_calibration(shown: Reproduced) -> None:
    assert list(shown.fitted) == [one.name for one in scored()]
    found = {one.experiment: one for one in scores.left_out(shipped())}
    assert set(shown.left_out) == set(found)
    for name, one in found.items():
        assert shown.left_out[name].badge == one.badge
        assert shown.left_out[name].last_factor == pytest.approx(one.last_factor, rel=1e-4)


def test_a_course_goes_through_its_predictions(shown: Reproduced) -> None:
    """Curve and point come two ways: their numbers on the same day are equal."""
    checked = 0
    for experiment in scored():
        lines = {(one.arm, one.readout): one for one in shown.courses_of(experiment.name)}
        points = {point.name: point for point in shown.fitted[experiment.name].points}
        for term in filter(reproduced.is_course, experiment.terms):
            line = lines[term.levels[0].arm, term.levels[0].readout]
            place = round((term.levels[0].day - line.start) / line.step)
            assert line.fitted[place] == pytest.approx(points[term.name].predicted, rel=1e-3)
            checked += 1
    assert checked > 80


def test_the_fade_is_that_of_the_solver(shown: Reproduced) -> None:
    usual = parameters.load(parameters.DEFAULT, MOUSE)
    assert len(shown.fades) == len(FADING) + len(OTHER_GROWTH)
    for name, changed in FADING.items():
        ends = [
            study.simulate(preset(arm).changed(parameters=usual | dict(changed)), throw=True)
            for arm in ARMS
        ]
        cells = [float(end["tumour_cells"][-1]) for end in ends]
        for arm, count in zip(ARMS[1:], cells[1:], strict=True):
            assert shown.fades[name].folds[arm] == pytest.approx(cells[0] / count, rel=1e-3)
    assert shown.fades["protection"].beyond < shown.fades["fitted"].beyond
    assert shown.fades["hill"].beyond < shown.fades["fitted"].beyond


def test_the_hundredfold_depends_on_growth_and_day(shown: Reproduced) -> None:
    faster = shown.fades["0.37 on day 21"]
    assert (faster.changed, faster.day) == ({"r0": 0.37}, 21)
    fields = {"days": 21, "parameters": {"r0": 0.37}}
    ends = [
        study.simulate(preset(arm).changed(**fields), throw=True)["tumour_cells"][-1]
        for arm in ("untreated", "combination")
    ]
    assert faster.folds["combination"] == pytest.approx(ends[0] / ends[1], rel=1e-3)
    assert faster.folds["combination"] < 100 < shown.fades["fitted"].folds["combination"]
    assert 100 < shown.pair[0] < shown.fades["fitted"].folds["combination"] < shown.pair[1]


def test_markers_of_patients_are_where_they_are_said_to_be(shown: Reproduced) -> None:
    """Resorption at week 13 of denosumab within -65 and -85 %; the others near what was seen."""
    found = dict(zip([one.label for one in MARKERS], shown.patients, strict=True))
    for marker in MARKERS:
        number = found[marker.label]
        if marker.row == "HUM-01":
            assert -85 < number < -65
        elif marker.unit == "months":
            assert number == pytest.approx(marker.seen, rel=0.05)
        else:
            assert abs(number - marker.seen) < 10, marker.label


def test_the_name_of_the_work_goes_by_the_calibration() -> None:
    assert json.loads(spec())["set"] == parameters.DEFAULT
    with pytest.raises(ScenarioError):
        chunk(json.dumps({"set": "nobody"}), 0)

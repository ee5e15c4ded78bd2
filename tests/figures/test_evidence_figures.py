"""The picture of an experiment: what is drawn where, in which shape."""

import json
from dataclasses import replace

import numpy as np
import pytest
from tests.plots import unpacked

from osteoniche.analysis.reproduced import Course, is_course
from osteoniche.calibration.experiments import CANON
from osteoniche.calibration.scores import How, Point, Score
from osteoniche.calibration.story import ZHENG
from osteoniche.calibration.terms import Experiment
from osteoniche.figures import evidence as pictures
from osteoniche.narrative.evidence import bounds, called


def score(experiment: Experiment, *, missed: str = "") -> Score:
    points = []
    for term in experiment.terms:
        equal = term.holds.value == "equal"
        ends = (50.0, 200.0) if equal else (None, None)
        arms = tuple(term.arms)
        met = term.name != missed
        points.append(
            Point(term.name, term.day, arms, term.holds, 100.0, 120.0, *ends, met, 1.2, 0.3)
        )
    return Score(experiment.name, experiment.study, "", How.FITTED, tuple(points))


def drawn(experiment: Experiment, missed: str = "", number: int = 0) -> dict:
    fitted = score(experiment, missed=missed)
    courses = [
        Course(experiment.name, arm, "tumour_cells", 0.0, 1.0, (1.0, 2.0, 4.0), (1.0, 3.0, 9.0))
        for arm in pictures.looks(experiment)
    ]
    names = {term.name: called(term) for term in experiment.terms}
    ends = {one.name: bounds(one.rows[0]) for one in experiment.terms if is_course(one)}
    found = {How.FITTED: fitted, How.LEFT_OUT: replace(fitted, how=How.LEFT_OUT)}
    row = pictures.rows(experiment)[number]
    return pictures.figure(experiment, row, found, courses, names, ends, "light")


def test_the_fit_is_solid_and_the_prediction_dashed() -> None:
    lines = [each for each in drawn(CANON)["data"] if each["mode"] == "lines" and "x0" in each]
    assert [each["line"]["dash"] for each in lines] == ["solid", "dash"] * 3
    assert len({each["line"]["color"] for each in lines}) == 3
    assert unpacked(lines[1]["y"]).tolist() == [1.0, 3.0, 9.0]


def test_a_missed_point_has_another_shape_and_colour() -> None:
    marks = drawn(CANON, missed="CAN-012")["data"]
    points = next(each for each in marks if each["name"] == "OPG-Fc, published")
    symbols, colours = points["marker"]["symbol"], points["marker"]["color"]
    assert symbols.count(pictures.MISSED) == 1
    assert symbols[3] == pictures.MISSED
    assert colours[3] == pictures.WRONG["light"] != colours[2]


def test_bars_are_those_of_the_table() -> None:
    points = next(each for each in drawn(CANON)["data"] if each["name"] == "untreated, published")
    low, high = bounds("CAN-001") or (np.nan, np.nan)
    assert unpacked(points["error_y"]["array"])[0] == pytest.approx(high - 100.0, rel=1e-4)
    assert unpacked(points["error_y"]["arrayminus"])[0] == pytest.approx(100.0 - low, rel=1e-4)


@pytest.mark.parametrize("experiment", [CANON, ZHENG], ids=["canon", "zheng"])
def test_every_plot_has_a_title_and_a_name_of_its_own(experiment: Experiment) -> None:
    rows = pictures.rows(experiment)
    shown = [drawn(experiment, number=number)["layout"] for number in range(len(rows))]
    assert len({one["uirevision"] for one in shown}) == len(rows) > 1
    for row, one in zip(rows, shown, strict=True):
        assert one["xaxis"]["title"]["text"] == (pictures.DAYS if row.is_course else row.title)
        assert row.height > pictures.TOP + pictures.BOTTOM
    json.dumps(shown, allow_nan=False)


def test_a_plot_of_courses_names_its_own_groups_in_their_shapes() -> None:
    courses, dots = pictures.rows(CANON)
    shapes = pictures.shapes(CANON, courses)
    assert list(shapes) == ["untreated", "OPG-Fc", "OPG-Fc from day 7"]
    assert [marker for _, marker in shapes.values()] == list(pictures.MARKERS)[:3]
    assert pictures.shapes(CANON, dots) == {}
    for arm, (look, marker) in shapes.items():
        points = next(each for each in drawn(CANON)["data"] if each["name"] == f"{arm}, published")
        assert set(points["marker"]["symbol"]) == {marker}
        assert set(points["marker"]["color"]) == {look.shade("light")}


def test_a_bound_shows_the_side_that_is_allowed() -> None:
    data = drawn(ZHENG)["data"]
    allowed = next(each for each in data if each["name"] == "allowed")
    first, second = allowed["x"][0], allowed["x"][1]
    assert first == 100.0 < second  # at least
    third = allowed["x"][6:8]
    assert third[0] < third[1] == 100.0  # at most


def test_every_name_of_a_dot_is_there_once() -> None:
    shown = drawn(ZHENG)["layout"]["yaxis"]["categoryarray"]
    assert len(shown) == len(set(shown)) == 10

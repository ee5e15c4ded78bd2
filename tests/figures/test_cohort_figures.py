"""The figures of a cohort: every line is its arm, and bands are of the visitor's own."""

import numpy as np
import plotly.graph_objects as go
import pytest
from tests.plots import unpacked

from osteoniche.analysis.cohort import INNER, OUTER, cohort
from osteoniche.analysis.cohort.responses import responses
from osteoniche.figures import cohort as pictures
from osteoniche.figures.look import LINES
from osteoniche.models import BONE, CELLS
from osteoniche.scenario.presets import ARMS, OWN, preset
from osteoniche.web.pages.explore import likely_range

BOTH = preset("combination")


@pytest.fixture(scope="module")
def mice():
    return cohort(BOTH, 30)


@pytest.fixture(scope="module")
def found(mice):
    return {name: responses(mice, arm) for name, arm in mice.arms.items()}


def traces(figure, name):
    return [trace for trace in figure["data"] if trace["name"] == name]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_plotly_knows_all_of_it(mice, found, theme):
    for figure in (
        pictures.bands(mice, theme),
        pictures.waterfall(mice, found, theme),
        pictures.survival(mice, found, theme),
    ):
        go.Figure(figure)


def test_lines_are_medians_and_bands_are_of_the_visitors_arm(mice):
    figure = pictures.bands(mice, "light")
    for name in ARMS:
        tumour, bone, _ = traces(figure, LINES[name].label)
        for trace, series in ((tumour, CELLS), (bone, BONE)):
            (middle,) = mice.arms[name].quantiles(series, (50.0,))
            assert unpacked(trace["y"]) == pytest.approx(middle, rel=1e-5)
    wide = traces(figure, "90 of 100 subjects")[0]
    low, high = mice.arms["combination"].quantiles(CELLS, OUTER)
    half = len(mice.days)
    assert unpacked(wide["y"])[:half] == pytest.approx(high, rel=1e-5)
    assert unpacked(wide["y"])[half:] == pytest.approx(np.maximum(low, 0.1)[::-1], rel=1e-5)
    assert len(traces(figure, "50 of 100 subjects")) == 3
    assert INNER[0] > OUTER[0]


def test_a_run_that_is_no_arm_has_the_bands():
    weak = BOTH.changed(
        treatments=[{**given.model_dump(), "dose": 3.0} for given in BOTH.treatments]
    )
    few = cohort(weak, 4)
    assert pictures.shown_arm(few) == OWN
    (tumour, *_) = traces(pictures.bands(few, "dark"), LINES[OWN].label)
    (middle,) = few.arms[OWN].quantiles(CELLS, (50.0,))
    assert unpacked(tumour["y"]) == pytest.approx(middle, rel=1e-5)
    assert tumour["line"]["color"] == LINES[OWN].shade("dark")


def test_a_run_that_is_an_arm_wears_its_colour(mice, found):
    for figure in (
        pictures.bands(mice, "light"),
        pictures.survival(mice, found, "light"),
    ):
        mine = traces(figure, LINES[OWN].label)[0]
        assert mine["line"]["color"] == LINES["combination"].colour
        assert traces(figure, LINES["combination"].label)


def test_what_is_of_the_visitors_run_comes_first_and_says_so(mice):
    own = pictures.own_bands(mice, "light", 3)
    data = pictures.bands(mice, "light", subject=3)["data"]
    assert data[: len(own)] == own
    assert [trace.get("meta") == OWN for trace in data] == [i < len(own) for i in range(len(data))]


def test_one_subject_is_followed(mice):
    figure = pictures.bands(mice, "light", subject=3)
    tumour, bone, _ = traces(figure, "Subject 3")
    arm = mice.arms["combination"]
    assert unpacked(tumour["y"]) == pytest.approx(arm.of(CELLS)[2], rel=1e-5)
    assert unpacked(bone["y"]) == pytest.approx(arm.of(BONE)[2], rel=1e-5)


def test_the_constants_have_a_band_of_their_own(mice):
    band = likely_range.band(BOTH)
    figure = pictures.bands(mice, "light", band=band)
    low, high, *_ = traces(figure, pictures.CONSTANTS_NAMED)
    assert unpacked(low["y"]) == pytest.approx(
        np.maximum(band.of(band.lower, CELLS), 0.1), rel=1e-5
    )
    assert unpacked(high["y"]) == pytest.approx(band.of(band.upper, CELLS), rel=1e-5)
    assert sum(bool(line["showlegend"]) for line in traces(figure, pictures.CONSTANTS_NAMED)) == 1


def test_each_bar_is_a_subject_sorted(mice, found):
    figure = pictures.waterfall(mice, found, "light")
    bars = figure["data"][0]
    heights = np.array(unpacked(bars["y"]))
    assert (np.diff(heights) <= 0).all()
    subject, change = bars["customdata"][0]
    at = list(found["combination"].subjects).index(subject - 1)
    assert found["combination"].change[at] == pytest.approx(change)
    assert heights[0] == pytest.approx(np.log10(change), rel=1e-5)


def test_shares_without_progression_begin_at_all_and_reach_the_last_day(mice, found):
    figure = pictures.survival(mice, found, "light")
    for name in ARMS:
        (steps,) = traces(figure, LINES[name].label)
        assert unpacked(steps["y"])[0] == 100
        assert unpacked(steps["x"])[-1] == pytest.approx(mice.days[-1] - mice.start)


@pytest.mark.parametrize("name", ["healthy", "untreated"])
def test_without_tumour_or_drug_there_is_something_to_draw(name):
    made = cohort(preset(name), 2)
    told = {arm: responses(made, each) for arm, each in made.arms.items()}
    for figure in (
        pictures.bands(made, "light"),
        pictures.waterfall(made, told, "light"),
        pictures.survival(made, told, "light"),
    ):
        go.Figure(figure)
        assert figure["data"]


def test_on_paper_the_bands_of_a_run_that_is_no_arm_are_those_of_light():
    """A picture is taken on white, in whatever theme the page is (assets/shell/paper.js)."""
    weak = BOTH.changed(
        treatments=[{**given.model_dump(), "dose": 3.0} for given in BOTH.treatments]
    )
    few = cohort(weak, 3)
    dark, light = (pictures.bands(few, theme) for theme in ("dark", "light"))
    inks = dark["layout"]["meta"]["inks"]
    for shown, printed in zip(dark["data"][:2], light["data"][:2], strict=True):
        assert inks[shown["fillcolor"]] == printed["fillcolor"] != shown["fillcolor"]

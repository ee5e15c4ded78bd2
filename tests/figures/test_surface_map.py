"""The map of a dose surface: where things lie, in which colours, on which axes."""

import base64

import numpy as np
import plotly.graph_objects as go
import pytest

from osteoniche.analysis.surface import POINTS, QUANTITIES, Surface
from osteoniche.figures.surface import FOLDS, HERE, RINGS, ROOM, SHADES, figure
from osteoniche.scenario.presets import preset

SURFACE = Surface(preset("combination"), POINTS[0])
UP, ACROSS = np.meshgrid(np.arange(11.0), np.arange(11.0), indexing="ij")
CELLS = 1e6 * 10 ** (-0.3 * UP - 0.1 * ACROSS)
VALUES = np.stack([CELLS, 100 - UP, ACROSS])


def numbers(array: dict[str, str]) -> np.ndarray:
    found = np.frombuffer(base64.b64decode(array["bdata"]), "<f4")
    return found.reshape([int(n) for n in array["shape"].split(",")]) if "shape" in array else found


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("quantity", QUANTITIES)
def test_plotly_accepts_it_and_axes_have_units(quantity, theme):
    drawn = figure(SURFACE, VALUES, quantity, theme, "desk")
    go.Figure(drawn)  # raises for an unknown property
    assert drawn["layout"]["xaxis"]["title"]["text"].endswith("(mg/kg), small doses drawn apart")
    assert drawn["layout"]["yaxis"]["title"]["text"].endswith("each dose (mg/kg)")
    assert drawn["data"][0]["colorbar"]["title"]["text"] == SHADES[quantity].title


def test_the_tumour_is_drawn_by_powers_of_ten_and_told_against_untreated():
    drawn = figure(SURFACE, VALUES, "tumour_cells", "light", "desk")["data"][0]
    np.testing.assert_allclose(numbers(drawn["z"]), np.log10(CELLS), rtol=1e-6)
    np.testing.assert_allclose(numbers(drawn["customdata"]), CELLS[0, 0] / CELLS, rtol=1e-6)
    assert drawn["colorbar"]["ticktext"][-1] == "1 M"


def test_lines_lie_where_the_tumour_is_so_many_times_below_untreated():
    lines = figure(SURFACE, VALUES, "tumour_cells", "light", "desk")["data"][HERE + 1 :]
    assert [line["contours"]["value"] for line in lines] == list(FOLDS)
    np.testing.assert_allclose(numbers(lines[0]["z"]), CELLS[0, 0] / CELLS, rtol=1e-6)


def test_before_two_rows_are_known_and_without_a_tumour_there_are_no_such_lines():
    for place, value in (((0, 0, 0), np.nan), ((0, 0, 0), 0.0), ((0, 1, 3), np.nan)):
        values = VALUES.copy()
        values[place] = value
        assert len(figure(SURFACE, values, "tumour_cells", "light", "desk")["data"]) == 2


def test_lines_go_as_far_as_rows_are_whole():
    values = VALUES.copy()
    values[0, 7, 3:] = values[0, 8:] = np.nan
    lines = figure(SURFACE, values, "tumour_cells", "light", "desk")["data"][HERE + 1 :]
    assert len(lines) == len(FOLDS)
    for line in lines:
        np.testing.assert_allclose(numbers(line["z"]), CELLS[0, 0] / CELLS[:7], rtol=1e-6)


def test_the_visitors_run_is_marked():
    mark = figure(SURFACE, VALUES, "bone_mass_percent", "dark", "desk")["data"][HERE]
    doses = [SURFACE.doses(drug).tolist() for drug in (SURFACE.antibody, SURFACE.chemotherapy)]
    assert mark["x"] == [doses[0].index(10)] * len(RINGS)
    assert mark["y"] == [doses[1].index(10)] * len(RINGS)


@pytest.mark.parametrize("points", POINTS)
def test_there_is_room_for_the_mark_of_a_run_at_the_edge(points):
    """On an axis of 280 pixels, as a telephone has."""
    surface = Surface(preset("untreated"), points)
    values = np.full((3, points, points), np.nan)
    drawn = figure(surface, values, "tumour_cells", "light", "phone")
    for axis in ("xaxis", "xaxis2", "yaxis", "yaxis2"):
        low, high = drawn["layout"][axis]["range"]
        pixel = (high - low) / 280
        assert (0 - low) / pixel > ROOM * 280 * 0.9
        assert (high - (points - 1)) / pixel > ROOM * 280 * 0.9


@pytest.mark.parametrize("points", POINTS)
def test_no_dose_is_named_like_a_place(points):
    """plotly.js would put the tick of a place where the name is: of 18 at 6 with eleven doses."""
    surface = Surface(preset("combination"), points)
    values = np.full((3, points, points), np.nan)
    drawn = figure(surface, values, "tumour_cells", "light", "desk")
    for name in (*drawn["data"][0]["x"], *drawn["data"][0]["y"]):
        assert name.endswith(" mg/kg")


def test_a_telephone_has_fewer_ticks_and_shorter_words():
    desk, phone = (
        figure(SURFACE, VALUES, "tumour_cells", "light", screen)["layout"]["xaxis"]
        for screen in ("desk", "phone")
    )
    assert desk["ticktext"] == ["0", "0.1", "0.3", "1", "3", "10", "30"]
    assert phone["ticktext"] == ["0", "0.1", "1", "10", "30"]
    assert phone["title"]["text"] == "15D11, each dose (mg/kg)"


def test_nothing_computed_yet_is_still_a_figure():
    go.Figure(figure(SURFACE, np.full((3, 11, 11), np.nan), "tumour_cells", "light", "phone"))


def test_the_line_of_too_few_neutrophils_lies_on_every_map_and_looks_like_no_other():
    counts = np.tile(np.linspace(1.0, 0.2, len(CELLS))[:, None], (1, CELLS.shape[1]))
    values = np.concatenate([VALUES, counts[np.newaxis]])
    for quantity in QUANTITIES:
        line = figure(SURFACE, values, quantity, "light", "desk")["data"][-1]
        assert line["contours"]["value"] == 0.5
        np.testing.assert_allclose(numbers(line["z"]), counts, rtol=1e-6)
    drawn = figure(SURFACE, values, "tumour_cells", "light", "desk")
    go.Figure(drawn)
    looks = [(one["line"]["color"], one["line"]["dash"]) for one in drawn["data"][HERE + 1 :]]
    assert len({dash for _, dash in looks}) == len(looks) == 3

"""How series look: the colours and lines of the design, told apart without colour too."""

import re

import numpy as np
import pytest
from tests.plots import same, unpacked

from osteoniche.figures.look import (
    DASHES,
    DESK,
    DETAIL_COLOURS,
    FINE_DASHES,
    HALL,
    INK,
    LINES,
    LOOKS,
    PHONE,
    PIN_LINES,
    ROLE_LINES,
    SVG_DASHES,
    axis,
    layout,
    packed,
    printed,
    sized,
    view_of,
)
from osteoniche.roles import Role
from osteoniche.scenario.presets import ARMS, OWN, preset
from osteoniche.system import default_system

DESIGN = {
    # arm: colour (of Okabe and Ito, grey apart) and line
    "untreated": ("#8c8c8c", "dot"),
    "chemotherapy": ("#d55e00", "dash"),
    "antibody": ("#0072b2", "dashdot"),
    "combination": ("#009e73", "solid"),
}


def luminance(colour: str) -> float:
    """Relative luminance of the web's accessibility guidelines."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return float(np.dot(linear, [0.2126, 0.7152, 0.0722]))


def contrast(one: str, other: str) -> float:
    light, dark = sorted([luminance(one), luminance(other)], reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("arm", ARMS)
@pytest.mark.parametrize("theme", INK)
def test_an_arm_looks_as_designed_in_either_theme(arm, theme):
    colour, dash = DESIGN[arm]
    drawn = LINES[arm].drawn(theme)
    assert (drawn["color"], drawn["dash"]) == (colour, dash)


def test_the_visitors_run_is_ink_solid_and_thickest():
    assert LINES[OWN].drawn("light")["color"] == INK["light"].text
    assert LINES[OWN].drawn("dark")["color"] == INK["dark"].text
    assert LINES[OWN].dash == "solid"
    others = [LINES[arm].width for arm in ARMS]
    assert LINES[OWN].width > 1.5 * max(others)
    assert LINES["combination"].width == min(others)


def test_every_line_has_a_look_and_no_two_are_alike():
    assert list(LINES) == [*ARMS, OWN]
    looks = [(line.colour, line.dash, line.width) for line in LINES.values()]
    assert len(set(looks)) == len(looks)
    labels = [line.label for line in LINES.values()]
    assert len(set(labels)) == len(labels)


def test_every_kind_of_drug_has_a_line():
    assert set(ROLE_LINES) == {drug.role for drug in default_system().drugs}
    assert set(LOOKS) == set(Role)


@pytest.mark.parametrize("theme", INK)
def test_text_and_lines_stand_out_from_the_paper(theme):
    ink = INK[theme]
    assert contrast(ink.text, ink.paper) >= 7
    assert contrast(ink.soft, ink.paper) >= 4.5
    for line in [*LINES.values(), *LOOKS.values()]:
        assert contrast(line.shade(theme), ink.paper) >= 2.9, line.label


def test_dashes_have_a_drawing_for_swatches():
    lines = [*LINES.values(), *LOOKS.values(), *PIN_LINES]
    used = {line.dash for line in lines} | set(DASHES)
    assert used == set(SVG_DASHES)
    for drawing in SVG_DASHES.values():
        assert re.fullmatch(r"(\d+( \d+)*)?", drawing)


def test_detail_colours_differ():
    assert len(set(DETAIL_COLOURS)) == len(DETAIL_COLOURS)


def test_packed_numbers_come_back():
    values = np.array([0.0, -1.5, 3.1415926535, 1e12, np.nan])
    assert same(packed(values), values)
    assert unpacked(packed(values)) == pytest.approx(values, rel=1e-7, nan_ok=True)
    assert unpacked(packed(np.empty(0))).shape == (0,)
    assert unpacked(packed(np.arange(6.0)[::2])).tolist() == [0, 2, 4]


def test_axis_and_layout_follow_the_theme():
    for theme, ink in INK.items():
        assert axis("Title", theme, range=[0, 1])["gridcolor"] == ink.grid
        assert axis("Title", theme, range=[0, 1])["range"] == [0, 1]
        assert layout(theme)["font"]["color"] == ink.text


def test_the_name_of_a_view_changes_with_the_time_axis_only():
    mouse = preset("combination")
    assert view_of(mouse) == view_of(preset("untreated"))
    assert view_of(mouse) != view_of(mouse.changed(days=43))
    assert view_of(mouse) != view_of(preset("combination", "human"))


def test_a_hall_has_larger_letters_and_lines_and_the_same_numbers():
    figure = {
        "data": [{"y": {"dtype": "f4", "bdata": "AA=="}, "line": {"width": 2.0, "color": "#fff"}}],
        "layout": layout("light", xaxis=axis("Days", "light", range=[0, 42], nticks=5)),
    }
    large = sized(figure, HALL)
    assert large["data"][0]["line"]["width"] == pytest.approx(2.6)
    assert large["data"][0]["y"] == figure["data"][0]["y"]
    assert large["layout"]["font"]["size"] == pytest.approx(1.3 * 13)
    assert large["layout"]["xaxis"]["tickfont"]["size"] == pytest.approx(1.3 * 12)
    assert large["layout"]["margin"]["l"] > figure["layout"]["margin"]["l"]
    assert large["layout"]["xaxis"]["range"] == [0, 42]
    assert large["layout"]["xaxis"]["nticks"] == 5
    assert sized(figure, DESK) is figure
    assert sized(figure, PHONE)["layout"]["font"]["size"] >= 11.5


@pytest.mark.parametrize("theme", INK)
def test_a_picture_is_made_with_the_inks_of_white_paper(theme):
    given = printed(theme)
    assert given["paper"] == "#ffffff"
    assert given == layout(theme)["meta"]
    for name, ink in vars(INK[theme]).items():
        assert given["inks"][ink] == vars(INK["light"])[name]
    assert len(given["inks"]) == len(vars(INK[theme])), "two inks of a theme are one"
    series = {line.colour for line in (*LINES.values(), *PIN_LINES, *LOOKS.values())}
    assert not series & set(given["inks"]), "a series would change its colour"


@pytest.mark.parametrize("line", [*LINES.values(), *PIN_LINES], ids=str)
def test_a_small_plot_has_the_same_look_in_fine(line):
    small = line.small()
    assert (small.label, small.colour) == (line.label, line.colour)
    assert small.width < line.width
    assert len(set(FINE_DASHES.values())) == len(FINE_DASHES) == len(SVG_DASHES)
    assert FINE_DASHES.keys() == SVG_DASHES.keys()

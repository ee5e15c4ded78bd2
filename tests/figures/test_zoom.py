"""What plotly.js comes back to when a zoom is taken back: what each figure came with."""

from typing import Any

import pytest
from tests.runs import run

from osteoniche.figures import details, multiples, timecourse
from osteoniche.figures.look import SCREENS, blank, layout, spanning
from osteoniche.scenario.presets import preset
from osteoniche.study import compare

SHOWN = compare(preset("combination"), run, [("Kept", preset("antibody"))])


def figures(screen: str) -> list[dict[str, Any]]:
    """One figure of each kind that can be zoomed."""
    own = [details.figure(one, SHOWN.scenario, SHOWN.own, "light") for one in details.all_details()]
    drawn = [
        each.figure(SHOWN, "light", screen, linear=linear)
        for each in (timecourse, multiples)
        for linear in (False, True)
    ]
    return [*own, *drawn]


@pytest.mark.parametrize("screen", SCREENS)
def test_every_axis_is_fixed_or_finds_its_range_by_itself(screen):
    for figure in figures(screen):
        for name, axis in figure["layout"].items():
            if not name.startswith(("xaxis", "yaxis")) or axis.get("fixedrange"):
                continue
            if "range" in axis:
                assert spanning(*axis["range"]).items() <= axis.items()
            assert axis.get("autorange", True) is True
            assert ("range" in axis) == name.startswith("x")


@pytest.mark.parametrize("screen", SCREENS)
def test_plots_over_the_same_days_say_that_they_share_them(screen):
    names = {figure["layout"]["uirevision"] for figure in figures(screen)}
    assert all(figure["layout"]["meta"]["days"] is True for figure in figures(screen))
    assert len(names) == 1


def test_no_other_plot_shares_days():
    assert "days" not in layout("light")["meta"]
    assert not blank()["layout"].get("meta")


def test_a_blank_figure_has_nothing_that_could_be_seen():
    bare = blank()["layout"]
    assert blank()["data"] == []
    assert bare["paper_bgcolor"] == bare["plot_bgcolor"] == "rgba(0,0,0,0)"
    assert [bare[axis]["visible"] for axis in ("xaxis", "yaxis")] == [False, False]

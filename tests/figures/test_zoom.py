"""What plotly.js comes back to when a zoom is taken back: what each figure came with."""

from typing import Any

import pytest
from tests.runs import run

from osteoniche.figures import details, multiples, timecourse
from osteoniche.figures.look import SCREENS, blank, spanning
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


def test_a_blank_figure_has_nothing_that_could_be_seen():
    layout = blank()["layout"]
    assert blank()["data"] == []
    assert layout["paper_bgcolor"] == layout["plot_bgcolor"] == "rgba(0,0,0,0)"
    assert [layout[axis]["visible"] for axis in ("xaxis", "yaxis")] == [False, False]

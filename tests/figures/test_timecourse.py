"""The three stacked plots: what is drawn is the Result, on axes with units."""

import json
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from tests import strategies
from tests.plots import axis_of, notices, same, titles, unpacked
from tests.runs import give, run, scenario

from osteoniche.drugs import DRUGS, of_role, roles
from osteoniche.engine.course import dose_days
from osteoniche.engine.result import Status, failed
from osteoniche.figures import stacked, timecourse
from osteoniche.figures.look import DESK, INK, LINES, PHONE, ROLE_LINES, SCALES, SCREENS
from osteoniche.quantity import HUMAN, SPECIES
from osteoniche.scenario import Scenario
from osteoniche.scenario.presets import ARMS, OWN, preset
from osteoniche.study import Comparison, compare

PLOTS = len(stacked.PLOTS)
SERIES = ("tumour_cells", "bone_mass_percent", "apoptosis_percent")


def drawn(asked: Scenario, theme: str = "light", *, linear: bool = False):
    comparison = compare(asked, run)
    return comparison, figure_of(comparison, theme, linear=linear)


def figure_of(comparison: Comparison, theme: str = "light", *, linear: bool = False):
    return timecourse.figure(comparison, theme, linear=linear)


@pytest.mark.parametrize("species", SPECIES)
def test_four_arms_and_the_own_run_in_each_plot_then_the_doses(species):
    comparison, figure = drawn(preset("combination", species))
    assert len(figure["data"]) == (len(ARMS) + 2) * PLOTS + len(ROLE_LINES)
    results = [*(comparison.arms[arm] for arm in ARMS), comparison.own]
    for i, (line, result) in enumerate(zip([*ARMS, OWN], results, strict=True)):
        for j, series in enumerate(SERIES):
            trace = figure["data"][i * PLOTS + j]
            values = result.series[series]
            if series == "tumour_cells":
                values = np.where(values < 0.1, np.nan, values)
            assert same(trace["x"], result.days)
            assert same(trace["y"], values)
            assert trace["name"] == LINES[line].label
            look = LINES[line] if line != OWN else LINES["combination"]
            assert trace["line"]["color"] == look.colour
            assert trace["line"] == LINES[line].drawn("light") | {"color": look.colour}


def test_each_series_stands_on_its_own_axis_with_its_unit():
    _, figure = drawn(preset("chemotherapy"))
    for trace in figure["data"][:PLOTS]:
        assert "title" not in axis_of(figure, trace)
    found = titles(figure)
    assert [found[axis] for axis in ("yaxis2", "yaxis", "yaxis3")] == [
        "Tumour (cells)",
        "Bone mass (%)",
        "Apoptosis (%)",
    ]
    assert titles(figure)["xaxis"] == "Time (days)"
    assert figure["layout"]["xaxis"]["range"] == [0, 42]


def test_on_a_phone_the_ends_of_the_lines_take_less_room():
    comparison = compare(preset("chemotherapy"), run)
    desk, phone = (
        timecourse.figure(comparison, "light", screen, linear=False) for screen in (DESK, PHONE)
    )
    assert titles(phone) == titles(desk)
    assert phone["layout"]["margin"]["r"] < desk["layout"]["margin"]["r"]
    assert phone["data"] == desk["data"]


@pytest.mark.parametrize("arm", ARMS)
def test_the_own_run_wears_the_colour_of_the_arm_that_it_is(arm):
    comparison, figure = drawn(preset(arm))
    assert timecourse.equal(comparison) == arm
    assert figure["data"][len(ARMS) * PLOTS]["line"]["color"] == LINES[arm].colour
    other = preset(arm).changed(treatments=[give("paclitaxel", dose=1.5)])
    comparison, figure = drawn(other)
    assert timecourse.equal(comparison) is None
    assert figure["data"][len(ARMS) * PLOTS]["line"]["color"] == INK["light"].text


@pytest.mark.parametrize("screen", SCREENS)
def test_the_tumour_has_the_most_room_and_the_others_as_much_as_each_other(screen):
    domains = [stacked.domain(plot, screen) for plot in stacked.PLOTS]
    heights = [high - low for low, high in domains]
    assert heights[0] > 2 * heights[1]
    assert heights[1] == pytest.approx(heights[2], abs=1e-3)
    assert domains[0][1] == 1
    assert domains[-1][0] == pytest.approx(stacked.BELOW[screen], abs=1e-3)


LEAST = {"phone": 265, "desk": 464, "hall": 600}
"""Pixels between the margins of the plots where a screen is smallest."""


@pytest.mark.parametrize("screen", SCREENS)
def test_between_two_plots_there_is_room_for_a_title_and_half_a_label(screen):
    title, label = (SCALES[screen] * size for size in (stacked.HEADING["size"], 12))
    for upper, lower in pairwise(stacked.domain(plot, screen) for plot in stacked.PLOTS):
        assert (upper[0] - lower[1]) * LEAST[screen] > 1.2 * title + 0.5 * label


def test_the_plots_do_not_overlap():
    _, figure = drawn(preset("chemotherapy"))
    domains = [axis_of(figure, trace)["domain"] for trace in figure["data"][:PLOTS]]
    domains.append(figure["layout"]["yaxis4"]["domain"])
    for upper, lower in pairwise(domains):
        assert lower[0] < lower[1] < upper[0] < upper[1]


def test_the_order_does_not_depend_on_the_order_of_the_arms():
    comparison = compare(preset("chemotherapy"), run)
    assert list(comparison.arms) == list(ARMS)


@pytest.mark.parametrize("linear", [False, True])
def test_the_tumour_axis_is_logarithmic_or_linear(linear):
    _, figure = drawn(preset("chemotherapy"), linear=linear)
    axis = figure["layout"]["yaxis2"]
    assert (axis.get("type") == "log") is not linear
    others = [figure["layout"][name] for name in ("yaxis", "yaxis3", "yaxis4")]
    assert all("type" not in other for other in others)


def test_a_zoomed_tumour_axis_is_let_go_when_its_scale_changes():
    _, log = drawn(preset("chemotherapy"))
    _, linear = drawn(preset("chemotherapy"), linear=True)
    assert log["layout"]["yaxis2"]["uirevision"] != linear["layout"]["yaxis2"]["uirevision"]
    assert log["layout"]["uirevision"] == linear["layout"]["uirevision"]


def test_a_zoomed_time_axis_is_let_go_with_another_horizon_and_only_then():
    _, before = drawn(preset("chemotherapy"))
    _, other_drug = drawn(preset("combination"))
    _, longer = drawn(preset("chemotherapy").changed(days=60))
    assert before["layout"]["uirevision"] == other_drug["layout"]["uirevision"]
    assert before["layout"]["uirevision"] != longer["layout"]["uirevision"]
    assert before["layout"]["uirevision"]  # plotly.js takes an empty one for none


@pytest.mark.parametrize("theme", INK)
def test_the_theme_is_the_ink(theme):
    _, figure = drawn(preset("chemotherapy"), theme)
    _, unlike = drawn(scenario(treatments=[give("paclitaxel", dose=1.5)]), theme)
    assert unlike["data"][len(ARMS) * PLOTS]["line"]["color"] == INK[theme].text
    assert figure["layout"]["font"]["color"] == INK[theme].text
    assert figure["layout"]["xaxis"]["gridcolor"] == INK[theme].grid


SCHEDULES = {
    "paclitaxel": {"until": 20.0},
    "15D11": {"every": None},
    "rankl-inhibitor": {"start": 8.0},
}
"""Where it is not the usual one."""
GIVEN = {
    role: [give(drug, **SCHEDULES.get(drug, {})) for drug in of_role(role)] for role in roles()
}


def test_dose_marks_stand_on_the_days_of_dosing_in_the_colour_of_their_kind():
    asked = scenario(treatments=[plan for plans in GIVEN.values() for plan in plans])
    _, figure = drawn(asked)
    for trace, role in zip(figure["data"][-len(ROLE_LINES) :], ROLE_LINES, strict=True):
        plans = [asked.treatment(plan["drug"]) for plan in GIVEN[role]]
        days = np.concatenate([dose_days(plan, asked.days) for plan in plans])
        assert [day for day, _, _ in strokes_of(trace)] == pytest.approx(days)
        assert trace["line"]["color"] == ROLE_LINES[role].colour
        for plan in plans:
            assert f"{plan.drug} {plan.dose:g}" in trace["hovertemplate"]


EVERYTHING = list(DRUGS)


@pytest.mark.parametrize("count", range(1, len(EVERYTHING) + 1))
def test_drugs_given_on_one_day_have_a_lane_each_that_none_covers(count):
    """In the units of the axis, so that it holds at every size."""
    plans = [give(drug, start=9.0, every=None) for drug in EVERYTHING[:count]]
    _, figure = drawn(scenario(treatments=plans))
    rows = figure["data"][-len(ROLE_LINES) :]
    marks = sorted((low, high) for trace in rows for _, low, high in strokes_of(trace))
    assert len(marks) == count
    for (_, below), (above, _) in pairwise(marks):
        assert below < above
    lowest, highest = figure["layout"]["yaxis4"]["range"]
    assert lowest <= marks[0][0] < marks[-1][1] <= highest
    heights = [high - low for low, high in marks]
    assert heights == pytest.approx([heights[0]] * count, abs=1e-6)
    assert sum(heights) > 0.8 * (highest - lowest)


def test_a_drug_of_which_no_dose_is_due_takes_no_lane():
    late = give("15D11", start=50.0)
    _, figure = drawn(scenario(treatments=[give("paclitaxel"), late]))
    _, alone = drawn(scenario(treatments=[give("paclitaxel")]))
    assert figure["data"][-len(ROLE_LINES) :] == alone["data"][-len(ROLE_LINES) :]


def test_no_drug_no_marks():
    _, figure = drawn(preset("untreated"))
    for trace in figure["data"][-len(ROLE_LINES) :]:
        assert strokes_of(trace) == []
        assert len(unpacked(trace["x"])) > 0, "without a point plotly.js does not place the axis"


def strokes_of(trace) -> list[tuple[float, float, float]]:
    """Day, lower and upper end of each mark that is drawn: two points, then a gap."""
    days, heights = unpacked(trace["x"]), unpacked(trace["y"])
    assert np.isnan(heights[0])
    ends = heights[1:].reshape(-1, 3)
    assert np.isnan(ends[:, 2]).all()
    days = days[1:].reshape(-1, 3)
    assert (days == days[:, :1]).all()
    return [(float(d[0]), float(e[0]), float(e[1])) for d, e in zip(days, ends, strict=True)]


def test_own_traces_are_those_of_the_whole_figure_in_their_places():
    asked = scenario(treatments=[give("paclitaxel", dose=12.5), give("15D11", dose=3.0)])
    comparison, figure = drawn(asked)
    own = timecourse.placed(timecourse.groups(comparison, "light"), [OWN])[OWN]
    assert list(own) == list(range(len(ARMS) * PLOTS, len(figure["data"])))
    for place, trace in own.items():
        assert trace == figure["data"][place]


def test_a_failed_run_is_a_sentence_in_place_of_its_curve_beside_the_arms():
    asked = preset("chemotherapy")
    comparison = compare(asked, run)
    status = Status.TOO_MANY_EVALUATIONS
    figure = figure_of(replace(comparison, own=failed(status)))
    own = figure["data"][len(ARMS) * PLOTS : (len(ARMS) + 1) * PLOTS]
    assert all(len(unpacked(trace["y"])) == 0 for trace in own)
    assert all(len(unpacked(trace["y"])) > 0 for trace in figure["data"][: len(ARMS) * PLOTS])
    (notice,) = notices(figure)
    shown = notice.replace("<br>", " ").replace("<b>", "").replace("</b>", "")
    assert "No curve for your settings." in shown
    assert status.value in shown


def test_a_run_that_went_well_has_no_notice():
    _, figure = drawn(preset("chemotherapy"))
    assert notices(figure) == []


def test_fewer_than_a_tenth_of_a_cell_is_not_drawn():
    asked = scenario(treatments=[give("paclitaxel", HUMAN), give("15D11", HUMAN)], species=HUMAN)
    healthy = scenario(tumour="none")
    _, figure = drawn(healthy)
    assert np.isnan(unpacked(figure["data"][len(ARMS) * PLOTS]["y"])).all()
    _, figure = drawn(asked)
    drawn_cells = unpacked(figure["data"][len(ARMS) * PLOTS]["y"])
    assert np.nanmin(drawn_cells) >= 0.1


@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])
@given(strategies.scenarios())
def test_any_scenario_can_be_drawn_and_sent(asked):
    comparison = compare(asked, run)
    for theme in INK:
        figure = figure_of(comparison, theme, linear=True)
        text = json.dumps(figure, allow_nan=False)
        assert len(text) < 2_000_000
        assert len(figure["data"]) == (len(ARMS) + 2) * PLOTS + len(ROLE_LINES)


def test_the_tumour_axis_has_a_label_for_each_power_of_ten_unless_there_are_many():
    def labels(scenario):
        axis = drawn(scenario)[1]["layout"]["yaxis2"]
        marks, texts = axis["tickvals"], axis["ticktext"]
        return [text for mark, text in zip(marks, texts, strict=True) if 1e3 <= mark <= 1e6]

    each = ["1k", "10k", "100k", "1 M"]
    assert labels(preset("chemotherapy")) == each
    assert labels(preset("chemotherapy", HUMAN)) == ["10k", "1 M"]  # from one cell to a billion
    assert labels(preset("untreated", HUMAN).changed(days=200)) == each
    assert labels(preset("untreated").changed(days=8))[:5] == ["1k", "2k", "3k", "5k", "10k"]


def test_days_are_labelled_by_weeks_where_these_have_room():
    assert drawn(preset("chemotherapy"))[1]["layout"]["xaxis"]["dtick"] == 7
    assert "dtick" not in drawn(preset("chemotherapy", HUMAN))[1]["layout"]["xaxis"]

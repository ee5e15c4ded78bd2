"""The explaining plots: every series of the Result, with units, and readable hover words."""

import json
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from tests import strategies
from tests.plots import axis_of, same, titles
from tests.runs import give, run, scenario

from osteoniche.engine.result import Status, failed
from osteoniche.figures import details
from osteoniche.figures.look import INK, ROLE_LINES
from osteoniche.scenario import Scenario
from osteoniche.scenario.presets import preset
from osteoniche.system import default_system

NAMES = list(details.all_details())
UNITS = {"fold": "(fold)", "fraction": "(0 to 1)", "cell": "(cells)"}


def test_the_panels_by_name():
    assert NAMES == ["niche", "cells", "concentrations", "costs"]


@pytest.mark.parametrize("name", ["niche", "cells"])
def test_every_series_is_that_of_the_result_on_an_axis_with_its_unit(name):
    asked = preset("combination")
    own = run(asked)
    figure = details.figure(name, asked, own, "light")
    declared = [
        (label, column)
        for row in details.all_details()[name].rows
        for label, column in row.series.items()
    ]
    assert [trace["name"] for trace in figure["data"]] == [label for label, _ in declared]
    for trace, (_, column) in zip(figure["data"], declared, strict=True):
        values = own.series[column]
        if own.units[column] == "cell":
            values = np.where(values < 0.1, np.nan, values)
        assert same(trace["x"], own.days)
        assert same(trace["y"], values)
        assert UNITS[own.units[column]] in axis_of(figure, trace)["title"]["text"]


def test_a_row_for_each_drug_given_with_its_unit_and_name():
    given_drugs = ["paclitaxel", "cisplatin", "15D11", "zoledronate", "rankl-inhibitor"]
    asked = scenario(treatments=[give(drug) for drug in given_drugs])
    own = run(asked)
    figure = details.figure("concentrations", asked, own, "light")
    drugs = {drug.name: drug for drug in default_system().drugs}
    found = [axis_of(figure, trace)["title"]["text"] for trace in figure["data"]]
    assert found == ["mg/L", "mg/L", "nM", "µg/kg", "nM"]
    headings = [note["text"] for note in figure["layout"]["annotations"]]
    days = "7, 10.5, 14, 17.5, 21, 24.5, …, 38.5"
    assert headings[0] == f"Paclitaxel in plasma: 10 doses, on days {days}"
    for trace, name, heading in zip(figure["data"], given_drugs, headings, strict=True):
        meaning = drugs[name].concentration.meaning.lower()
        assert heading.lower().startswith(f"{meaning}: ")
        assert same(trace["y"], own.series[drugs[name].concentration.name])
        assert trace["line"]["color"] == ROLE_LINES[drugs[name].role].colour


def test_a_drug_at_dose_zero_has_no_row():
    asked = scenario(treatments=[give("paclitaxel"), give("15D11", dose=0)])
    figure = details.figure("concentrations", asked, run(asked), "light")
    assert [trace["name"] for trace in figure["data"]] == ["paclitaxel in plasma"]


def test_without_drugs_the_concentrations_say_so():
    asked = preset("untreated")
    figure = details.figure("concentrations", asked, run(asked), "light")
    assert figure["data"] == []
    assert [note["text"] for note in figure["layout"]["annotations"]] == ["No drug is given"]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("theme", INK)
def test_axes_have_titles_and_lie_apart(name, theme):
    drugs = ["paclitaxel", "cisplatin", "15D11", "zoledronate", "rankl-inhibitor"]
    asked = scenario(treatments=[give(drug) for drug in drugs])
    figure = details.figure(name, asked, run(asked), theme)
    found = titles(figure)
    axes = [key for key in figure["layout"] if key.startswith(("xaxis", "yaxis"))]
    assert set(found) == set(axes)
    assert all(found.values())
    assert found["xaxis"] == "Time (days)"
    domains = [figure["layout"][axis]["domain"] for axis in axes if axis.startswith("yaxis")]
    assert domains[0][1] == pytest.approx(1)
    assert domains[-1][0] == pytest.approx(0)
    for upper, lower in pairwise(domains):
        assert lower[0] < lower[1] < upper[0] < upper[1]
    assert figure["layout"]["font"]["color"] == INK[theme].text
    assert figure["layout"]["xaxis"]["range"] == [0, asked.days]


def test_shares_are_not_shown_with_prefixes():
    """%{y:.3s} would write a Notch activity of 0.77 as 770m."""
    asked = preset("combination")
    for name in NAMES:
        for trace in details.figure(name, asked, run(asked), "light")["data"]:
            counts = "cells" in trace["legendgroup"]
            assert ("%{y:.3s}" if counts else "%{y:.3g}") in trace["hovertemplate"]


@pytest.mark.parametrize("name", ["niche", "cells"])
def test_lines_of_one_plot_are_told_apart_and_have_a_legend(name):
    asked = preset("combination")
    detail = details.all_details()[name]
    traces = details.figure(name, asked, run(asked), "light")["data"]
    looks = [(trace["line"]["color"], trace["line"]["dash"]) for trace in traces]
    assert len(set(looks)) == len(looks)
    legend = [line for lines in details.fixed_lines(detail) for line in lines]
    assert [(line.colour, line.dash) for line in legend] == looks
    assert [line.label for line in legend] == [trace["name"] for trace in traces]


def test_only_the_clones_are_on_a_logarithmic_axis():
    asked = preset("combination")
    cells = details.figure("cells", asked, run(asked), "light")["layout"]
    assert [cells["yaxis"].get("type"), cells["yaxis2"].get("type")] == [None, "log"]
    assert cells["yaxis"]["rangemode"] == "tozero"
    niche = details.figure("niche", asked, run(asked), "light")["layout"]
    assert "type" not in niche["yaxis"]
    assert "type" not in niche["yaxis2"]


@pytest.mark.parametrize("name", NAMES)
def test_a_failed_run_gives_axes_without_curves(name):
    asked = preset("combination")
    figure = details.figure(name, asked, failed(Status.TOO_SLOW), "light")
    assert all(trace["y"]["bdata"] == "" for trace in figure["data"])
    assert titles(figure)["xaxis"] == "Time (days)"


@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])
@given(strategies.scenarios())
def test_any_scenario_can_be_drawn_and_sent(asked):
    for name in NAMES:
        json.dumps(details.figure(name, asked, run(asked), "dark"), allow_nan=False)


def test_what_doses_cost_has_a_row_for_each_organ_and_lines_that_say_what_they_are():
    asked = preset("combination", "human")
    own = run(asked)
    figure = details.figure("costs", asked, own, "light")
    columns = ["neutrophils_e9_per_L", "neuropathy_score"]
    assert [axis_of(figure, trace)["title"]["text"] for trace in figure["data"]] == [
        "10⁹/L",
        "score",
    ]
    for trace, column in zip(figure["data"], columns, strict=True):
        assert same(trace["y"], own.series[column])
    levels = [line["y0"] for line in figure["layout"]["shapes"]]
    assert levels == [1.0, 0.5]
    assert {line["yref"] for line in figure["layout"]["shapes"]} == {"y"}
    words = [note["text"] for note in figure["layout"]["annotations"]]
    assert words[1:3] == ["1.0: infections threaten", "0.5: severe"]


def test_nerves_are_not_drawn_after_the_last_course():
    plan = {"drug": "paclitaxel", "start": 0.0, "until": 20.0}
    asked = Scenario(species="human", days=100, treatments=[plan])
    own = run(asked)
    trace = details.figure("costs", asked, own, "light")["data"][1]
    assert same(trace["y"], np.where(own.days <= 21, own.series["neuropathy_score"], np.nan))


def test_a_mouses_marrow_is_said_to_be_assumed_and_its_lines_are_shares():
    asked = preset("chemotherapy").changed(parameters={"Circ0": 2.0})
    layout = details.figure("costs", asked, run(asked), "dark")["layout"]
    assert [note["text"] for note in layout["annotations"]] == [
        "Neutrophils in the blood (assumed)",
        "normal",
        "half of normal",
    ]
    assert [line["y0"] for line in layout["shapes"]] == [2.0, 1.0]


def test_where_no_dose_costs_anything_the_plot_says_so():
    for asked in (preset("antibody"), preset("untreated")):
        figure = details.figure("costs", asked, run(asked), "light")
        assert figure["data"] == []
        assert [note["text"] for note in figure["layout"]["annotations"]] == [
            "No dose costs anything that is computed"
        ]

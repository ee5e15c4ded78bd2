"""Pinned runs, runs against another, published observations: one answer holds them all."""

import json
from typing import Any

import numpy as np
import pytest
from dash import Patch
from plotly.utils import PlotlyJSONEncoder
from tests import expected
from tests.plots import notices, patched, same, unpacked
from tests.runs import failing, give, run, scenario
from tests.web.browsers import WRITTEN, request, table_of, text_of

from osteoniche import parameters
from osteoniche.analysis.observed import resembling
from osteoniche.engine.result import Result, Status
from osteoniche.figures import stacked
from osteoniche.figures.look import PIN_LINES
from osteoniche.quantity import HUMAN
from osteoniche.scenario import Scenario, address
from osteoniche.scenario.presets import ARMS, preset
from osteoniche.study import Run
from osteoniche.web.kit import ids
from osteoniche.web.pages.explore import answer, words
from osteoniche.web.pages.explore import request as page

PLOTS = len(stacked.PLOTS)
FIRST_OWN = len(ARMS) * PLOTS
OPEN = preset("chemotherapy")

HIGH, PATIENT = preset("combination"), preset("combination", HUMAN)
PINS = [{"name": "High antibody", "query": ""}, {"name": "Patient", "query": ""}]
PINS[0]["query"], PINS[1]["query"] = address.encode(HIGH), address.encode(PATIENT)
SET = f"set={parameters.DEFAULT}"
OBSERVED = ["canon-2008-untreated", "johnson-2011-vehicle"]
LONG = scenario(days=50, treatments=[give("paclitaxel")])


def answered(asked_for: dict[str, Any], runs: Run = run) -> answer.Shown:
    """A request's answer, by output."""
    return answer.answer(asked_for, runs)


def token(**view: Any) -> str:
    """The token of the opening page in a view."""
    shown: str = answered(request(OPEN, **view))[ids.ANSWER]["shown"]
    return shown


VIEWS: dict[str, dict[str, Any]] = {
    "pins": {"pins": PINS},
    "pins, dark": {"pins": PINS, "theme": "dark", "scale": "linear"},
    "against an arm": {"pins": PINS, "minus": "untreated"},
    "against the antibody, linear": {"minus": "antibody", "scale": "linear"},
    "against a pin": {"pins": PINS, "minus": "pin-0"},
    "against a pin of another species": {"pins": PINS, "minus": "pin-1"},
    "observations": {"data": OBSERVED},
    "everything": {"pins": PINS, "minus": "pin-0", "data": OBSERVED},
    "observations beside pins": {"pins": PINS, "data": OBSERVED},
    "side by side": {"side": True},
    "side by side, pins": {"pins": PINS, "side": True},
    "side by side, dark and linear": {
        "pins": PINS,
        "side": True,
        "theme": "dark",
        "scale": "linear",
    },
    "side by side against a pin": {"pins": PINS, "side": True, "minus": "pin-0"},
    "side by side on a phone": {"pins": PINS, "side": True, "screen": "phone"},
    "in a hall": {"screen": "hall"},
    "side by side in a hall": {"pins": PINS, "side": True, "screen": "hall"},
}


@pytest.mark.parametrize("view", VIEWS)
def test_a_patched_figure_is_the_whole_figure(view):
    before = answered(request(LONG, **VIEWS[view]))
    for dose in (17.5, 0.5):
        moved = LONG.changed(treatments=[give("paclitaxel", dose=dose)])
        after = answered(request(moved, shown=before[ids.ANSWER]["shown"], **VIEWS[view]))
        whole = answered(request(moved, **VIEWS[view]))
        assert isinstance(after[ids.TIMECOURSE], Patch)
        assert patched(before[ids.TIMECOURSE], after[ids.TIMECOURSE]) == whole[ids.TIMECOURSE]
        table = patched(before[ids.HEADLINES], after[ids.HEADLINES])
        assert table == json.loads(json.dumps(whole[ids.HEADLINES], cls=PlotlyJSONEncoder))
        assert (
            after[ids.ANSWER]["shown"] == whole[ids.ANSWER]["shown"] == before[ids.ANSWER]["shown"]
        )


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_has_a_token_of_its_own(view):
    others = [token(**VIEWS[other]) for other in VIEWS if other != view]
    assert token(**VIEWS[view]) not in [*others, token()]


CHANGED_VIEWS: dict[str, dict[str, Any]] = {
    "name of a pin": {"pins": [PINS[0] | {"name": "Other"}, PINS[1]]},
    "scenario of a pin": {"pins": [PINS[0] | {"query": "15D11=9"}, PINS[1]]},
    "order of pins": {"pins": PINS[::-1]},
    "one pin less": {"pins": PINS[:1]},
    "minus": {"minus": "antibody"},
    "no minus": {"minus": None},
    "data": {"data": OBSERVED[:1]},
    "theme": {"theme": "dark"},
    "axis": {"scale": "linear"},
    "side": {"side": True},
    "screen": {"screen": "phone"},
}


@pytest.mark.parametrize("change", CHANGED_VIEWS)
def test_a_change_of_the_view_brings_the_whole_figure(change):
    view = VIEWS["everything"]
    known = answered(request(LONG, **view))[ids.ANSWER]["shown"]
    after = answered(request(LONG, shown=known, **(view | CHANGED_VIEWS[change])))
    assert isinstance(after[ids.TIMECOURSE], dict)
    assert after[ids.ANSWER]["shown"] != known


def test_pins_are_drawn_behind_the_doses_each_in_its_look():
    shown = answered(request(OPEN, pins=PINS))
    traces = shown[ids.TIMECOURSE]["data"][-2 * PLOTS :]
    for i, (pin, scenario_of_pin) in enumerate(zip(PINS, (HIGH, PATIENT), strict=True)):
        for j, plot in enumerate(stacked.PLOTS):
            trace = traces[i * PLOTS + j]
            assert trace["name"] == pin["name"]
            assert trace["line"] == PIN_LINES[i].drawn("light")
            values = run(scenario_of_pin).series[plot.series]
            if plot is stacked.TUMOUR:
                values = np.where(values < stacked.LOWEST_DRAWN, np.nan, values)
            assert same(trace["y"], values)
    assert shown[ids.TIMECOURSE]["layout"]["xaxis"]["range"] == [0, 42]


def headline_of(shown: dict[str, Any], name: str) -> list[str]:
    """The cells of a row of the headline table; its name goes without what is the same."""
    names = [row[0].partition(" same as ")[0] for row in table_of(shown[ids.HEADLINES])]
    cells = [row[1:] for row in table_of(shown[ids.HEADLINES])]
    rows = {name.partition(" ×")[0].strip(): row for name, row in zip(names, cells, strict=True)}
    return rows[name]


@pytest.mark.parametrize(
    ("query", "note"),
    [
        ("15D11=3", ""),
        ("days=60", "on day 60, against its own untreated run"),
        ("host=transgenic", "against its own untreated run"),
        ("species=human", "on day 731, against its own untreated run"),
    ],
)
def test_a_kept_run_says_where_its_numbers_are_of_another_frame(query, note):
    shown = answered(request(OPEN, pins=[{"name": "Mine", "query": f"{SET}&{query}"}]))
    named = next(row[0] for row in table_of(shown[ids.HEADLINES]) if row[0].startswith("Mine"))
    assert named.partition("×")[2].strip() == note


def test_a_pinned_run_is_compared_with_itself_untreated():
    """A patient's tumour is not a mouse's: each against its own untreated arm."""
    shown = answered(request(OPEN, pins=PINS))
    assert headline_of(shown, "High antibody")[0] == f"{expected.SMALLER['combination']}× smaller"
    own = run(PATIENT)["tumour_cells"][-1], run(preset("untreated", HUMAN))["tumour_cells"][-1]
    assert own[1] / own[0] > 1e6
    assert headline_of(shown, "Patient")[0] == "over 10⁶× smaller"
    longer = [{"name": "Longer", "query": address.encode(HIGH.changed(days=60))}]
    text = headline_of(answered(request(OPEN, pins=longer)), "Longer")[0]
    untreated, own = (run(preset(n).changed(days=60)) for n in ("untreated", "combination"))
    fold = untreated["tumour_cells"][-1] / own["tumour_cells"][-1]
    assert float(text.partition("×")[0].replace(",", "")) == pytest.approx(fold, rel=5e-3)


@pytest.mark.parametrize(
    "query",
    ["host=transgenic&15D11=10", "tumour=jagged1-high", "p.kkP=0.3&days=30", "tumour=none"],
)
def test_a_pinned_run_is_as_it_would_be_alone(query):
    alone = answered(request(address.decode(query)))
    beside = answered(request(OPEN, pins=[{"name": "Mine", "query": query}]))
    assert headline_of(beside, "Mine") == headline_of(alone, "Your run")


def test_runs_that_pins_share_are_asked_for_once():
    asked_for: list[str] = []

    def counted(shown: Scenario) -> Result:
        asked_for.append(shown.key())
        return run(shown)

    many = [{"name": f"run {i}", "query": f"{SET}&15D11={i}"} for i in range(1, 7)]
    answer.answer(request(OPEN, pins=many), counted)
    assert len(asked_for) == 1 + len(ARMS) + len(many)  # and no untreated arm of each


def test_against_an_arm_every_run_is_shown_against_it():
    shown = answered(request(OPEN, pins=PINS, minus="chemotherapy"))
    figure = shown[ids.TIMECOURSE]
    for place in (PLOTS, FIRST_OWN):  # the arm and the visitor's run, which is the same
        tumour, bone, apoptosis = (unpacked(trace["y"]) for trace in figure["data"][place:][:PLOTS])
        assert not bone.any()
        assert (tumour == 1).all()
        assert not apoptosis.any()
    title = figure["layout"]["xaxis"]["title"]["text"]
    assert title == "Time (days); runs against Chemotherapy"
    assert shown[ids.NOTICE] is None
    assert f"{expected.SMALLER['combination']}× smaller" in text_of(
        shown[ids.HEADLINES]
    )  # numbers stay what they are


def test_against_a_pin_its_name_is_in_the_title():
    figure = answered(request(OPEN, pins=PINS, minus="pin-1"))[ids.TIMECOURSE]
    assert figure["layout"]["xaxis"]["title"]["text"] == "Time (days); runs against Patient"
    mine = unpacked(figure["data"][-PLOTS + stacked.PLOTS.index(stacked.BONE)]["y"])
    assert not mine.any()


@pytest.mark.parametrize("minus", ["pin-2", "pin-5", "pin-x", "own", "", None, 3, [], {}])
def test_against_a_run_that_is_not_there_is_plain(minus):
    plain = answered(request(OPEN, pins=PINS))
    shown = answered(request(OPEN, pins=PINS, minus=minus))
    assert shown[ids.TIMECOURSE] == plain[ids.TIMECOURSE]
    assert shown[ids.ANSWER] == plain[ids.ANSWER]


def test_against_a_run_that_failed_is_plain_and_said():
    failed_arm = preset("antibody").changed(days=50)
    shown = answered(request(LONG, minus="antibody"), failing(failed_arm))
    assert shown[ids.TIMECOURSE] == answered(request(LONG), failing(failed_arm))[ids.TIMECOURSE]
    assert text_of(shown[ids.NOTICE]) == words.NO_REFERENCE.format(name="Antibody")
    good = answered(request(LONG, minus="antibody", shown=shown[ids.ANSWER]["shown"]))
    assert isinstance(good[ids.TIMECOURSE], dict)
    assert good[ids.NOTICE] is None


def test_a_failed_own_run_against_another_has_its_sentence():
    asked = scenario(treatments=[give("paclitaxel", dose=11.0)])
    shown = answered(request(asked, minus="untreated"), failing(asked))
    (notice,) = notices(shown[ids.TIMECOURSE])
    assert Status.TOO_MANY_EVALUATIONS.value.split(". ")[0] in notice
    for trace in shown[ids.TIMECOURSE]["data"][FIRST_OWN : FIRST_OWN + PLOTS]:
        assert unpacked(trace["y"]).size == 0


def test_a_failed_arm_that_runs_again_brings_the_whole_figure():
    arm = preset("antibody")
    bad = answered(request(OPEN), failing(arm))
    again = answered(request(OPEN, shown=bad[ids.ANSWER]["shown"]))
    assert isinstance(again[ids.TIMECOURSE], dict)
    assert again[ids.TIMECOURSE] == answered(request(OPEN))[ids.TIMECOURSE]


# Observations


def test_observations_lie_over_the_plots():
    shown = answered(request(LONG, data=OBSERVED))
    bare = answered(request(LONG))
    laid = shown[ids.TIMECOURSE]["data"][len(bare[ids.TIMECOURSE]["data"]) :]
    assert [trace["legendgroup"] for trace in laid] == OBSERVED
    notes = shown[ids.DATA_NOTES]
    assert [text_of(note).partition(".")[0] for note in notes] == [
        trace["name"].partition(".")[0] for trace in laid
    ]


def test_observations_of_an_explaining_plot():
    asked_for = ["bennett-2024-osteoclasts"]
    figure = answered(request(LONG, data=asked_for, panels=["cells"]))[ids.panel("cells")]
    bare = answered(request(LONG, panels=["cells"]))[ids.panel("cells")]
    assert [t["legendgroup"] for t in figure["data"][len(bare["data"]) :]] == asked_for


@pytest.mark.parametrize("data", [None, "canon", 3, {}, ["nothing"], [None], [["x"]], [{}]])
def test_observations_that_are_none_are_ignored(data):
    assert (
        answered(request(LONG, data=data))[ids.TIMECOURSE]
        == answered(request(LONG))[ids.TIMECOURSE]
    )


def test_observations_are_offered_where_something_resembles_them():
    offered = answered(request(LONG))[ids.DATA]
    assert [box.value for box in offered] == [
        series.name for series in resembling(preset("untreated").changed(days=50))
    ]
    patient = answered(request(PATIENT, data=OBSERVED))
    assert text_of(patient[ids.DATA]) == words.NO_DATA
    assert patient[ids.DATA_NOTES] == []
    assert patient[ids.TIMECOURSE] == answered(request(PATIENT))[ids.TIMECOURSE]


def test_observations_on_the_own_run_move_with_it():
    """The series of animals on OPG-Fc starts on day 1, after the first dose: its start moves."""
    laid = ["canon-2008-opg-fc"]
    start = 1.0

    def on(dose: float) -> Scenario:
        return scenario(days=50, treatments=[give("rankl-inhibitor", dose=dose, start=0.0)])

    before = answered(request(on(3.0), data=laid))
    after = answered(request(on(0.5), data=laid, shown=before[ids.ANSWER]["shown"]))
    assert isinstance(after[ids.TIMECOURSE], dict)
    assert after[ids.TIMECOURSE] == answered(request(on(0.5), data=laid))[ids.TIMECOURSE]
    for shown, dose in ((before, 3.0), (after, 0.5)):
        marks = shown[ids.TIMECOURSE]["data"][-1]
        assert marks["legendgroup"] == laid[0]
        assert unpacked(marks["x"])[0] == start
        true = run(on(dose)).at("tumour_cells", start)
        assert unpacked(marks["y"])[0] == pytest.approx(true, rel=1e-6)
    # where the start stays, only the curve travels
    further = on(0.5).changed(induction=3.9, days=50)
    again = answered(request(further, data=laid, shown=after[ids.ANSWER]["shown"]))
    assert isinstance(again[ids.TIMECOURSE], Patch)


def test_observations_are_not_drawn_against_another_run_and_that_is_said():
    shown = answered(request(LONG, data=OBSERVED, minus="untreated"))
    assert shown[ids.TIMECOURSE] == answered(request(LONG, minus="untreated"))[ids.TIMECOURSE]
    assert text_of(shown[ids.NOTICE]) == words.NO_DATA_AGAINST
    assert len(shown[ids.DATA_NOTES]) == len(OBSERVED)


# Side by side


def test_side_by_side_each_run_has_a_plot_of_its_own_and_its_name():
    shown = answered(request(OPEN, pins=PINS, side=True))
    figure = shown[ids.TIMECOURSE]
    lines = [t for t in figure["data"] if t["yaxis"] != stacked.DOSES_AXIS]
    assert {(t["name"], t["xaxis"]) for t in lines} == {
        ("Your run", "x"),
        ("High antibody", "x2"),
        ("Patient", "x3"),
    }
    assert shown[ids.PLOTS_BOX] == {}


def test_on_a_phone_side_by_side_takes_the_height_that_it_needs():
    shown = answered(request(OPEN, pins=PINS, side=True, screen="phone"))
    height = int(shown[ids.PLOTS_BOX]["minHeight"].removesuffix("px"))
    assert height > 3 * len(PINS) * 60
    assert answered(request(OPEN, pins=PINS, screen="phone"))[ids.PLOTS_BOX] == {}


def test_observations_are_not_drawn_side_by_side_and_that_is_said():
    shown = answered(request(LONG, data=OBSERVED, side=True))
    assert shown[ids.TIMECOURSE] == answered(request(LONG, side=True))[ids.TIMECOURSE]
    assert text_of(shown[ids.NOTICE]) == words.NO_DATA_BESIDE


@pytest.mark.parametrize("side", [None, "yes", 1, [], {}])
def test_only_a_plain_yes_puts_runs_side_by_side(side):
    assert answered(request(OPEN, side=side))[ids.ANSWER] == answered(request(OPEN))[ids.ANSWER]


@pytest.mark.parametrize("screen", [None, "wall", 1, [], {}])
def test_an_unknown_screen_is_a_desk(screen):
    assert answered(request(OPEN, screen=screen))[ids.ANSWER] == answered(request(OPEN))[ids.ANSWER]


def test_a_hall_has_larger_letters_in_every_plot_and_the_same_address():
    desk, hall = (answered(request(OPEN, screen=s, panels=["niche"])) for s in ("desk", "hall"))
    for graph in (ids.TIMECOURSE, ids.panel("niche")):
        small, large = desk[graph]["layout"], hall[graph]["layout"]
        assert large["font"]["size"] == pytest.approx(1.3 * small["font"]["size"])
        assert large["xaxis"]["range"] == small["xaxis"]["range"]
    assert desk[ids.ANSWER]["query"] == hall[ids.ANSWER]["query"]


# What the address holds, and what the page says of its settings


def test_the_address_holds_pins_and_view():
    view = VIEWS["everything"] | {"scale": "linear", "panels": ["niche"]}
    query = answered(request(LONG, **view))[ids.ANSWER]["query"]
    again = page.from_address(query)
    assert again.scenario == LONG
    assert again.view == {
        ids.SCALE: "linear",
        ids.PANELS: ["niche"],
        ids.MINUS: "pin-0",
        ids.DATA: OBSERVED,
        ids.PINS: PINS,
        ids.SIDE: False,
        ids.BAND: True,
    }


def test_the_scenario_of_the_reply_is_what_is_pinned():
    reply = answered(request(LONG, **VIEWS["everything"]))[ids.ANSWER]
    assert address.decode(reply["scenario"]) == LONG
    assert "view." not in reply["scenario"]


def test_pins_that_the_address_has_no_room_for_are_shown_and_told(monkeypatch):
    monkeypatch.setattr(address, "LONGEST", 100)
    shown = answered(request(LONG, pins=PINS, minus="pin-1"))
    assert shown[ids.ANSWER]["query"] == f"{WRITTEN[0]}&days=50&{WRITTEN[1]}"
    assert text_of(shown[ids.NOTICE]) == words.NO_ROOM
    assert (
        shown[ids.TIMECOURSE] == answered(request(LONG, pins=PINS, minus="pin-1"))[ids.TIMECOURSE]
    )
    assert "Patient" in text_of(shown[ids.HEADLINES])


def test_the_page_says_what_differs_from_the_default():
    assert text_of(answered(request(OPEN))[ids.DIFFERS]) == words.AS_DEFAULT
    assert "Antibody dose (15D11) 10 mg/kg" in text_of(answered(request(HIGH))[ids.DIFFERS])
    sent = request(OPEN)
    sent["choice"] |= {"chemotherapy": "cisplatin"}
    sent["values"][ids.control("chemotherapy.dose")] = 0
    assert "Cisplatin" in text_of(answered(sent)[ids.DIFFERS])


def test_the_page_says_what_no_control_shows():
    shown = answered(request(scenario(parameters={"kkP": 0.3})))
    assert (shown[ids.ALSO], shown[ids.FORGET_EXTRA]) == ("Also set: kkP = 0.3.", {})
    shown = answered(request(OPEN))
    assert (shown[ids.ALSO], shown[ids.FORGET_EXTRA]) == ("", {"display": "none"})

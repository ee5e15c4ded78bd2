"""One request, one answer: whole figures, patches, panels, failed runs, wrong input."""

import json
import math
from typing import Any

import numpy as np
import pytest
from dash import Patch
from dash._no_update import NoUpdate
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from plotly.utils import PlotlyJSONEncoder
from tests import expected, strategies
from tests.plots import notices, operations, patched, same, unpacked
from tests.runs import failing, give, run, scenario
from tests.web.browsers import JUNK, WRITTEN, call, outputs_of, page, request, text_of

from osteoniche.engine.result import Result, Status, failed
from osteoniche.errors import ScenarioError
from osteoniche.figures import details, stacked
from osteoniche.figures.look import INK, LINES, ROLE_LINES
from osteoniche.narrative import answer
from osteoniche.quantity import HUMAN
from osteoniche.scenario import Scenario, address
from osteoniche.scenario.presets import ARMS, OWN, preset
from osteoniche.study import Run
from osteoniche.web.kit import ids, words
from osteoniche.web.pages.explore import answer as flow
from osteoniche.web.pages.explore import words as explore_words
from osteoniche.web.pages.explore.request import read
from osteoniche.web.rail.controls import FIELDS

PLOTS = len(stacked.PLOTS)
FIRST_OWN = len(ARMS) * PLOTS
DETAILS = list(details.all_details())
OPEN = preset("chemotherapy")


@pytest.fixture(scope="module")
def outputs() -> list[str]:
    return outputs_of(page(), ids.REQUEST)


@pytest.fixture
def answered(outputs):
    """A request's answer by `id.property`."""

    def answered(asked: Any, runs: Run = run) -> dict[str, Any]:
        shown = flow.answer(asked, runs)
        assert [f"{component}.{prop}" for component, prop in flow.OUTPUTS.values()] == outputs
        return {".".join(flow.OUTPUTS[name]): value for name, value in shown.items()}

    return answered


FIGURE = f"{ids.TIMECOURSE}.figure"
SENTENCE, HEADLINES = f"{ids.SENTENCE}.children", f"{ids.HEADLINES}.children"
TABLE, NOTICE = f"{ids.TABLE}.children", f"{ids.NOTICE}.children"
REPLY = f"{ids.ANSWER}.data"


def token(answered, **changes: Any) -> str:
    shown: str = answered(request(OPEN, **changes))[REPLY]["shown"]
    return shown


def drawn(answer: dict[str, Any]) -> dict[str, Any]:
    """What the page sends of what it shows since an answer."""
    return {key: answer[REPLY][key] for key in ("shown", "beside")}


def test_the_first_answer_is_a_whole_figure(answered):
    shown = answered(request(OPEN))
    figure = shown[FIGURE]
    assert isinstance(figure, dict)
    assert len(figure["data"]) == FIRST_OWN + 2 * PLOTS + len(ROLE_LINES), "curves, band, doses"
    labels = [LINES[line].label for line in [*ARMS, OWN] for _ in range(PLOTS)]
    assert [trace["name"] for trace in figure["data"]][: len(labels)] == labels
    assert shown[NOTICE] is None
    assert shown[REPLY]["seq"] == 1
    assert shown[REPLY]["query"] == "&".join(WRITTEN)


@pytest.mark.parametrize("theme", INK)
@pytest.mark.parametrize("scale", ["log", "linear"])
def test_a_second_answer_is_a_patch_that_makes_the_whole_figure(answered, theme, scale):
    view = {"theme": theme, "scale": scale}
    before = answered(request(OPEN, **view))
    moved = scenario(treatments=[give("paclitaxel", dose=17.5), give("15D11", dose=4.0)])
    after = answered(request(moved, **drawn(before), seq=2, **view))
    whole = answered(request(moved, **view))
    assert isinstance(after[FIGURE], Patch)
    assert after[REPLY]["shown"] == before[REPLY]["shown"]
    band = range(FIRST_OWN + PLOTS, FIRST_OWN + 2 * PLOTS)  # comes by another way
    assert {(place[0], place[1]) for place in operations(after[FIGURE])} == {
        ("data", place)
        for place in range(FIRST_OWN, len(whole[FIGURE]["data"]))
        if place not in band
    }
    assert patched(before[FIGURE], after[FIGURE]) == whole[FIGURE]


def test_numbers_that_travel_are_those_of_the_result(answered):
    moved = scenario(treatments=[give("paclitaxel", dose=21.0)])
    after = answered(request(moved, shown=token(answered)))
    changes = operations(after[FIGURE])
    for place, plot in enumerate(stacked.PLOTS, start=FIRST_OWN):
        assert same(changes["data", place, "y"], run(moved).series[plot.series])


def test_a_patch_is_much_smaller_than_the_figure(answered):
    whole = len(json.dumps(answered(request(OPEN))[FIGURE]))
    patch = answered(request(OPEN, **drawn(answered(request(OPEN)))))[FIGURE]
    assert len(json.dumps(patch.to_plotly_json())) < whole / 3


CHANGED_ARMS: dict[str, dict[str, Any]] = {
    "species": {"species": HUMAN, "treatments": [give("paclitaxel", HUMAN)]},
    "days": {"days": 60},
    "host": {"host": "transgenic"},
    "tumour": {"tumour": "jagged1-high"},
    "constants": {"parameters": {"kkP": 0.3}},
    "schedule": {"treatments": [give("paclitaxel", start=10.0)]},
    "drug": {"treatments": [give("cisplatin")]},
}


@pytest.mark.parametrize("change", CHANGED_ARMS)
def test_a_change_of_the_arms_brings_the_whole_figure(answered, change):
    usual = {"treatments": [give("paclitaxel")]}
    moved = scenario(**(usual | CHANGED_ARMS[change]))
    after = answered(request(moved, shown=token(answered)))
    assert isinstance(after[FIGURE], dict)
    assert after[REPLY]["shown"] != token(answered)
    assert after[FIGURE] == answered(request(moved))[FIGURE]


def test_another_induction_is_a_patch_of_the_arms_too(answered):
    """As when it is typed: the figure and the numbers of the arms that follow it."""
    before, induced = answered(request(OPEN)), OPEN.changed(induction=7.0)
    after, whole = answered(request(induced, **drawn(before))), answered(request(induced))
    assert patched(before[FIGURE], after[FIGURE]) == whole[FIGURE]
    moved = [0, 1 + ARMS.index("chemotherapy"), 1 + ARMS.index("combination")]
    assert {place[5] for place in operations(after[HEADLINES])} == set(moved)
    assert text_of(patched(before[HEADLINES], after[HEADLINES])) == text_of(
        json.loads(json.dumps(whole[HEADLINES], cls=PlotlyJSONEncoder))
    )


@pytest.mark.parametrize("change", [{"theme": "dark"}, {"scale": "linear"}])
def test_another_theme_or_axis_brings_the_whole_figure(answered, change):
    after = answered(request(OPEN, shown=token(answered), **change))
    assert isinstance(after[FIGURE], dict)
    assert after[REPLY]["shown"] == token(answered, **change) != token(answered)


@pytest.mark.parametrize(
    "moved",
    [
        scenario(treatments=[give("paclitaxel", dose=3.0)]),
        scenario(treatments=[give("paclitaxel"), give("15D11", dose=2.0)]),
        scenario(treatments=[give("paclitaxel"), give("zoledronate")]),
    ],
    ids=["dose", "antibody", "bone drug"],
)
def test_a_change_of_doses_keeps_the_arms(answered, moved):
    assert isinstance(answered(request(moved, shown=token(answered)))[FIGURE], Patch)


@pytest.mark.parametrize("shown", ["no such token", "", 3, [], {}, True])
def test_an_unknown_token_brings_the_whole_figure(answered, shown):
    assert isinstance(answered(request(OPEN, shown=shown))[FIGURE], dict)


@pytest.mark.parametrize("opened", [[], ["niche"], ["cells", "values"], [*DETAILS, "values"]])
def test_open_panels_only_are_computed(answered, opened):
    shown = answered(request(preset("combination"), panels=opened))
    for name in DETAILS:
        figure = shown[f"{ids.panel(name)}.figure"]
        if name in opened:
            asked = preset("combination")
            assert figure == details.figure(name, asked, run(asked), "light")
        else:
            assert isinstance(figure, NoUpdate)
    assert isinstance(shown[TABLE], NoUpdate) is ("values" not in opened)


@pytest.mark.parametrize(
    "opened", [None, "cells", 3, ["nowhere"], [None], [["cells"]], {"cells": 1}]
)
def test_panels_that_are_none_are_ignored(answered, opened):
    shown = answered(request(OPEN, panels=opened))
    assert isinstance(shown[f"{ids.panel('cells')}.figure"], NoUpdate)
    assert shown[REPLY]["query"] == "&".join(WRITTEN)


@pytest.mark.parametrize("theme", [None, "sepia", "", 3, [], {}, ["dark"]])
def test_a_theme_that_is_none_is_light(answered, theme):
    figure = answered(request(OPEN, theme=theme))[FIGURE]
    assert figure == answered(request(OPEN, theme="light"))[FIGURE]


@pytest.mark.parametrize("scale", [None, "cubic", 3, [], {}])
def test_a_scale_that_is_none_is_logarithmic(answered, scale):
    figure = answered(request(OPEN, scale=scale))[FIGURE]
    assert figure["layout"]["yaxis2"]["type"] == "log"


def test_the_sentence_and_the_table_are_of_the_run(answered):
    shown = answered(request(preset("combination")))
    told = run(preset("combination")), run(preset("untreated"))
    assert shown[SENTENCE] == answer(preset("combination"), *told).why
    tumour = shown[REPLY]["cards"]["tumour"]
    assert tumour["value"] == f"{expected.SMALLER['combination']}× smaller"
    rows = text_of(shown[HEADLINES])
    assert f"{expected.SMALLER['combination']}× smaller" in rows
    assert "Your run" in rows


def test_the_query_describes_what_is_shown(answered):
    moved = scenario(treatments=[give("paclitaxel", dose=12.0)], days=60)
    query = answered(request(moved, scale="linear", panels=["cells", "niche"]))[REPLY]["query"]
    assert address.decode(query) == moved
    assert address.view(query) == {"axis": "linear", "open": "niche,cells"}


@given(strategies.scenarios())
@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
def test_the_query_of_any_request_gives_the_same_request(asked):
    app_run: Run = lambda _: failed(Status.TOO_SLOW)  # noqa: E731
    query = flow.answer(request(asked), app_run)[ids.ANSWER]["query"]
    assert address.decode(query).key() == asked.key()


# Runs that fail


def test_a_failed_run_shows_its_sentence_and_keeps_the_arms(answered):
    asked = scenario(treatments=[give("paclitaxel", dose=11.0)])
    shown = answered(request(asked), failing(asked))
    sentence = Status.TOO_MANY_EVALUATIONS.value
    assert shown[SENTENCE] == sentence
    figure = shown[FIGURE]
    assert figure["data"][:FIRST_OWN] == answered(request(asked))[FIGURE]["data"][:FIRST_OWN]
    for trace in figure["data"][FIRST_OWN : FIRST_OWN + PLOTS]:
        assert unpacked(trace["y"]).size == 0
    (notice,) = notices(figure)
    assert sentence.split(". ")[0] in notice
    assert shown[NOTICE] is None
    assert address.decode(shown[REPLY]["query"]) == asked


def test_a_failed_run_after_a_good_one_brings_the_whole_figure_and_back(answered):
    asked = scenario(treatments=[give("paclitaxel", dose=11.0)])
    bad = answered(request(asked, shown=token(answered)), failing(asked))
    assert isinstance(bad[FIGURE], dict)
    again = answered(request(asked, shown=bad[REPLY]["shown"]), failing(asked))
    assert isinstance(again[FIGURE], Patch)
    good = answered(request(OPEN, shown=bad[REPLY]["shown"]))
    assert isinstance(good[FIGURE], dict)
    assert notices(good[FIGURE]) == []


def test_a_failed_run_in_open_panels(answered):
    asked = scenario(treatments=[give("paclitaxel", dose=11.0)])
    shown = answered(request(asked, panels=[*DETAILS, "values"]), failing(asked))
    assert Status.TOO_MANY_EVALUATIONS.value in text_of(shown[TABLE])
    for name in DETAILS:
        traces = shown[f"{ids.panel(name)}.figure"]["data"]
        assert all(unpacked(trace["y"]).size == 0 for trace in traces)


def test_where_everything_fails_the_page_still_answers(answered):
    shown = answered(request(OPEN), lambda _: failed(Status.NOT_FINITE))
    assert shown[SENTENCE] == Status.NOT_FINITE.value
    assert explore_words.NO_CURVE in text_of(shown[HEADLINES])


# Wrong input


def assert_refused(shown: dict[str, Any], *fields: str) -> None:
    """Nothing changes but the notice, which names every field."""
    for name, value in shown.items():
        if name not in {NOTICE, REPLY}:
            assert isinstance(value, NoUpdate), name
    notice = text_of(shown[NOTICE])
    assert words.REFUSED in notice
    for field in fields:
        assert field in notice
    assert shown[REPLY]["query"] is None


def wrong(**values: Any) -> dict[str, Any]:
    asked = request(preset("combination"))
    return asked | {"values": asked["values"] | values}


@pytest.mark.parametrize("value", [-1, 31, 1e9, "ten", None, math.nan, math.inf, [], {}, "", True])
def test_a_wrong_value_changes_no_figure_and_is_named(answered, value):
    shown = answered(wrong(**{ids.control("antibody.dose"): value}))
    assert_refused(shown, "Antibody dose (15D11)")


def test_all_wrong_values_are_named_at_once(answered):
    dose, days = ids.control("chemotherapy.dose"), ids.control("days")
    assert_refused(answered(wrong(**{dose: 999, days: 1})), "Chemotherapy dose", "Horizon")


def test_a_wrong_request_keeps_what_the_page_shows(answered):
    asked = wrong(**{ids.control("days"): 1}) | {"shown": "token", "seq": 7}
    reply = answered(asked)[REPLY]
    assert (reply["seq"], reply["shown"]) == (7, None)  # the next answer takes the notice away


@pytest.mark.parametrize("field", FIELDS)
def test_a_missing_control_is_refused(answered, field):
    asked = request(OPEN)
    del asked["values"][ids.control(field)]
    assert_refused(answered(asked), field)


@pytest.mark.parametrize("asked", [None, [], "request", 3, {}, {"values": {}}, {"choice": {}}])
def test_what_is_no_request_is_refused(answered, asked):
    assert_refused(answered(asked))


@pytest.mark.parametrize("drug", ["aspirin", "", None, 3, ["paclitaxel"]])
def test_an_unknown_drug_is_refused(answered, drug):
    asked = request(OPEN)
    asked["choice"]["chemotherapy"] = drug
    assert_refused(answered(asked), "chemotherapy", "paclitaxel, cisplatin")


def test_huge_lists_are_refused(answered):
    asked = request(OPEN, extra={"treatments": [give("cisplatin")] * 100_000, "parameters": {}})
    assert_refused(answered(asked), "treatments")
    asked = request(OPEN, panels=["niche"] * 100_000)
    assert address.view(answered(asked)[REPLY]["query"]) == {"open": "niche"}


def instantly(_: Scenario) -> Result:
    return failed(Status.TOO_SLOW)


@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(
    top=st.dictionaries(
        st.sampled_from([*request(OPEN)]),
        JUNK,
        max_size=3,
    ),
    values=st.dictionaries(st.sampled_from(FIELDS).map(ids.control), JUNK, max_size=2),
)
def test_no_request_breaks_the_answer(top, values):
    asked = request(OPEN)
    asked["values"] |= values
    shown = flow.answer(asked | top, instantly)
    assert isinstance(shown[ids.ANSWER], dict)


@given(JUNK)
def test_nothing_in_place_of_a_request_breaks_the_answer(asked):
    assert flow.answer(asked, instantly)[ids.ANSWER]["query"] is None


# Through the server, as a browser does


def test_the_server_answers_a_request():
    shown = call(page(), {f"{ids.REQUEST}.data": request(OPEN)}, f"{ids.REQUEST}.data")
    assert shown is not None
    drawn = shown[FIGURE]["data"][FIRST_OWN]
    assert np.nanmax(unpacked(drawn["y"])) == pytest.approx(
        run(OPEN)["tumour_cells"].max(), rel=1e-6
    )
    assert "Paclitaxel raises Jagged1" in shown[SENTENCE]


def test_the_server_refuses_in_words():
    asked = wrong(**{ids.control("days"): 1})
    shown = call(page(), {f"{ids.REQUEST}.data": asked}, f"{ids.REQUEST}.data")
    assert shown is not None
    assert set(shown) == {NOTICE, REPLY}
    assert "Horizon: 1 is not allowed; allowed is 7 to 180 days." in text_of(shown[NOTICE])


def test_scenario_errors_are_the_only_ones_that_are_told_as_input():
    def broken(_: Scenario) -> Result:
        raise RuntimeError("a bug")

    with pytest.raises(RuntimeError, match="a bug"):
        flow.answer(request(OPEN), broken)
    with pytest.raises(ScenarioError):
        read({})

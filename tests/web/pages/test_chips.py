"""Small pieces of the page: the list of differences, published series and their notes."""

import json

import dash_mantine_components as dmc
import numpy as np
import pytest
from dash import html
from tests.runs import give, run, scenario
from tests.web.browsers import text_of

from osteoniche.analysis.observed import placed, resembling
from osteoniche.engine.result import Status, failed
from osteoniche.evidence.references import references
from osteoniche.evidence.series import SERIES
from osteoniche.numerals import short
from osteoniche.scenario.presets import preset
from osteoniche.web.kit import words
from osteoniche.web.pages.explore import words as explore_words
from osteoniche.web.pages.explore.chips import differing, observed, offered
from osteoniche.web.rail.differences import Difference, differences

UNTREATED = preset("untreated").changed(days=50)


def buttons(item: Difference) -> list[html.Button]:
    (_, chip) = differing([item], {})
    assert chip.className == "chip"
    assert [type(part) for part in chip.children] == [html.Button, html.Button]
    return list(chip.children)


def test_nothing_differs():
    (only,) = differing([], {})
    assert text_of(only) == explore_words.AS_DEFAULT


@pytest.mark.parametrize("found", [[], differences(scenario(days=60))])
def test_the_list_says_for_which_dials_it_holds_and_what_a_script_may_write(found):
    lead = vars(differing(found, {"control-induction": 3.9})[0])
    assert json.loads(lead["data-dials"]) == {"control-induction": 3.9}
    assert (lead["data-differs"], lead["data-same"]) == (words.DIFFERS, explore_words.AS_DEFAULT)


def test_each_item_leads_to_its_control_and_back():
    shown = scenario(days=60, treatments=[give("paclitaxel"), give("15D11", until=30.0)])
    found = differences(shown)
    lead, *chips = differing(found, {})
    assert text_of(lead) == words.DIFFERS
    assert len(chips) == len(found) == 3
    for item in found:
        there, back = buttons(item)
        assert there.children == item.text
        assert item.default in there.title
        assert vars(there)["data-focus"] == item.focus
        assert vars(there)["data-fold"] == (item.fold or "")
        component, prop, value = item.reset
        chip = vars(chips[found.index(item)])
        assert (chip["data-of"], chip["data-text"]) == (component, item.text)
        reset = json.loads(vars(back)["data-reset"])
        assert reset == {"id": component, "property": prop, "value": value}
        assert vars(back)["aria-label"] == f"{item.text}: back to {item.default}"
        assert item.default in back.title


def test_values_of_any_kind_travel_to_the_way_back():
    shown = scenario(
        treatments=[give("paclitaxel", until=30.0), give("cisplatin")], parameters={"kkP": 0.3}
    )
    values = [json.loads(vars(buttons(d)[1])["data-reset"])["value"] for d in differences(shown)]
    assert "" in values
    assert [each for each in values if isinstance(each, dict)] == [
        {"set": shown.set, "parameters": {}, "treatments": [give("cisplatin")]},
        {"set": shown.set, "parameters": {"kkP": 0.3}, "treatments": []},
    ]


def test_a_box_for_each_series_that_resembles_the_run():
    series = resembling(UNTREATED)
    boxes = offered(series)
    assert len(boxes) == len(series) > 5
    for box, each in zip(boxes, series, strict=True):
        assert isinstance(box, dmc.Checkbox)
        assert (box.value, box.label) == (each.name, each.label)


def test_where_nothing_resembles_the_run_the_page_says_so():
    (only,) = offered([])
    assert text_of(only) == explore_words.NO_DATA


@pytest.mark.parametrize("series", SERIES, ids=lambda series: series.name)
def test_a_note_says_how_far_a_series_misses_and_where_it_comes_from(series):
    overlay = placed(series, run(UNTREATED))
    (note,) = observed([overlay])
    text = text_of(note)
    assert series.label in text
    assert series.limits in text
    assert references()[series.reference].citation in text
    assert f"Last point: {short(overlay.factor)} times its curve." in text
    start, end = (run(UNTREATED).at(series.readout, day) for day in overlay.days[[0, -1]])
    observed_end = start * series.course.values[len(overlay.days) - 1]
    assert overlay.factor == pytest.approx(observed_end / end)


def test_growth_per_day_is_told_where_it_has_a_meaning():
    (canon,) = [series for series in SERIES if series.name == "canon-2008-untreated"]
    overlay = placed(canon, run(UNTREATED))
    seen = np.polyfit(overlay.days, np.log(overlay.values), 1)[0]
    simulated = np.polyfit(overlay.days, np.log(overlay.simulated), 1)[0]
    text = text_of(observed([overlay]))
    assert f"Growth per day: {short(seen)} observed, {short(simulated)} along its curve." in text


def test_beside_a_failed_run_a_note_has_no_numbers():
    for series in SERIES:
        text = text_of(observed([placed(series, failed(Status.TOO_SLOW))]))
        assert "Last point" not in text
        assert "Growth" not in text
        assert series.limits in text

"""The callbacks: visits, pins and folds; and that scripts and page name the same things."""

import json
import re
from typing import Any

import pytest
from hypothesis import given, settings
from tests.runs import give, scenario
from tests.web.browsers import JUNK, call, components, page, request, scripts, text_of

from osteoniche import parameters
from osteoniche.figures.look import LINES
from osteoniche.quantity import HUMAN
from osteoniche.scenario import Scenario, address
from osteoniche.scenario.presets import ARMS, OPENING, preset
from osteoniche.web.kit import ids, words
from osteoniche.web.pages.explore import callbacks
from osteoniche.web.pages.explore import words as explore_words
from osteoniche.web.pages.explore.files import CONTENTS_AT_MOST
from osteoniche.web.pages.explore.pins import PINS_AT_MOST, TAKEN, Pin
from osteoniche.web.rail.arrangement import arranged, read
from osteoniche.web.rail.controls import FIELDS, scenario_of


def quoted(query: str) -> str:
    """A query of the default parameter set, as a link writes that of a kept run."""
    return f"set={parameters.DEFAULT}&{query}".replace("&", "%26")


VISIT = f"{ids.VISIT}.data"
NOTICE = f"{ids.ADDRESS_NOTICE}.children"
ARRANGED = f"{ids.ARRANGED}.data"
OPEN = preset(OPENING)
FULL = scenario(
    species=HUMAN,
    treatments=[
        give("cisplatin", HUMAN, dose=60.0),
        give("15D11", HUMAN),
        give("zoledronate", HUMAN),
    ],
    parameters={"kkP": 0.3},
)
PINS = [Pin("One", preset("combination")), Pin("Two; ~", FULL)]
VIEW = {
    f"{ids.SCALE}.value": "linear",
    f"{ids.PANELS}.value": ["niche"],
    f"{ids.MINUS}.value": "pin-1",
    f"{ids.DATA}.value": ["canon-2008-untreated"],
    f"{ids.PINS}.data": [pin.data() for pin in PINS],
    f"{ids.SIDE}.checked": True,
    f"{ids.BAND}.checked": False,
}
QUERY = (
    "view.axis=linear&view.open=niche&view.minus=pin-1&view.data=canon-2008-untreated"
    "&view.side=yes&view.band=no"
    f"&view.pins=One~{quoted('15D11=10@7/3.5.ip')}"
    f";Two%253B%20%257E~{address.encode(FULL).replace('&', '%26')}"
)


@pytest.fixture(scope="module")
def app() -> Any:
    return page()


@pytest.fixture(scope="module")
def laid_out(app) -> list[Any]:
    return list(components(app.layout()))


def visited(app: Any, visit: Any) -> dict[str, Any]:
    answer = call(app, {VISIT: visit}, VISIT)
    assert answer is not None
    return answer


def controlled(answer: dict[str, Any]) -> Scenario:
    """The scenario of the controls that an answer sets."""
    choice = answer[f"{ids.CHOICE}.data"]
    stand = {name: answer[f"{ids.control(name)}.value"] for name in FIELDS}
    typed = {name: answer[f"{ids.number(name)}.value"] for name in words.DIALS}
    return scenario_of(choice, read(choice, stand, typed), answer[f"{ids.EXTRA}.data"])


# Visits


def test_a_visit_sets_controls_view_and_pins(app):
    answer = visited(app, {"search": f"?{address.encode(FULL)}&{QUERY}", "at": 1})
    assert controlled(answer) == FULL
    assert {name: answer[name] for name in VIEW} == VIEW
    assert answer[NOTICE] is None


def test_a_visit_to_the_bare_page_takes_everything_back(app):
    for visit in ({"search": "", "at": 1}, {"search": "?"}, {}, None, [], 3, {"search": 3}):
        answer = visited(app, visit)
        assert controlled(answer) == OPEN
        assert [answer[name] for name in VIEW] == ["log", [], None, [], [], False, True]


def test_a_visit_to_a_scenario_alone_leaves_the_view_and_the_pins(app):
    answer = visited(app, {"search": "?" + address.encode(FULL), "alone": True, "at": 1})
    assert controlled(answer) == FULL
    assert not set(VIEW) & set(answer)
    assert answer[NOTICE] is None


@pytest.mark.parametrize("alone", [False, None, 0, 1, "yes", []])
def test_only_a_plain_yes_leaves_the_view(app, alone):
    answer = visited(app, {"search": "?" + address.encode(FULL), "alone": alone})
    assert set(VIEW) <= set(answer)


def test_a_visit_with_wrong_parts_takes_the_rest_and_names_them(app):
    pins = "One~days=2;Two~nonsense=3;Three~" + quoted("host=knock-out")
    search = (
        f"?set={parameters.DEFAULT}&days=1&host=transgenic&colour=red&view.side=yes"
        f"&view.open=attic&view.pins={pins}"
    )
    answer = visited(app, {"search": search})
    assert controlled(answer) == OPEN.changed(host="transgenic")
    kept = Pin("Three", OPEN.changed(host="knock-out")).data()
    assert answer[f"{ids.PINS}.data"] == [kept]
    assert answer[f"{ids.SIDE}.checked"] is True
    notice = text_of(answer[NOTICE])
    assert notice.count(words.PART_OF_ADDRESS) == 1
    for said in ("days: 1 ", "pin 'One': days: 2 ", "pin 'Two': nonsense: there is no such"):
        assert said in notice
    assert "colour: there is no such field" in notice
    assert "view.open: 'attic' is not allowed" in notice


def test_a_run_to_show_others_against_goes_with_a_pin_that_is_left_out(app):
    search = "?view.minus=pin-1&view.pins=One~days=2;Two~host=knock-out"
    answer = visited(app, {"search": search})
    assert answer[f"{ids.MINUS}.value"] is None
    assert "view.minus: 'pin-1'" in text_of(answer[NOTICE])


@pytest.mark.parametrize("alone", [False, True])
def test_a_visit_to_an_address_that_can_not_be_read_changes_nothing(app, alone):
    search = "?days=50&view.note=" + "x" * address.LONGEST
    answer = visited(app, {"search": search, "alone": alone})
    assert set(answer) == {NOTICE, ARRANGED}
    assert text_of(answer[NOTICE]).count(explore_words.BAD_ADDRESS_OPENED) == 1


@settings(max_examples=60)
@given(JUNK)
def test_no_visit_breaks_the_page(app, visit):
    answer = visited(
        app, json.loads(json.dumps(visit).replace("NaN", "0").replace("Infinity", "0"))
    )
    assert NOTICE in answer
    assert answer[ARRANGED] is True, "the page would wait for its address for ever"


def test_an_address_with_a_view_alone_sets_the_view(app):
    search = f"{ids.URL}.search"
    answer = call(app, {search: "?" + QUERY}, search)
    assert answer is not None
    assert controlled(answer) == OPEN
    assert {name: answer[name] for name in VIEW} == VIEW


# What is set, and by whom


def test_every_control_is_set_by_addresses_and_by_files(app):
    everything = (
        {f"{component}.{prop}" for component, prop in arranged(OPEN)}
        | set(VIEW)
        | {NOTICE, ARRANGED}
    )
    found = []
    for output, callback in app.callback_map.items():
        inputs = [each["id"] for each in callback["inputs"]]
        if (ids.URL in inputs or ids.FILE in inputs) and "callback" in callback:
            names = output.strip(".").split("...")
            found.append({re.sub(r"@.*", "", name) for name in names})
    assert found == [everything] * 2


def test_a_file_travels_once(app):
    """What was opened is an input of one callback only, which nothing else starts."""
    takers = [
        callback
        for callback in app.callback_map.values()
        for each in [*callback["inputs"], *callback["state"]]
        if each["id"] in {ids.FILE, ids.UPLOAD} and "callback" in callback
    ]
    (taker,) = takers
    assert [each["id"] for each in taker["inputs"]] == [ids.FILE]


def test_the_request_carries_every_control_and_the_view(app):
    (sends,) = [
        callback for output, callback in app.callback_map.items() if output == f"{ids.REQUEST}.data"
    ]
    inputs, states = (
        {f"{each['id']}.{each['property']}" for each in sends[kind]} for kind in ("inputs", "state")
    )
    dials = {f"{ids.control(name)}.value" for name in words.DIALS}
    assert states == dials | {f"{ids.number(name)}.value" for name in words.DIALS}
    assert {f"{ids.control(name)}.value" for name in FIELDS} - dials <= inputs
    assert set(VIEW) | {f"{ids.RESTED}.data"} <= inputs
    assert {f"{ids.CHOICE}.data", f"{ids.EXTRA}.data", f"{ids.THEME}.data"} <= inputs
    assert {f"{ids.ARRANGED}.data", f"{ids.SCREEN}.data"} <= inputs


# Page and scripts


def test_functions_that_callbacks_name_are_in_the_scripts(app):
    named = {
        callback["clientside_function"]["function_name"]
        for callback in app._callback_list
        if callback["clientside_function"]
    }
    blocks = re.findall(r"dash_clientside\.osteoniche \|\| \{\}, \{([^}]*)\}", scripts())
    offered = {name.strip() for block in blocks for name in block.split(",") if name.strip()}
    assert named == offered
    assert {"pin", "against", "unfold", "opened"} <= named


def test_limits_and_words_of_the_scripts_come_from_here(laid_out):
    (rules,) = [each.data for each in laid_out if getattr(each, "id", None) == ids.RULES]
    assert rules["pins"] == PINS_AT_MOST
    assert rules["taken"] == list(TAKEN)
    assert rules["contents"] == CONTENTS_AT_MOST
    assert rules["say"]["tooMany"] == explore_words.PIN_TOO_MANY.format(most=6)
    text = scripts()
    assert set(re.findall(r"rules\.say\.(\w+)", text)) | set(
        re.findall(r"refuse\(\"(\w+)\"", text)
    ) == set(rules["say"])
    for sentence in rules["say"].values():
        assert sentence not in text
    assert set(re.findall(r"rules\.(\w+)", text)) == set(rules)


def test_runs_to_show_others_against_are_the_arms_and_then_the_pins(laid_out):
    (choice,) = [each for each in laid_out if getattr(each, "id", None) == ids.MINUS]
    (rules,) = [each.data for each in laid_out if getattr(each, "id", None) == ids.RULES]
    assert choice.data == rules["arms"]
    assert [option["value"] for option in choice.data] == list(ARMS)
    assert [option["label"] for option in choice.data] == [LINES[arm].label for arm in ARMS]
    assert rules["pin"] == "pin-"


def test_every_property_of_the_view_has_a_component(laid_out):
    known = {each.id for each in laid_out if getattr(each, "id", None)}
    assert set(callbacks.VIEW) <= known
    assert set(request(OPEN)) >= {"scale", "panels", "minus", "data", "pins"}

"""What the page asks, and its address: inverse of each other, and nothing taken on trust."""

import json
from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests import strategies
from tests.runs import give, scenario
from tests.web.browsers import JUNK, WRITTEN, pinned, request, shown_as, views

from osteoniche import __version__
from osteoniche.errors import ScenarioError
from osteoniche.evidence.series import SERIES
from osteoniche.figures.look import INK
from osteoniche.quantity import HUMAN
from osteoniche.scenario import Scenario, address
from osteoniche.scenario.presets import ARMS, preset
from osteoniche.system import default_system
from osteoniche.web.kit import ids, words
from osteoniche.web.pages.explore import callbacks
from osteoniche.web.pages.explore import request as page
from osteoniche.web.pages.explore.pins import PINS_AT_MOST, Pin
from osteoniche.web.pages.explore.request import (
    NAMES,
    Request,
    View,
    from_address,
    has_room,
    query,
    read,
    shown_by,
)
from osteoniche.web.rail.choice import choice_of

OPEN = preset("chemotherapy")
TWO = (Pin("High antibody", preset("combination")), Pin("None; ~ at % all", preset("untreated")))


def wanted(shown: Scenario = OPEN, pins: tuple[Pin, ...] = (), view: View | None = None) -> Request:
    return Request(shown, choice_of(shown), pins, view or View(), None)


def read_again(shown: dict[str, Any]) -> tuple[View, list[Any]]:
    """The view and pins of controls that an address has set, theme apart."""
    arrived = request(OPEN) | {
        "scale": shown[ids.SCALE],
        "panels": shown[ids.PANELS],
        "minus": shown[ids.MINUS],
        "data": shown[ids.DATA],
        "pins": shown[ids.PINS],
        "side": shown[ids.SIDE],
        "band": shown[ids.BAND],
    }
    found = read(json.loads(json.dumps(arrived)))
    return found.view, list(found.pins)


def problems(search: str) -> set[str]:
    """The fields of what is wrong with an address, whether it is left out or nothing is taken."""
    try:
        found = from_address(search).left_out
    except ScenarioError as error:
        found = error.problems
    return {problem.field for problem in found}


# A request and its address


@settings(max_examples=40)
@given(st.data(), strategies.scenarios())
def test_an_address_says_all_that_was_asked(data, shown):
    pins = data.draw(pinned(most=2))
    view = data.draw(views(len(pins)))
    found = read(request(shown, **shown_as(view, pins)))
    assert found.scenario.key() == shown.key()
    assert found.pins == pins
    assert found.view == view
    text = query(found)
    again = from_address(text)
    assert (again.scenario, again.made, again.left_out) == (found.scenario, __version__, ())
    if has_room(found):
        assert read_again(again.view) == (view, list(pins))
    assert len(text) <= address.LONGEST


@settings(max_examples=40)
@given(st.data(), strategies.scenarios())
def test_the_scenario_of_an_address_does_not_depend_on_the_view(data, shown):
    pins = data.draw(pinned(most=2))
    view = data.draw(views(len(pins)))
    full = query(wanted(shown, pins, view))
    assert address.decode(full) == shown
    ours = [part for part in full.split("&") if not part.startswith(address.VIEW)]
    assert ours[-1] == WRITTEN[-1]
    assert "&".join(ours[:-1]) == address.encode(shown)


def test_an_address_of_everything():
    view = View(
        linear=True,
        opened=("niche", "values"),
        minus="pin-1",
        data=("canon-2008-untreated",),
        side=True,
    )
    text = query(wanted(scenario(days=50, treatments=[give("paclitaxel")]), TWO, view))
    assert text == (
        f"{WRITTEN[0]}&days=50&{WRITTEN[1]}&view.axis=linear&view.open=niche,values"
        "&view.minus=pin-1&view.data=canon-2008-untreated&view.side=yes"
        f"&view.pins=High%20antibody~{WRITTEN[0]}%2615D11=10@7/3.5.ip"
        f";None%253B%20%257E%20at%20%2525%20all~{WRITTEN[0]}%26paclitaxel=none"
    )
    assert from_address("?" + text).view == {
        ids.SCALE: "linear",
        ids.PANELS: ["niche", "values"],
        ids.MINUS: "pin-1",
        ids.DATA: ["canon-2008-untreated"],
        ids.PINS: [pin.data() for pin in TWO],
        ids.SIDE: True,
        ids.BAND: True,
    }


def test_the_address_of_the_opening_page_names_set_and_version():
    assert query(wanted()) == "&".join(WRITTEN)
    assert from_address("").view == {
        ids.SCALE: "log",
        ids.PANELS: [],
        ids.MINUS: None,
        ids.DATA: [],
        ids.PINS: [],
        ids.SIDE: False,
        ids.BAND: True,
    }


def test_the_theme_belongs_to_the_visitor_and_not_to_the_address():
    assert query(wanted(view=View(theme="dark", screen="phone"))) == query(wanted())


def test_the_choice_of_the_page_is_kept():
    """A drug at dose 0 is no part of the scenario, but the page's controls are about it."""
    sent = request(OPEN)
    sent["choice"] |= {"chemotherapy": "cisplatin", "bone": "zoledronate"}
    sent["values"][ids.control("chemotherapy.dose")] = 0
    found = read(sent)
    assert found.scenario.given == ()
    assert found.choice == choice_of(OPEN).changed("chemotherapy", "cisplatin").changed(
        "bone", "zoledronate"
    )


# Addresses have an end


def longest(species: str = HUMAN) -> Scenario:
    """A scenario whose address is as long as any."""
    constants = {
        symbol: low + (high - low) / 3
        for symbol in strategies.SYMBOLS
        for low, high in [default_system().by_symbol[symbol].bounds(species)]
    }
    return scenario(species=species, induction=10 / 3, parameters=constants)


def test_pins_that_do_not_fit_are_left_out_of_the_address():
    pins = tuple(Pin(f"run {i}", longest()) for i in range(PINS_AT_MOST))
    everything = View(
        linear=True, opened=NAMES, minus="pin-5", data=tuple(series.name for series in SERIES)
    )
    full = wanted(longest(), pins, everything)
    assert not has_room(full)
    text = query(full)
    assert len(text) <= address.LONGEST
    again = from_address(text)
    controls = again.view
    assert again.scenario == full.scenario
    assert controls[ids.PINS] == []
    assert controls[ids.MINUS] is None  # it named a pin
    assert controls[ids.PANELS] == list(NAMES)
    assert len(controls[ids.DATA]) == len(SERIES)
    kept = query(replace(full, view=replace(everything, minus="antibody")))
    assert from_address(kept).view[ids.MINUS] == "antibody"


def test_an_address_is_exactly_as_long_as_it_may_be(monkeypatch):
    full = wanted(pins=TWO)
    text = query(full)
    monkeypatch.setattr(address, "LONGEST", len(text))
    assert query(full) == text
    assert has_room(full)
    assert from_address(text).view[ids.PINS] == [pin.data() for pin in TWO]
    monkeypatch.setattr(address, "LONGEST", len(text) - 1)
    assert query(full) == query(wanted())
    assert not has_room(full)
    assert problems(text) == {"address"}


def test_six_usual_pins_fit():
    asked_for = scenario(
        days=60,
        host="transgenic",
        treatments=[give("paclitaxel", dose=12.5), give("15D11", dose=7.5), give("zoledronate")],
        parameters={"kkP": 0.31, "T0": 3000.0},
    )
    pins = tuple(Pin(f"“Antibody”, {i} mg/kg", asked_for) for i in range(PINS_AT_MOST))
    assert len(query(wanted(asked_for, pins))) < address.LONGEST / 4


# Addresses that are wrong


def test_every_problem_of_an_address_is_named():
    wrong = "days=9999&view.pins=one~days=1;two~nonsense=2;~days=3&colour=red"
    assert problems(wrong) == {"days", "colour", "pin 'one': days", "pin 'two': nonsense", "pins"}


@pytest.mark.parametrize(
    "pins", ["name", "a~days=0", "Both~", "a~;A~", "a~%26%26x=1", "%2525~p.kkP=1e9", "x" * 41 + "~"]
)
def test_a_broken_pin_is_one_error_and_the_scenario_is_still_read(pins):
    search = f"days=50&view.pins={pins}"
    assert all("pin" in field for field in problems(search))
    assert from_address(search).scenario.days == 50
    assert all(pin["name"] == "a" for pin in from_address(search).view[ids.PINS])


def test_an_address_that_is_too_long_has_one_problem():
    assert problems("view.pins=broken&view.x=" + "y" * address.LONGEST) == {"address"}


@pytest.mark.parametrize(
    ("search", "wrong"),
    [
        ("view.axis=cubic", {"view.axis": "cubic"}),
        ("view.open=nowhere,niche,,niche", {"view.open": "nowhere"}),
        ("view.data=nothing,canon-2008-untreated", {"view.data": "nothing"}),
        ("view.side=perhaps&view.band=1", {"view.side": "perhaps", "view.band": "1"}),
        ("view.minus=nope", {"view.minus": "nope"}),
        ("view.minus=own", {"view.minus": "own"}),
        ("view.minus=pin-0", {"view.minus": "pin-0"}),
        ("view.pins=a~&view.minus=pin-1", {"view.minus": "pin-1"}),
        ("view.pins=a~&view.minus=pin-%D9%A0", {"view.minus": "pin-\u0660"}),
    ],
)
def test_words_of_the_view_that_are_none_are_told_with_those_there_are(search, wrong):
    found = {problem.field: problem for problem in from_address(search).left_out}
    assert {field: problem.value for field, problem in found.items()} == wrong
    assert all(problem.allowed.startswith("choose from ") for problem in found.values())
    if "pins" in search:
        assert found["view.minus"].allowed.endswith("combination, pin-0")


@pytest.mark.parametrize(
    ("search", "component", "value"),
    [
        ("view.axis=log", ids.SCALE, "log"),
        ("view.open=niche,,niche", ids.PANELS, ["niche"]),
        ("view.pins=a~&view.minus=pin-0", ids.MINUS, "pin-0"),
        ("view.minus=combination", ids.MINUS, "combination"),
        ("view.minus=&view.side=no&view.colour=red", ids.MINUS, None),
    ],
)
def test_words_of_the_view_and_keys_that_there_are_not(search, component, value):
    assert shown_by(search)[0][component] == value


@given(st.text() | st.lists(st.sampled_from(["view.", "pins=", "~", ";", "&", "%"])).map("".join))
def test_no_address_breaks_it(search):
    with suppress(ScenarioError):
        opened = from_address(search)
        assert address.decode(address.encode(opened.scenario)) == opened.scenario
        assert set(opened.view) == set(callbacks.VIEW)


# Requests that are wrong


def test_every_problem_of_a_request_is_named():
    sent = request(OPEN, pins=[{"name": "one", "query": "days=1"}, {}])
    sent["values"][ids.control("days")] = 1
    with pytest.raises(ScenarioError) as caught:
        read(sent)
    fields = {problem.field for problem in caught.value.problems}
    assert fields == {words.HORIZON, "pin 'one': days", "pins"}


@pytest.mark.parametrize(
    "minus", [None, "", "own", "pin-2", "pin--1", "pin-", 0, 3.5, [], {}, True]
)
def test_a_run_that_is_not_there_shows_nothing_against_it(minus):
    assert read(request(OPEN, pins=[pin.data() for pin in TWO], minus=minus)).view.minus is None


@pytest.mark.parametrize("minus", [*ARMS, "pin-0", "pin-1"])
def test_a_run_that_is_there(minus):
    assert read(request(OPEN, pins=[pin.data() for pin in TWO], minus=minus)).view.minus == minus


def test_a_stale_choice_of_a_pin_shows_plain():
    one = [TWO[0].data()]
    assert read(request(OPEN, pins=one, minus="pin-3")).view.minus is None
    assert read(request(OPEN, pins=one, minus="pin-0")).view.minus == "pin-0"


@pytest.mark.parametrize("field", ["panels", "data"])
@pytest.mark.parametrize("value", [None, "niche", 3, {}, [None], [["niche"]], [{}], ["nowhere"]])
def test_lists_that_are_none_are_ignored(field, value):
    view = read(request(OPEN, **{field: value})).view
    assert (view.opened, view.data) == ((), ())


def test_lists_are_in_their_own_order_and_without_repeats():
    names = [series.name for series in SERIES]
    view = read(request(OPEN, panels=[*reversed(NAMES), "niche"], data=[*reversed(names)] * 2)).view
    assert view.opened == NAMES
    assert view.data == tuple(names)


@pytest.mark.parametrize("theme", [None, "", "sepia", 3, [], {}, ["dark"]])
def test_a_theme_that_is_none_is_light(theme):
    assert read(request(OPEN, theme=theme)).view.theme == "light"
    assert {read(request(OPEN, theme=known)).view.theme for known in INK} == set(INK)


@pytest.mark.parametrize("shown", [None, 3, [], {}, True, 1.5])
def test_a_token_is_a_text(shown):
    assert read(request(OPEN, shown=shown)).shown is None
    assert read(request(OPEN, shown="token")).shown == "token"


PARTS = ["choice", "values", "extra", "pins", "minus", "data", "panels", "theme", "scale", "shown"]


@settings(max_examples=200)
@given(st.dictionaries(st.sampled_from(PARTS), JUNK, max_size=4))
def test_no_request_breaks_it(parts):
    with suppress(ScenarioError):
        found = read(request(OPEN) | parts)
        assert from_address(query(found)).scenario == found.scenario


@given(JUNK.filter(lambda sent: isinstance(sent, dict)))
def test_what_is_no_request_is_refused(sent):
    with pytest.raises(ScenarioError):
        read(sent)


def test_runs_beside_are_the_arms_and_the_pins():
    assert page.runs_beside(0) == list(ARMS)
    assert page.runs_beside(2) == [*ARMS, "pin-0", "pin-1"]

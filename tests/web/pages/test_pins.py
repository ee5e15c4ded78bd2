"""Pinned runs: what goes into an address comes out of it, and no pin is taken on trust."""

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests import strategies
from tests.runs import scenario
from tests.web.browsers import AWKWARD, JUNK, pinned

from osteoniche import parameters
from osteoniche.errors import ScenarioError
from osteoniche.figures.look import LINES, PIN_LINES
from osteoniche.scenario import address
from osteoniche.scenario.presets import ARMS, preset
from osteoniche.web.pages.explore.pins import (
    NAME_AT_MOST,
    PINS_AT_MOST,
    Pin,
    from_address,
    from_browser,
    to_address,
)

OPEN = preset("chemotherapy")


def refused(given: Any) -> list[tuple[str, str]]:
    """Where and why pins are refused."""
    with pytest.raises(ScenarioError) as caught:
        from_browser(given)
    return [(problem.field, problem.allowed) for problem in caught.value.problems]


def named(*names: str) -> list[dict[str, str]]:
    return [{"name": name, "query": ""} for name in names]


@settings(max_examples=30)
@given(pinned())
def test_what_is_written_into_an_address_is_read_from_it(pins):
    assert from_address(to_address(pins)) == (list(pins), [])


@settings(max_examples=30)
@given(pinned())
def test_what_is_sent_to_the_browser_comes_back(pins):
    assert tuple(from_browser(json.loads(json.dumps([pin.data() for pin in pins])))) == pins


@pytest.mark.parametrize("name", AWKWARD)
def test_any_name_comes_back(name):
    pins = [Pin("first", OPEN), Pin(" ".join(name.split()), preset("healthy")), Pin("last", OPEN)]
    assert from_address(to_address(pins)) == (pins, [])


def test_an_address_stays_readable():
    pins = [Pin("High antibody", scenario(parameters={"kkP": 0.3})), Pin("Low", OPEN)]
    named = f"set={parameters.DEFAULT}"
    assert to_address(pins) == f"High antibody~{named}&paclitaxel=none&p.kkP=0.3;Low~{named}"


def test_changed_constants_travel():
    changed = scenario(parameters={"kkP": 0.123456789012345, "T0": 1999.5}, days=77)
    ((pin,), _) = from_address(to_address([Pin("x", changed)]))
    assert pin.scenario == changed


def test_no_pins():
    assert from_browser(None) == from_browser([]) == []
    assert from_address("") == ([], [])
    assert to_address([]) == ""


def test_there_are_as_many_pins_as_looks():
    assert PINS_AT_MOST == len(PIN_LINES) == 6
    many = [f"run {i}" for i in range(PINS_AT_MOST + 1)]
    assert len(from_browser(named(*many[:-1]))) == PINS_AT_MOST
    assert refused(named(*many)) == [("pins", "6 at most can be kept")]
    with pytest.raises(ScenarioError, match="pins: 7 are too many; 6 at most can be kept"):
        from_browser(named(*many))


def test_spaces_of_a_name_are_made_single():
    (pin,) = from_browser(named("  high\n\t antibody "))
    assert pin.name == "high antibody"


@pytest.mark.parametrize("name", ["", "   ", "x" * (NAME_AT_MOST + 1), "\n"])
def test_a_name_is_neither_empty_nor_endless(name):
    assert refused(named(name)) == [("pins", f"a pin's name has 1 to {NAME_AT_MOST} characters")]


@pytest.mark.parametrize("name", ["a\x00b", "\x07", "a\ud800", "\x7f", "\x9b"])
def test_a_name_can_be_written(name):
    assert refused(named(name)) == [("pins", "a pin's name has characters that can be written")]


@pytest.mark.parametrize(
    "name", [*ARMS, *(line.label for line in LINES.values()), "your run", "BOTH", " Untreated "]
)
def test_a_name_is_not_that_of_a_run_that_is_always_there(name):
    assert refused(named(name)) == [("pins", "another run has this name")]


def test_each_name_is_given_once():
    assert refused(named("a", "B", "b", "A")) == [("pins", "another run has this name")] * 2


@pytest.mark.parametrize(
    "item",
    [None, 3, "name", [], {}, {"name": "a"}, {"query": ""}, {"name": 3, "query": ""}, ["a", ""]],
)
def test_a_pin_has_a_name_and_a_query(item):
    assert refused([item]) == [("pins", "send the name and the query of each pin")]


@pytest.mark.parametrize("pins", ["pins", 3, {}, {"name": "a", "query": ""}, True, ("a",)])
def test_pins_are_a_list(pins):
    assert refused(pins) == [("pins", "send a list")]


def test_every_problem_of_every_pin_is_named():
    wrong = [
        {"name": "long", "query": "days=9999&induction=0"},
        {"name": "fine", "query": ""},
        {"name": "odd", "query": "nonsense=1"},
        None,
    ]
    fields = [field for field, _ in refused(wrong)]
    assert fields == ["pin 'long': days", "pin 'long': induction", "pin 'odd': nonsense", "pins"]


def test_a_pin_as_long_as_an_address_may_not_be():
    query = "view.x=" + "y" * address.LONGEST
    assert [field for field, _ in refused([{"name": "a", "query": query}])] == ["pin 'a': address"]


def test_the_view_of_a_pin_counts_for_nothing():
    (pin,) = from_browser([{"name": "a", "query": "days=50&view.axis=linear"}])
    assert pin.data() == {"name": "a", "query": f"set={parameters.UNNAMED}&days=50"}


def test_a_pin_without_settings_is_of_the_set_before_sets_were_named(later):
    ((pin,), _) = from_address("a~")
    assert pin.scenario.set == parameters.UNNAMED != later


@pytest.mark.parametrize("text", ["name", "a~;b", "a~&days=50;;b", "%"])
def test_a_pin_of_an_address_that_was_cut_is_left_out(text):
    pins, problems = from_address(text)
    assert [pin.name for pin in pins] == (["a"] if text.startswith("a~") else [])
    assert [problem.field for problem in problems] == ["pins"]
    assert problems[0].allowed == "write name~settings"


def test_more_pins_than_there_can_be_lose_the_last():
    text = ";".join(f"run {i}~" for i in range(PINS_AT_MOST + 2))
    pins, problems = from_address(text)
    assert [pin.name for pin in pins] == [f"run {i}" for i in range(PINS_AT_MOST)]
    assert [str(problem) for problem in problems] == [
        "pins: 8 are too many; 6 at most can be kept."
    ]


def test_empty_places_between_pins_are_none():
    pins, problems = from_address(";a~;;b~;")
    assert ([pin.name for pin in pins], problems) == (["a", "b"], [])


@given(JUNK | st.lists(st.fixed_dictionaries({}, optional={"name": JUNK, "query": JUNK})))
def test_nothing_from_a_browser_breaks_it(sent):
    with suppress(ScenarioError):
        pins = from_browser(sent)
        assert from_address(to_address(pins)) == (pins, [])


def nested(depth: int) -> Any:
    inner: Any = []
    for _ in range(depth):
        inner = [inner]
    return inner


def test_what_is_nested_deep_is_refused_in_words():
    deep = nested(100_000)
    for sent in (deep, [deep], [{"name": deep, "query": ""}], [{"name": "a", "query": deep}]):
        with pytest.raises(ScenarioError, match="pins: '"):
            from_browser(sent)


@given(st.text() | st.lists(st.sampled_from([*AWKWARD, "~", ";", "days=50"])).map("".join))
def test_no_text_in_an_address_breaks_it(text):
    pins, _ = from_address(text)
    assert from_address(to_address(pins)) == (pins, [])


@settings(max_examples=50)
@given(strategies.scenarios())
def test_a_pin_of_any_scenario_is_one_part_of_the_address(asked):
    text = to_address([Pin("a", asked), Pin("b", OPEN)])
    assert text.count(";") == 1
    assert text.count("~") == 2

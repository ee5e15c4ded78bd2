"""An address and a scenario are the same thing, and no address can do worse than be refused."""

import time
from fnmatch import fnmatchcase
from urllib.parse import parse_qsl, quote, urlencode

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests import strategies

from osteoniche import parameters
from osteoniche.errors import ScenarioError
from osteoniche.parameters import UNNAMED
from osteoniche.quantity import HUMAN, MOUSE, SPECIES
from osteoniche.scenario import Scenario
from osteoniche.scenario.address import (
    LONGEST,
    MADE,
    TRACKING,
    Reading,
    decode,
    encode,
    read,
    view,
)
from osteoniche.scenario.flags import NUMBERS, WORDS
from osteoniche.scenario.grammar import SHAPE
from osteoniche.scenario.presets import OPENING, PRESETS, preset
from osteoniche.system import default_system

SYSTEM = default_system()
DRUGS = [drug.name for drug in SYSTEM.drugs]
EXAMPLE = (
    "species=mouse&days=42&paclitaxel=10@7/3.5-42.ip&15D11=10@7/3.5-42.ip&induction=3.9&p.kkP=0.3"
)


def fields(query: str) -> set[str]:
    """The fields that a refusal names."""
    with pytest.raises(ScenarioError) as caught:
        decode(query)
    return {problem.field for problem in caught.value.problems}


# There and back


@given(strategies.documents(), st.data())
def test_what_is_encoded_is_decoded(document, data):
    scenario = Scenario.model_validate(document)
    query = encode(scenario)
    assert decode(query) == scenario
    assert decode("?" + query) == scenario
    parts = query.split("&") if query else []
    assert decode("&".join(data.draw(st.permutations(parts)))) == scenario


@given(strategies.documents(), st.data())
def test_the_order_of_treatments_does_not_show(document, data):
    shuffled = data.draw(st.permutations(document["treatments"]))
    other = Scenario.model_validate(document | {"treatments": shuffled})
    assert encode(other) == encode(Scenario.model_validate(document))


def test_the_longest_scenario_has_room():
    third = {
        symbol: constant.bounds(HUMAN)[0]
        + (constant.bounds(HUMAN)[1] - constant.bounds(HUMAN)[0]) / 3
        for symbol, constant in SYSTEM.by_symbol.items()
        if symbol in strategies.SYMBOLS
    }
    plan = {"start": 100 / 3, "every": 100 / 7, "until": 2000 / 3, "dose": 2 / 3}
    scenario = Scenario(
        species=HUMAN,
        treatments=[{"drug": drug, **plan} for drug in DRUGS],
        parameters=third,
        induction=10 / 3,
        tumour="jagged1-high",
        host="transgenic",
    )
    assert decode(encode(scenario)) == scenario
    assert len(encode(scenario)) < 0.8 * LONGEST


def test_the_example_of_the_format():
    scenario = decode("?" + EXAMPLE)
    assert scenario == Scenario(
        set=UNNAMED,
        treatments=[{"drug": name, "until": 42} for name in ("paclitaxel", "15D11")],
        parameters={"kkP": 0.3},
    )
    assert encode(scenario) == (
        "set=fitted-2026&paclitaxel=10@7/3.5-42.ip&15D11=10@7/3.5-42.ip&p.kkP=0.3"
    )


@pytest.mark.parametrize("empty", ["", "?", "&", "&&&", "view.axis=linear"])
def test_an_empty_address_is_the_opening_page(empty):
    assert decode(empty) == preset(OPENING)


@pytest.mark.parametrize(
    ("species", "name", "query"),
    [
        (MOUSE, "healthy", "tumour=none&paclitaxel=none"),
        (MOUSE, "untreated", "paclitaxel=none"),
        (MOUSE, "chemotherapy", ""),
        (MOUSE, "antibody", "paclitaxel=none&15D11=10@7/3.5.ip"),
        (MOUSE, "combination", "15D11=10@7/3.5.ip"),
        (HUMAN, "chemotherapy", "species=human"),
        (HUMAN, "combination", "species=human&15D11=10@30/21.infusion:1"),
    ],
)
def test_defaults_are_left_out(species, name, query):
    full = "&".join(part for part in (f"set={parameters.DEFAULT}", query) if part)
    assert encode(preset(name, species)) == full
    assert decode(full) == preset(name, species)


@pytest.mark.parametrize("species", SPECIES)
@pytest.mark.parametrize("name", PRESETS)
def test_only_what_differs_is_written(species, name):
    scenario = preset(name, species)
    changed = {"days": 100, "host": "knock-out", "tumour": "jagged1-high", "induction": 2.5}
    for field, value in changed.items():
        old = dict(parse_qsl(encode(scenario)))
        new = dict(parse_qsl(encode(scenario.changed(**{field: value}))))
        assert {key for key in old | new if old.get(key) != new.get(key)} == {field}


@pytest.mark.parametrize(
    ("text", "plan"),
    [
        ("5", {"dose": 5}),
        ("5.", {"dose": 5}),
        (".5", {"dose": 0.5}),
        ("5e-1", {"dose": 0.5}),
        ("5@3", {"dose": 5, "start": 3}),
        ("5/7", {"dose": 5, "every": 7}),
        ("5/once", {"dose": 5, "every": None}),
        ("5-20", {"dose": 5, "until": 20}),
        ("5.iv", {"dose": 5, "route": "iv"}),
        ("5.5.iv", {"dose": 5.5, "route": "iv"}),
        ("5.infusion", {"dose": 5, "route": "infusion", "hours": 3}),
        ("5.infusion:2.5", {"dose": 5, "route": "infusion", "hours": 2.5}),
        ("5@3/once-20.iv", {"dose": 5, "start": 3, "every": None, "until": 20, "route": "iv"}),
        ("0", {"dose": 0}),
    ],
)
def test_parts_of_a_treatment_that_are_left_out_take_their_default(text, plan):
    expected = Scenario(set=UNNAMED, treatments=[{"drug": "paclitaxel", **plan}])
    assert decode(f"paclitaxel={text}") == expected
    assert decode(f"paclitaxel={quote(text, safe='')}") == expected


def test_the_defaults_are_those_of_the_species():
    assert decode("species=human&cisplatin=60").treatment("cisplatin").every == 21
    assert decode("cisplatin=60&species=human") == decode("species=human&cisplatin=60")
    assert decode("species=human&15D11=10.iv").treatment("15D11").hours is None


# What only changes the view


@given(strategies.scenarios(), st.dictionaries(st.text(max_size=8), st.text(max_size=8)))
def test_keys_of_the_view_change_nothing(scenario, keys):
    shown = urlencode([(f"view.{name}", value) for name, value in keys.items()])
    query = "&".join(part for part in (shown, encode(scenario), shown) if part)
    assert decode(query) == scenario
    assert view(query) == keys


def test_the_view_of_a_wrong_address_can_still_be_read():
    assert view("?view.axis=linear&days=never&view.open=cells&view.empty=") == {
        "axis": "linear",
        "open": "cells",
        "empty": "",
    }


# What is refused


def test_every_problem_is_named():
    query = (
        "days=x&host=y&tumour=z&induction=99&paclitaxel=10@@&15D11=99&cisplatin=5.nose"
        "&p.nonsense=1&p.Imax=2&p.kkP=nan&colour=red&treatments=1&version=2"
    )
    assert fields(query) == {
        *("days", "host", "tumour", "induction", "paclitaxel", "15D11.dose", "cisplatin.route"),
        *("p.nonsense", "p.Imax", "p.kkP", "colour", "treatments"),
        "version",
    }


def test_an_unknown_species_is_one_problem_among_others():
    assert fields("species=rat&days=5000&paclitaxel=-1") == {"species", "days", "paclitaxel.dose"}


@pytest.mark.parametrize("name", ["days", "paclitaxel", "p.kkP", "species", "colour"])
def test_each_field_is_given_once(name):
    with pytest.raises(ScenarioError) as caught:
        decode(f"{name}=10&{name}=10")
    assert f"{name}: given twice; give each field once." in str(caught.value).splitlines()
    with pytest.raises(ScenarioError, match="given 3 times"):
        decode("&".join([f"{name}=10"] * 3))


@pytest.mark.parametrize(
    ("query", "said"),
    [
        (
            "days=",
            "days: an empty value is not allowed; give a whole number; allowed is 7 to 180 days.",
        ),
        ("paclitaxel=", f"paclitaxel: an empty value is not allowed; {SHAPE}."),
        ("p.kkP=99", "p.kkP: 99 is not allowed; allowed is 0.027 to 2.7 1/day."),
        ("p.kkQ=1", "p.kkQ: there is no such constant; did you mean kkP or kkC?"),
        ("p.zzzz=1", "p.zzzz: there is no such constant; `osteoniche constants` lists them."),
        ("kkP=1", "kkP: there is no such field; did you mean p.kkP?"),
        ("p.kkP=1&paclitaxl=5", "paclitaxl: there is no such field; did you mean paclitaxel?"),
        ("15d11=5", "15d11: there is no such field; did you mean 15D11?"),
        ("species=rat", "species: 'rat' is not allowed; choose from mouse, human (a patient)."),
        ("p.T0=1&species=human", "p.T0: 1 is not allowed; allowed is 3,000,000 to 10,000,000,000"),
    ],
)
def test_refusals_are_plain_words(query, said):
    with pytest.raises(ScenarioError) as caught:
        decode(query)
    (line,) = str(caught.value).splitlines()
    assert line.startswith(said)


def test_an_unknown_field_without_its_like_is_told_which_there_are():
    with pytest.raises(
        ScenarioError, match="there is no such field; choose from set, species, host"
    ):
        decode("colour=red")


AWKWARD = [
    *("", " ", "nan", "NaN", "inf", "-inf", "Infinity", "1e400", "-1e400", "1e-400", "-0.0"),
    *("0x10", "1_0", "١٢", "１２", "²", "5%", "%", "%zz", "%00", "%ff%fe", "\x00", "\ud800"),
    *("none", "once", "None", "true", "null", "[]", "{}", "[[[[", "{" * 500, "[" * 3000),
    *("a[b][c]=1", "1,5", "10@", "10@7/", "@7", "10@7/3.5-", "10.", "10..ip", "10.ip.iv", "10.IP"),
    *("10:3", "10@nan", "10/0", "10/-1", "10/1e-300", "10@7/3.5-42.ip:5", "10@1e400", "1e", "1e+5"),
    *("+5", "--5", "9" * 400, "9" * 5000, "1" * 7900 + "x", "1." * 2000, "1e1" * 1000),
    *("🦴", "a" * 20_000),
]
KEYS = [
    *Scenario.model_fields, *DRUGS, "p.kkP", "p.T0", "p.", "p", "p.Imax", "view.axis", "view.", "",
    "paclitaxel.dose", "p[kkP]", "p.p.kkP", "__class__", "drug", "rankl_inhibitor", "🦴", "\x00",
]  # fmt: skip


def decoded_or_refused(query):
    try:
        scenario = decode(query)
    except ScenarioError as error:
        return str(error)
    assert decode(encode(scenario)) == scenario
    return ""


@pytest.mark.parametrize("key", KEYS)
def test_awkward_values(key):
    for value in AWKWARD:
        begun = time.process_time()
        decoded_or_refused(f"{key}={value}")
        decoded_or_refused(urlencode([(key, value)], errors="surrogatepass"))
        assert time.process_time() - begun < 1
    decoded_or_refused(key)


@pytest.mark.parametrize(
    "value", ["nan", "inf", "-inf", "1e400", "9" * 5000, "1_0", "１２", "", "0x10"]
)
@pytest.mark.parametrize(
    ("key", "field"),
    [
        ("days", "days"),
        ("induction", "induction"),
        ("p.kkP", "p.kkP"),
        ("15D11", "15D11"),
        ("version", "version"),
    ],
)
def test_no_such_number(key, field, value):
    (named,) = fields(f"{key}={quote(value)}")
    assert named.startswith(field)


JUNK = st.text() | st.sampled_from(AWKWARD)


@settings(max_examples=200)
@given(
    JUNK
    | st.lists(st.builds("{}={}".format, st.sampled_from(KEYS) | st.text(max_size=6), JUNK)).map(
        "&".join
    )
    | st.text("?&=@/.-:%pe0123456789 ").map("paclitaxel={}".format)
    | st.binary().map(lambda junk: junk.decode("latin-1"))
)
def test_any_text_is_a_scenario_or_a_scenario_error(query):
    decoded_or_refused(query)
    view(query)


@pytest.mark.parametrize(
    "query",
    [
        *("a&" * 3900, "=&" * 3900, "?" * 7000, "p.a=1&" * 1300, "%41" * 2600, "x" * 10**6),
        "&".join(f"k{i}" for i in range(1300)),
        "&".join(f"p.k{i}=1" for i in range(800)),
    ],
)
def test_crowded_addresses_are_refused_quickly(query):
    begun = time.process_time()
    decoded_or_refused(query)
    view(query)
    assert time.process_time() - begun < 1


def test_an_address_that_is_too_long_is_refused():
    long = "view.note=" + "x" * LONGEST
    assert fields(long) == {"address"}
    decode(long[:LONGEST])


# What a link loses


def left_out(query: str) -> set[str]:
    return {problem.field for problem in read(query).left_out}


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ("colour=red", "colour"),
        ("days=never", "days"),
        ("days=5000", "days"),
        ("host=nobody", "host"),
        ("species=rat", "species"),
        ("set=fitted-1999", "set"),
        ("15D11=99", "15D11.dose"),
        ("15D11=10@@", "15D11"),
        ("15D11=10@9/3-8", "15D11.until"),
        ("p.kkQ=1", "p.kkQ"),
        ("p.kkP=99", "p.kkP"),
        ("induction=99", "induction"),
        ("version=2", "version"),
    ],
)
def test_a_wrong_word_costs_itself_and_nothing_else(wrong, field):
    rest = "set=fitted-2026&tumour=jagged1-high&cisplatin=3&p.r0=0.3"
    for query in (f"{wrong}&{rest}", f"{rest}&{wrong}"):
        assert read(query).scenario == decode(rest).changed(set=read(query).scenario.set)
        assert left_out(query) == {field}


def test_an_unknown_set_gives_way_to_the_default():
    assert read("set=fitted-1999&days=50").scenario.set == parameters.DEFAULT


def test_a_word_that_is_given_twice_is_left_out():
    reading = read("days=50&host=transgenic&days=60")
    assert reading.scenario == decode("host=transgenic")
    assert [str(problem) for problem in reading.left_out] == [
        "days: given twice; give each field once."
    ]


def test_all_that_is_wrong_is_named():
    query = "colour=red&days=never&15D11=99&cisplatin=3&host=transgenic"
    assert left_out(query) == {"colour", "days", "15D11.dose"}
    assert read(query).scenario == decode("cisplatin=3&host=transgenic")


@pytest.mark.parametrize(
    "word", [*(word.replace("*", "source") for word in TRACKING), "utm_campaign", "_hsenc"]
)
def test_words_of_mail_and_chat_programs_are_ignored(word):
    query = f"days=50&{word}=abc.def"
    assert decode(query) == decode("days=50")
    assert left_out(query) == set()
    assert decode(f"{word}=1") == preset(OPENING)


def test_no_word_of_others_is_one_of_ours():
    ours = [
        *WORDS,
        *NUMBERS,
        *DRUGS,
        MADE,
        "view.axis",
        *(f"p.{name}" for name in SYSTEM.by_symbol),
    ]
    assert [name for name in ours if any(fnmatchcase(name, word) for word in TRACKING)] == []


@given(strategies.scenarios())
def test_a_right_address_loses_nothing(scenario):
    assert read(encode(scenario)) == Reading(scenario)


@settings(max_examples=100)
@given(
    strategies.scenarios(),
    st.lists(st.builds("{}={}".format, st.sampled_from(KEYS) | st.text(max_size=6), JUNK)),
)
def test_any_link_gives_a_scenario_that_can_be_written(scenario, junk):
    query = "&".join([encode(scenario), *junk])
    assume(len(query) <= LONGEST)
    found = read(query).scenario
    assert decode(encode(found)) == found

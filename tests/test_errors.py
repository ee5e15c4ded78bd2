"""Messages are one short line each, whatever the value."""

import pytest

from osteoniche.errors import SHOWN_AT_MOST, Described, Problem, ScenarioError, Unreadable, written


class Silent:
    def __repr__(self) -> str:
        raise RuntimeError("no words")


class Talkative:
    def __repr__(self) -> str:
        return "many\nlines\r\nof words " * 100


def nested(depth):
    inside = []
    for _ in range(depth):
        inside = [inside]
    return inside


ODD = {
    "silent": Silent(),
    "lines": Talkative(),
    "digits": 10**100_000,
    "deep": nested(100_000),
    "long": "x" * 1_000_000,
    "list": [0] * 100_000,
    "breaks": "a\nb\r\u2028c\x00",
    "half": "\ud800",
}


@pytest.mark.parametrize("name", ODD)
def test_any_value_is_one_short_line(name):
    said = str(Problem("field", ODD[name], "give a number"))
    assert said.startswith("field: ")
    assert said.endswith(" is not allowed; give a number.")
    assert len(said.splitlines()) == 1
    assert len(said) < 2 * SHOWN_AT_MOST
    said.encode()
    assert str(ScenarioError([Problem("field", ODD[name], "give a number")])) == said


def test_a_name_of_a_field_is_one_short_line_too():
    said = str(Problem("a\nb" + "x" * 1000, 1, "give less"))
    assert len(said.splitlines()) == 1
    assert len(said) < 2 * SHOWN_AT_MOST


@pytest.mark.parametrize("value", [3, -0.5, "mouse", [1], {"a": 1}, "“µg” 10⁶ é"])
def test_plain_values_are_written_as_they_are(value):
    assert written(value) == repr(value)
    assert str(Problem("days", value, "no")) == f"days: {value!r} is not allowed; no."


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "nothing"),
        ("", "an empty value"),
        ("  ", "an empty value"),
        ("\t\n", "an empty value"),
    ],
)
def test_nothing_is_told_in_words(value, words):
    assert str(Problem("days", value, "give a number")) == (
        f"days: {words} is not allowed; give a number."
    )


def test_what_was_found_may_be_told_in_words():
    assert (
        str(Described("days", "given twice", "give it once")) == "days: given twice; give it once."
    )
    said = str(Described("day", "there is no such field", "did you mean days?"))
    assert said == "day: there is no such field; did you mean days?"


@pytest.mark.parametrize("name", ODD)
def test_a_description_is_one_short_line_too(name):
    if name not in ("silent", "digits", "deep"):  # nobody describes anything with these
        said = str(Described("field", str(ODD[name]), "give less"))
        assert len(said.splitlines()) == 1
        assert len(said) < 2 * SHOWN_AT_MOST


def test_what_is_cut_says_so():
    assert written("x" * 200) == "'" + "x" * (SHOWN_AT_MOST - 4) + "..."
    assert len(written("x" * (SHOWN_AT_MOST - 2))) == SHOWN_AT_MOST


def test_a_file_is_told_by_what_it_is():
    said = str(Unreadable("file", "a picture\n(PNG)", "open another"))
    assert said == r"file: this is a picture\n(PNG); open another."

"""Typed numbers: read as they were meant, or not at all."""

import json
import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osteoniche.errors import Problem
from osteoniche.web.kit.typed import explained, read

CASES = json.loads((Path(__file__).parents[2] / "scripts" / "numbers.json").read_text("utf-8"))
"""What is a number and what is none, for the script of the page too (tests/scripts)."""
NUMBERS = CASES["numbers"]
NONE = [*CASES["none"], "9" * 400]


@pytest.mark.parametrize("text", NUMBERS)
def test_numbers_are_read(text):
    assert read(text) == NUMBERS[text]


@pytest.mark.parametrize("text", NONE)
def test_other_texts_stay_what_they_are(text):
    assert read(text) == text


@pytest.mark.parametrize(("text", "unit", "value"), [*CASES["units"], (" ", "days", "")])
def test_the_unit_of_the_field_may_be_typed_along(text, unit, value):
    assert read(text, unit) == value


@pytest.mark.parametrize(("text", "unit"), CASES["otherUnits"])
def test_another_unit_is_never_taken_for_that_of_the_field(text, unit):
    assert read(text, unit) == text


@pytest.mark.parametrize("text", ["", " ", "\t\n"])
def test_nothing_is_nothing(text):
    assert read(text) == ""


@pytest.mark.parametrize("given", [None, True, 3, 2.5, [], {}, ["5"]])
def test_what_is_no_text_is_left_alone(given):
    assert read(given) is given


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_number_as_python_writes_it(value):
    assert read(repr(value)) == value
    comma = read(repr(value).replace(".", ","))
    assert comma == value or isinstance(comma, str)


@given(st.text(alphabet="0123456789.,eE+-x "))
def test_nothing_is_read_that_is_not_the_number_that_was_typed(text):
    found = read(text)
    if isinstance(found, int | float):
        assert math.isfinite(found)
        assert found == float(text.strip().replace(",", "."))
    else:
        assert found in {text, ""}


def test_how_to_write_a_number_is_said_where_one_was_wanted():
    wanted = Problem("days", "sixty", "give a whole number")
    assert explained(wanted).allowed == "give a whole number, written like 5, 0.3 or 5e-1"
    limited = explained(Problem("days", "sixty", "give a whole number; allowed is 7 to 180 days"))
    assert limited.allowed == f"{explained(wanted).allowed}; allowed is 7 to 180 days"
    assert "thousands" in explained(Problem("days", "1,000", "give a whole number")).allowed
    for other in (Problem("days", 3, "give a number"), Problem("host", "x", "choose from a, b")):
        assert explained(other) is other

"""Typed numbers: read as they were meant, or not at all."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osteoniche.errors import Problem
from osteoniche.web.kit.typed import explained, read

NUMBERS = {
    "5": 5.0, " 5 ": 5.0, "05": 5.0, "+5": 5.0, "-5": -5.0, "\u22125": -5.0, "5.": 5.0, ".5": 0.5,
    "0.3": 0.3, "0,3": 0.3, ",3": 0.3, "12,5": 12.5, "1,50": 1.5, "1,5000": 1.5, "0,125": 0.125,
    "5e-1": 0.5, "5E-1": 0.5, "1e3": 1000.0, "1,5e1": 15.0, "1e99": 1e99, "1.000": 1.0,
}  # fmt: skip
NONE = [
    *("abc", "e", "1e", "e5", "1e5e5", "1-5", "--5", "5-", "1.2.3", "1,2,3", "1,000.5", "1.000,5"),
    *("1,000", "12,345", "-1,000", "999,999", "1 000", "1_000", "0x10", "0b1", "NaN", "inf"),
    *("Infinity", "1e999", "-1e999", "9" * 400, "٣", "５", "½", "5 mg", "=5", ".", ",", "+"),
]  # fmt: skip


@pytest.mark.parametrize("text", NUMBERS)
def test_numbers_are_read(text):
    assert read(text) == NUMBERS[text]


@pytest.mark.parametrize("text", NONE)
def test_other_texts_stay_what_they_are(text):
    assert read(text) == text


UNITS = {
    ("12 mg/kg", "mg/kg"): 12, ("12mg/kg", "mg/kg"): 12, ("0,5 MG/KG ", "mg/kg"): 0.5,
    ("175 mg/m²", "mg/m²"): 175, ("175 mg/m2", "mg/m²"): 175, ("4 mg", "mg"): 4,
    ("3.9 fold", "fold"): 3.9, ("42 days", "days"): 42, ("42", "days"): 42, (" ", "days"): "",
}  # fmt: skip


@pytest.mark.parametrize(("text", "unit"), UNITS)
def test_the_unit_of_the_field_may_be_typed_along(text, unit):
    assert read(text, unit) == UNITS[text, unit]


@pytest.mark.parametrize(
    ("text", "unit"),
    [("12 mg/m²", "mg/kg"), ("12 g/kg", "mg/kg"), ("4 mg/kg", "mg"), ("1 week", "days"),
     ("days", "days"), ("1,000 mg/kg", "mg/kg"), ("12 mg/kg mg/kg", "mg/kg"), ("5 %", "")],
)  # fmt: skip
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

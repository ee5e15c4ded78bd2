"""Numbers in words: table-driven, and what holds for every number."""

import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osteoniche.numerals import cells, compact, day, fold, listed, percent, short

SHORT = {
    0: "0",
    0.000123456: "0.000123",
    0.0999949: "0.1",
    0.77: "0.77",
    1: "1",
    3.9: "3.9",
    9.994: "9.99",
    9.995001: "10",
    99.96: "100",
    476.4: "476",
    999.6: "1,000",
    1640.7: "1,640",
    29512: "29,500",
    1e6: "1,000,000",
    -4.567: "-4.57",
    math.inf: "inf",
    -math.inf: "-inf",
}
CELLS = {
    0: "fewer than one cell",
    0.9999: "fewer than one cell",
    1: "1 cell",
    1.4: "1 cell",
    1.6: "2 cells",
    77.7: "78 cells",
    999.7: "1,000 cells",
    2000: "2,000 cells",
    9692: "9,690 cells",
    999_499: "999,000 cells",
    999_500: "1 million cells",
    4_604_000: "4.6 million cells",
    999_500_000: "1 billion cells",
    3e7: "30 million cells",
    6.9e10: "69 billion cells",
    1e12: "1 trillion cells",
    1005.36: "1,010 cells",  # not 1,005 and then 1,000
    99.6: "100 cells",
}
PERCENT = {
    0: "0 %",
    0.049: "under 0.1 %",
    -0.049: "under 0.1 %",
    0.0999: "under 0.1 %",
    0.1: "0.1 %",
    1.57: "1.6 %",
    27.56: "27.6 %",
    99.94: "99.9 %",
    100: "100 %",
    99.96: "100 %",
    103.4667: "103 %",  # not 103.5 first, and then 104
    127.3: "127 %",
}
FOLD = {
    1: "the same size",
    1.0049: "the same size",
    0.9951: "the same size",
    1.005: "the same size",
    1.006: "1.01 times smaller",
    0.99: "1.01 times larger",
    2.768: "2.77 times smaller",
    476.4: "476 times smaller",
    0.5: "2 times larger",
    1e-4: "10,000 times larger",
    1e6: "1,000,000 times smaller",
    1.1e6: "more than a million times smaller",
    math.inf: "more than a million times smaller",
}
DAY = {
    0: "0",
    0.1667: "0.167",
    12.1667: "12.2",
    42: "42",
    99.96: "100",
    198.3: "198",
    731: "731",
    1826: "1826",
}


@pytest.mark.parametrize(("value", "words"), SHORT.items())
def test_short(value, words):
    assert short(value) == words


def test_short_of_what_is_no_number():
    assert short(math.nan) == "nan"


@pytest.mark.parametrize(("value", "words"), CELLS.items())
def test_cells(value, words):
    assert cells(value) == words


@pytest.mark.parametrize(("value", "words"), PERCENT.items())
def test_percent(value, words):
    assert percent(value) == words


@pytest.mark.parametrize(("value", "words"), FOLD.items())
def test_fold(value, words):
    assert fold(value) == words


@pytest.mark.parametrize(("value", "words"), DAY.items())
def test_day(value, words):
    assert day(value) == words


numbers = st.floats(1e-9, 1e15)


@given(numbers | numbers.map(lambda value: -value))
def test_short_says_the_number_in_three_digits_and_without_exponent(value):
    text = short(value)
    assert re.fullmatch(r"-?(0\.0*)?[\d,]+(\.\d+)?", text)
    said = float(text.replace(",", ""))
    assert said == pytest.approx(value, rel=5.01e-3)
    digits = text.replace(",", "").replace(".", "").strip("-0")
    assert len(digits) <= 3


@given(st.floats(1, 1e14))
def test_cells_say_the_count(count):
    sizes = {"million": 1e6, "billion": 1e9, "trillion": 1e12}
    number, word = cells(count).split()[:2]
    said = float(number.replace(",", "")) * sizes.get(word, 1)
    assert said == pytest.approx(count, rel=5.01e-3, abs=0.5)


@given(st.floats(0.1, 1000))
def test_percent_says_the_share(value):
    number, unit = percent(value).split()
    assert unit == "%"
    assert float(number.replace(",", "")) == pytest.approx(value, rel=5.01e-3, abs=0.0501)


@given(st.floats(1e-6, 1e6))
def test_fold_says_which_is_larger(value):
    text = fold(value)
    if text == "the same size":
        assert 0.99 < value < 1.01
        return
    number, _, direction = text.partition(" times ")
    said = float(number.replace(",", ""))
    assert said > 1
    assert direction == ("smaller" if value > 1 else "larger")
    assert said == pytest.approx(max(value, 1 / value), rel=5.01e-3)


@given(st.floats(0, 1826))
def test_day_is_right_to_half_a_day(value):
    assert float(day(value)) == pytest.approx(value, abs=0.5)
    assert "," not in day(value)


@pytest.mark.parametrize("many", [[], ["a"], ["a", "b"], ["a", "b", "c"]])
def test_things_in_a_row(many):
    assert listed(many) == ["", "a", "a and b", "a, b and c"][len(many)]


@pytest.mark.parametrize(
    ("count", "text"),
    [(0.5, "0.5"), (999, "999"), (999.9, "1k"), (7490, "7.49k"), (1.96e6, "1.96 M"), (2e9, "2 bn")],
)
def test_cells_in_few_letters(count, text):
    assert compact(count) == text

"""Marks for decimals and for thousands in a visitor's table: what settles them, what is asked."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osteoniche.calibration.your_data.numbers import APART
from osteoniche.calibration.your_data.quantities import quantities
from osteoniche.calibration.your_data.table import read
from osteoniche.errors import ScenarioError

NAMES = {",": "commas", ";": "semicolons", "\t": "tabs"}
SPREADSHEET = ("\t", ";")
"""What divides cells where a comma and a point may each be for decimals or for thousands."""


def table(separator: str, *rows: str, head: str = "day|quantity|value") -> str:
    """A table of rows with bars between cells, with its cells as a spreadsheet writes them."""
    lines = [
        [f'"{cell}"' if separator in cell else cell for cell in line.split("|")]
        for line in (head, *rows)
    ]
    return "\n".join(map(separator.join, lines)) + "\n"


def values(separator: str, *rows: str, head: str = "day|quantity|value") -> list[float]:
    """The values of a table that is read, in the order of its rows."""
    found = read(table(separator, *rows, head=head)).points
    return [point.value for point in sorted(found, key=lambda point: point.row)]


def asked(separator: str, *rows: str, head: str = "day|quantity|value") -> list[str]:
    """What is said of a table that is refused."""
    with pytest.raises(ScenarioError) as refused:
        read(table(separator, *rows, head=head))
    return [str(problem) for problem in refused.value.problems]


def cells(*numbers: str, quantity: str = "tumour cells") -> list[str]:
    """Rows of one quantity on days 1, 2, ..."""
    return [f"{day}|{quantity}|{number}" for day, number in enumerate(numbers, 1)]


@pytest.mark.parametrize("separator", SPREADSHEET, ids=NAMES.get)
@pytest.mark.parametrize("mark", [",", "."])
def test_a_column_that_may_be_thousands_or_decimals_is_asked_about_once(
    separator: str, mark: str
) -> None:
    said = asked(separator, *cells(f"2{mark}120", f"6{mark}240", f"20{mark}200"))
    assert said == [
        f"row 2, column value: '2{mark}120' may be 2120 or 2.12; write 2120 without a mark for "
        f"thousands, or 2{mark}1200 for decimals, alike for tumour cells in rows 2 to 4."
    ]
    assert values(separator, *cells("2120", "6240", "20200")) == [2120, 6240, 20200]
    assert values(separator, *cells(f"2{mark}1200", f"6{mark}240")) == [2.12, 6.24]


@pytest.mark.parametrize("separator", SPREADSHEET, ids=NAMES.get)
@pytest.mark.parametrize("mark", [",", "."])
@pytest.mark.parametrize("settling", ["0{}125", "12{}5", "1{}23", "{}5", "1234{}567", "1{}234e3"])
def test_one_number_with_decimals_settles_those_of_its_quantity(
    separator: str, mark: str, settling: str
) -> None:
    settled, plain = settling.format(mark), float(settling.format("."))
    for numbers in ((settled, f"2{mark}120"), (f"2{mark}120", settled)):
        expected = [plain if number == settled else 2.12 for number in numbers]
        assert values(separator, *cells(*numbers)) == expected


@pytest.mark.parametrize("separator", NAMES, ids=NAMES.get)
@pytest.mark.parametrize("mark", [",", "."])
def test_two_marks_of_thousands_settle_those_of_their_quantity(separator: str, mark: str) -> None:
    numbers = (f"2{mark}120", f"1{mark}234{mark}567", f"20{mark}200", "850")
    assert values(separator, *cells(*numbers)) == [2120, 1234567, 20200, 850]


@pytest.mark.parametrize("separator", NAMES, ids=NAMES.get)
@pytest.mark.parametrize(
    ("number", "value"), [("1,234.5", 1234.5), ("1,234,567.25", 1234567.25), ("1,234.", 1234)]
)
def test_a_number_with_both_marks_tells_each(separator: str, number: str, value: float) -> None:
    assert values(separator, *cells(number, "2,120")) == [value, 2120]


@pytest.mark.parametrize("separator", SPREADSHEET, ids=NAMES.get)
def test_points_may_be_for_thousands_and_commas_for_decimals(separator: str) -> None:
    assert values(separator, *cells("1.234,5", "2.120", "0,125")) == [1234.5, 2120, 0.125]


@pytest.mark.parametrize("mark", APART)
@pytest.mark.parametrize("separator", NAMES, ids=NAMES.get)
def test_blanks_and_apostrophes_part_thousands_alone(separator: str, mark: str) -> None:
    assert values(separator, *cells(f"2{mark}120", f"1{mark}234{mark}567")) == [2120, 1234567]
    for wrong in (f"2{mark}12", f"0{mark}125", f"1234{mark}567", f"1{mark}23{mark}456"):
        assert "is no number; give a number, like 0.3." in asked(separator, *cells(wrong))[0]
    if separator != ",":
        assert values(separator, *cells(f"1{mark}234,567")) == [1234.567]


@pytest.mark.parametrize("wrong", ["12,34,567", "1,23,456", "1,234,56", "1,234.567,8", "1,234,"])
def test_groups_of_other_than_three_digits_are_no_number(wrong: str) -> None:
    assert "is no number" in asked("\t", *cells(wrong))[0]


def test_points_between_commas_are_decimal_as_everywhere() -> None:
    assert values(",", *cells("2.120", "6.240", "20.200")) == [2.12, 6.24, 20.2]
    assert values(",", *cells("1.234", quantity="osteoclasts fold")) == [1.234]


def test_commas_in_quotes_between_commas_are_asked_about() -> None:
    said = asked(",", *cells("2,120", "6,240"))
    assert said == [
        "row 2, column value: '2,120' may be 2120 or 2.12; write 2120 without a mark for "
        "thousands, or 2.120 for decimals, alike for tumour cells in rows 2 to 3."
    ]
    assert values(",", *cells("2.120")) == [2.12]


SHARES = [
    (f"{name} [{unit}]", one.greatest / factor)
    for name, one in quantities().items()
    for unit, factor in one.units.items()
    if one.greatest / factor < 1000
]


@pytest.mark.parametrize(("quantity", "most"), SHARES)
def test_what_would_be_more_than_there_can_be_has_decimals(quantity: str, most: float) -> None:
    number = most / 3
    text = f"{number:.3f}".replace(".", ",")
    assert values("\t", *cells(text, quantity=quantity))[0] == pytest.approx(
        values(",", *cells(f"{number:.3f}", quantity=quantity))[0]
    )


def test_a_percentage_of_bone_has_decimals_and_settles_its_own_quantity_alone() -> None:
    bone = "28|bone mass|98,125"
    assert values("\t", bone) == [98.125]
    assert values("\t", bone, "14|bone mass|1,000") == [98.125, 1.0]
    said = asked("\t", *cells("2,120", "6,240", "20,200"), bone)
    assert len(said) == 1
    assert said[0].startswith("row 2, column value: '2,120' may be 2120 or 2.12")
    assert values("\t", *cells("2,120", "1,234,567"), bone) == [2120, 1234567, 98.125]


def test_units_of_one_quantity_are_judged_apart() -> None:
    million = "9|tumour cells [million cells]|1,5"
    said = asked("\t", *cells("2,120"), million)
    assert said[0].startswith("row 2, column value: '2,120' may be")
    assert values("\t", *cells("2,12"), million) == [2.12, 1.5e6]


def test_value_and_bounds_are_judged_together_and_days_alone() -> None:
    head = "day|quantity|value|lower|upper"
    row = "3|tumour cells|2,120|{}|2,650"
    found = read(table("\t", row.format("1,7"), head=head)).points[0]
    assert (found.value, found.lower, found.upper) == (2.12, 1.7, 2.65)
    said = asked("\t", row.format("1,700"), "1,125|tumour cells|5|4|6", head=head)
    assert said == [
        "row 3, column day: '1,125' may be 1125 or 1.125; write 1125 without a mark for "
        "thousands, or 1,1250 for decimals.",
        "row 2, column value: '2,120' may be 2120 or 2.12; write 2120 without a mark for "
        "thousands, or 2,1200 for decimals, alike for tumour cells in row 2.",
    ]
    days = read(table("\t", "1,125|tumour cells|5", "2,5|tumour cells|6")).points
    assert [point.day for point in days] == [1.125, 2.5]


def test_bounds_alone_are_asked_about_and_nothing_else_is_said_of_them() -> None:
    said = asked("\t", "3|tumour cells|850|640|1,130", head="day|quantity|value|lower|upper")
    assert len(said) == 1
    assert said[0].startswith("row 2, column upper: '1,130' may be 1130 or 1.13; write 1130 ")


def test_a_mark_that_is_both_in_one_quantity_is_refused() -> None:
    said = asked("\t", *cells("1,234,567", "12,5"))
    assert said == [
        "row 2, column value: '1,234,567' has a comma for thousands, row 3 for decimals; "
        "write all numbers alike."
    ]


def test_whatever_else_is_wrong_is_told_with_the_question() -> None:
    said = asked("\t", *cells("2,120", "many"), "3|weight|5,120")
    assert [one.split(";")[0] for one in said] == [
        "row 3, column value: 'many' is no number",
        "row 4, column quantity: 'weight' is no known quantity",
        "row 2, column value: '2,120' may be 2120 or 2.12",
    ]


def test_many_rows_are_named_in_a_few_words() -> None:
    numbers = [f"{n},120" if n % 2 else "7" for n in range(1, 40)]
    (said,) = asked("\t", *cells(*numbers))
    named = ", ".join(map(str, range(2, 26, 2)))
    assert said.endswith(f"alike for tumour cells in rows {named} and 8 more.")


GROUPS = st.lists(st.integers(0, 999), min_size=1, max_size=3)


@given(
    st.sampled_from(list(NAMES)),
    st.sampled_from([",", ".", *APART]),
    st.lists(st.tuples(st.integers(1, 999), GROUPS), min_size=1, max_size=4),
)
def test_thousands_are_read_as_they_are_or_asked_about(
    separator: str, mark: str, numbers: list[tuple[int, list[int]]]
) -> None:
    texts = [mark.join([str(first), *(f"{one:03}" for one in rest)]) for first, rest in numbers]
    whole = [float(text.replace(mark, "")) for text in texts]
    undecided = mark in ",." and all(len(rest) == 1 for _, rest in numbers)
    if undecided and (separator, mark) != (",", "."):  # where points are decimal, as everywhere
        assert len(asked(separator, *cells(*texts))) == 1
    elif not undecided:
        assert values(separator, *cells(*texts)) == whole


NUMBERS = ["2,120", "2.120", "12,5", "0.5", "1,234,567", "1.234.567", "1,234.5", "7", "98,125"]


@pytest.mark.parametrize("separator", NAMES, ids=NAMES.get)
def test_the_order_of_rows_settles_nothing(separator: str) -> None:
    for chosen in itertools.combinations(NUMBERS, 3):
        outcomes = set()
        for order in itertools.permutations(chosen):
            rows = [f"{NUMBERS.index(number)}|tumour cells|{number}" for number in order]
            try:
                found = read(table(separator, *rows)).points
                outcomes.add(tuple(point.value for point in found))
            except ScenarioError:
                outcomes.add(())
        assert len(outcomes) == 1, (chosen, outcomes)

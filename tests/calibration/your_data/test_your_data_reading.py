"""Reading a visitor's own table: what is the same, and what is refused, with row and column."""

import random

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from osteoniche.calibration.your_data.quantities import quantities, understood
from osteoniche.calibration.your_data.rows import COLUMNS, NEEDED
from osteoniche.calibration.your_data.table import (
    ARMS_AT_MOST,
    BYTES_AT_MOST,
    ROWS_AT_MOST,
    TEMPLATE,
    Study,
    read,
)
from osteoniche.errors import ScenarioError
from osteoniche.system import default_system

HEAD = "day,quantity,value,lower,upper,arm"
THERE = read(TEMPLATE)
"""The template as it is read."""


def told(content: bytes | str) -> list[str]:
    """What is said of a table that is refused."""
    with pytest.raises(ScenarioError) as refused:
        read(content)
    return [str(problem) for problem in refused.value.problems]


def row(text: str) -> list[str]:
    """What is said of a row below a header."""
    return told(f"{HEAD}\n{text}\n")


def test_the_template_holds_what_it_says() -> None:
    lines = TEMPLATE.splitlines()
    assert lines[0] == ",".join(COLUMNS)
    assert len(THERE.points) == len(lines) - 1
    assert set(THERE.arms) == {"untreated", "chemotherapy"}
    written = {(p.day, p.value, p.lower, p.upper, p.arm) for p in THERE.points}
    cells = [line.split(",") for line in lines[1:]]
    assert written == {(float(c[0]), *map(float, c[2:5]), c[5]) for c in cells}


@given(st.randoms(use_true_random=False), st.sampled_from([",", ";", "\t"]), st.booleans())
def test_order_of_rows_and_columns_and_separators_do_not_matter(
    order: random.Random, separator: str, windows: bool
) -> None:
    head, *rows = [line.split(",") for line in TEMPLATE.splitlines()]
    order.shuffle(rows)
    columns = list(range(len(head)))
    order.shuffle(columns)
    end = "\r\n" if windows else "\n"
    lines = [separator.join(cells[place] for place in columns) for cells in [head, *rows]]
    text = end.join(lines) + end
    assert read(text) == THERE
    assert read(("\ufeff" if windows else "") + text) == THERE
    assert read(text.encode("utf-8-sig" if windows else "utf-8")) == THERE


@pytest.mark.parametrize("separator", [";", "\t"])
def test_a_decimal_comma_is_read_where_the_separator_is_none(separator: str) -> None:
    text = "day;quantity;value\n1,5;tumour fold;2,25\n".replace(";", separator)
    assert read(text) == read("day,quantity,value\n1.5,tumour fold,2.25\n")


@pytest.mark.parametrize(
    ("written", "plain", "factor"),
    [
        ("tumour cells [10^6 cells]", "tumour cells", 1e6),
        ("Tumor cells (thousand cells)", "tumour cells", 1e3),
        ("BLI", "bioluminescence", 1.0),
        ("bioluminescence [p/s]", "bioluminescence", 1.0),
        ("bone mass % of start", "bone mass", 1.0),
        ("BV/TV [% of start]", "bone mass", 1.0),
        ("bone mass [fraction of start]", "bone mass", 100.0),
        ("apoptosis %", "apoptosis", 1.0),
        ("apoptosis [fraction]", "apoptosis", 100.0),
        ("osteoclasts [%]", "osteoclasts", 0.01),
    ],
)
def test_units_are_converted(written: str, plain: str, factor: float) -> None:
    found, times = understood(written)
    assert (found.name, times) == (plain, factor)
    made = read(f"day,quantity,value\n3,{written},0.5\n").points[0]
    assert made.value == pytest.approx(0.5 * factor)
    assert made.quantity == plain


def test_every_read_out_can_be_given_by_the_name_of_its_column() -> None:
    for declared in default_system().model.readouts:
        if not declared.detail:
            assert understood(declared.name)[0].readout == declared.name
    for name in quantities():
        assert understood(name)[0].name == name


@pytest.mark.parametrize(("unit", "days"), [("h", 2.0), ("hours", 2.0), ("d", 48.0), ("", 48.0)])
def test_days_may_be_given_in_hours(unit: str, days: float) -> None:
    heading = f"day [{unit}]" if unit else "day"
    assert read(f"{heading},quantity,value\n48,tumour cells,5\n").points[0].day == days


@pytest.mark.parametrize(
    ("text", "where", "why"),
    [
        ("x,tumour cells,1", "row 2, column day", "give a number"),
        (",tumour cells,1", "row 2, column day", "give a number"),
        ("1,tumour cells,many", "row 2, column value", "give a number"),
        ("1,tumour cells,", "row 2, column value", "give a number"),
        ("1,tumour cells,nan", "row 2, column value", "give a number"),
        ("1,tumour cells,inf", "row 2, column value", "give a number"),
        ("1,tumour cells,1e999", "row 2, column value", "give a number up to"),
        ("1,tumour cells,1_000", "row 2, column value", "give a number"),
        ("-1,tumour cells,1", "row 2, column day", "'-1' is below zero; give 0 or more."),
        ("1,tumour cells,-5", "row 2, column value", "'-5' is below zero; give a number above 0."),
        ("1,tumour cells,0", "row 2, column value", "logarithm"),
        ("1,tumour cells,=A1*2", "row 2, column value", "formula"),
        ("1,tumour cells,@x", "row 2, column value", "formula"),
        ("1,=cmd|'/c calc'!A1,5", "row 2, column quantity", "formula"),
        ("1,tumour cells,5,,,+x", "row 2, column arm", "formula"),
        ("1,weight,5", "row 2, column quantity", "choose from tumour cells"),
        (",,,,,a", "row 2, column quantity", "choose from"),
        ("1,tumour cells [mm3],5", "row 2, column quantity", "'mm3' can not be converted"),
        ("1,tumour cells [{x}],5", "row 2, column quantity", "'{x}' can not be converted"),
        ("1,tumour cells,{0}{}", "row 2, column value", "'{0}{}' is no number; give a number"),
        ("1,tumour cells,", "row 2, column value", "it is empty; give a number"),
        ("1,BV/TV [%],12", "row 2, column quantity", "can not be converted"),
        ("1,tumour cells,5,4", "row 2, column upper", "give both"),
        ("1,tumour cells,5,,6", "row 2, column lower", "give both"),
        ("1,tumour cells,5,6,7", "row 2, column lower", "has to lie between"),
        ("1,tumour cells,5,5,5", "row 2, column upper", "leave both empty"),
        ('1,tumour cells,"1,5"', "row 2, column value", "a point"),
        ("1,tumour cells,5,4,6,a,b", "row 2", "at most the header's 6"),
        (f"1,tumour cells,5,,,{'a' * 200}", "row 2, column arm", "at most 120"),
        (f"1,tumour cells,{'9' * 200}", "row 2, column value", "at most 120"),
        ("1,apoptosis,200", "row 2, column value", "apoptosis in percent is at most 100."),
        ("1,apoptosis [fraction],2", "row 2, column value", "apoptosis as a fraction is at most 1"),
        ("1,notch activity,80", "row 2, column value", "for percent write notch activity [%]."),
        ("1,notch activity [%],101", "row 2, column value", "in percent is at most 100."),
        ("1,resistant fraction,50", "row 2, column value", "as a fraction is at most 1;"),
        ("1,bone mass,1001", "row 2, column value", "bone mass in percent is at most 1,000."),
        ("1,bone mass [fraction of start],91", "row 2, column value", "is at most 10;"),
        ("1,bone mass,90\n1.0,bone mass %,91", "row 3, column day", "one mean"),
    ],
)
def test_a_row_that_can_not_be_read_is_named_with_its_column(
    text: str, where: str, why: str
) -> None:
    said = row(text)
    assert any(one.startswith(where) and why in one for one in said), said


@pytest.mark.parametrize(
    ("quantity", "value"),
    [
        ("apoptosis", 100),
        ("notch activity [%]", 100),
        ("resistant fraction", 1),
        ("bone mass", 130),
        ("osteoclasts [%]", 5000),
        ("tumour fold", 900),
    ],
)
def test_all_of_a_whole_is_read_and_what_may_grow_has_room(quantity: str, value: float) -> None:
    assert len(read(f"day,quantity,value\n3,{quantity},{value}\n").points) == 1


def test_the_mean_is_a_share_of_a_whole_and_its_bounds_may_be_beyond() -> None:
    assert read(f"{HEAD}\n3,apoptosis,98,90,106,a\n").points[0].upper == 106


def test_groups_that_differ_in_capitals_and_blanks_alone_are_one() -> None:
    rows = "1,light,5,,,Group A\n2,light,6,,,group  a\n3,light,7,,, GROUP A \n4,light,8,,,b\n"
    assert read(f"{HEAD}\n{rows}").arms == ("Group A", "b")
    said = row("1,light,5,,,untreated\n1,light,6,,,Untreated")
    assert said[0].startswith("row 3, column day: the same group, quantity and day as row 2")


def test_a_table_that_is_hardly_too_large_is_told_in_bytes() -> None:
    said = told(HEAD.encode() + b"\n" * (BYTES_AT_MOST + 1 - len(HEAD)))
    assert "a file of 200,001 bytes" in said[0]
    assert "at most 200,000 bytes" in said[0]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("", "empty"),
        ("  \n \n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        ("1,tumour cells,5\n2,tumour cells,6\n", "it has no header"),
        (HEAD, "no row of numbers"),
        ("day,value\n1,5\n", "no column 'quantity'"),
        ("day,day,quantity,value\n1,1,tumour cells,5\n", "'day' is there twice"),
        ("day,quantity,value,weight\n1,tumour cells,5,20\n", "leave others out"),
        ("day [years],quantity,value\n1,tumour cells,5\n", "a unit of time"),
        ("day,quantity,value [g]\n1,tumour cells,5\n", "behind the quantity"),
        (b"PK\x03\x04" + b"x" * 40, "a ZIP archive or an office document"),
        ("PK\x03\x04" + "x" * 40, "a ZIP archive or an office document"),
        (b"\x89PNG\r\n\x1a\n", "a picture"),
        (b"\xff\xfed\x00a\x00", "UTF-16"),
        ("day,quantité".encode("latin-1"), "not text in UTF-8"),
        (HEAD + "\n1,tumour\x00cells,5\n", "control characters"),
        (HEAD + '\n1,"tumour cells,5\n', "quotation mark"),
        (HEAD + "\n1,tumour cells," + "9" * 10_000_000, "at most 200 kB"),
        ((HEAD + "\n" + "1,tumour cells,5\n" * 20_000).encode(), "at most 200 kB"),
        (HEAD + "\n" + "1,light,5\n" * (ROWS_AT_MOST + 1), "at most 5,000"),
        (HEAD + "\n" + "".join(f"1,light,5,,,{n}\n" for n in range(ARMS_AT_MOST + 1)), "groups"),
    ],
)
def test_what_is_no_table_is_refused_in_a_sentence(content: bytes | str, why: str) -> None:
    said = told(content)
    assert any(why in one for one in said), said
    assert all(len(one) < 500 for one in said)


@pytest.mark.parametrize(("there", "missing"), [("lower", "upper"), ("upper", "lower")])
def test_a_bound_without_the_other_column_is_told_once_for_the_table(
    there: str, missing: str
) -> None:
    head = f"day,quantity,value,{there}"
    said = told(f"{head}\n1,tumour cells,10,5\n2,tumour cells,20,\n3,tumour cells,30,7\n")
    assert said == [
        f"row 1: no column {missing!r}, although there is {there!r}; "
        f"add it, or leave {there!r} out."
    ]
    said = told(f"{head}\n1,tumour cells,10,5\n2,tumour cells,20,x\n")
    assert [one.split(":")[0] for one in said] == ["row 1", f"row 3, column {there}"]
    assert len(read(f"{head}\n1,tumour cells,10,\n2,tumour cells,20\n").points) == 2


def test_all_problems_are_told_at_once() -> None:
    said = told(f"{HEAD}\n-1,tumour cells,x\n1,weight,5\n2,tumour cells,5\n2,tumour cells,6\n")
    places = [one.split(":")[0] for one in said]
    assert places == [
        "row 2, column day",
        "row 2, column value",
        "row 3, column quantity",
        "row 5, column day",
    ]


def test_points_beside_decimal_commas_are_asked_about() -> None:
    said = told("day;quantity;value\n1;tumour cells;1,5\n2;tumour cells;1.234\n")
    assert said == [
        "row 3, column value: '1.234' has a point, others a decimal comma; write all numbers alike."
    ]


def test_rows_are_counted_as_a_spreadsheet_counts_them() -> None:
    assert row("\n\n5,tumour cells,x")[0].startswith("row 4, column value")


def test_a_table_of_the_largest_size_is_read() -> None:
    rows = "".join(f"{n / 40:g},light,5,,,a\n" for n in range(ROWS_AT_MOST))
    text = f"{HEAD}\n{rows}"
    assert len(text) < BYTES_AT_MOST
    assert len(read(text).points) == ROWS_AT_MOST


JUNK = st.text(max_size=60) | st.text(
    alphabet='day,quantityvalue \n\r\t;"=+-.0129eE[%]', max_size=80
)


WORDS = [*COLUMNS, "", "day [h]", "Lower", "lower ", "weight"]
CELLS = ["", "1", "2,5", "2.120", "2,120", "1,234,567", "1 234", "x", "=A1", "-1", "1e999", "{}",
         "tumour cells", "bone mass", "notch activity [%]", "light [lx]", '"', "5;6"]  # fmt: skip
LIKELY = {"day": ["0", "1,5", "3", "7.25", "14"], "quantity": ["tumour cells", "bone mass %"]}
NUMBERS = ["4", "5,5", "6.5", "2,120", "1,234,567", "1 234", ""]


@st.composite
def tables(draw: st.DrawFn) -> str:
    """A table whose headings, cells and separators are those of tables, and stand anywhere."""
    if draw(st.booleans()):
        head = draw(st.lists(st.sampled_from(WORDS), max_size=7))
    else:
        others = draw(st.lists(st.sampled_from(COLUMNS[3:]), max_size=3, unique=True))
        head = draw(st.permutations([*NEEDED, *others]))
    junk = st.sampled_from(CELLS) | st.text(max_size=8)
    likely = [st.sampled_from(LIKELY.get(name, NUMBERS)) for name in head]
    row = st.tuples(*likely) if draw(st.booleans()) else st.lists(junk, max_size=8)
    rows = draw(st.lists(row, max_size=5))
    separator = draw(st.sampled_from([",", ";", "\t", "|"]))
    lines = [[f'"{cell}"' if separator in cell else cell for cell in one] for one in (head, *rows)]
    return draw(st.sampled_from(["\n", "\r\n", "\r"])).join(map(separator.join, lines))


@given(tables() | JUNK | st.builds(lambda rest: f"{HEAD}\n{rest}", JUNK) | st.binary(max_size=60))
@example('day,quantity,value\n"')
@example("day [(]),quantity,value\n1,[,1")
@example("\x0cday")
@example(",")
@example("day,quantity,value,lower\n1,tumour cells,10,5")
@example("day,quantity,value,upper\n1,tumour cells,10,5")
def test_junk_is_refused_or_read_and_never_a_trace(content: bytes | str) -> None:
    problems: tuple[object, ...] = ()
    try:
        found = read(content)
    except ScenarioError as error:
        problems = error.problems
    else:
        assert isinstance(found, Study)
        assert found.points
        return
    assert problems
    assert all("\n" not in str(problem) for problem in problems)

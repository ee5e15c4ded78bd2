"""The table of docs/operations.md has what `make load` and `make soak` judge by."""

import re
from pathlib import Path

import pytest
from benchmarks import targets
from benchmarks.targets import Target

OPERATIONS = Path(__file__).parents[2] / "docs" / "operations.md"
CODES = [f"R{number}" for number in range(1, 25)]
TARGETS = [each for each in vars(targets).values() if isinstance(each, Target)]
HALLS = targets.hall(100), targets.hall(300)


def rows() -> list[list[str]]:
    table = OPERATIONS.read_text(encoding="utf-8").partition("<!-- targets: R1 to R24 -->\n")[2]
    lines = table.partition("\n<!-- end of targets -->")[0].splitlines()[2:]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines]


ROWS = {row[0]: row for row in rows()}


def numbers(text: str) -> set[float]:
    return {float(found.replace(",", "")) for found in re.findall(r"\d[\d,]*\.?\d*", text)}


def test_each_has_floor_stretch_figure_and_command():
    assert [row[0] for row in rows()] == CODES
    assert {len(row) for row in rows()} == {6}
    assert all(all(row) for row in rows())


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: f"{target.code}, {target.name}")
def test_its_limits_are_those_that_are_judged_by(target):
    _, _, floor, stretch, *_ = ROWS[target.code]
    assert target.floor in numbers(floor)
    assert target.stretch is None or target.stretch in numbers(stretch)


def test_the_limits_of_a_hall():
    _, _, floor, stretch, *_ = ROWS["R1"]
    for hall, told in zip(HALLS, (floor, stretch), strict=True):
        p95, p99, _ = hall
        assert {p95.floor, p99.floor} <= numbers(told)

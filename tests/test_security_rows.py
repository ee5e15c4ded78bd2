"""docs/security.md: no threat, fault or item is left out, and each test that it names is there."""

import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
NAMED = re.compile(r"`(tests/[^`]+)`")
WITHOUT = "Reason: "
"""How a row begins that names no test."""
LEVEL_1 = """
1.2.1 1.2.2 1.2.3 1.2.4 1.2.5 1.3.1 1.3.2 1.5.1 2.1.1 2.2.1 2.2.2 2.3.1 3.2.1 3.2.2 3.3.1 3.4.1
3.4.2 3.5.1 3.5.2 3.5.3 4.1.1 4.4.1 5.2.1 5.2.2 5.3.1 5.3.2 6.1.1 6.2.1 6.2.2 6.2.3 6.2.4 6.2.5
6.2.6 6.2.7 6.2.8 6.3.1 6.3.2 6.4.1 6.4.2 7.2.1 7.2.2 7.2.3 7.2.4 7.4.1 7.4.2 8.1.1 8.2.1 8.2.2
8.3.1 9.1.1 9.1.2 9.1.3 9.2.1 10.4.1 10.4.2 10.4.3 10.4.4 10.4.5 11.3.1 11.3.2 11.4.1 12.1.1
12.2.1 12.2.2 13.4.1 14.2.1 14.3.1 15.1.1 15.2.1 15.3.1
""".split()
"""All items of level 1 of the OWASP ASVS 5.0.0."""
FURTHER = """
1.5.2 2.4.1 3.4.3 3.4.4 3.4.6 5.2.3 13.1.3 13.2.6 13.4.2 15.1.2 15.1.3 15.2.2 16.5.1 16.5.2 16.5.3
16.5.4
""".split()
"""Those of levels 2 and 3 that a server without accounts has to meet."""


@cache
def rows(heading: str) -> list[list[str]]:
    """The cells of the table below a heading."""
    part = TEXT.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    lines = [line for line in part.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines[1:]]


def items(cell: str) -> list[str]:
    """The items that a row is about: 7.2.1 to 7.2.4, 7.4.1 are five."""
    found = []
    for part in cell.split(", "):
        first, _, last = part.partition(" to ")
        stem, _, number = first.rpartition(".")
        end = int(last.rpartition(".")[2]) if last else int(number)
        found += [f"{stem}.{each}" if stem else str(each) for each in range(int(number), end + 1)]
    return found


ROWS = [row for heading in ("OWASP ASVS 5.0", "Threats", "Faults") for row in rows(heading)]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_a_row_names_tests_that_are_there_or_says_why_not(row):
    _, subject, shown = row
    assert subject
    assert NAMED.search(shown) or shown.startswith(WITHOUT)
    for named in NAMED.findall(shown):
        path, _, name = named.partition("::")
        assert (ROOT / path).is_file(), named
        text = (ROOT / path).read_text(encoding="utf-8")
        declared = f'test("{name}"' if path.endswith(".js") else f"def {name}("
        assert not name or declared in text, named


def test_every_item_of_level_1_has_its_row_and_those_of_use_here():
    assert len(LEVEL_1) == 70
    told = [item for row in rows("OWASP ASVS 5.0") for item in items(row[0])]
    assert len(told) == len(set(told))
    assert {*LEVEL_1, *FURTHER} <= set(told)


def test_every_threat_has_its_row():
    assert [row[0] for row in rows("Threats")] == [f"T{number}" for number in range(1, 51)]


def test_every_fault_has_its_row():
    assert [row[0] for row in rows("Faults")] == [str(number) for number in range(1, 25)]


def test_every_kind_of_bad_input_is_counted():
    from tests.fuzz.inputs import FAMILIES

    assert len(FAMILIES) == 8
    assert "of eight kinds" in TEXT

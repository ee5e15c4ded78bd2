"""Rows, columns and the three ways they are written."""

import csv
import io
import json
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from osteoniche import __version__, tables
from osteoniche.drugs import DRUGS
from osteoniche.engine.compiled import fingerprint
from osteoniche.engine.result import Result, Status, failed
from osteoniche.organs import ORGANS
from osteoniche.scenario import Scenario
from osteoniche.scenario.presets import preset
from osteoniche.system import default_system

READOUTS = [
    "bone_mass_percent",
    "tumour_cells",
    "apoptosis_percent",
    "osteoclasts_fold",
    "osteoblasts_fold",
    "osteoblast_jagged1_fold",
    "free_jagged1_fold",
    "notch_activity",
    "resistant_fraction",
]
SCENARIO = preset("combination")
CONCENTRATIONS = [drug.concentration.name for drug in DRUGS.values()]
COSTS = [organ.readout.name for organ in ORGANS.values()]


def handmade(*concentrations):
    """Two days, six rows a day, and a dose on day 1; each series is its own number plus the day."""
    days = np.sort(np.append(np.arange(13) / 6, 1.0))
    on_grid = np.ones(14, dtype=bool)
    on_grid[6] = False
    every = {readout.name: readout for readout in default_system().readouts}
    asked = [*CONCENTRATIONS, *COSTS]
    names = [name for name in every if name not in asked or name in concentrations]
    series = {name: i + days for i, name in enumerate(reversed(names))}
    for values in series.values():
        values[6] = np.nan  # the moment before the dose must not be shown
    return Result(days, on_grid, series, {name: every[name].unit for name in names})


@pytest.mark.parametrize(
    "given",
    [
        [],
        ["15D11_nM"],
        ["paclitaxel_mg_per_L", "15D11_nM", "neutrophils_e9_per_L"],
        [*CONCENTRATIONS, "neutrophils_e9_per_L", "neuropathy_score", "goblet_percent"],
    ],
)
def test_columns_and_their_order(given):
    assert tables.columns(handmade(*given)) == ("day", *READOUTS, *given)


def test_rows_are_those_of_the_grid():
    result = handmade("15D11_nM")
    rows = list(tables.rows(result))
    assert len(rows) == 13
    assert all(later[0] > earlier[0] for earlier, later in pairwise(rows))
    assert all(len(row) == 11 for row in rows)
    for row in rows:
        assert row[2] - row[0] == pytest.approx(result.at("tumour_cells", 0))


def test_csv():
    result = handmade("15D11_nM")
    text = tables.as_csv(SCENARIO, result)
    assert text.startswith("day,bone_mass_percent,tumour_cells,apoptosis_percent,")
    assert "\r" not in text
    assert text.endswith("\n")
    header, *lines = csv.reader(io.StringIO(text))
    assert tuple(header) == (*tables.columns(result), "set", "made")
    assert {tuple(line[-2:]) for line in lines} == {(SCENARIO.set, __version__)}
    read = np.array([line[:-2] for line in lines], dtype=float)
    np.testing.assert_allclose(read, list(tables.rows(result)), rtol=1e-7)
    assert (np.diff(read[:, 0]) > 0).all()
    assert [line[0] for line in lines][:7:3] == ["0", "0.5", "1"]


def test_json():
    scenario, result = preset("antibody"), handmade("15D11_nM")
    document = json.loads(tables.as_json(scenario, result))
    assert Scenario.model_validate(document["scenario"]) == scenario
    assert document["status"] == "ok"
    assert document["message"] == Status.OK.value
    assert tuple(document["series"]) == tuple(document["units"]) == tables.columns(result)
    assert document["units"]["15D11_nM"] == "nmol/L"
    columns = np.array(list(document["series"].values()))
    np.testing.assert_array_equal(columns.T, list(tables.rows(result)))
    assert (document["version"], document["science"]) == (__version__, fingerprint())


def test_text_has_one_row_a_day_and_three_digits():
    result = handmade("15D11_nM")
    *table, empty, origin = tables.as_text(SCENARIO, result).splitlines()
    assert (empty, origin) == ("", f"parameter set {SCENARIO.set}, Osteoniche {__version__}")
    header, *lines = [line.split() for line in table]
    assert tuple(header) == tables.columns(result)
    assert [line[0] for line in lines] == ["0", "1", "2"]
    assert len({len(line) for line in table}) == 1
    wide = Result(
        result.days,
        result.on_grid,
        {"tumour_cells": result.days + 123456},
        {"tumour_cells": "cell"},
    )
    assert tables.as_text(SCENARIO, wide).splitlines()[1].split() == ["0", "1.23e+05"]


def test_a_failed_run_has_columns_but_no_rows():
    result = failed(Status.TOO_SLOW)
    assert list(tables.rows(result)) == []
    assert tables.as_csv(SCENARIO, result) == "day,set,made\n"
    assert tables.as_text(SCENARIO, result).startswith("day\n\n")
    document = json.loads(tables.as_json(preset("healthy"), result))
    assert document["series"] == {"day": []}
    assert (document["status"], document["message"]) == ("too_slow", Status.TOO_SLOW.value)


# Several runs in one table


def read(runs):
    """The header and the rows of the table of several runs, as a spreadsheet reads them."""
    header, *lines = csv.reader(io.StringIO(tables.as_csv_of(runs), newline=""), strict=True)
    return header, lines


def test_several_runs_one_below_the_other():
    one, other = handmade("15D11_nM"), handmade("paclitaxel_mg_per_L")
    header, lines = read({"one": one, "other": other})
    assert header == ["run", "day", *READOUTS, "paclitaxel_mg_per_L", "15D11_nM"]
    assert [line[0] for line in lines] == ["one"] * 13 + ["other"] * 13
    assert all(len(line) == len(header) for line in lines)
    for name, result in (("one", one), ("other", other)):
        own = [header.index(column) for column in tables.columns(result)]
        text = tables.as_csv(SCENARIO, result)
        alone = [line[:-2] for line in csv.reader(io.StringIO(text))][1:]
        below = [line for line in lines if line[0] == name]
        assert [[line[place] for place in own] for line in below] == alone
    assert {line[header.index("paclitaxel_mg_per_L")] for line in lines[:13]} == {""}
    assert {line[header.index("15D11_nM")] for line in lines[13:]} == {""}


def test_the_settings_of_each_run_stand_in_every_row_of_it():
    runs = {"one": handmade("15D11_nM"), "other": handmade()}
    settings = {"one": "Mouse, 10 mg/kg", "other": "=none"}
    text = tables.as_csv_of(runs, settings)
    header, *lines = csv.reader(io.StringIO(text, newline=""), strict=True)
    plain = [line.split(",")[0] for line in tables.as_csv_of(runs).splitlines()]
    assert header[-1] == "settings"
    assert [line[0] for line in lines] == plain[1:]
    assert {(line[0], line[-1]) for line in lines} == {
        ("one", "Mouse, 10 mg/kg"),
        ("other", "'=none"),
    }
    assert all(len(line) == len(header) for line in lines)


def test_one_run_is_its_own_table_behind_its_name():
    result = handmade(*CONCENTRATIONS)
    alone = [line.rsplit(",", 2)[0] for line in tables.as_csv(SCENARIO, result).splitlines()]
    together = tables.as_csv_of({"x": result}).splitlines()
    assert together == [f"{'x' if i else 'run'},{line}" for i, line in enumerate(alone)]


def test_a_failed_run_among_others_has_no_rows():
    header, lines = read({"bad": failed(Status.TOO_SLOW), "good": handmade()})
    assert header == ["run", "day", *READOUTS]
    assert {line[0] for line in lines} == {"good"}
    assert read({"bad": failed(Status.TOO_SLOW)}) == (["run", "day"], [])
    assert read({}) == (["run"], [])


@pytest.mark.parametrize(
    ("name", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        (" \t=x", "'=x"),
        ("\r-x", "'-x"),
        ("a\r\n=b", "a =b"),
        ("a=1", "a=1"),
        ("'quoted", "'quoted"),
        ("ratio -1", "ratio -1"),
        ("", ""),
    ],
)
def test_no_name_is_a_formula(name, cell):
    _, lines = read({name: handmade()})
    assert {line[0] for line in lines} == {cell}


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("a,b", '"a,b"'),
        ('a "b" c', '"a ""b"" c"'),
        ("a;b", "a;b"),
        ("é <b>", "é <b>"),
    ],
)
def test_names_are_quoted_where_they_must_be(name, written):
    text = tables.as_csv_of({name: handmade()})
    assert text.partition("\n")[2].startswith(f"{written},0,")
    _, lines = read({name: handmade()})
    assert {line[0] for line in lines} == {name}


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), unique=True, max_size=4))
def test_any_names_come_back(names):
    _, lines = read({name: handmade() for name in names})
    formula = ("=", "+", "-", "@")
    lines_of = [" ".join(name.split()) for name in names]
    expected = [f"'{name}" if name.startswith(formula) else name for name in lines_of]
    assert list(dict.fromkeys(line[0] for line in lines)) == list(dict.fromkeys(expected))

"""The published rows are all there and typed, malformed ones are refused, and series are sound."""

import csv
import hashlib
import io
from collections import Counter
from dataclasses import replace
from importlib.resources import files

import numpy as np
import pytest

from osteoniche import evidence
from osteoniche.errors import EvidenceError
from osteoniche.evidence import COLUMNS, Provenance, observations, parse, references
from osteoniche.evidence.references import references as sources
from osteoniche.evidence.series import SERIES, Conditions, Series, between
from osteoniche.quantity import MOUSE
from osteoniche.system import default_system

TEXT = files(evidence).joinpath("observations.csv").read_text(encoding="utf-8")
DIGEST = "2ad2426f0274c80ed809eaac843e5649e1cbcbb8c1985d6d8033f0f7ead667a4"
ROWS = {
    "canon-2008-untreated": ("CAN-", 1, 8),
    "canon-2008-opg-fc": ("CAN-", 9, 16),
    "blake-2014-rank": ("BLK-", 1, 9),
    "blake-2014-atcc": ("BLK-", 10, 18),
    "blake-2014-vehicle": ("BLK-", 19, 25),
    "miller-2014-a": ("MIL-", 1, 5),
    "miller-2014-d": ("MIL-", 16, 22),
    "miller-2014-g": ("MIL-", 37, 43),
    "bennett-2024-bone": ("BEN-", 9, 12),
    "bennett-2024-osteoblasts": ("BEN-", 1, 4),
    "bennett-2024-osteoclasts": ("BEN-", 5, 8),
    "johnson-2011-vehicle": ("JOH-", 1, 5),
    "johnson-2011-zoledronate": ("JOH-", 11, 15),
}
"""Which rows each series is made of."""
RECALLED = {"ZHE-16", "ZHE-17", "CISM-01", "MABT-01", "DEN-11", "PD-05", "CEL-09"}
UNCONFIRMED = {"miller2014", "bennett2024"}


def named(name):
    return next(series for series in SERIES if series.name == name)


# The table


def test_every_row_is_there():
    assert len(observations()) == 351
    assert Counter(row.provenance for row in observations().values()) == {
        Provenance.READ_SECONDARY: 219,
        Provenance.READ: 97,
        Provenance.DERIVED: 28,
        Provenance.RECALLED: 7,
    }
    assert {row.id for row in observations().values() if row.provenance == "recalled"} == RECALLED


def test_the_table_is_the_one_that_was_compiled():
    """A number changed by hand would still parse; only the digest of the text tells."""
    assert hashlib.sha256(TEXT.encode()).hexdigest() == DIGEST


def test_every_column_is_read():
    table = list(csv.DictReader(io.StringIO(TEXT)))
    assert tuple(table[0]) == COLUMNS
    for cells, row in zip(table, observations().values(), strict=True):
        for column in ("id", "quantity", "arm", "species", "system", "units", "source", "locator"):
            assert getattr(row, column) == cells[column] != ""
        assert (row.provenance, row.note) == (cells["provenance"], cells["note"])
        for column, field in (("lower", row.lower), ("upper", row.upper), ("time_days", row.days)):
            assert field == (float(cells[column]) if cells[column] else None)
        if isinstance(row.value, float):
            assert row.value == float(cells["value"])
        else:
            assert (row.value or "") == cells["value"]


def test_values_are_numbers_but_for_words():
    words = {row.id for row in observations().values() if isinstance(row.value, str)}
    assert words == {
        *("ZHE-13", "ZHE-14", "ZHE-15", "SET-01", "SET-02", "SET-03", "SET-04", "SET-05"),
        *("ZOL-01", "JEN-01", "CEL-07", "BRU-01", "APC-01", "MSC-01", "LAF-01"),
        *("HUM-09", "HUM-15", "NEU-08", "NEU-23", "NEU-24", "NEU-25", "NEU-26", "ABX-02"),
        *("COH-07", "COH-08", "COH-09", "COH-10", "COH-12", "ZOA-01", "ZOA-02"),
    }


def test_a_bound_alone_is_censored():
    censored = {row.id for row in observations().values() if row.censored}
    assert censored == {"ZHE-01", "CISH-09", "DEN-10", "COH-06"}


def test_provenance_words_are_explained():
    assert {word.value for word in Provenance} == {"read", "read-secondary", "derived", "recalled"}
    assert len({word.meaning for word in Provenance}) == 4


# Malformed tables


def table(**changes):
    """A table of one sound row, with cells changed by column."""
    cells = dict.fromkeys(COLUMNS, "word") | {
        "id": "ROW-7",
        "value": "2",
        "lower": "1",
        "upper": "3",
        "time_days": "5",
        "provenance": "read",
    }
    text = io.StringIO()
    csv.writer(text).writerows([COLUMNS, (cells | changes).values()])
    return text.getvalue()


def test_a_sound_row():
    row = parse(table())["ROW-7"]
    assert (row.value, row.lower, row.upper, row.days) == (2, 1, 3, 5)
    bare = parse(table(value="", time_days="", note=""))["ROW-7"]
    assert (bare.value, bare.days, bare.note) == (None, None, "")


@pytest.mark.parametrize(
    ("changes", "column"),
    [
        ({"lower": "low"}, "lower"),
        ({"lower": "nan"}, "lower"),
        ({"upper": "inf"}, "upper"),
        ({"upper": "1_000"}, "upper"),
        ({"upper": "0.5"}, "lower"),
        ({"value": "4"}, "value"),
        ({"value": "0.9"}, "value"),
        ({"value": "5.O41"}, "value"),
        ({"value": "nan"}, "value"),
        ({"value": "", "lower": "", "upper": ""}, "value"),
        ({"time_days": "day 5"}, "time_days"),
        ({"time_days": "-1"}, "time_days"),
        ({"provenance": "believed"}, "provenance"),
        ({"provenance": ""}, "provenance"),
        *(({name: " "}, name) for name in ("quantity", "arm", "species", "system", "units")),
        *(({name: ""}, name) for name in ("source", "locator")),
    ],
)
def test_a_malformed_cell_is_named_by_row_and_column(changes, column):
    with pytest.raises(EvidenceError, match=rf"observations\.csv, ROW-7, column {column}: "):
        parse(table(**changes))


def test_a_row_without_id_is_named_by_its_line():
    with pytest.raises(EvidenceError, match="line 2, column id"):
        parse(table(id=""))


def test_an_id_is_there_once():
    twice = table() + table().splitlines(keepends=True)[1]
    with pytest.raises(EvidenceError, match="ROW-7, column id"):
        parse(twice)


@pytest.mark.parametrize(
    "text",
    ["", "id,value\n", table().replace("provenance", "origin", 1), table() + "ROW-8,word\n"],
)
def test_a_table_of_another_shape(text):
    with pytest.raises(EvidenceError, match="column"):
        parse(text)


def test_a_quote_that_is_not_closed():
    with pytest.raises(EvidenceError, match="close quotes"):
        parse(table(note='"') + 'ROW-8,"word\n')


# The bibliography


def test_every_source_has_its_entry():
    used = {series.reference for series in SERIES}
    assert used | {"tibd"} == set(sources())


def test_series_of_one_source_have_one_entry():
    pairs = {(series.rows[0].source, series.reference) for series in SERIES}
    assert len(pairs) == len({source for source, _ in pairs}) == len({key for _, key in pairs})


def test_entries_say_only_what_the_rows_say():
    for series in SERIES:
        entry, source = sources()[series.reference], series.rows[0].source
        assert entry.fields["year"] in source
        for field in ("journal", "volume"):
            assert entry.fields.get(field, "") in source
        assert entry.fields.get("pages", "").replace("--", "-") in source


def test_what_could_not_be_confirmed_is_said():
    for key, entry in sources().items():
        assert entry.note
        assert "doi" not in entry.fields
        assert ("journal" not in entry.fields) == (key in UNCONFIRMED | {"tibd"})
    assert "Not confirmed" in sources()["miller2014"].note
    assert "No paper could be identified" in sources()["bennett2024"].note


def test_citations():
    assert sources()["johnson2011"].citation == "Johnson and others 2011, Bone 48:141–151"
    assert sources()["bennett2024"].citation == "Bennett 2024"
    assert sources()["tibd"].citation.startswith("SysBioCollab-UArk, GitHub repository")
    assert "TIBD_microenvironment" in sources()["tibd"].citation


@pytest.mark.parametrize(
    "text",
    [
        "@article{key,\n  author = {A},\n",
        "@article{key,\n  author = A\n}\n",
        "@article{key,\n  year = {2000}\n}\n",
        "@article{key,\n  author = {A}\n}\n@misc{key,\n  author = {B}\n}\n",
        "words\n",
    ],
)
def test_a_malformed_bibliography(text):
    with pytest.raises(EvidenceError, match=r"references\.bib, "):
        references.parse(text)


# The series


def test_each_series_is_made_of_its_rows():
    found = {series.name: [row.id for row in series.rows] for series in SERIES}
    digits = {"CAN-": 3, "BLK-": 3, "MIL-": 3, "BEN-": 2, "JOH-": 2}
    assert found == {
        name: [f"{head}{i:0{digits[head]}}" for i in range(first, last + 1)]
        for name, (head, first, last) in ROWS.items()
    }
    assert len(found) == len(SERIES)


@pytest.mark.parametrize("series", SERIES, ids=lambda series: series.name)
def test_each_series_is_sound(series):
    for row in series.rows:
        assert observations()[row.id] is row
        assert row.provenance is not Provenance.RECALLED
        assert (row.species, row.arm) == (MOUSE, series.rows[0].arm)
    assert (np.diff(series.course.days) > 0).all()
    assert series.course.values[0] == 1
    assert (series.course.lower <= series.course.values).all()
    assert (series.course.upper >= series.course.values).all()


@pytest.mark.parametrize("series", SERIES, ids=lambda series: series.name)
def test_each_series_speaks_the_words_of_the_model(series):
    system = default_system()
    assert series.readout in {readout.name for readout in system.readouts}
    assert series.conditions.species == MOUSE
    assert series.conditions.host in system.model.hosts
    assert series.conditions.drugs <= {drug.name for drug in system.drugs}


@pytest.mark.parametrize("series", SERIES, ids=lambda series: series.name)
def test_labels_name_the_source_and_limits_are_one_sentence(series):
    assert series.label.partition(",")[0] in series.rows[0].source
    assert series.label.endswith(")")  # who read it, or what could not be confirmed
    assert series.limits.endswith(".")
    assert series.limits.count(". ") == 0


def test_arms_are_what_the_table_says():
    """Guards against a series with the rows of another arm."""
    for series in SERIES:
        arm = series.rows[0].arm.lower()
        assert ("opg" in arm) == ("rankl-inhibitor" in series.conditions.drugs)
        assert ("zoledronate" in arm) == ("zoledronate" in series.conditions.drugs)
        assert ("no tumour" in arm) == (not series.conditions.tumour)
        if not series.conditions.drugs:
            assert "untreated" in arm or "pbs" in arm
    assert "from day 6" in named("johnson-2011-zoledronate").rows[0].arm
    assert named("johnson-2011-zoledronate").conditions.first_dose == {"zoledronate": 6}
    assert "from day 0" in observations()["FLD-01"].arm
    assert named("canon-2008-opg-fc").conditions.first_dose == {"rankl-inhibitor": 0}


@pytest.mark.parametrize(
    ("name", "rate"),
    [
        ("canon-2008-untreated", "GRO-01"),
        ("canon-2008-opg-fc", "GRO-02"),
        ("blake-2014-vehicle", "GRO-03"),
        ("blake-2014-atcc", "GRO-04"),
        ("blake-2014-rank", "GRO-05"),
        ("miller-2014-g", "GRO-08"),
    ],
)
def test_growth_is_the_tabulated_one(name, rate):
    """The weighted log-linear fit of the table, done again from the rows of the series."""
    course = named(name).course
    errors = np.log(course.upper / course.lower) / 2
    slope = np.polyfit(course.days, np.log(course.values), 1, w=1 / errors)[0]
    expected = observations()[rate]
    assert slope == pytest.approx(expected.value, abs=0.0006)


def test_ratios_are_the_tabulated_ones():
    for name, day, row in (
        ("bennett-2024-osteoblasts", 14, "BEN-D1"),
        ("bennett-2024-osteoblasts", 21, "BEN-D2"),
        ("bennett-2024-osteoclasts", 14, "BEN-D3"),
        ("bennett-2024-osteoclasts", 21, "BEN-D4"),
    ):
        course = named(name).course
        ratio = course.values[course.days == day].item()
        assert ratio == pytest.approx(observations()[row].value, rel=0.003)


def test_percent_of_the_start_stays_percent():
    for name in ("bennett-2024-bone", "johnson-2011-vehicle", "johnson-2011-zoledronate"):
        series = named(name)
        assert series.rows[0].units == "percent of day 0"
        np.testing.assert_allclose(
            100 * series.course.values, [row.value for row in series.rows], rtol=1e-12
        )


def test_a_missing_bound_is_not_a_number():
    series = named("johnson-2011-vehicle")
    rows = (series.rows[0], replace(series.rows[1], upper=None), *series.rows[2:])
    course = replace(series, rows=rows).course
    assert np.isnan(course.upper).tolist() == [False, True, False, False, False]
    assert not np.isnan(course.lower).any()


CONTROL = named("canon-2008-untreated")


@pytest.mark.parametrize(
    ("changes", "named_in_message"),
    [
        ({"provenance": Provenance.RECALLED}, "CAN-002, column provenance"),
        ({"value": "more"}, "CAN-002, column value"),
        ({"value": None}, "CAN-002, column value"),
        ({"days": None}, "CAN-002, column time_days"),
        ({"days": 1.0}, "column time_days"),
        ({"days": 9.0}, "column time_days"),
        ({"units": "photons/s"}, "column arm"),
        ({"arm": "another"}, "column arm"),
        ({"source": "another"}, "column arm"),
    ],
)
def test_rows_that_make_no_series(changes, named_in_message):
    rows = (CONTROL.rows[0], replace(CONTROL.rows[1], **changes), *CONTROL.rows[2:])
    with pytest.raises(EvidenceError, match=named_in_message):
        replace(CONTROL, rows=rows)


@pytest.mark.parametrize("rows", [(), CONTROL.rows[:1]])
def test_one_point_is_no_series(rows):
    with pytest.raises(EvidenceError, match="column time_days"):
        replace(CONTROL, rows=rows)


def test_a_series_that_starts_at_nothing_has_no_starting_point():
    """So the tumour cells of this study, 0 on days 0 and 7, can not be laid over a run."""
    with pytest.raises(EvidenceError, match="BEN-13, column value"):
        Series(
            "x", "x", "bennett2024", "tumour_cells", between("BEN-13", "BEN-16"), Conditions(), ""
        )


@pytest.mark.parametrize("ends", [("CAN-000", "CAN-008"), ("CAN-001", "CAN-800")])
def test_rows_that_do_not_exist(ends):
    with pytest.raises(EvidenceError, match="no row has this id"):
        between(*ends)

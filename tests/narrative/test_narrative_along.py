"""A cohort along one setting in words and as rows."""

import csv
import io
from dataclasses import replace

import numpy as np
import pytest

import osteoniche as on
from osteoniche.analysis.cohort import along_names as names
from osteoniche.analysis.cohort.along import Along, along
from osteoniche.analysis.cohort.along_settings import PARTS, offered, setting_of
from osteoniche.models import BONE, CELLS
from osteoniche.narrative import along as words
from osteoniche.narrative.cohort import NO_TUMOUR, NOBODY, NOT_REACHED, UNCALIBRATED
from osteoniche.quantity import SPECIES
from osteoniche.scenario.presets import OWN, preset
from osteoniche.tables.along import as_csv_of_along

BOTH = preset("combination")


@pytest.fixture(scope="module")
def doses() -> Along:
    return along(BOTH, "15D11.dose", (0, 10), 20, 4)


def test_a_row_says_what_became_of_the_subjects_at_a_value(doses):
    head, none, usual = words.along_table(doses)
    assert head[0] == "15D11 dose (mg/kg)"
    assert len(head) == len(none) == len(usual)
    middle = np.median(doses.arms[0].of(CELLS)[:, -1])
    assert none[:2] == ("0", "20")
    assert none[2] == f"{middle / 1e6:.3g} million cells"
    assert none[-1].endswith("days")
    assert usual[-1] == NOT_REACHED


def test_the_sentence_says_what_the_table_is_of_and_what_the_setting_does(doses):
    told = words.tell_along(doses)
    assert told.startswith(UNCALIBRATED)
    assert "20 mice of seed 4, the same at each of 2 values (15D11 dose), to day 42." in told
    assert "count from day 7" in told
    assert "cells at 0 mg/kg" in told
    assert told.endswith("times fewer.")


def test_values_that_change_the_first_dose_say_so():
    told = words.tell_along(along(preset("chemotherapy"), "paclitaxel.start", (3, 14), 2))
    assert "from the first dose, which is on day 3 to 7" in told
    horizons = words.tell_along(along(BOTH, "days", (14, 20), 2))
    assert "(last day). Days to" in horizons


def test_what_is_not_there_is_told(doses):
    assert words.MOVES_NOTHING in words.tell_along(
        along(preset("untreated"), "induction", (1, 4), 2)
    )
    healthy = along(preset("healthy"), "15D11.dose", (0, 10), 1)
    assert words.along_table(healthy)[1][2] == NO_TUMOUR
    assert "progression" not in words.tell_along(healthy)
    assert "1 mouse" in words.tell_along(healthy)
    first, second = doses.at
    arm = first.arms[OWN]
    lost = replace(first, arms={OWN: replace(arm, values=np.full_like(arm.values, np.nan))})
    nobody = replace(doses, at=(lost, second))
    assert words.along_table(nobody)[1][2] == NOBODY
    assert "left out: 20 at 0." in words.tell_along(nobody)


@pytest.mark.parametrize("species", SPECIES)
def test_every_setting_has_a_name_of_its_own(species):
    scenario = preset("combination", species)
    settings = [
        setting_of(scenario, name) for group in offered(scenario).values() for name in group
    ]
    told = [names.with_unit(one, species) for one in settings]
    assert len(set(told)) == len(told)
    assert set(names.PARTS) == set(PARTS)
    for one in settings:
        assert bool(names.meaning(one)) == (one.symbol is not None)


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("15D11.dose", 0.3, "0.3 mg/kg"),
        ("days", 42, "day 42"),
        ("15D11.until", 30.5, "day 30.5"),
        ("15D11.every", 1, "1 day"),
        ("15D11.every", 3.5, "3.5 days"),
        ("15D11.doses", 3, "3 doses"),
        ("15D11.hours", 2, "2 hours"),
        ("kkP", 0.27, "0.27 1/day"),
    ],
)
def test_a_value_says_what_it_counts(name, value, told):
    assert names.valued(setting_of(BOTH, name), value) == told


def test_a_heading_begins_with_a_capital_but_for_a_symbol():
    shown = {name: names.headed(setting_of(BOTH, name), "mouse") for name in ("days", "kkP")}
    assert shown == {"days": "Last day", "kkP": "kkP (1/day)"}


def test_a_file_has_a_row_for_each_value_and_subject(doses):
    rows = list(csv.DictReader(io.StringIO(as_csv_of_along(doses))))
    assert [row["15D11.dose"] for row in rows] == ["0"] * 20 + ["10"] * 20
    assert [int(row["subject"]) for row in rows[20:]] == list(range(1, 21))
    last = doses.arms[1].of(BONE)[3, -1]
    assert float(rows[23][BONE]) == pytest.approx(last, rel=1e-5)
    assert rows[3]["factor_T0"] == rows[23]["factor_T0"]
    assert (rows[0]["seed"], rows[0]["set"]) == ("4", BOTH.set)


def test_python_has_the_same_columns_and_prints_the_table(doses):
    found = on.along(BOTH, "15D11.dose", [0, 10], 20, 4)
    told = found.tidy()
    assert {len(values) for values in told.values()} == {40}
    np.testing.assert_array_equal(told[CELLS][:20], doses.arms[0].of(CELLS)[:, -1])
    assert "15D11 dose (mg/kg)" in repr(found)
    assert UNCALIBRATED in repr(found)

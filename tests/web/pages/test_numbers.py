"""The plots in words and numbers: they say what the results say."""

import re
from typing import Any

import numpy as np
import pytest
from dash import html
from hypothesis import given, settings
from tests import expected, strategies
from tests.runs import failing, give, run, scenario
from tests.web.browsers import components, table_of, text_of

from osteoniche.engine.result import Result, Status, failed
from osteoniche.figures.look import LINES
from osteoniche.figures.stacked import APOPTOSIS, BONE, PLOTS, TUMOUR, Plot
from osteoniche.quantity import HUMAN
from osteoniche.scenario.presets import ARMS, OWN, preset
from osteoniche.study import Comparison, compare
from osteoniche.web.pages.explore import headlines, numbers
from osteoniche.web.pages.explore.numbers import ROWS, STEPS, sentence, tables

LABELS = [LINES[OWN].label, *(LINES[arm].label for arm in ARMS)]
WORDS = {"million": 1e6, "billion": 1e9, "trillion": 1e12}


def course(plot: Plot, *values: float) -> Result:
    """A result with one row a day of one plot's series."""
    days = np.arange(len(values), dtype=float)
    unit = "cell" if plot is TUMOUR else "percent"
    everything = {plot.series: np.array(values, dtype=float)}
    return Result(days, np.ones(len(days), dtype=bool), everything, {plot.series: unit})


def shown_tables(shown: Comparison) -> dict[str, list[list[str]]]:
    """The table of each plot, by the heading above it."""
    found: dict[str, list[list[str]]] = {}
    heading = ""
    for part in tables(shown):
        heading = text_of(part) if isinstance(part, html.H3) else heading
        for table in components(part):
            if isinstance(table, html.Table):
                found[heading] = table_of(table)
    return found


def number(text: str) -> float:
    """A number that was written for people."""
    if text == "fewer than one cell":
        return 0.0
    value, *unit = text.split()
    return float(value.replace(",", "")) * WORDS.get(unit[0] if unit else "", 1)


def assert_said(text: str, plot: Plot, true: float) -> None:
    """Words that say a value as well as three digits, or a tenth of a percent, can."""
    if text == "fewer than one cell":
        assert true < 1
    elif text == "under 0.1 %":
        assert 0 < abs(true) < 0.1
    else:
        rounding = 0.5 if plot is TUMOUR else 0.051
        assert number(text) == pytest.approx(true, rel=5.1e-3, abs=rounding)


# Sentences


@pytest.mark.parametrize(
    ("plot", "values", "expected"),
    [
        (BONE, [100, 90, 80], "goes from 100 % to 80 %."),
        (BONE, [100, 100, 100], "stays at 100 %."),
        (BONE, [100, 99.99, 99.98], "stays at 100 %."),
        (BONE, [100, 90, 95], "goes from 100 % to 95 %, lowest 90 % on day 1."),
        (BONE, [100, 90, 100], "goes from 100 % to 100 %, lowest 90 % on day 1."),
        (BONE, [100, 101.9, 100], "stays at 100 %."),
        (BONE, [100, 103, 100], "goes from 100 % to 100 %, highest 103 % on day 1."),
        (
            APOPTOSIS,
            [2, 17.25, 0.5, 4],
            "goes from 2 % to 4 %, highest 17.2 % on day 1, lowest 0.5 % on day 2.",
        ),
        (APOPTOSIS, [0, 0, 0], "stays at 0 %."),
        (APOPTOSIS, [0.01, 0.05, 0.01], "stays at under 0.1 %."),
        (TUMOUR, [0, 0, 0], "stays at fewer than one cell."),
        (TUMOUR, [0.5, 1e-9, 0.4], "stays at fewer than one cell."),
        (TUMOUR, [2000, 4.6e6], "goes from 2,000 cells to 4.6 million cells."),
        (
            TUMOUR,
            [2000, 20, 900],
            "goes from 2,000 cells to 900 cells, lowest 20 cells on day 1.",
        ),
        (TUMOUR, [1], "stays at 1 cell."),
    ],
)
def test_a_sentence_says_start_end_and_what_lies_beyond_them(plot, values, expected):
    assert sentence(plot, course(plot, *values)) == expected


SENTENCE = re.compile(
    r"(?:goes from (?P<start>.*?) to (?P<end>.*?)|stays at (?P<stays>.*?))"
    r"(?:, highest (?P<high>.*?) on day (?P<high_day>[\d.]+))?"
    r"(?:, lowest (?P<low>.*?) on day (?P<low_day>[\d.]+))?\."
)


@settings(max_examples=15)
@given(strategies.scenarios())
def test_sentences_of_any_run_agree_with_it(asked):
    result = run(asked)
    for plot in PLOTS:
        text = sentence(plot, result)
        if not result.ok:
            assert text == "has no curve."
            continue
        found = SENTENCE.fullmatch(text)
        assert found, text
        values = result[plot.series]
        assert_said(found["start"] or found["stays"], plot, values[0])
        assert_said(found["end"] or found["stays"], plot, values[-1])
        if found["high"]:
            assert_said(found["high"], plot, values.max())
            day = result.grid[int(np.argmax(values))]
            assert float(found["high_day"]) == pytest.approx(day, rel=5e-3)
        else:
            assert values.max() <= 1.02 * max(values[0], values[-1]) + 0.1
        if found["low"]:
            assert_said(found["low"], plot, values.min())
            day = result.grid[int(np.argmin(values))]
            assert float(found["low_day"]) == pytest.approx(day, rel=5e-3, abs=1e-9)


def test_sentences_are_of_all_runs_on_the_page():
    shown = compare(preset("chemotherapy"), run, [("High antibody", preset("combination"))])
    parts = tables(shown)
    lists = [part for part in parts if isinstance(part, html.Ul)]
    assert len(lists) == len(PLOTS)
    for plot, told in zip(PLOTS, lists, strict=True):
        texts = [text_of(item) for item in told.children]
        runs = [shown.own, *shown.arms.values(), shown.pins[0].result]
        same = [*LABELS[:2], "Chemotherapy (same as your run)", *LABELS[3:], "High antibody"]
        assert texts == [
            f"{name} {sentence(plot, result)}" for name, result in zip(same, runs, strict=True)
        ]


# Tables


def test_a_table_for_each_plot_and_the_own_run_in_full():
    shown = compare(preset("combination"), run, [("Mine", preset("untreated"))])
    found = shown_tables(shown)
    assert list(found) == [*(plot.name for plot in PLOTS), "Your run: every series"]
    for plot in PLOTS:
        head, *rows = found[plot.name]
        assert head == ["Day", *LABELS[:-1], "Both (same as your run)", "Mine"]
        assert [row[0] for row in rows[:-2]] == ["0", "7", "14", "21", "28", "35", "42"]
        runs = [shown.own, *shown.arms.values(), shown.pins[0].result]
        for day, *cells in rows[:-2]:
            for text, result in zip(cells, runs, strict=True):
                assert_said(text, plot, result.at(plot.series, float(day)))
    assert found["Your run: every series"] == table_of(numbers.values(shown.own))


def assert_extreme(text: str, plot: Plot, result: Result, extreme: Any) -> None:
    """An extreme of a series is said as it is, and with the day on which it is."""
    value, _, day = text.removesuffix(")").partition(" (day ")
    assert_said(value, plot, extreme(result[plot.series]))
    if day:
        place = int(np.abs(result.grid - float(day)).argmin())
        assert_said(value, plot, result[plot.series][place])
    else:
        assert_said(value, plot, result[plot.series].min())
        assert_said(value, plot, result[plot.series].max())


def test_the_highest_apoptosis_is_the_peak_of_the_headlines():
    shown = compare(preset("combination"), run)
    _, *rows = shown_tables(shown)[APOPTOSIS.name]
    peaks = rows[-2][1:]
    assert rows[-2][0] == "Highest"
    headings = [row[3] for row in table_of(headlines.headlines(shown))[1:]]
    assert [peak.partition(" (")[0] for peak in peaks] == headings
    assert peaks[0] == f"{expected.PEAK['combination']} (day 40)"


def test_a_curve_that_lies_under_the_visitors_own_is_named():
    found = shown_tables(compare(preset("chemotherapy"), run, [("Mine", preset("chemotherapy"))]))
    same = [*LABELS[:2], "Chemotherapy (same as your run)", *LABELS[3:], "Mine (same as your run)"]
    for plot in PLOTS:
        assert found[plot.name][0] == ["Day", *same]


@settings(max_examples=15)
@given(strategies.scenarios())
def test_tables_of_any_run_agree_with_it(asked):
    shown = compare(asked, run)
    found = shown_tables(shown)
    runs = {LINES[OWN].label: shown.own} | {LINES[a].label: r for a, r in shown.arms.items()}
    curves = {name: result for name, result in runs.items() if result.ok}
    for plot in PLOTS:
        head, *rows = found.get(plot.name, [["Day"]])
        assert [name.removesuffix(numbers.SAME) for name in head] == ["Day", *curves]
        for day, *cells in rows[:-2]:
            for text, result in zip(cells, curves.values(), strict=True):
                assert_said(text, plot, result.at(plot.series, float(day)))
        for (name, *cells), extreme in zip(rows[-2:], (np.max, np.min), strict=False):
            assert name == {np.max: "Highest", np.min: "Lowest"}[extreme]
            for text, result in zip(cells, curves.values(), strict=True):
                assert_extreme(text, plot, result, extreme)


@pytest.mark.parametrize("days", [7, 8, 9, 30, 42, 61, 180])
def test_days_are_whole_and_stand_once_from_the_first_to_the_last(days):
    asked = preset("untreated").changed(days=days)
    for rows in shown_tables(compare(asked, run)).values():
        shown = [float(row[0]) for row in rows[1:-2]]
        assert shown == sorted(set(shown))
        assert (shown[0], shown[-1]) == (0, days)
        assert all(day == round(day) for day in shown)
        assert len(shown) <= ROWS + 1
        (step,) = set(np.diff(shown[:-1])) or {days}
        assert step in STEPS
        assert days - shown[-2] <= step


def test_a_run_that_ended_earlier_has_no_numbers_behind_its_end():
    shown = compare(
        preset("untreated").changed(days=60), run, [("Short", preset("untreated").changed(days=30))]
    )
    head, *rows = shown_tables(shown)[BONE.name]
    for row in rows[:-2]:
        cell = row[head.index("Short")]
        assert (cell == "ended") is (float(row[0]) > 30)


def test_a_longer_run_of_another_species_is_shown_for_the_days_of_the_visitor():
    shown = compare(preset("untreated"), run, [("Patient", preset("untreated", HUMAN))])
    head, *rows = shown_tables(shown)[TUMOUR.name]
    assert [float(row[0]) for row in rows[:-2]][-1] == 42
    patient = run(preset("untreated", HUMAN))
    for row in rows[:-2]:
        assert_said(row[head.index("Patient")], TUMOUR, patient.at(TUMOUR.series, float(row[0])))


# Runs that failed


def test_a_failed_run_is_told_and_has_no_column():
    asked = scenario(treatments=[give("paclitaxel", dose=11.0)])
    shown = compare(asked, failing(asked), [("Mine", asked), ("Other", preset("untreated"))])
    found = shown_tables(shown)
    for plot in PLOTS:
        assert found[plot.name][0] == ["Day", *LABELS[1:], "Other"]
        assert [row[0] for row in found[plot.name][1:]][-3] == "42"
    texts = [text_of(part) for part in tables(shown)]
    assert "Your run has no curve." in texts[1]
    assert "Mine has no curve." in texts[1]
    assert Status.TOO_MANY_EVALUATIONS.value in texts[-1]


def test_where_every_run_failed_there_are_sentences_only():
    shown = compare(preset("untreated"), lambda _: failed(Status.TOO_SLOW))
    assert shown_tables(shown) == {}
    assert text_of(tables(shown)).count("has no curve.") == len(PLOTS) * len(LABELS)


def test_cells_are_headed_for_those_who_hear_them():
    shown = compare(preset("combination"), run)
    heads: list[Any] = [part for each in tables(shown) for part in components(each)]
    for table in (part for part in heads if isinstance(part, html.Table)):
        assert {cell.scope for cell in table.children[0].children.children} == {"col"}
        assert {row.children[0].scope for row in table.children[1].children} == {"row"}


def test_a_curve_that_ends_on_another_day_says_so():
    text = sentence(PLOTS[1], run(preset("untreated").changed(days=60)), 42)
    assert " by day 60" in text
    assert " by day" not in sentence(PLOTS[1], run(preset("untreated")), 42)

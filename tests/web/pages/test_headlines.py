"""Headline numbers, the table of values, legends and notices: words that agree with the Result."""

from urllib.parse import unquote

import pytest
from dash import html
from hypothesis import HealthCheck, given, settings
from tests import strategies
from tests.expected import LOST, PEAK, SMALLER
from tests.runs import failing, give, run, scenario
from tests.web.browsers import components, table_of, text_of

from osteoniche.engine.result import Status, failed
from osteoniche.errors import Problem, ScenarioError
from osteoniche.figures import details
from osteoniche.figures.look import LINES, SVG_DASHES
from osteoniche.narrative.costs import cost_cell
from osteoniche.numerals import cells
from osteoniche.quantity import HUMAN
from osteoniche.scenario import Scenario
from osteoniche.scenario.presets import ARMS, OWN, preset
from osteoniche.study import compare
from osteoniche.tables import columns
from osteoniche.web.kit.tables import problems
from osteoniche.web.pages.explore import headlines as panels
from osteoniche.web.pages.explore import numbers, words

LABELS = [LINES[OWN].label, *(LINES[arm].label for arm in ARMS)]


def headlines(asked: Scenario, runs=run) -> dict[str, list[str]]:
    """The cells of each row by its label."""
    head, *rows = table_of(panels.headlines(compare(asked, runs)))
    assert head == list(words.HEADLINES)
    return {row[0]: row[1:] for row in rows}


def test_headlines_of_the_visitors_run_and_the_four_arms():
    table = headlines(preset("combination"))
    assert list(table) == ["Your run same as Both", *LABELS[1:]]
    assert table["Your run same as Both"] == table["Both"]
    assert table["Both"] == [
        f"{SMALLER['combination']}× smaller",
        LOST["combination"],
        PEAK["combination"],
        cost_cell(preset("combination"), run(preset("combination"))),
        words.HELD.format(cells=cells(float(run(preset("combination"))["tumour_cells"][-1]))),
    ]
    assert table["Untreated"] == [
        "the reference",
        LOST["untreated"],
        PEAK["untreated"],
        "none",
        "not treated",
    ]
    assert table["Chemotherapy"][0] == f"{SMALLER['chemotherapy']}× smaller"


def test_headlines_agree_with_the_results():
    asked = preset("chemotherapy")
    table = headlines(asked)
    untreated, own = run(preset("untreated")), run(asked)
    fold = untreated["tumour_cells"][-1] / own["tumour_cells"][-1]
    row = table["Your run same as Chemotherapy"]
    assert float(row[0].split("×")[0]) == pytest.approx(fold, rel=5e-3)
    lost, peak = 100 - own["bone_mass_percent"][-1], own["apoptosis_percent"].max()
    assert row[1:3] == [f"{lost:.1f} %", f"{peak:.1f} %"]
    assert row[3] == "neutrophils {:.1f} % (assumed)".format(
        100 * own["neutrophils_e9_per_L"].min()
    )
    assert row[4] == words.GREW_ON
    after = own["tumour_cells"][own.grid >= 7]
    assert after.min() >= 0.99 * after[0]


def test_regrowth_is_told_where_the_tumour_shrank_before():
    plans = [give("paclitaxel", until=15.0), give("15D11", until=15.0)]
    asked = scenario(treatments=plans)
    own = run(asked)
    day = float(headlines(asked)["Your run same as Both"][4].removeprefix("day "))
    after = own["tumour_cells"][own.grid >= 7]
    assert after.min() < 0.99 * after[0]
    assert own.at("tumour_cells", day) > 2 * after.min()
    assert own.at("tumour_cells", day - 0.5) < 2 * after.min()


def test_headlines_of_the_untreated_run_say_that_it_is_the_same():
    table = headlines(preset("untreated"))
    assert table["Your run same as Untreated"] == ["the same size", *table["Untreated"][1:]]


def test_headlines_without_a_tumour():
    table = headlines(preset("healthy"))
    assert next(iter(table)) == "Your run same as all others"
    for row in table.values():
        cost = row.pop(3)
        assert row == [
            words.NO_TUMOUR,
            "none",
            words.NO_TUMOUR,
            words.NO_TUMOUR,
        ]
        assert cost == "none" or cost.startswith("neutrophils ")


@pytest.mark.parametrize("start", [42.0, 50.0])
def test_a_run_whose_doses_never_come_is_not_treated(start):
    table = headlines(scenario(treatments=[give("paclitaxel", start=start)]))
    assert table["Your run same as Untreated and Chemotherapy"][3:] == ["none", "not treated"]


def test_the_runs_that_lie_under_the_visitors_own_are_named():
    asked = preset("combination")
    near = scenario(treatments=[give("paclitaxel", dose=10.1), give("15D11")])
    pins = [("Copy", asked), ("Near", near), ("Longer", asked.changed(days=60))]
    assert panels.hidden(compare(asked, run, pins)) == ["Both", "Copy"]
    assert panels.hidden(compare(near, run)) == []
    row = text_of(panels.row_of(OWN, compare(asked, run, pins))).strip()
    assert row.startswith(f"Your run same as Both and Copy {SMALLER['combination']}×")


def test_nothing_lies_under_a_failed_run():
    asked = preset("combination")
    assert panels.hidden(compare(asked, failing(asked))) == []


def test_bone_that_grows_is_called_gained():
    table = headlines(scenario(treatments=[give("zoledronate")]))
    assert table["Your run"][1].startswith("gained ")
    assert table["Untreated"][1] == LOST["untreated"]


def test_more_than_a_million_times_is_short():
    table = headlines(preset("combination", HUMAN))
    assert table["Both"][0] == "over 10⁶× smaller"


def test_a_larger_tumour_is_called_larger():
    asked = scenario(treatments=[give("paclitaxel")], host="wild-type")
    comparison = compare(asked, run)
    arms = {**comparison.arms, "untreated": comparison.arms["combination"]}
    swapped = type(comparison)(asked, comparison.own, arms, comparison.arm_scenarios)
    rows = {row[0]: row for row in table_of(panels.headlines(swapped))}
    assert "× larger" in rows["Your run same as Chemotherapy"][1]


def test_a_failed_run_has_no_numbers_and_the_arms_keep_theirs():
    asked = scenario(treatments=[give("paclitaxel", dose=11.0)])
    table = headlines(asked, failing(asked))
    assert set(table["Your run"]) == {"no curve"}
    assert table["Both"][0] == f"{SMALLER['combination']}× smaller"


def test_a_failed_untreated_run_leaves_nothing_to_compare_with():
    comparison = compare(preset("combination"), run)
    arms = {**comparison.arms, "untreated": failed(Status.TOO_SLOW)}
    changed = type(comparison)(comparison.scenario, comparison.own, arms, comparison.arm_scenarios)
    rows = {row[0]: row for row in table_of(panels.headlines(changed))}
    assert rows["Your run same as Both"][1:3] == ["untreated has no curve", LOST["combination"]]


def test_rows_of_tables_have_headers_for_those_who_hear_them():
    for table in (panels.headlines(compare(preset("chemotherapy"), run)), values("combination")):
        for cell in table.children[0].children.children:
            assert cell.scope == "col"
        for row in table.children[1].children:
            assert row.children[0].scope == "row"


@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])
@given(strategies.scenarios())
def test_tables_of_any_run_hold_words_only(asked):
    shown = [*headlines(asked).values(), *table_of_values(asked)]
    for row in shown:
        for cell in row:
            assert cell == "" or not {"nan", "inf", "None"} & set(cell.split())


# The table of values


def values(name: str) -> html.Table:
    shown = numbers.values(run(preset(name)))
    assert isinstance(shown, html.Table)
    return shown


def table_of_values(asked: Scenario) -> list[list[str]]:
    shown = numbers.values(run(asked))
    return table_of(shown) if isinstance(shown, html.Table) else [[shown]]


def test_the_table_of_values_has_a_column_for_each_of_the_files_columns():
    head, *rows = table_of(values("combination"))
    assert head == [
        "Day",
        "Bone mass (%)",
        "Tumour cells",
        "Apoptosis (%)",
        "Osteoclasts (fold)",
        "Osteoblasts (fold)",
        "Osteoblast Jagged1 (fold)",
        "Free Jagged1 (fold)",
        "Notch activity",
        "Resistant fraction",
        "Paclitaxel (mg/L)",
        "15D11 (nM)",
        "Neutrophils (10⁹/L)",
    ]
    days = ["0", "7", "14", "21", "28", "35", "42"]
    assert [row[0] for row in rows] == [*days, "Highest", "Lowest"]


def test_the_values_are_those_of_the_result_on_that_day():
    result = run(preset("combination"))
    _, *rows, _, _ = table_of(values("combination"))
    for row in rows:
        day = float(row[0])
        for text, name in zip(row[1:], columns(result)[1:], strict=True):
            true = result.at(name, day)
            if text.startswith("<"):
                assert true < 1e-4
            else:
                assert float(text.replace(",", "")) == pytest.approx(true, rel=5.1e-3, abs=0.5)


def test_the_highest_of_the_values_is_the_peak_of_the_headlines():
    head, *_, highest, lowest = table_of(values("combination"))
    at = head.index("Apoptosis (%)")
    assert highest[at] == PEAK["combination"].replace(" %", " (day 40)")
    assert f"{highest[at].split()[0]} %" == headlines(preset("combination"))["Both"][2]
    result = run(preset("combination"))
    apoptosis = result["apoptosis_percent"]
    assert lowest[at] == f"{apoptosis.min():.3g} (day {result.grid[apoptosis.argmin()]:g})"
    cells = result["tumour_cells"]
    most, on = cells.max(), result.grid[cells.argmax()]
    told = f"{float(f'{most:.3g}'):,.0f} (day {float(f'{on:.3g}'):g})"
    assert highest[head.index("Tumour cells")] == told


def test_days_of_a_long_run_are_not_rounded():
    asked = scenario(species=HUMAN, days=1826)
    _, *rows = table_of_values(asked)
    assert [float(row[0]) for row in rows[:-2]] == [0, 364, 728, 1092, 1456, 1820, 1826]
    assert rows[-3][0] == "1826"


def test_few_cells_in_the_table_of_values():
    asked = scenario(tumour="none")
    _, *rows = table_of_values(asked)
    assert {row[2] for row in rows} == {"under 1"}


def test_names_of_drugs_in_the_head():
    asked = scenario(treatments=[give("zoledronate"), give("rankl-inhibitor"), give("cisplatin")])
    head = table_of_values(asked)[0]
    assert head[-3:] == ["Cisplatin (mg/L)", "Zoledronate (µg/kg)", "RANKL inhibitor (nM)"]


@pytest.mark.parametrize("status", [status for status in Status if status is not Status.OK])
def test_a_failed_run_has_its_sentence_in_place_of_the_table(status):
    assert numbers.values(failed(status)) == status.value


# Legends and notices


def swatches(shown) -> list[html.Span]:
    return [each for each in components(shown) if getattr(each, "className", "") == "swatch"]


def test_rows_of_the_table_carry_the_swatch_of_their_line():
    table = panels.headlines(compare(preset("chemotherapy"), run))
    for swatch, line in zip(swatches(table), [OWN, *ARMS], strict=True):
        look = LINES[line]
        assert swatch.style["background"] == (look.colour or "currentColor")
        drawing = unquote(swatch.style["maskImage"])
        assert f"stroke-dasharray='{SVG_DASHES[look.dash]}'" in drawing


@pytest.mark.parametrize("detail", details.DETAILS, ids=lambda detail: detail.name)
def test_explaining_plots_have_a_legend_for_each_row(detail):
    legends = panels.detail_legends(detail)
    assert [[text_of(entry).strip() for entry in legend.children] for legend in legends] == [
        list(row.series) for row in detail.rows
    ]


def test_a_notice_lists_every_problem_after_its_lead():
    error = ScenarioError([Problem("days", 3, "allowed is 7 to 180 days"), Problem("a", "b", "c")])
    shown = problems(error, "Something is wrong.")
    assert (
        text_of(shown).split()
        == (
            "Something is wrong. days: 3 is not allowed; allowed is 7 to 180 days. "
            "a: 'b' is not allowed; c."
        ).split()
    )

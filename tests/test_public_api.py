"""What `import osteoniche` offers to notebooks and scripts."""

import ast
import re
import runpy
import subprocess
import sys
import textwrap
from pathlib import Path
from types import SimpleNamespace
from xml.etree import ElementTree

import numpy as np
import pytest

import osteoniche as on
from osteoniche.engine.result import Result, Status, failed
from osteoniche.errors import ScenarioError
from osteoniche.runs import COLUMNS, Runs
from osteoniche.scenario.treatments import keyword

ROOT = Path(__file__).parents[1]
PUBLIC = {
    "DRUGS",
    "PRESETS",
    "Result",
    "Scenario",
    "Varied",
    "along",
    "cohort",
    "compare",
    "given",
    "many",
    "plan",
    "preset",
    "simulate",
    "why",
}


def handmade(rows=3, **series):
    """A result of one row a day; its series are those of a run unless others are given."""
    days = np.arange(rows, dtype=float)
    series = series or {
        "bone_mass_percent": [100.0, 90.0, 80.0],
        "tumour_cells": [2000.0, 0.0, 50.0],
        "apoptosis_percent": [1.0, 5.0, 2.0],
        "notch_activity": [0.5, 0.5, 0.5],
    }
    units = {"tumour_cells": "cell", "notch_activity": "fraction"}
    return Result(
        days,
        np.ones(rows, dtype=bool),
        {name: np.array(values) for name, values in series.items()},
        {name: units.get(name, "percent") for name in series},
    )


@pytest.fixture(scope="module")
def combination():
    return on.simulate(on.preset("combination"))


def python(code):
    """What a new process prints, which runs the code."""
    command = [sys.executable, "-W", "error", "-c", code]
    return subprocess.run(
        command, capture_output=True, encoding="utf-8", check=True, cwd=ROOT / "src"
    ).stdout


# The names


def test_the_public_names():
    assert set(on.__all__) == PUBLIC
    assert set(dir(on)) >= PUBLIC
    for name in PUBLIC:
        assert getattr(on, name).__doc__


def test_type_checkers_see_the_same_names_in_the_same_modules():
    tree = ast.parse((ROOT / "src/osteoniche/__init__.py").read_text(encoding="utf-8"))
    block = next(node for node in tree.body if isinstance(node, ast.If))
    seen = {
        alias.asname: f"{line.module}.{alias.name}" for line in block.body for alias in line.names
    }
    assert seen == {name: f"osteoniche.{module}.{name}" for name, module in on.MODULES.items()}


def test_an_unknown_name_is_told_what_there_is():
    with pytest.raises(AttributeError, match=r"no 'simulat'; it offers .*simulate"):
        on.simulat  # noqa: B018


@pytest.mark.parametrize(
    ("code", "loaded"),
    [
        ("import osteoniche", ("numpy", "pydantic", "scipy", "numba", "dash", "plotly")),
        ("import osteoniche as on; on.preset('combination')", ("scipy", "numba", "dash", "plotly")),
        ("from osteoniche import *; compare", ("scipy", "numba", "dash", "plotly")),
    ],
)
def test_nothing_is_loaded_before_it_is_used(code, loaded):
    listed = f"{code}\nimport sys\nprint(*(name for name in {loaded} if name in sys.modules))"
    assert python(listed).split() == []


# A result


def test_a_result_is_a_mapping_of_equally_long_series(combination):
    columns = dict(combination)
    assert [*columns] == ["day", *combination.series]
    assert len(combination) == len(columns)
    assert {len(values) for values in columns.values()} == {len(combination.grid)}
    assert "day" in combination
    assert "nonsense" not in combination
    assert combination.get("nonsense") is None
    np.testing.assert_array_equal(combination["day"], combination.grid)
    for name, values in combination.items():
        np.testing.assert_array_equal(values, columns[name])


def test_results_are_equal_by_their_numbers():
    assert handmade() == handmade()
    assert handmade() != handmade(notch_activity=[0.5, 0.5, 0.5])
    assert handmade(tumour_cells=[1.0, 2.0, 3.0]) != handmade(tumour_cells=[1.0, 2.0, 4.0])
    assert handmade(tumour_cells=[1.0, np.nan, 3.0]) == handmade(tumour_cells=[1.0, np.nan, 3.0])
    assert handmade(rows=1, tumour_cells=[1.0]) != handmade(tumour_cells=[1.0, 1.0, 1.0])
    assert failed(Status.TOO_SLOW) != failed(Status.NEGATIVE)
    assert handmade() != dict(handmade())


def test_a_series_that_there_is_not_is_told_the_nearest(combination):
    with pytest.raises(KeyError, match="no series tumor_cells; did you mean tumour_cells"):
        combination["tumor_cells"]
    with pytest.raises(KeyError, match="no series zzz; choose from day, bone_mass_percent, "):
        combination["zzz"]


def test_a_failed_run_is_an_empty_mapping_that_says_why():
    result = failed(Status.TOO_SLOW)
    assert dict(result) == {}
    for name in ("day", "tumour_cells"):
        with pytest.raises(KeyError, match=r"no series\. The simulation used up its time"):
            result[name]
    assert Status.TOO_SLOW.value in repr(result)
    assert Status.TOO_SLOW.value in result._repr_html_()


def test_a_result_prints_on_one_short_line(combination):
    assert "\n" not in repr(combination)
    assert len(repr(combination)) < 120
    assert "tumour_cells" in repr(combination)


def test_a_frame_has_the_columns_of_the_mapping(monkeypatch):
    monkeypatch.setitem(sys.modules, "pandas", SimpleNamespace(DataFrame=lambda data: data))
    assert handmade().frame().keys() == dict(handmade()).keys()


@pytest.mark.parametrize("made", [handmade(), Runs({}, {"mine": handmade()})], ids=["one", "more"])
def test_without_pandas_a_frame_says_what_to_install(monkeypatch, made):
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(ImportError, match="pip install pandas"):
        made.frame()


# What a notebook shows


def drawn(html):
    """The markup as a tree; it is well-formed, without scripts and without other hosts."""
    assert "<script" not in html
    assert "http" not in html
    return ElementTree.fromstring(f"<div>{html}</div>")


def plots(html):
    return drawn(html).findall(".//svg[@role='img']")


def test_a_notebook_shows_three_plots_that_can_be_read_out():
    found = plots(handmade()._repr_html_())
    titles = [plot.findtext("title") for plot in found]
    assert titles == [
        "bone_mass_percent (%): 80 to 100, day 0 to 2",
        "tumour_cells (cell, log): 0 to 2,000, day 0 to 2",
        "apoptosis_percent (%): 1 to 5, day 0 to 2",
    ]
    assert [plot.get("aria-label") for plot in found] == titles
    for plot, title in zip(found, titles, strict=True):
        words = [text.text for text in plot.iter("text")]
        assert words[0] == title.partition(":")[0]
        assert {"day", "0", "2"} < set(words)


def heights(plot):
    """How far below the top each point of the first curve lies, as a share of the plot."""
    points = [
        float(point.partition(",")[2]) for point in plot.find("polyline").get("points").split()
    ]
    frame = re.match(r"M\d+ (\d+)V(\d+)", plot.find("path").get("d"))
    top, foot = int(frame[1]), int(frame[2])
    return [(y - top) / (foot - top) for y in points]


def test_curves_are_drawn_where_they_are():
    bone, tumour, _ = plots(handmade()._repr_html_())
    assert heights(bone) == pytest.approx([0.0, 0.1, 0.2], abs=1e-3)  # from 0 to 100 %
    middle = np.log10(2000 / 50) / np.log10(2000 / 0.1)
    assert heights(tumour) == pytest.approx([0.0, 1.0, middle], abs=1e-3)


@pytest.mark.parametrize("level", [0.0, 100.0, -1.0])
def test_a_flat_curve_lies_within_its_plot(level):
    for name in ("bone_mass_percent", "tumour_cells"):
        (plot,) = plots(handmade(**{name: [level] * 3})._repr_html_())
        assert all(0 <= height <= 1 for height in heights(plot))


def test_what_is_shown_is_escaped():
    result = handmade(**{"<i>": [1.0, 2.0, 3.0]})
    (plot,) = plots(result._repr_html_())
    assert plot.findtext("title").startswith("<i> (%)")
    runs = Runs({"<b>": on.preset("untreated")}, {"<b>": failed(Status.TOO_SLOW)})
    row = drawn(runs._repr_html_()).find(".//tbody/tr/th")
    assert "".join(row.itertext()).strip() == "<b>"


# Runs side by side


@pytest.fixture(scope="module")
def runs():
    return on.compare("healthy", "untreated", "chemotherapy", mine=on.given(cisplatin=3, days=60))


def test_runs_are_results_by_name(runs):
    assert [*runs] == ["healthy", "untreated", "chemotherapy", "mine"]
    assert runs["untreated"] == on.simulate(on.preset("untreated"))
    assert runs.scenarios["mine"] == on.given(cisplatin=3, days=60)
    with pytest.raises(KeyError, match="no run untreatd; did you mean untreated"):
        runs["untreatd"]


def test_runs_print_as_a_table(runs):
    head, *lines = repr(runs).splitlines()
    assert [line.split()[0] for line in lines] == [*runs]
    starts = [head.index(word) for word in COLUMNS]
    assert "no tumour" in lines[0][starts[1] : starts[2]]
    assert " cells" in lines[1][starts[1] : starts[2]]
    for line in lines:
        assert all(line[start - 1] == " " for start in starts[1:] if start < len(line))


def test_runs_are_shown_with_curves_and_a_table(runs):
    html = runs._repr_html_()
    shown = plots(html)
    assert len(shown) == 3
    looks = {
        (line.get("stroke"), line.get("stroke-dasharray")) for line in shown[0].iter("polyline")
    }
    assert len(looks) == len(runs)  # each run can be told from the others
    rows = drawn(html).findall(".//tbody/tr")
    assert ["".join(row.find("th").itertext()).strip() for row in rows] == [*runs]
    swatches = {
        (row.find(".//polyline").get("stroke"), row.find(".//polyline").get("stroke-dasharray"))
        for row in rows
    }
    assert swatches == looks


def test_runs_become_one_tidy_table(runs, monkeypatch):
    columns = runs.tidy()
    rows = sum(len(result.grid) for result in runs.values())
    assert {len(values) for values in columns.values()} == {rows}
    for name, result in runs.items():
        mine = columns["run"] == name
        np.testing.assert_array_equal(columns["day"][mine], result["day"])
        np.testing.assert_array_equal(columns["tumour_cells"][mine], result["tumour_cells"])
    given = ~np.isnan(columns["cisplatin_mg_per_L"])
    assert set(columns["run"][given]) == {"mine"}
    monkeypatch.setitem(sys.modules, "pandas", SimpleNamespace(DataFrame=lambda data: data))
    assert [*runs.frame()] == [*columns]


def test_a_failed_run_has_its_place():
    scenarios = dict.fromkeys(("good", "bad"), on.preset("untreated"))
    runs = Runs(scenarios, {"good": handmade(), "bad": failed(Status.TOO_SLOW)})
    assert set(runs.tidy()["run"]) == {"good"}
    assert Status.TOO_SLOW.value in repr(runs)
    assert Status.TOO_SLOW.value in runs._repr_html_()
    nothing = Runs(scenarios, {"bad": failed(Status.TOO_SLOW)})
    assert plots(nothing._repr_html_()) == []


@pytest.mark.parametrize(
    ("presets", "scenarios", "told"),
    [
        ((), {}, "nothing to run"),
        (("untreatd",), {}, "'untreatd' is not allowed; choose from healthy, untreated"),
        ((on.preset("untreated"),), {}, "Scenario without a name"),
        ((), {"mine": "untreated"}, "mine: 'untreated' is not allowed; give a Scenario"),
        (("healthy",), {"healthy": on.preset("untreated")}, "two runs of this name"),
    ],
)
def test_what_can_not_be_compared_is_told(presets, scenarios, told):
    with pytest.raises(ScenarioError, match=told):
        on.compare(*presets, **scenarios)


# Drugs by keyword


def doses(scenario):
    return {given.drug: given.dose for given in scenario.given}


def test_drugs_are_given_at_a_dose_on_their_usual_schedule():
    scenario = on.given(paclitaxel=5, antibody_15d11=10, days=60)
    usual = on.preset("combination")
    assert doses(scenario) == {"paclitaxel": 5, "15D11": 10}
    assert scenario.days == 60
    assert [given.every for given in scenario.given] == [given.every for given in usual.given]
    assert on.given() == on.preset("untreated")
    assert on.given(**{"15D11": 10}) == on.given(antibody_15d11=10)


@pytest.mark.parametrize("species", ["mouse", "human"])
@pytest.mark.parametrize("drug", on.DRUGS.values(), ids=keyword)
def test_every_drug_has_a_keyword(drug, species):
    assert keyword(drug).isidentifier()
    usual = drug.dosing[species].default
    assert doses(on.given(species=species, **{keyword(drug): usual})) == {drug.name: usual}


def test_a_base_keeps_what_is_not_set():
    base = on.preset("combination").changed(days=50, host="transgenic")
    scenario = on.given(base, paclitaxel={"every": 5})
    (was, other), (now, same) = base.treatments, scenario.treatments
    assert now == was.model_copy(update={"every": 5.0})
    assert (same, scenario.days, scenario.host) == (other, 50, "transgenic")
    assert doses(on.given(base, paclitaxel=0)) == {"15D11": other.dose}


def test_another_species_brings_its_own_schedules():
    usual = on.preset("combination", "human")
    assert on.given(on.preset("combination"), species="human") == usual
    assert on.given(on.preset("combination"), species="human", days=90) == usual.changed(days=90)


def test_another_route_brings_its_own_hours():
    usual = on.preset("combination", "human")
    given = on.given(usual, antibody_15d11={"route": "iv"}).treatment("15D11")
    assert (given.route, given.hours) == ("iv", None)
    back = on.given(on.preset("antibody"), antibody_15d11={"route": "infusion"})
    assert back.treatment("15D11").hours is not None


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"paclitaxl": 5}, ["paclitaxl: there is no such drug or field; did you mean paclitaxel?"]),
        ({"zzz": 5}, ["zzz: .* choose from paclitaxel, .*antibody_15d11, .*days"]),
        ({"paclitaxel": 500, "day": 3}, ["day: .* did you mean days?", "paclitaxel.dose: 500"]),
        ({"paclitaxel": "five"}, ["paclitaxel.dose: 'five' is not allowed; give a number"]),
        ({"paclitaxel": {"evry": 3}}, ["paclitaxel.evry"]),
        ({"species": "dog"}, ["species: 'dog' is not allowed"]),
    ],
)
@pytest.mark.parametrize("base", [None, on.preset("combination")], ids=["new", "changed"])
def test_every_setting_that_is_wrong_is_told(base, settings, told):
    with pytest.raises(ScenarioError) as caught:
        on.given(base, **settings)
    assert len(caught.value.problems) == len(told)
    for line, expected in zip(str(caught.value).splitlines(), told, strict=True):
        assert re.search(expected, line)


# Thousands of curves


def test_many_curves_of_one_scenario():
    base, given = on.preset("chemotherapy"), np.array([0.0, 5.0, 20.0])
    found = on.many(on.Varied(base, {"paclitaxel.dose": given}), ["tumour_cells"], days=[20, 42])
    assert found.values.shape == (3, 1, 2)
    assert list(found.days) == [20, 42]
    assert set(found.statuses) == {Status.OK}
    for dose, curve in zip(given, found.values[:, 0], strict=True):
        one = on.simulate(on.given(base, paclitaxel=float(dose)))
        np.testing.assert_allclose(
            curve, [one.at("tumour_cells", day) for day in (20, 42)], rtol=1e-4
        )


def test_many_scenarios():
    scenarios = [on.given(days=days) for days in (20, 30)] * 20  # more than one block
    found = on.many(scenarios, ["tumour_cells", "bone_mass_percent"], days=[20])
    assert found.values.shape == (40, 2, 1)
    assert len(found.statuses) == len(found.evaluations) == 40
    with pytest.raises(ScenarioError, match="end on different days; name the days"):
        on.many(scenarios, ["tumour_cells"])


@pytest.mark.parametrize("wrong", [[], ["untreated"]])
def test_what_is_no_scenario_is_told(wrong):
    with pytest.raises(ScenarioError, match="give Scenarios, or a Varied"):
        on.many(wrong, ["tumour_cells"])


# What is written down


def test_the_first_steps_run(capsys):
    runpy.run_path(str(ROOT / "docs/first_steps.py"))
    said = capsys.readouterr().out
    assert "regrows from day" in said
    assert "the niche takes back" in said
    assert "One setting differs" in said
    assert said.count("mg/kg: ") == 7


def test_the_readme_runs():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    section = text.partition("\n## In Python\n")[2].partition("\n## ")[0]
    code = "".join(line for line in section.splitlines(keepends=True) if line.startswith("    "))
    names = {}
    exec(compile(textwrap.dedent(code), "README.md", "exec"), names)  # noqa: S102 (our own words)
    assert names["result"].ok

"""Fitting a visitor's own study: what SciPy made is found again, and what data can not tell."""

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from osteoniche import study
from osteoniche.calibration.your_data.fit import (
    SMALLEST_ERROR,
    STARTS,
    best,
    chunk,
    error,
    problem,
    solved,
    unknowns,
)
from osteoniche.calibration.your_data.groups import ON_PAGE, choice_of
from osteoniche.calibration.your_data.report import Outcome, as_json, outcome, sentences
from osteoniche.calibration.your_data.request import USUAL, Bounds, FitRequest, choosable, of_spec
from osteoniche.calibration.your_data.table import TEMPLATE, Study, read
from osteoniche.commands import cli
from osteoniche.errors import ScenarioError
from osteoniche.figures import your_data as pictures
from osteoniche.scenario import Scenario
from osteoniche.scenario.presets import preset

TRUE = {"r0": 0.25, "T0": 900.0}
NOISE = 0.1
LIGHT_OF_A_CELL = 37.0
PAGE = preset("chemotherapy")


def made(quantity: str = "tumour cells", factor: float = 1.0, seed: int = 1) -> Study:
    """Untreated and chemotherapy as SciPy computes them, with noise, on days between its rows."""
    random = np.random.default_rng(seed)
    lines = ["day,quantity,value,lower,upper,arm"]
    for arm in ("untreated", "chemotherapy"):
        curve = study.simulate(preset(arm).changed(parameters=TRUE), throw=True)
        for day in (4.05, 9.0, 14.0, 21.0, 28.0, 35.0):
            level = np.interp(day, curve.grid, np.log(curve["tumour_cells"]))
            seen = factor * np.exp(level + NOISE * random.standard_normal())
            low, high = seen * np.exp(-1.96 * NOISE), seen * np.exp(1.96 * NOISE)
            lines.append(f"{day},{quantity},{seen:.6g},{low:.6g},{high:.6g},{arm}")
    return read("\n".join(lines))


def asked(
    data: Study, free: tuple[str, ...] = USUAL, page: Scenario = PAGE, **more: object
) -> FitRequest:
    groups = {arm: choice_of(arm) or ON_PAGE for arm in data.arms}
    return FitRequest(data, page, groups, free, **more)  # type: ignore[arg-type]


def fitted(wish: FitRequest) -> Outcome:
    return outcome(wish, solved(wish), study.simulate)


def by_symbol(found: Outcome) -> Mapping[str, tuple[float, float, float, str]]:
    return {one.symbol: (one.low, one.value, one.high, one.verdict) for one in found.values}


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_growth_and_inoculum_of_what_scipy_made_are_found_again(seed: int) -> None:
    values = by_symbol(fitted(asked(made(seed=seed))))
    assert values["r0"][1] == pytest.approx(TRUE["r0"], rel=0.04)
    assert values["T0"][1] == pytest.approx(TRUE["T0"], rel=0.25)
    assert {verdict for *_, verdict in values.values()} == {"told by the data"}


@pytest.mark.parametrize("value", [None, 0.0, 0.5])
def test_every_constant_that_may_be_free_begins_within_its_limits(value: float | None) -> None:
    """Also one that is 0, as sG is unless the scenario says otherwise."""
    page = PAGE if value is None else PAGE.changed(parameters={"sG": value})
    data = made()
    for one in choosable(page):
        (unknown,) = unknowns(asked(data, (one.symbol,), page))
        low, high = unknown.bounds
        assert np.isfinite([low, high]).all()
        assert low < unknown.number(unknown.centre) < high, one.symbol


def test_a_constant_that_is_off_can_be_fitted() -> None:
    (found,) = fitted(asked(made(), ("sG",))).values
    assert found.start == 0.0
    assert 0 < found.low <= found.value <= found.high <= 10


def test_intervals_hold_what_is_true_about_as_often_as_they_say() -> None:
    inside = 0
    for seed in range(20):
        low, _, high, _ = by_symbol(fitted(asked(made(seed=seed))))["r0"]
        inside += low <= TRUE["r0"] <= high
    assert inside >= 17


def test_light_alone_tells_growth_and_not_how_many_cells_there_were() -> None:
    found = by_symbol(fitted(asked(made("bioluminescence", LIGHT_OF_A_CELL))))
    assert found["r0"][1] == pytest.approx(TRUE["r0"], rel=0.06)
    product = found["light"][1] * found["T0"][1]
    assert product == pytest.approx(LIGHT_OF_A_CELL * TRUE["T0"], rel=0.3)
    assert found["T0"][2] / found["T0"][0] > 2


def test_folds_of_day_0_need_no_factor() -> None:
    whole = read("day,quantity,value\n0,tumour fold,1\n7,tumour fold,4.2\n14,tumour fold,19\n")
    found = fitted(asked(whole, ("r0",), preset("untreated")))
    assert len(found.residuals) == 2  # day 0 says nothing
    assert [one.symbol for one in found.values] == ["r0"]
    assert abs(found.residuals[1].deviations) < 1


def test_what_the_data_do_not_inform_is_said() -> None:
    alone = read("day,quantity,value,arm\n7,tumour cells,4000,untreated\n")
    found = fitted(asked(alone, ("r0", "T0", "kkP")))
    values = by_symbol(found)
    assert "say little" in values["kkP"][3]
    assert "kkP" in sentences(found)


def test_what_lies_outside_of_what_is_allowed_is_said() -> None:
    huge = read("day,quantity,value\n0,tumour cells,5e6\n7,tumour cells,2e7\n")
    found = fitted(asked(huge, USUAL, preset("untreated")))
    assert "end of what is allowed" in by_symbol(found)["T0"][3]


def test_what_the_page_sets_is_where_a_free_constant_begins() -> None:
    page = PAGE.changed(parameters={"r0": 0.3, "KN": 2.0})
    wish = asked(made(), page=page)
    found = fitted(wish)
    values = {one.symbol: one for one in found.values}
    assert values["r0"].start == 0.3
    assert found.scenario.parameters["KN"] == 2.0
    assert found.scenario.parameters["r0"] == values["r0"].value


def test_a_study_that_lasts_longer_than_the_page_is_computed_to_its_end() -> None:
    late = read("day,quantity,value\n7,tumour cells,4000\n60.5,tumour cells,1e7\n")
    assert asked(late).mice.days == 61


def test_bounds_are_limits_or_standard_errors() -> None:
    point = made().points[0]
    assert error(point, Bounds.LIMITS) == pytest.approx(NOISE, rel=1e-3)
    assert error(point, Bounds.ERRORS) == pytest.approx(1.96 * NOISE, rel=1e-3)
    share = read("day,quantity,value,lower,upper\n7,bone mass,90,80,100\n").points[0]
    assert error(share, Bounds.ERRORS) == 10.0


def test_bounds_too_tight_to_be_believed_are_widened_and_that_is_said() -> None:
    tight = "7,tumour cells,4000,3999,4001\n14,tumour cells,9000,8000,10000\n"
    data = read(f"day,quantity,value,lower,upper\n{tight}")
    assert error(data.points[0], Bounds.LIMITS) == SMALLEST_ERROR
    assert "1 number has a standard error below 0.1 %" in sentences(fitted(asked(data)))
    assert "below 0.1 %" not in sentences(fitted(asked(read(TEMPLATE))))


def test_one_number_was_fitted_and_thousands_are_grouped() -> None:
    one = fitted(asked(read("day,quantity,value\n7,tumour cells,4000\n"), ("r0",)))
    assert sentences(one).startswith("1 number of 1 group was fitted by moving r0")
    many = replace(one, residuals=one.residuals * 5000)
    assert sentences(many).startswith("5,000 numbers of 1 group were fitted")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"free": ()}, "free: no constant is chosen; choose 1 to 6."),
        ({"free": ("r0", "r0")}, "free: 'r0' is named more than once; name each constant once."),
        ({"free": ("Imax",)}, "free"),
        ({"groups": {}}, "group 'chemotherapy'"),
        ({"groups": {"untreated": "x", "chemotherapy": ON_PAGE}}, "group 'untreated'"),
        ({"scenario": preset("healthy")}, "tumour"),
        ({"study": read("day,quantity,value,arm\n200,tumour cells,1,untreated\n")}, "row 2"),
    ],
)
def test_a_fit_that_can_not_be_is_refused(change: dict[str, object], field: str) -> None:
    groups = {"untreated": "untreated", "chemotherapy": "chemotherapy"}
    with pytest.raises(ScenarioError, match=field):
        FitRequest(**{"study": made(), "scenario": PAGE, "groups": groups, **change})  # type: ignore[arg-type]


def test_the_work_says_all_of_it_and_its_parts_hold_nothing_of_the_table() -> None:
    wish = asked(made(), visit="mine")
    again = of_spec(wish.spec)
    assert again.spec == wish.spec
    assert problem(again).names == ("r0", "T0")
    parts = [chunk(wish.spec, number) for number in range(STARTS)]
    assert best(parts).arrived
    for point in wish.study.points:
        assert all(f"{point.value:.6g}".encode() not in part for part in parts)


def test_the_file_is_a_scenario_that_the_command_line_reads(tmp_path: object) -> None:
    found = fitted(asked(read(TEMPLATE)))
    again = Scenario.model_validate_json(as_json(found))
    assert again == found.scenario
    report = json.loads(as_json(found))["fit"]
    assert [one["symbol"] for one in report["values"]] == ["r0", "T0"]
    assert len(report["points"]) == len(found.residuals)


def test_the_command_line_fits_a_table(
    tmp_path_factory: pytest.TempPathFactory, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path_factory.mktemp("own")
    table, file = folder / "own.csv", folder / "fit.json"
    table.write_text(TEMPLATE, encoding="utf-8")
    assert cli.main(["fit", "--data", str(table), "--free", "r0", "--out", str(file)]) == 0
    assert "r0: 0.187 ->" in capsys.readouterr().err
    assert cli.main(["simulate", "--scenario", str(file), "--format", "csv"]) == 0
    capsys.readouterr()
    assert cli.main(["fit", "--free", "r0"]) == 2
    assert "--data" in capsys.readouterr().err
    table.write_text("day,quantity,value\n1,weight,x\n", encoding="utf-8")
    assert cli.main(["fit", "--data", str(table)]) == 2
    said = capsys.readouterr().err
    assert "row 2, column quantity" in said
    assert "row 2, column value" in said


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("day,quantity,value,lower\n1,tumour cells,10,5\n", "row 1: no column 'upper'"),
        ("day,quantity,value,upper\n1,tumour cells,10,15\n", "row 1: no column 'lower'"),
        ("day;quantity;value\n3;tumour cells;2,120\n", "row 2, column value: '2,120' may be"),
    ],
)
def test_the_command_line_tells_what_a_table_lacks_or_leaves_open(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, message: str
) -> None:
    table = tmp_path / "own.csv"
    table.write_text(text, encoding="utf-8")
    assert cli.main(["fit", "--data", str(table), "--preset", "untreated"]) == 2
    assert capsys.readouterr().err.startswith(message)


@pytest.mark.parametrize("flag", ["--seed", "--starts"])
def test_flags_without_meaning_for_a_table_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], flag: str
) -> None:
    table = tmp_path / "own.csv"
    table.write_text(TEMPLATE, encoding="utf-8")
    assert cli.main(["fit", "--data", str(table), flag, "5"]) == 2
    assert capsys.readouterr().err.startswith(f"{flag}: this has no meaning with --data; leave it")


def test_the_command_line_names_the_kinds_of_bounds_plainly(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit):
        cli.main(["fit", "--data", "own.csv", "--bounds", "foo"])
    said = capsys.readouterr().err
    assert "choose from" in said
    assert "Bounds" not in said


def test_the_picture_has_every_point_with_its_error_and_both_curves() -> None:
    found = fitted(asked(read(TEMPLATE)))
    for theme in ("light", "dark"):
        traces = pictures.figure(found, theme, "phone")["data"]
        marks = [one for one in traces if one["mode"] == "markers"]
        assert sum(len(one["x"]) for one in marks) == len(found.residuals)
        assert all(min(one["error_y"]["array"]) > 0 for one in marks)
        dashes = [one["line"]["dash"] for one in traces if one["mode"] == "lines"]
        assert sorted(dashes) == ["dot"] * len(marks) + ["solid"] * len(marks)

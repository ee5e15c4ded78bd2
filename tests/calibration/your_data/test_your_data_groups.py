"""What a group of a visitor's study was given: the drug that it names, and no other."""

import json
from pathlib import Path

import pytest

from osteoniche.calibration.your_data.fit import experiment
from osteoniche.calibration.your_data.groups import (
    ON_PAGE,
    choice_of,
    choices,
    is_choice,
    is_half_known,
    scenario_of,
)
from osteoniche.calibration.your_data.request import FitRequest
from osteoniche.calibration.your_data.table import read
from osteoniche.commands import cli
from osteoniche.errors import ScenarioError
from osteoniche.quantity import HUMAN, MOUSE, SPECIES
from osteoniche.scenario import Treatment
from osteoniche.scenario.defaults import treatment_defaults
from osteoniche.scenario.presets import ANTIBODY, ARMS, preset, reference_arms
from osteoniche.system import default_system

DRUGS = default_system().drugs
CHEMOTHERAPIES = [drug.name for drug in DRUGS if drug.role == "chemotherapy"]


def names() -> list[tuple[str, str]]:
    """Every name of every drug, with the drug."""
    return [
        (text, drug.name)
        for drug in DRUGS
        for text in sorted({drug.name, drug.label, *map(drug.called, SPECIES)})
    ]


@pytest.mark.parametrize(("name", "drug"), names())
def test_a_group_is_the_drug_that_it_names(name: str, drug: str) -> None:
    for written in (name, name.upper(), f" {name}  ", name.replace("-", " ")):
        assert choice_of(written) == drug


@pytest.mark.parametrize("species", SPECIES)
@pytest.mark.parametrize("page", ["untreated", *(drug.name for drug in DRUGS)])
@pytest.mark.parametrize("drug", [drug.name for drug in DRUGS])
def test_it_is_given_at_its_usual_dose_whatever_the_page_gives(
    drug: str, page: str, species: str
) -> None:
    given = [] if page == "untreated" else [treatment_defaults(page, species) | {"dose": 1.0}]
    beside = preset("untreated", species).changed(treatments=given)
    made = scenario_of(drug, beside)
    assert made.treatments == (Treatment(**treatment_defaults(drug, species)),)
    assert made.changed(treatments=given) == beside


@pytest.mark.parametrize("drug", [drug.name for drug in DRUGS])
def test_its_schedule_is_that_of_the_page_where_it_has_one(drug: str) -> None:
    planned = treatment_defaults(drug, MOUSE) | {"start": 12.0, "every": 9.0, "dose": 0.5}
    (made,) = scenario_of(drug, preset("untreated").changed(treatments=[planned])).treatments
    usual = treatment_defaults(drug, MOUSE)["dose"]
    assert (made.start, made.every, made.dose) == (12.0, 9.0, usual)


@pytest.mark.parametrize(
    ("name", "choice"),
    [
        ("Untreated", "untreated"),
        ("vehicle", "untreated"),
        ("Saline", "untreated"),
        ("control IgG", "untreated"),
        ("untreated control", "untreated"),
        ("PTX + 15D11", "paclitaxel + 15D11"),
        ("DTX", "docetaxel"),
        ("Both ", "combination"),
        ("chemo", "chemotherapy"),
        ("antibody", "antibody"),
        ("chemotherapy + antibody", "combination"),
        ("chemotherapy and 15D11", "combination"),
        ("anti-Jagged1", ANTIBODY),
        ("zoledronic acid", "zoledronate"),
        ("docetaxel + 15D11", "docetaxel + 15D11"),
        ("15D11+docetaxel", "docetaxel + 15D11"),
        ("Docetaxel and antibody", "docetaxel + 15D11"),
        ("cisplatin/denosumab", "cisplatin + rankl-inhibitor"),
        ("docetaxel + vehicle", "docetaxel"),
        ("as the scenario", ON_PAGE),
        ("group 3", None),
        ("docetaxel + X", None),
        ("docetaxel 20 mg/kg", None),
        ("chemotherapy + zoledronate", None),
        ("+", None),
        ("", None),
    ],
)
def test_other_names_and_drugs_together(name: str, choice: str | None) -> None:
    assert choice_of(name) == choice
    assert choice is None or is_choice(choice)


def test_a_chemotherapy_beside_the_antibody_stays_the_one_that_is_named() -> None:
    for page in CHEMOTHERAPIES:
        beside = preset("untreated").changed(treatments=[treatment_defaults(page, MOUSE)])
        for drug in CHEMOTHERAPIES:
            made = scenario_of(choice_of(f"{drug} + {ANTIBODY}") or "", beside)
            assert [given.drug for given in made.given] == [drug, ANTIBODY]
        both = scenario_of("combination", beside)
        assert [given.drug for given in both.given] == [page, ANTIBODY]


def test_the_arms_are_those_of_the_page_and_the_page_is_itself() -> None:
    beside = preset("chemotherapy", HUMAN)
    assert scenario_of(ON_PAGE, beside) is beside
    assert {arm: scenario_of(arm, beside) for arm in ARMS} == reference_arms(beside)


@pytest.mark.parametrize("wrong", [None, 3, [], "", "nothing", "docetaxel + docetaxel", " + "])
def test_what_is_no_choice(wrong: object) -> None:
    assert not is_choice(wrong)
    with pytest.raises(ScenarioError, match=r"group 'a': .* choose from page, .*cisplatin"):
        FitRequest(
            read("day,quantity,value,arm\n3,tumour cells,5,a"), preset("untreated"), {"a": wrong}
        )  # type: ignore[dict-item]


def test_a_study_of_every_drug_is_fitted_with_each() -> None:
    for some in (DRUGS[:3], DRUGS[3:]):
        rows = "".join(f"14,tumour cells,9000,{drug.name}\n" for drug in some)
        study = read(f"day,quantity,value,arm\n{rows}")
        fit = FitRequest(
            study, preset("chemotherapy"), {arm: choice_of(arm) or "" for arm in study.arms}
        )
        given = {
            arm.name: [one["drug"] for one in arm.fields["treatments"]]
            for arm in experiment(fit).arms
        }
        assert given == {drug.name: [drug.name] for drug in some}


def table(folder: Path, *arms: str) -> Path:
    file = folder / "own.csv"
    rows = "".join(f"14,tumour cells,9000,{arm}\n21,tumour cells,30000,{arm}\n" for arm in arms)
    file.write_text(f"day,quantity,value,arm\n{rows}", encoding="utf-8")
    return file


def test_the_command_line_names_the_drug_and_so_does_its_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data, out = table(tmp_path, "vehicle", "cisplatin", "docetaxel + 15D11"), tmp_path / "fit.json"
    arguments = ["fit", "--data", str(data), "--free", "r0", "--out", str(out)]
    assert cli.main(arguments) == 0
    said = capsys.readouterr().err
    for line in (
        "Group 'vehicle': untreated (no drug)",
        "Group 'cisplatin': cisplatin",
        "Group 'docetaxel + 15D11': docetaxel + 15D11",
    ):
        assert line in said.splitlines()
    report = json.loads(out.read_text(encoding="utf-8"))["fit"]
    assert report["groups"]["cisplatin"] == "cisplatin"
    given = {arm: [one["drug"] for one in all] for arm, all in report["treatments"].items()}
    assert given == {
        "vehicle": [],
        "cisplatin": ["cisplatin"],
        "docetaxel + 15D11": ["docetaxel", ANTIBODY],
    }


def test_an_unknown_name_among_several_groups_is_refused_on_the_command_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = table(tmp_path, "untreated", "drug X", "docetaxol", "")
    assert cli.main(["fit", "--data", str(data), "--free", "nothing"]) == 2
    said = capsys.readouterr().err.splitlines()
    assert [line.split(":")[0] for line in said] == [
        "column arm",
        "group 'docetaxol'",
        "group 'drug X'",
        "free",
    ]
    for line in said[:3]:
        assert all(name in line for name in choices() if name != ON_PAGE)
        assert "'as the scenario' for the scenario given" in line


def test_one_group_of_any_name_is_the_scenario_given(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = table(tmp_path, "drug X")
    arguments = ["--set", "docetaxel.dose=3", "--free", "r0", "--out", str(tmp_path / "fit.json")]
    assert cli.main(["fit", "--data", str(data), "--preset", "untreated", *arguments]) == 0
    assert "Group 'drug X': the scenario given (docetaxel)" in capsys.readouterr().err
    named = table(tmp_path, "untreated", "as the scenario")
    assert cli.main(["fit", "--data", str(named), "--preset", "untreated", *arguments]) == 0
    said = capsys.readouterr().err
    assert "Group 'as the scenario': the scenario given (docetaxel)" in said
    assert "Group 'untreated': untreated (no drug)" in said


@pytest.mark.parametrize(
    "name", ["Docetaxel 10 mg/kg", "docetaxel (10 mg/kg)", "chemo + zoledronate", "15D11 high"]
)
def test_a_name_that_says_more_than_is_understood_is_half_known(name: str) -> None:
    assert choice_of(name) is None
    assert is_half_known(name)


@pytest.mark.parametrize("name", ["", "mine", "mouse 7", "docetaxel", "both", "antibodies"])
def test_a_name_that_says_nothing_or_all_is_not_half_known(name: str) -> None:
    assert not is_half_known(name)


@pytest.mark.parametrize(("name", "status"), [("Docetaxel 10 mg/kg", 2), ("mouse 7", 0)])
def test_a_lone_group_is_the_scenario_given_unless_it_names_something_else(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, status: int
) -> None:
    rows = [f"{day},tumour cells,{value},{name}" for day, value in ((3, 2120), (14, 20200))]
    file = tmp_path / "study.csv"
    file.write_text("\n".join(["day,quantity,value,arm", *rows]))
    run = ["fit", "--data", str(file), "--preset", "untreated", "--free", "r0"]
    assert cli.main([*run, "--out", str(tmp_path / "fit.json")]) == status
    said = capsys.readouterr().err
    assert ("no treatment is known by this name" in said) == (status == 2)

"""`osteoniche export`, and the list of formats."""

import subprocess
import sys
from pathlib import Path

import libsbml
import pytest

from osteoniche.commands.cli import main
from osteoniche.export import FORMATS
from osteoniche.export.sbml import as_sbml
from osteoniche.scenario.presets import preset


def test_a_file_is_written(tmp_path: Path) -> None:
    file = tmp_path / "model.xml"
    assert main(["export", "--preset", "combination", "--format", "sbml", "--out", str(file)]) == 0
    assert file.read_text(encoding="utf-8") == as_sbml(preset("combination"))


def test_settings_and_files_work_as_for_simulate(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    scenario = preset("antibody").changed(days=50)
    file = tmp_path / "scenario.json"
    file.write_text(scenario.model_dump_json(), encoding="utf-8")
    flags = ["export", "--format", "sbml", "--scenario", str(file), "--set", "parameters.kN=11"]
    assert main(flags) == 0
    document = libsbml.readSBMLFromString(capsys.readouterr().out)
    assert document.getModel().getParameter("kN").getValue() == 11


def test_wrong_input_ends_with_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "--format", "sbml", "--set", "days=1e9"]) == 2
    assert "days" in capsys.readouterr().err
    with pytest.raises(SystemExit) as ended:
        main(["export", "--format", "abacus"])
    assert ended.value.code == 2
    assert "sbml" in capsys.readouterr().err


def test_every_format_says_what_it_is() -> None:
    for name, found in FORMATS.items():
        assert found.name == name
        assert found.suffix.startswith(".")
        assert "/" in found.media_type
        assert found.write(preset("untreated"))


def test_libraries_of_formats_are_imported_by_their_use() -> None:
    check = (
        "import sys, osteoniche.commands.cli; "
        "print([m for m in ('libsbml', 'sympy') if m in sys.modules])"
    )
    found = subprocess.run(
        [sys.executable, "-c", check], capture_output=True, encoding="utf-8", check=True
    )
    assert found.stdout.strip() == "[]"

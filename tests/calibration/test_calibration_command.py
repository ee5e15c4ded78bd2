"""`osteoniche fit`: what it refuses, and the file that it writes."""

from pathlib import Path

import pytest

from osteoniche.calibration.parameter_set import from_json
from osteoniche.commands import cli, terminal
from osteoniche.jobs import Work


@pytest.mark.parametrize(
    ("flags", "told"),
    [
        (["--starts", "0"], "--starts: 0 is not allowed; give 1 to 50"),
        (["--seed", "-1"], "--seed: -1 is not allowed"),
        (["--out", "/no/such/folder/file"], "--out '/no/such/folder/file'"),
    ],
)
def test_what_is_wrong_is_told_before_anything_is_computed(
    flags: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["fit", *flags]) == 2
    assert told in capsys.readouterr().err


@pytest.mark.usefixtures("_few")
def test_a_small_calibration_becomes_a_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def inline(work: Work) -> list[bytes]:
        return [work.chunk(work.spec, number) for number in range(work.chunks)]

    monkeypatch.setattr(terminal, "done", inline)
    file = tmp_path / "made.json"
    assert cli.main(["fit", "--starts", "1", "--seed", "3", "--out", str(file)]) == 0
    made = from_json(file.read_text(encoding="utf-8"))
    assert made.seed == 3
    assert {one.study for one in made.left_out} == {"Johnson 2011", "Simeoni 2004"}
    told = capsys.readouterr().err
    assert [line[:6] for line in told.splitlines()] == ["1 of 4", "2 of 4", "3 of 4", "4 of 4"]


def test_stopping_it_is_told_to_lose_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stopped(work: Work) -> list[bytes]:
        raise KeyboardInterrupt

    monkeypatch.setattr(terminal, "done", stopped)
    assert cli.main(["fit"]) == 130
    assert "the same command goes on" in capsys.readouterr().err

"""The doctor on the machine: each thing has a line, and what is wrong ends with status 1."""

import os
from importlib import metadata
from pathlib import Path

import pytest

from osteoniche import study
from osteoniche.commands.cli import main
from osteoniche.commands.doctor import machine
from osteoniche.commands.doctor.finding import Finding, Verdict


@pytest.fixture(autouse=True)
def settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """No settings but a cache of its own; its folder."""
    for name in list(os.environ):
        if name.startswith("OSTEONICHE_") or name == "WEB_CONCURRENCY":
            monkeypatch.delenv(name)
    monkeypatch.setenv("OSTEONICHE_CACHE", str(tmp_path / "results"))
    return tmp_path / "results"


def found() -> dict[str, Finding]:
    """What is found, by its subject."""
    return {finding.subject: finding for finding in machine.findings()}


def test_a_machine_in_order(capsys, settings):
    assert main(["doctor"]) == 0
    out, err = capsys.readouterr()
    subjects = [line.split()[1] for line in out.splitlines()]
    assert subjects == ["versions", "settings", "cache", "compiler", "a"]
    # A slow machine is worth a word and no more.
    assert {line.split()[0] for line in out.splitlines()[:-1]} == {"ok"}
    assert "OSTEONICHE_CACHE" in out
    assert err == ""
    left = {file.name for file in settings.rglob("*") if file.is_file() and file.stat().st_size}
    assert left == {"CACHEDIR.TAG"}  # of the folder; what was written into it is gone


def test_all_wrong_settings_are_told_and_the_rest_is_looked_at(monkeypatch, capsys):
    monkeypatch.setenv("OSTEONICHE_PORT", "many")
    monkeypatch.setenv("OSTEONICHE_PREFIX", "lab")
    assert main(["doctor"]) == 1
    out, err = capsys.readouterr()
    assert "wrong  settings     OSTEONICHE_PORT is 'many'; allowed: a whole number" in out
    assert "wrong  settings     OSTEONICHE_PREFIX is 'lab'" in out
    assert "ok     compiler" in out
    assert err == "2 things are wrong.\n"


def test_a_server_for_every_network_is_worth_a_word(monkeypatch):
    for host in ("127.0.0.1", "::1", "localhost"):
        monkeypatch.setenv("OSTEONICHE_HOST", host)
        assert "host" not in found()
    for host in ("0.0.0.0", "10.1.2.3", "lab.example"):
        monkeypatch.setenv("OSTEONICHE_HOST", host)
        assert found()["host"].verdict is Verdict.WARN


def test_a_cache_that_keeps_nothing_is_wrong(monkeypatch, settings):
    (settings.parent / "file").write_text("")
    monkeypatch.setenv("OSTEONICHE_CACHE", str(settings.parent / "file" / "results"))
    assert found()["cache"].verdict is Verdict.WRONG


def test_passwords_are_not_told(monkeypatch):
    monkeypatch.setenv("OSTEONICHE_CACHE", "unix://:hidden@/nowhere/redis.sock")
    told = found()
    assert told["cache"].verdict is Verdict.WRONG
    assert "hidden" not in " ".join(map(str, told.values()))


def test_a_full_disk_is_worth_a_word(monkeypatch):
    monkeypatch.setattr(machine, "ROOM", 0)
    assert "disk" not in found()
    monkeypatch.setattr(machine, "ROOM", 2**62)
    assert found()["disk"].verdict is Verdict.WARN


def test_a_package_that_is_missing_is_wrong(monkeypatch):
    version = metadata.version

    def without_numba(name: str) -> str:
        if name == "numba":
            raise metadata.PackageNotFoundError(name)
        return version(name)

    monkeypatch.setattr(metadata, "version", without_numba)
    assert str(found()["versions"]).startswith("wrong  versions     numba not installed")


def test_a_model_that_can_not_be_compiled_is_wrong(monkeypatch):
    def prepare() -> None:
        raise PermissionError(13, "Permission denied", "/var/cache")

    monkeypatch.setattr(study, "prepare", prepare)
    told = found()
    assert told["compiler"].verdict is Verdict.WRONG
    assert "Permission denied: '/var/cache'" in told["compiler"].found
    assert "a curve" not in told


@pytest.mark.parametrize(("slow", "verdict"), [(0.0, Verdict.WARN), (1e9, Verdict.OK)])
def test_a_slow_machine_is_worth_a_word(monkeypatch, slow, verdict):
    monkeypatch.setattr(machine, "SLOW", slow)
    assert found()["a curve"].verdict is verdict

"""What we depend on: a list that equals the lock, and an audit whose age breaks nothing."""

import json
import re
import subprocess
import sys
import tomllib
from datetime import timedelta
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LOCK = (ROOT / "requirements.txt").read_text(encoding="utf-8")
AUDIT = tomllib.loads((ROOT / "docs/audit.toml").read_text(encoding="utf-8"))
LISTED = json.loads((ROOT / "docs/sbom.json").read_text(encoding="utf-8"))


def told_by(tool: str, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "tools" / tool), *words]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False)


# The list


def test_the_list_is_that_of_the_lock():
    """After an edit of the pins: make sbom."""
    assert json.loads(told_by("sbom", "--print").stdout) == LISTED


def test_every_pin_stands_in_it_once_with_all_its_hashes():
    pins = re.findall(r"^([\w.-]+)==([^ ]+)", LOCK, re.MULTILINE)
    assert len(pins) > 40
    assert [(each["name"], each["version"]) for each in LISTED["components"]] == pins
    hashes = [one["content"] for each in LISTED["components"] for one in each["hashes"]]
    assert hashes == re.findall(r"sha256:(\w{64})", LOCK)


def test_it_says_who_needs_what():
    needs = {each["ref"]: each["dependsOn"] for each in LISTED["dependencies"]}
    refs = {each["bom-ref"] for each in LISTED["components"]}
    assert needs.keys() == refs | {"osteoniche"}
    assert {one for each in needs.values() for one in each} == refs, "each is needed by something"
    (flask,) = [ref for ref in refs if ref.startswith("pkg:pypi/flask@")]
    (dash,) = [ref for ref in refs if ref.startswith("pkg:pypi/dash@")]
    assert flask in needs[dash]
    assert dash in needs["osteoniche"]


# The audit


@pytest.mark.parametrize(("days", "warns"), [(0, False), (30, False), (31, True)])
def test_an_old_audit_is_told_and_breaks_only_a_release(days, warns, tmp_path):
    today = (AUDIT["date"] + timedelta(days=days)).isoformat()
    checked, released = (
        told_by("audit", "--today", today),
        told_by("audit", "--today", today, "--release"),
    )
    assert ("31 days old" in checked.stdout) == warns
    assert checked.returncode == 0
    assert released.stdout == checked.stdout
    assert released.returncode == (1 if checked.stdout else 0)


def test_an_audit_of_other_pins_is_told(tmp_path):
    """A copy of the checkout whose pins were edited."""
    for name in ("docs/audit.toml", "tools/audit", "requirements.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    with (tmp_path / "requirements.txt").open("a") as lock:
        lock.write("\n")
    command = [sys.executable, str(tmp_path / "tools/audit"), "--today", AUDIT["date"].isoformat()]
    told = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert "The pins have changed since the last audit" in told.stdout
    assert told.returncode == 0


def test_make_check_reads_it():
    recipe = (ROOT / "Makefile").read_text().partition("\ncheck:")[2].partition("\n\n")[0]
    assert "tools/audit" in recipe

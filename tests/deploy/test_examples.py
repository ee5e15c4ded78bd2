"""What administrators copy: unit, image, compose file and pins name what there is."""

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from osteoniche.settings import SETTINGS, read_settings

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
UNIT = DEPLOY / "osteoniche.service"
EXPOSED = 2.0
"""What `systemd-analyze security` may grade the unit with, of 10 for one that may do everything."""
VARIABLES = {setting.variable for setting in SETTINGS}


def test_the_unit_is_hardened():
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        pytest.skip("systemd-analyze is not installed: it grades deploy/osteoniche.service")
    graded = subprocess.run(
        [analyze, "security", "--offline=yes", "--no-pager", str(UNIT)],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    found = re.search(r"Overall exposure level for osteoniche.service: ([0-9.]+)", graded.stdout)
    assert found, graded.stdout + graded.stderr
    assert float(found[1]) <= EXPOSED


def unit() -> list[tuple[str, str]]:
    """Names and values of the unit, without comments and sections."""
    lines = (line.partition("=") for line in UNIT.read_text(encoding="utf-8").splitlines())
    return [(name, value) for name, sign, value in lines if sign and not name.startswith("#")]


def test_the_settings_of_the_unit_are_right():
    given = dict(value.split("=", 1) for name, value in unit() if name == "Environment")
    assert {name for name in given if name.startswith("OSTEONICHE_")} <= VARIABLES
    settings = read_settings(given)
    assert settings.prefix == "/osteoniche/"
    assert settings.cache.startswith(given["XDG_CACHE_HOME"])
    assert ("CacheDirectory", "osteoniche") in unit()  # /var/cache/osteoniche


def test_the_unit_lets_the_equations_be_compiled():
    assert "MemoryDenyWriteExecute" not in {name for name, _ in unit()}


@pytest.fixture(scope="module")
def services() -> dict[str, Any]:
    """The services of the compose file."""
    text = (DEPLOY / "compose.yaml").read_text(encoding="utf-8")
    password = re.compile(r"\$\{REDIS_PASSWORD:\?[^}]*\}")
    assert password.search(text)
    found: dict[str, Any] = yaml.safe_load(password.sub("secret", text))["services"]
    return found


def test_the_settings_of_the_compose_file_are_right(services):
    given = services["osteoniche"]["environment"]
    assert {name for name in given if name.startswith("OSTEONICHE_")} <= VARIABLES
    settings = read_settings(given)
    assert settings.prefix == "/osteoniche/"
    assert settings.cache == "redis://:secret@redis:6379/0"
    assert not settings.open_redis


def test_redis_asks_for_its_password_and_only_the_server_sees_it(services):
    redis = services["redis"]
    assert '--requirepass "$$REDIS_PASSWORD"' in redis["command"]
    assert redis["environment"] == {"REDIS_PASSWORD": "secret"}
    assert redis["networks"] == ["inside"]
    assert "ports" not in redis


def test_nginx_stands_before_the_server_as_on_one_machine(services):
    assert services["nginx"]["network_mode"] == "service:osteoniche"
    for volume in services["nginx"]["volumes"]:
        here = volume.split(":")[0]
        assert here.startswith("/etc/") or (DEPLOY / here).exists()


def test_what_the_image_holds_is_there(services):
    build = services["osteoniche"]["build"]
    file = DEPLOY / build["context"] / build["dockerfile"]
    lines = file.read_text(encoding="utf-8").splitlines()
    copies = [line.split() for line in lines if line.startswith("COPY") and "--" not in line]
    copied = {name for words in copies for name in words[1:-1]}
    for name in copied:
        assert (ROOT / name).exists(), name
    # All that the server is made of: what gunicorn.conf.py and app.py look for beside them.
    assert {"app.py", "gunicorn.conf.py", "assets", "src"} <= copied


@pytest.mark.parametrize("pins", ["requirements.txt", "requirements-dev.txt"])
def test_every_package_is_pinned_with_a_hash_and_comes_from_an_index(pins):
    """So that wheels that were carried over are the ones that were tested."""
    text = (ROOT / pins).read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [
        line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")
    ]
    assert len(lines) > 20
    for line in lines:
        assert re.match(r"[a-z0-9._-]+(\[[a-z,]+\])?==[^ ]+ ", line), line
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", line), line
    assert "--only-binary :all:" in (ROOT / "Makefile").read_text(encoding="utf-8")


def test_the_administrators_page_names_what_there_is():
    text = (ROOT / "docs" / "administrator.md").read_text(encoding="utf-8")
    named = set(re.findall(r"(?:/opt/osteoniche|[.][.])/([a-z]+/[a-zA-Z.-]+)", text))
    assert {"deploy/osteoniche.service", "deploy/nginx.conf", "deploy/compose.yaml"} <= named
    for name in named:
        assert (ROOT / name).exists(), name
    for name in re.findall(r"`(sign-in-[a-z0-9]+[.]conf)`", text):
        assert (DEPLOY / name).exists(), name
        assert f"/opt/osteoniche/deploy/{name};" in (DEPLOY / "nginx.conf").read_text()
    assert set(re.findall(r"OSTEONICHE_[A-Z_]+", text)) <= VARIABLES
    headings = re.findall(r"operations.md#([a-z-]+)", text)
    there = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    known = {line[3:].lower().replace(" ", "-") for line in there.splitlines() if line[:3] == "## "}
    assert headings
    assert set(headings) <= known

"""Settings, cache and page put together, and what is said when it can not start."""

import os
import re
import socket
import subprocess
import sys
import threading
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from tests import expected
from tests.web.browsers import ASSETS, call, request, text_of

from osteoniche.cache import stores
from osteoniche.engine import compiled
from osteoniche.scenario.presets import preset
from osteoniche.settings import Settings, read_settings
from osteoniche.web import serving
from osteoniche.web.kit import ids, words
from osteoniche.web.pages.explore import words as explore_words
from osteoniche.web.shell import PAGES

ROOT = ASSETS.parent


def start(**variables: str) -> subprocess.CompletedProcess[str]:
    """`python app.py` with settings, until it ends by itself."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("OSTEONICHE_")}
    return subprocess.run(
        [sys.executable, str(ROOT / "app.py")],
        env=kept | variables,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


def assert_calm(ended: subprocess.CompletedProcess[str]) -> None:
    assert ended.returncode == 1
    assert "Traceback" not in ended.stderr + ended.stdout
    assert "is at http" not in ended.stdout


def test_wrong_settings_are_all_named_and_nothing_starts(tmp_path):
    file = tmp_path / "file"
    file.touch()
    wrong = {
        "OSTEONICHE_PORT": "70000",
        "OSTEONICHE_PREFIX": "laboratory",
        "OSTEONICHE_HOST": "not a host",
        "OSTEONICHE_CACHE": str(file),
    }
    ended = start(**wrong)
    assert_calm(ended)
    for variable, value in wrong.items():
        assert variable in ended.stderr
        assert value in ended.stderr
    assert ended.stdout == ""


def test_a_taken_port_is_one_sentence_with_a_way_out(tmp_path):
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        ended = start(OSTEONICHE_PORT=str(port), OSTEONICHE_CACHE=str(tmp_path / "results"))
    assert_calm(ended)
    lines = ended.stderr.strip().splitlines()
    assert len(lines) == 1
    assert f"Port {port} is taken" in lines[0]
    assert "OSTEONICHE_PORT=" in lines[0]


@pytest.mark.parametrize(("port", "other"), [(8050, 8051), (65535, 65534)])
def test_the_way_out_of_a_taken_port_is_another_port(settings, monkeypatch, port, other):
    monkeypatch.setattr(serving, "_is_free", lambda host, number: False)
    problem = serving.port_problem(replace(settings, port=port), "make run")
    assert f"OSTEONICHE_PORT={other} make run" in problem


# In this process


@pytest.fixture
def settings(tmp_path, monkeypatch) -> Settings:
    for name in list(os.environ):
        if name.startswith("OSTEONICHE_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("OSTEONICHE_CACHE", str(tmp_path / "results"))
    return read_settings()


def test_the_composed_application_may_be_shown_inside_sites_that_are_named(settings, monkeypatch):
    monkeypatch.setenv("OSTEONICHE_EMBED", "https://moodle.school.example")
    headers = serving.compose(ASSETS).server.test_client().get("/healthz").headers
    assert "frame-ancestors https://moodle.school.example" in headers["Content-Security-Policy"]


def test_the_composed_application_answers_and_remembers(settings, tmp_path):
    app = serving.compose(ASSETS)
    name = f"{ids.REQUEST}.data"
    shown = call(app, {name: request(preset("combination"))}, name)
    assert shown is not None
    tumour = shown[f"{ids.ANSWER}.data"]["cards"]["tumour"]
    assert tumour["value"] == f"{expected.SMALLER['combination']}× smaller"
    stored = [file for file in (tmp_path / "results").rglob("*") if file.is_file()]
    assert len(stored) >= 4  # the arms at least, one of which is the visitor's own
    layout = app.server.test_client().get("/_dash-layout").get_json()
    assert words.CAVEAT in text_of(layout)


@pytest.mark.parametrize("ready", [False, True])
def test_the_page_says_that_the_model_is_prepared_until_it_is(settings, monkeypatch, ready):
    loaded = threading.Event()
    monkeypatch.setattr(compiled, "is_ready", lambda: ready)
    monkeypatch.setattr(compiled, "load", lambda costs=True: loaded.wait(60))
    try:
        app = serving.compose(ASSETS)
        client = app.server.test_client()
        said = explore_words.PREPARING in text_of(client.get("/_dash-layout").get_json())
        assert said is not ready
        early = client.get("/readyz")
        assert (early.status_code, early.get_json()["state"]) == (503, "preparing")
    finally:
        loaded.set()
    for thread in threading.enumerate():
        if thread.name == "prepare-model":
            thread.join(60)
    assert explore_words.PREPARING not in text_of(client.get("/_dash-layout").get_json())
    assert client.get("/readyz").status_code == 200


def test_the_composed_application_tells_its_numbers_if_somebody_may_read_them(
    settings, monkeypatch
):
    name = f"{ids.REQUEST}.data"
    assert serving.compose(ASSETS).server.test_client().get("/metrics").status_code == 404
    monkeypatch.setenv("OSTEONICHE_METRICS", "127.0.0.1")
    app = serving.compose(ASSETS)
    call(app, {name: request(preset("combination"))}, name)
    told = app.server.test_client().get("/metrics").text
    assert 'osteoniche_requests_total{route="_dash-update-component",status="200"} 1.0' in told
    assert 'osteoniche_jobs{state="running"} 0.0' in told
    (computed,) = re.findall(r'osteoniche_solver_cpu_seconds_count{kind="curves"} (\S+)', told)
    assert float(computed) >= 1
    assert 'osteoniche_line{kind="curves",standing="waiting"} 0.0' in told


def test_wrong_settings_end_the_program_with_words(monkeypatch):
    monkeypatch.setenv("OSTEONICHE_PORT", "0")
    with pytest.raises(SystemExit) as ended:
        serving.compose(ASSETS)
    assert "OSTEONICHE_PORT" in str(ended.value.code)


def test_pages_are_prepared_once_for_all_processes(monkeypatch):
    made = []
    pages = [replace(page, prepare=lambda name=page.name: made.append(name)) for page in PAGES]
    monkeypatch.setattr(serving, "PAGES", pages)
    monkeypatch.setattr(serving.gc, "freeze", lambda: made.append("and left alone"))
    serving.prepare_pages()
    assert made == [*(page.name for page in PAGES), "and left alone"]


def test_who_starts_it_for_all_networks_is_warned(settings):
    server = serving.compose(ASSETS).server
    for host in ("127.0.0.1", "127.1.2.3", "::1", "localhost"):
        assert list(serving.cautions(replace(settings, host=host), server)) == []
    for host in ("0.0.0.0", "::", "192.168.1.7", "laboratory.example"):
        (said,) = serving.cautions(replace(settings, host=host), server)
        assert f"OSTEONICHE_HOST is {host}" in said


def test_a_cache_that_can_not_be_written_is_told_at_the_start(settings, tmp_path, monkeypatch):
    server = serving.compose(ASSETS).server
    assert list(serving.cautions(settings, server)) == []
    kept = [file for file in (tmp_path / "results").rglob("*") if file.is_file()]
    assert [file.name for file in kept] == ["CACHEDIR.TAG"]  # the attempt left nothing
    monkeypatch.setattr(stores.tempfile, "mkstemp", failing(OSError(30, "Read-only file system")))
    (said,) = serving.cautions(settings, server)
    assert said.startswith("OSTEONICHE_CACHE can not be written")
    assert "Read-only file system" in said


def failing(error: Exception):
    def fail(*_, **__):
        raise error

    return fail


def test_a_port_is_free_or_taken(settings):
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        here = replace(settings, port=taken.getsockname()[1])
        assert serving.port_problem(here, "make run")
    assert serving.port_problem(here, "make run") is None


@pytest.mark.parametrize(
    ("platform", "variables", "screen"),
    [
        ("linux", {}, False),
        ("linux", {"DISPLAY": ":0"}, True),
        ("linux", {"WAYLAND_DISPLAY": "wayland-0"}, True),
        ("darwin", {}, True),
        ("win32", {}, True),
    ],
)
def test_a_browser_is_opened_only_where_there_is_a_screen(monkeypatch, platform, variables, screen):
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "platform", platform)
    assert serving._has_screen() is screen


def test_app_py_is_a_few_lines_and_exposes_the_server():
    text = (ROOT / "app.py").read_text(encoding="utf-8")
    assert re.search(r"^server = app\.server$", text, re.MULTILINE)
    assert len(text.splitlines()) < 25
    assert Path(ROOT / "src").is_dir()


def test_what_long_work_needs_is_compiled_after_the_first_curve_and_beside_the_server(monkeypatch):
    ran = []
    loaded = threading.Event()
    loading = threading.Thread(target=loaded.wait, name=serving.PREPARE)
    loading.start()
    monkeypatch.setattr(
        serving.subprocess, "run", lambda command, **how: ran.append((command, loaded.is_set()))
    )
    preparing = serving.prepare_many()
    preparing.join(0.2)
    assert ran == []  # the model comes first
    loaded.set()
    preparing.join(60)
    loading.join()
    ((command, after),) = ran
    assert after
    assert command[0] == sys.executable
    assert "study.prepare_many()" in command[-1]

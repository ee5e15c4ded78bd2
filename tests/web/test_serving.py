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
from tests.runs import give, run
from tests.web.browsers import ASSETS, call, request, text_of

from osteoniche.analysis.cohort.work import Asked, arm_of
from osteoniche.engine import compiled
from osteoniche.engine.result import Status, failed
from osteoniche.scenario.presets import ARMS, preset
from osteoniche.settings import Settings, read_settings
from osteoniche.study import compare
from osteoniche.web import serving
from osteoniche.web.edge.counts import Counts
from osteoniche.web.kit import ids, words
from osteoniche.web.pages.explore import words as explore_words

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


def known(settings: Settings) -> serving.Remembered:
    """`serving.remembered` with its cache in place."""
    import flask

    found = serving.remembered(settings, Counts())
    found.vault.init_app(flask.Flask("test"))
    return found


def remembered(settings: Settings):
    """What gives the result of a scenario."""
    return known(settings).run


def count_runs(monkeypatch, result) -> list[str]:
    """Replace the simulation by one that keeps a list of what it was asked for."""
    asked: list[str] = []

    def simulate(scenario):
        asked.append(scenario.key())
        return result(scenario)

    monkeypatch.setattr(serving, "simulate", simulate)
    return asked


def test_a_result_is_computed_once_for_all_processes(settings, monkeypatch):
    asked = count_runs(monkeypatch, run)
    chemotherapy = preset("chemotherapy")
    first = remembered(settings)(chemotherapy)
    again = remembered(settings)(chemotherapy)  # another process of the same cache folder
    assert len(asked) == 1
    assert first.ok
    assert (again["tumour_cells"] == first["tumour_cells"]).all()
    assert (again["tumour_cells"] == run(chemotherapy)["tumour_cells"]).all()


def test_an_arm_of_a_cohort_is_computed_once_for_all_processes(settings, monkeypatch):
    computed: list[str] = []

    def counted(asked, arm):
        computed.append(arm.key())
        return arm_of(asked, arm)

    monkeypatch.setattr(serving, "arm_of", counted)
    both = preset("combination")
    asked = Asked(both, 3, 1)
    first, again = (known(settings).subjects(asked, both) for _ in range(2))
    assert computed == [both.key()]
    assert (first.values == again.values).all()
    assert not first.values.flags.writeable
    assert not again.values.flags.writeable


def test_who_drags_a_cohort_keeps_nobody_from_a_curve(settings, monkeypatch):
    held, under_way = threading.Event(), threading.Event()

    def slow(asked, arm):
        under_way.set()
        assert held.wait(60)
        return arm_of(asked, arm)

    monkeypatch.setattr(serving, "arm_of", slow)
    here, both = known(settings), preset("combination")
    drags = [
        threading.Thread(target=here.subjects, args=(Asked(both, 2, seed), both))
        for seed in range(2)
    ]
    for drag in drags:
        drag.start()
    assert under_way.wait(60)
    assert here.run(preset("chemotherapy")).ok  # while both drags are held up
    held.set()
    for drag in drags:
        drag.join(60)


def test_a_drag_unpacks_each_result_once(settings, monkeypatch):
    moves = [
        preset("chemotherapy").changed(treatments=[give("paclitaxel", dose=dose)])
        for dose in range(1, 10)
    ]
    for move in moves:
        compare(move, remembered(settings))
    unpacked = []
    usual = serving.from_bytes
    monkeypatch.setattr(serving, "from_bytes", lambda data: unpacked.append(1) or usual(data))
    runs = remembered(settings)  # a process that starts where others filled the cache
    for move in [*moves, *reversed(moves)]:
        compare(move, runs)
    assert len(unpacked) == len(moves) + len(ARMS)


def test_scenarios_that_give_the_same_result_share_it(settings, monkeypatch):
    asked = count_runs(monkeypatch, run)
    runs = remembered(settings)
    runs(preset("untreated"))
    runs(preset("chemotherapy").changed(treatments=[]))
    assert len(asked) == 1


@pytest.mark.parametrize(
    ("status", "times"), [(Status.TOO_SLOW, 2), (Status.NEGATIVE, 1), (Status.NOT_FINITE, 1)]
)
def test_a_run_that_was_only_slow_is_tried_again(settings, monkeypatch, status, times):
    asked = count_runs(monkeypatch, lambda _: failed(status))
    runs = remembered(settings)
    for _ in range(2):
        assert runs(preset("chemotherapy")).status is status
    assert len(asked) == times


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

"""How `make serve` starts, or says in one sentence why it does not."""

import json
import socket
import subprocess
import sys
from contextlib import closing

import pytest
from tests.served.servers import (
    CONFIGURED,
    ROOT,
    alone,
    environment,
    free_port,
    serve,
)


def started(**variables: str) -> subprocess.CompletedProcess[str]:
    """`make serve` that ends by itself."""
    return subprocess.run(
        CONFIGURED,
        env=environment(**variables),
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


def assert_one_sentence(ended: subprocess.CompletedProcess[str]) -> str:
    assert ended.returncode == 1
    lines = [line for line in ended.stderr.splitlines() if "[INFO]" not in line]
    assert len(lines) == 1, ended.stderr
    assert "Traceback" not in ended.stdout
    return lines[0]


def test_a_taken_port_is_one_sentence(tmp_path):
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        ended = started(OSTEONICHE_PORT=str(port), OSTEONICHE_CACHE=str(tmp_path))
    said = assert_one_sentence(ended)
    assert f"Port {port} is taken" in said
    assert "make serve" in said


@pytest.mark.parametrize("name", ["DASH_DEBUG", "FLASK_DEBUG"])
def test_debugging_is_refused(tmp_path, name):
    variables = {name: "1", "OSTEONICHE_CACHE": str(tmp_path)}
    ended = started(OSTEONICHE_PORT=str(free_port()), **variables)
    assert name in assert_one_sentence(ended)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("OSTEONICHE_PORT", "x"),
        ("OSTEONICHE_SECRET_KEY", "\udcff"),
        ("WEB_CONCURRENCY", "many"),
        ("WEB_CONCURRENCY", "0"),
        ("WEB_CONCURRENCY", "1.5"),
        ("GUNICORN_PID", "x"),
        ("LISTEN_FDS", "x"),
        ("LISTEN_PID", "x"),
    ],
)
def test_wrong_variables_are_told(tmp_path, name, value):
    ended = started(**{"OSTEONICHE_CACHE": str(tmp_path), name: value})
    assert ended.returncode == 1
    assert f"{name} is " in ended.stderr
    assert "Traceback" not in ended.stderr


def test_variables_of_others_steer_nothing(tmp_path):
    """Each of these ended the start with a trace."""
    steering = {
        "DASH_URL_BASE_PATHNAME": "x",
        "DASH_HOT_RELOAD_INTERVAL": "x",
        "dash_compress": "x",
        "REACT_VERSION": "x",
        "WERKZEUG_RUN_MAIN": "true",
    }
    for start in (serve, alone):
        folder = tmp_path / start.__name__
        folder.mkdir()
        with start(folder, **steering) as server:
            assert server.ask("GET", "").status == 200
            assert "Traceback" not in server.log


def configured(**variables: str) -> dict[str, str]:
    """What gunicorn.conf.py decides, and the secret that workers inherit."""
    script = (
        "import json, os, runpy, sys; "
        f"found = runpy.run_path({str(ROOT / 'gunicorn.conf.py')!r}); "
        "found['secret'] = os.environ['OSTEONICHE_SECRET_KEY']; "
        "print(json.dumps({k: repr(v) for k, v in found.items()}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        env=environment(**variables),
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    told: dict[str, str] = json.loads(done.stdout)
    return told


def test_the_settings_decide_where_it_listens_and_what_it_signs_with():
    found = configured(
        OSTEONICHE_HOST="::1",
        OSTEONICHE_PORT="8123",
        OSTEONICHE_SECRET_KEY="key",
        WEB_CONCURRENCY="",
        DASH_DEBUG="false",
    )
    assert found["bind"] == "'[::1]:8123'"
    assert found["secret"] == "'key'"
    assert int(found["workers"]) >= 1
    assert found["control_socket_disable"] == "True"
    other = configured(OSTEONICHE_SECRET_KEY="")
    assert len(other["secret"]) > 40  # one of its own
    assert other["workers"] == "2"
    assert other["bind"] == "'127.0.0.1:8050'"

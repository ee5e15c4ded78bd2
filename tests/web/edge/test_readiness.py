"""Whether the server can serve, and how it is inside, without saying where anything is."""

import json
import re
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from dash import Dash, html
from tests.jobs import chunks

from osteoniche.cache import Vault
from osteoniche.cache.fuse import FAILURES
from osteoniche.jobs import Jobs, LocalPool, Work, Workers
from osteoniche.web.edge.counts import ARMS, CURVES, RANGES
from osteoniche.web.edge.health import Line
from osteoniche.web.edge.protection import protect
from osteoniche.web.edge.readiness import Readiness


class Server:
    """A server with a cache in a folder, lines of two, and job processes."""

    def __init__(self, location: str) -> None:
        self.vault = Vault(location, "science")
        self.lines = {kind: Line(places=2, at_once=1) for kind in (CURVES, RANGES, ARMS)}
        self.pool = LocalPool(1)
        self.prepares = False
        self.app = Dash(__name__, routes_pathname_prefix="/lab/", requests_pathname_prefix="/lab/")
        self.app.layout = html.Div()
        jobs = Jobs(self.vault, self.pool)
        Readiness(self.vault, self.lines, jobs, lambda: self.prepares).install(self.app)
        protect(self.app)

    def ask(self) -> Any:
        return self.app.server.test_client().get("/lab/readyz")


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    found = Server(str(tmp_path / "results"))
    yield found
    found.pool.close()


def test_a_server_at_rest_is_ready(server):
    answer = server.ask()
    assert answer.status_code == 200
    at_rest = {"waiting": 0, "computing": 0, "full": False}
    assert answer.get_json() == {
        "ready": True,
        "state": "ready",
        "cache": {"state": "ready", "kind": "folder", "failing_since": {}},
        "lines": {"curves": at_rest, "likely ranges": at_rest, "arms of cohorts": at_rest},
        "long_work": {"workers": "asleep"},
    }


@contextmanager
def another(line: Line) -> Iterator[None]:
    """Somebody else in line: who is at work needs no second place in it."""
    place = line.place()
    with ThreadPoolExecutor(1) as thread:
        thread.submit(place.__enter__).result()
    yield
    place.__exit__(None, None, None)


def test_who_computes_and_who_waits_is_told_and_a_full_line_is_503(server):
    line = server.lines[CURVES]
    with ExitStack() as stack:
        stack.enter_context(line.place())
        stack.enter_context(line.turn())
        one = server.ask()
        assert (one.status_code, one.get_json()["state"]) == (200, "ready")
        assert one.get_json()["lines"]["curves"] == {"waiting": 0, "computing": 1, "full": False}
        stack.enter_context(another(line))
        two = server.ask()
        assert (two.status_code, two.get_json()["state"]) == (503, "full")
        assert two.get_json()["lines"]["curves"] == {"waiting": 1, "computing": 1, "full": True}
        assert two.headers["Retry-After"] == "1"
    assert server.ask().get_json()["state"] == "ready"


def test_a_full_line_of_what_is_dear_keeps_nobody_away(server):
    with ExitStack() as stack:
        for _ in range(2):
            stack.enter_context(server.lines[RANGES].place())
        answer = server.ask()
    assert answer.status_code == 200
    assert answer.get_json()["lines"]["likely ranges"]["full"]


def test_while_the_model_is_prepared_nothing_can_be_computed(server):
    server.prepares = True
    answer = server.ask()
    assert (answer.status_code, answer.get_json()["state"]) == (503, "preparing")
    assert answer.get_json()["ready"] is False


def test_a_dead_cache_is_told_and_the_server_stays_ready(tmp_path):
    file = tmp_path / "secret-place"
    file.touch()
    before = datetime.now(UTC).replace(microsecond=0)
    server = Server(str(file))
    for _ in range(FAILURES + 1):  # until it is left alone, and after
        answer = server.ask()
        said = answer.get_json()
        assert (answer.status_code, said["state"], said["ready"]) == (200, "degraded", True)
        assert said["cache"]["state"] == "degraded"
        (since,) = (said["cache"]["failing_since"][name] for name in ["reading"])
        assert before <= datetime.fromisoformat(since) <= datetime.now(UTC)
    assert "secret-place" not in answer.text


def test_a_cache_that_works_again_is_told(tmp_path):
    place = tmp_path / "results"
    place.touch()
    server = Server(str(place))
    assert server.ask().get_json()["state"] == "degraded"
    place.unlink()
    assert server.ask().get_json()["state"] == "ready"


def test_a_folder_that_takes_nothing_is_told_by_what_fails(server, monkeypatch):
    server.ask()  # opens it

    def full(*of: Any) -> None:
        raise OSError("only 0 MB are free on /secret/place")

    monkeypatch.setattr(server.vault._store, "set", full)
    server.vault.put("key", b"value")
    answer = server.ask()
    assert answer.get_json()["state"] == "degraded"
    assert list(answer.get_json()["cache"]["failing_since"]) == ["writing"]
    assert "secret" not in answer.text


@pytest.mark.parametrize("url", ["redis://:hidden@127.0.0.1:1/0", "unix:///hidden/socket"])
def test_a_redis_is_named_by_its_kind_alone(url):
    answer = Server(url).ask()
    assert answer.get_json()["cache"]["kind"] == "Redis"
    assert answer.get_json()["state"] == "degraded"
    assert not re.search("hidden|127|unix|/", answer.text)


def test_job_processes_are_asleep_alive_or_dead(server, tmp_path):
    def workers() -> str:
        return str(server.ask().get_json()["long_work"]["workers"])

    def done(what: Any) -> "Future[bytes]":
        return server.pool.submit(Work(what, json.dumps({"folder": str(tmp_path)}), 4), 3)

    assert done(chunks.square).result(120)
    assert workers() == Workers.ALIVE
    assert done(chunks.always_dies).exception(120) is not None
    assert workers() == Workers.DEAD
    assert server.ask().get_json()["state"] == "degraded"
    assert server.ask().status_code == 200
    assert done(chunks.square).result(120)
    assert workers() == Workers.ALIVE
    assert server.ask().get_json()["state"] == "ready"

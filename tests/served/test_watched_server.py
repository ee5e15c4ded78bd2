"""What who watches a server is told: numbers of all its processes, whether it is ready, its log."""

import json
import os
import re
import signal
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families
from tests.served.servers import PATIENCE, ROOT, Server, serve

HELD = 3600.0
"""Seconds of a simulation that goes on until it is let go."""
ASKED = 40


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("watched")
    with serve(
        folder,
        OSTEONICHE_METRICS="127.0.0.1",
        OSTEONICHE_LOG="json",
        WATCHED_PATIENCE=str(HELD),
    ) as running:
        yield running


def numbers(server: Server) -> dict[tuple[str, ...], float]:
    """All numbers that a server tells, by name and labels."""
    answer = server.ask("GET", "metrics")
    assert answer.status == 200
    assert answer.headers["content-type"].startswith("text/plain")
    return {
        (sample.name.removeprefix("osteoniche_"), *dict(sorted(sample.labels.items())).values()): (
            sample.value
        )
        for family in text_string_to_metric_families(answer.body.decode())
        for sample in family.samples
    }


def until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def answered(server: Server) -> float:
    """How many pages were not found so far."""
    return numbers(server).get(("requests_total", "page", "404"), 0)


def ask(server: Server, times: int) -> None:
    """Ask for what is not there, on so many connections that both processes answer."""
    with ThreadPoolExecutor(8) as pool:
        found = pool.map(lambda number: server.ask("GET", f"{number}").status, range(times))
        assert set(found) == {404}


def folder_of(server: Server) -> Path:
    """Where the processes of a server count: a folder with files that a process has in memory."""
    mapped = Path(f"/proc/{min(server.workers())}/maps").read_text()
    (found,) = set(re.findall(r"(/\S*)/counter_\d+\.db", mapped))
    return Path(found)


def test_both_processes_are_counted_and_whoever_is_asked_tells_it(server):
    until(lambda: numbers(server)["processes",] == 2)
    before = answered(server)
    ask(server, ASKED)
    assert {answered(server) for _ in range(8)} == {before + ASKED}
    told = numbers(server)
    assert told["refusals_total", "not found"] == before + ASKED
    assert told["requests_total", "assets", "200"] == 0  # what the start looked at is not counted


def test_a_curve_is_counted_from_the_line_to_its_seconds(server):
    def standing() -> tuple[float, float]:
        told = numbers(server)
        return told["line", "curves", "waiting"], told["line", "curves", "computing"]

    computed, before = numbers(server)["solver_cpu_seconds_count", "curves"], len(server.tally)
    server.take(HELD)
    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(server.callback, 3.25)
        until(lambda: standing()[1] > 0)
        server.take(0)
        assert asked.result(PATIENCE).status == 200
    assert standing() == (0, 0)
    told = numbers(server)
    new = len(server.tally) - before
    assert new > 0
    assert told["solver_cpu_seconds_count", "curves"] == computed + new
    assert told["solver_cpu_seconds_sum", "curves"] > 0
    assert told["cache_lookups_total", "nowhere", "curves"] >= new


def test_who_replaces_a_process_goes_on_with_its_numbers(server):
    """What a killed process was doing is forgotten, what it did is not."""
    ask(server, ASKED)
    before, killed = answered(server), server.workers()
    server.take(HELD)
    with ThreadPoolExecutor(1) as pool:
        lost = pool.submit(server.callback, 3.5)
        until(lambda: numbers(server)["line", "curves", "computing"] > 0)
        for each in killed:
            os.kill(each, signal.SIGKILL)
        with pytest.raises(ConnectionError):
            lost.result(PATIENCE)
    server.take(0)
    until(lambda: len(server.workers() - killed) == 2)
    until(lambda: numbers(server)["processes",] == 2)
    assert answered(server) == before
    assert numbers(server)["line", "curves", "computing"] == 0
    ask(server, ASKED)
    assert answered(server) == before + ASKED


def test_a_process_that_nobody_replaces_is_counted_no_more(server):
    until(lambda: numbers(server)["processes",] == 2)
    server.process.send_signal(signal.SIGTTOU)
    until(lambda: numbers(server)["processes",] == 1)
    server.process.send_signal(signal.SIGTTIN)
    until(lambda: numbers(server)["processes",] == 2)


def test_a_proxy_brings_nobody_to_the_numbers(server):
    assert server.ask("GET", "metrics", **{"X-Forwarded-For": "127.0.0.1"}).status == 404


def test_it_is_ready(server):
    answer = server.ask("GET", "readyz")
    assert answer.status == 200
    said = json.loads(answer.body)
    assert (said["ready"], said["state"], said["cache"]["kind"]) == (True, "ready", "folder")
    assert str(server.folder) not in answer.body.decode()


def test_its_dashboard_knows_its_numbers(server):
    """deploy/grafana.json asks for nothing that there is not, and leaves nothing out."""
    told = {f"osteoniche_{name[0]}" for name in numbers(server)}
    board = (ROOT / "deploy" / "grafana.json").read_text(encoding="utf-8")
    shown = set(re.findall(r"osteoniche_\w+", board))
    assert shown <= told
    families = {re.sub("_(total|bucket|sum|count|created)$", "", name) for name in told}
    assert {re.sub("_(total|bucket|sum|count)$", "", name) for name in shown} == families
    operations = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    assert [name for name in families if f"`{name}" not in operations] == []


def test_every_line_of_the_log_is_json_and_each_request_has_one(server):
    marked: dict[str, Any] = {"X-Request-ID": "this-very-request"}
    assert (
        server.ask("GET", "nonsense?induction=7", **marked).headers["x-request-id"]
        == (marked["X-Request-ID"])
    )
    found: list[dict[str, Any]] = []

    def complete() -> bool:
        lines = [json.loads(line) for line in server.log.splitlines(keepends=True) if "\n" in line]
        found[:] = [line for line in lines if line.get("id") == "this-very-request"]
        return len(found) == 2

    until(complete)
    refused, request = found
    assert "Refused (404)" in refused["message"]
    assert (request["path"], request["status"]) == ("/nonsense", 404)
    assert "127.0.0.1" not in "".join(map(str, found))
    first = json.loads(next(line for line in server.log.splitlines() if '"path"' in line))
    assert first["path"] == "/healthz"  # nothing of what the start looked at


def test_where_it_counts_is_its_own_and_is_removed(server):
    """The last test of this server."""
    folder = folder_of(server)
    assert folder.stat().st_mode & 0o777 == 0o700
    assert len(list(folder.glob("counter_*.db"))) == 2  # places, not processes
    server.process.terminate()
    assert server.process.wait(60) == 0
    assert not folder.exists()

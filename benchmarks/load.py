"""How many slider updates a second the server gives, and how soon it says that it is alive."""

import http.client
import os
import random
import tempfile
import threading
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from benchmarks.figure import Figure
from benchmarks.moves import moved, recorded
from benchmarks.served import browsing, running
from osteoniche.web.edge.health import PATH
from osteoniche.web.pages.explore import live

SECONDS = 10.0
VISITORS = 12
"""Connections that ask one update after the other."""
CORES = 2
DIAL = "antibody.dose"


def measure() -> Iterator[Figure]:
    """Updates a second under `make serve`, of a plain Flask route, and /healthz meanwhile."""
    with tempfile.TemporaryDirectory() as caches:
        with running("make", "serve", caches=caches, WEB_CONCURRENCY=str(CORES)) as address:
            with browsing() as page:
                body = recorded(page, address, DIAL)
            served, alive = _rate(address, f"/{live.PATH}", body)
        plain_server = (
            ".venv/bin/gunicorn --config python:benchmarks --bind 127.0.0.1:{port} "  # not ours
            f"--worker-class sync --workers {CORES} benchmarks.plain:server"
        )
        with running(*plain_server.split(), caches=caches) as address:
            plain, _ = _rate(address, "/", body)
    note = "cold cache; the visitors share the cores"
    yield Figure("slider updates a second, make serve", served, "/s", 150.0, note, at_least=True)
    yield Figure("the same work in a plain Flask route", plain, "/s")
    yield Figure("share of the plain route", 100 * served / plain, "%")
    yield Figure("/healthz meanwhile, slowest", alive, "ms", 250.0)


def _rate(address: str, path: str, body: dict[str, Any]) -> tuple[float, float]:
    """Answers a second to visitors who never send the same twice; the slowest sign of life, ms."""
    host = urlsplit(address).netloc
    answers: list[int] = []
    alive: list[float] = []
    end = time.monotonic() + SECONDS
    threads = [
        threading.Thread(target=_visitor, args=(host, path, body, end, seed, answers))
        for seed in range(VISITORS)
    ]
    threads.append(threading.Thread(target=_doctor, args=(host, end, alive)))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(answers) / SECONDS, max(alive)


def _visitor(
    host: str, path: str, body: dict[str, Any], end: float, seed: int, answers: list[int]
) -> None:
    chance = random.Random(f"{seed} {os.getpid()}")
    connection = http.client.HTTPConnection(host, timeout=30)
    good = 0
    while time.monotonic() < end:
        text = moved(body, DIAL, round(chance.uniform(0.1, 29.9), 6))
        connection.request("POST", path, text, {"Content-Type": "application/json"})
        answer = connection.getresponse()
        answer.read()
        good += answer.status == 200
    answers.append(good)


def _doctor(host: str, end: float, alive: list[float]) -> None:
    while time.monotonic() < end:
        begun = time.perf_counter()
        connection = http.client.HTTPConnection(host, timeout=30)
        connection.request("GET", f"/{PATH}")
        connection.getresponse().read()
        connection.close()
        alive.append(1e3 * (time.perf_counter() - begun))
        time.sleep(0.1)

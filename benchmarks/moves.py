"""What one move of a dial costs the server, with a cache that is full."""

import http.client
import json
import os
import random
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Page, Request

from benchmarks import spent
from benchmarks.figure import Figure
from benchmarks.page import DIALS, settled, thumb
from benchmarks.served import SERVE, browsing, running
from osteoniche.cache import Vault
from osteoniche.engine import compiled
from osteoniche.engine.result import to_bytes
from osteoniche.scenario.presets import preset
from osteoniche.study import simulate
from osteoniche.web.kit import ids
from osteoniche.web.pages.explore import live

ENTRIES = 5000
"""Entries of the cache, as many as it may have."""
MOVES = 200
LIMITS = {"new": 8.0, "remembered": 2.0}
"""Milliseconds of the server's processors that a move may take."""
ARMS_FOLLOW = "induction"
"""The dial that arms follow: its new moves need three curves, so they have no limit here."""


def measure() -> Iterator[Figure]:
    """A store, and new and remembered moves of each dial, with so many entries."""
    with tempfile.TemporaryDirectory() as caches:
        folder = str(Path(caches, "results"))
        yield _put(folder)
        with running(
            *SERVE, caches=caches, WEB_CONCURRENCY="1", OSTEONICHE_CACHE=folder
        ) as address:
            with browsing() as page:
                bodies = {dial: recorded(page, address, dial) for dial in DIALS}
            spent.settle()
            for dial, body in bodies.items():
                yield from _moves(address, dial, body)


def _put(folder: str) -> Figure:
    """A store among so many entries, which now and then lists them and makes room."""
    vault = Vault(folder, compiled.fingerprint(), threshold=ENTRIES)
    for number in range(ENTRIES):
        vault.put(f"entry {number}", b"entry")
    data, times = to_bytes(simulate(preset("combination"))), []
    for number in range(1000):
        begun = time.perf_counter()
        vault.put(f"result {number}", data)
        times.append(1e3 * (time.perf_counter() - begun))
    note = f"mean of {len(times)}; slowest {max(times):.1f}"
    return Figure(f"put, {ENTRIES} entries", sum(times) / len(times), "ms", 0.5, note)


def recorded(page: Page, address: str, dial: str) -> dict[str, Any]:
    """The request that a moved dial sends by the short way."""
    seen: list[Request] = []
    page.goto(address)
    settled(page)
    page.on("request", lambda request: seen.append(request))
    thumb(page, dial).focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(1500)
    sent = [each for each in seen if urlsplit(each.url).path.endswith(live.PATH)]
    body: dict[str, Any] = json.loads(sent[-1].post_data or "")
    return body


def moved(body: dict[str, Any], dial: str, value: float) -> bytes:
    """The same request with the dial at another value."""
    values = body["values"] | {ids.control(dial): value}
    return json.dumps(body | {"values": values}).encode()


def _moves(address: str, dial: str, body: dict[str, Any]) -> Iterator[Figure]:
    chance, (low, high) = random.Random(f"{dial} {os.getpid()}"), DIALS[dial]
    sent = [moved(body, dial, round(chance.uniform(low, high), 6)) for _ in range(MOVES)]
    for kind, limit in LIMITS.items():
        bounded = None if (kind, dial) == ("new", ARMS_FOLLOW) else limit
        cost, size = _cost(address, sent)
        name = f"server time of a {kind} move, {dial}, {ENTRIES} entries"
        yield Figure(name, cost, "ms", bounded, f"mean of {MOVES}; {size:.1f} kB at most")


def _cost(address: str, bodies: Sequence[bytes]) -> tuple[float, float]:
    """Milliseconds of the server's processors for a request, and the kB of the largest answer."""
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=30)
    largest, begun = 0, spent.seconds()
    for body in bodies:
        connection.request("POST", f"/{live.PATH}", body, {"Content-Type": "application/json"})
        answer = connection.getresponse().read()
        if b'"moved":null' in answer:
            raise RuntimeError("a move came back empty")
        largest = max(largest, len(answer))
    return 1e3 * (spent.seconds() - begun) / len(bodies), largest / 1e3

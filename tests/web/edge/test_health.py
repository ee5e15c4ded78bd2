"""Whether the server is alive is answered at once, whatever is computed."""

import copy
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from tests.web.bodies import legitimate
from tests.web.browsers import ASSETS, page, request

from osteoniche.cache import Vault
from osteoniche.engine import course
from osteoniche.engine.result import Result, Status, failed, from_bytes, to_bytes
from osteoniche.scenario.presets import OPENING, preset
from osteoniche.web.edge import gate, health, reading, weight
from osteoniche.web.edge.health import Busy, Line, QueuedCache
from osteoniche.web.kit import ids

PATIENCE = 120.0


@pytest.mark.parametrize("prefix", ["/", "/lab/bone/"])
def test_it_says_ok_and_nothing_else(prefix):
    app = page(lambda scenario: failed(Status.TOO_SLOW), prefix)
    answer = app.server.test_client().get(prefix + "healthz")
    assert (answer.status_code, answer.data, answer.mimetype) == (200, b"OK", "text/plain")
    assert answer.headers["Cache-Control"] == "no-cache"
    assert answer.headers.get("ETag") is None


def test_a_line_has_so_many_places():
    line = Line(places=3)
    with ExitStack() as stack:
        for _ in range(3):
            stack.enter_context(line.place())
        with pytest.raises(Busy), line.place():
            pass
    with line.place():
        pass


def test_places_and_turns_are_given_back_after_an_error():
    line = Line(places=1, at_once=1, patience=0)
    for _ in range(3):
        with pytest.raises(ZeroDivisionError), line.place(), line.turn():
            raise ZeroDivisionError


def test_so_many_work_at_once_and_the_others_wait():
    line, guard = Line(places=8, at_once=2, patience=PATIENCE), threading.Lock()
    two = threading.Barrier(2, timeout=PATIENCE)
    working, most = 0, 0

    def work(_: int) -> None:
        nonlocal working, most
        with line.place(), line.turn():
            with guard:
                working += 1
                most = max(most, working)
            two.wait()  # never alone: who works waits until another does
            with guard:
                working -= 1

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(8)))
    assert most == 2


def test_who_waits_too_long_is_turned_away():
    line = Line(at_once=1, patience=0.05)

    def wait() -> None:
        with line.turn():
            pass

    with ThreadPoolExecutor(1) as pool:
        with line.turn(), pytest.raises(Busy):
            pool.submit(wait).result(PATIENCE)
        pool.submit(wait).result(PATIENCE)


def test_who_is_at_work_needs_no_other_turn():
    one, other = (Line(places=1, at_once=1, patience=0) for _ in range(2))
    with one.place(), one.turn(), other.place(), other.turn(), one.place(), one.turn():
        assert free_places(other) == 1
    with other.place(), other.turn():
        pass


def test_turns_come_in_the_order_of_asking():
    turns, served = health.Turns(1), []
    turns.take(PATIENCE)

    def ask(number: int) -> None:
        turns.take(PATIENCE)
        served.append(number)
        turns.give_back()

    with ThreadPoolExecutor(5) as pool:
        for number in range(5):
            pool.submit(ask, number)
            until(lambda: len(turns._waiting) == number + 1)  # noqa: B023 (called at once)
        turns.give_back()
    assert served == [0, 1, 2, 3, 4]


def test_who_has_left_is_passed_over_and_gives_up_the_place(monkeypatch):
    line = Line(places=2, at_once=1, patience=PATIENCE)
    there = threading.Event()
    there.set()

    def wait() -> None:
        with line.place(), line.turn():
            raise AssertionError("nobody waits for this")

    with ThreadPoolExecutor(1) as pool:
        with line.place(), line.turn():
            monkeypatch.setattr(health, "is_there", there.is_set)
            waiting = pool.submit(wait)
            until(lambda: free_places(line) == 0)
            there.clear()
            with pytest.raises(health.Gone):
                waiting.result(PATIENCE)
            assert free_places(line) == 1  # though the one at work is still at it
        there.set()
        with line.place(), line.turn():
            pass


def test_who_has_left_when_the_turn_comes_does_not_keep_it(monkeypatch):
    line = Line(at_once=1, patience=0)
    monkeypatch.setattr(health, "is_there", lambda: False)
    with pytest.raises(health.Gone), line.turn():
        pass
    monkeypatch.setattr(health, "is_there", lambda: True)
    with line.turn():
        pass


class Slow:
    """A computation that goes on until it is let go."""

    def __init__(self) -> None:
        self.started, self.go, self.calls = threading.Semaphore(0), threading.Event(), 0

    def __call__(self) -> Result:
        self.calls += 1
        self.started.release()
        assert self.go.wait(PATIENCE)
        return failed(Status.NEGATIVE)


def cache_in(folder: Path, line: Line) -> QueuedCache:
    return QueuedCache(line, Vault(str(folder), "science"), to_bytes, from_bytes)


@pytest.fixture
def slow() -> Iterator[Slow]:
    work = Slow()
    yield work
    work.go.set()


def until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.005)


def free_places(line: Line) -> int:
    return line._places._value


def test_what_is_remembered_is_given_past_the_line(tmp_path, slow):
    line = Line(places=1, patience=PATIENCE)
    cache = cache_in(tmp_path, line)
    known = cache.remember("known", lambda: failed(Status.NOT_FINITE))
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(cache.remember, "other", slow)
        assert slow.started.acquire(timeout=PATIENCE)
        again = cache.remember("known", slow)
        assert again.status is known.status
        with pytest.raises(Busy):
            cache.remember("third", slow)
        slow.go.set()
        assert first.result(PATIENCE).status is Status.NEGATIVE
    assert cache.remember("third", slow).status is Status.NEGATIVE


def test_who_waits_for_the_computation_of_another_stands_in_line(tmp_path, slow):
    line = Line(places=3, patience=PATIENCE)
    cache = cache_in(tmp_path, line)
    with ThreadPoolExecutor(3) as pool:
        same = [pool.submit(cache.remember, "key", slow) for _ in range(3)]
        until(lambda: free_places(line) == 0)
        with pytest.raises(Busy):
            cache.remember("key", slow)
        slow.go.set()
        assert {each.result(PATIENCE).status for each in same} == {Status.NEGATIVE}
    assert slow.calls == 1
    assert free_places(line) == 3


def test_a_full_line_is_503_and_the_server_stays_alive(tmp_path, slow):
    line = Line(places=2, at_once=1, patience=PATIENCE)
    cache = cache_in(tmp_path, line)
    app = page(lambda scenario: cache.remember(scenario.key(), slow))

    (body,) = [
        each
        for each in legitimate(app)
        if [part["id"] for part in each["inputs"]] == [ids.REQUEST] and each["changedPropIds"]
    ]

    def ask(induction: float) -> Any:
        sent = copy.deepcopy(body)
        sent["inputs"][0]["value"] = request(preset(OPENING).changed(induction=induction))
        return app.server.test_client().post("/_dash-update-component", json=sent)

    with ThreadPoolExecutor(2) as pool:
        waiting = [pool.submit(ask, induction) for induction in (2, 3)]
        until(lambda: free_places(line) == 0)
        refused = ask(4)
        assert refused.status_code == 503
        assert refused.headers["Retry-After"] == str(health.RETRY_AFTER)
        assert app.server.test_client().get("/healthz").data == b"OK"
        assert app.server.test_client().get("/").status_code == 200
        slow.go.set()
        assert [each.result(PATIENCE).status_code for each in waiting] == [200, 200]
    assert ask(4).status_code == 200


def test_threads_are_left_for_what_is_quick():
    assert free_places(Line()) == health.THREADS - health.RESERVED
    assert health.RESERVED >= 2
    assert free_places(Line()) > health.AT_ONCE


def test_the_administrator_is_told_the_limits():
    text = (ASSETS.parent / "docs" / "operations.md").read_text(encoding="utf-8")
    told = " ".join(text.split())
    places = health.THREADS - health.RESERVED
    assert f"Each process has {health.THREADS} threads." in told
    assert f"at most {places} requests compute or wait" in told
    assert f"longer than {health.PATIENCE:.0f} seconds" in told
    assert f"`Retry-After: {health.RETRY_AFTER}`" in told
    assert f"{gate.BODY // 1024} kB" in told
    assert f"{gate.DEPTH} levels, {gate.ENTRIES}, {gate.TEXT // 1000} 000 characters" in told
    evaluations = f"{course.EVALUATIONS:,}".replace(",", " ")
    assert f"{course.SECONDS:.0f} seconds of a processor, {evaluations} evaluations" in told
    assert f"one request | {weight.TOGETHER:.0f} seconds of a processor" in told
    assert f"from {weight.DEAR} seconds of a processor" in told
    assert f"{health.DEAR_PLACES} places, {health.DEAR_PATIENCE:.0f} seconds" in told
    assert f"from {weight.DEAREST:.0f} seconds of a processor" in told
    assert f"reads at most {reading.AT_ONCE} requests" in told
    assert f"reads slowly | {reading.AT_ONCE} |" in told

"""What the students of `make load` count, with a server that answers as a test wants."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import pytest
from benchmarks import spent
from benchmarks.hall import clock as hall_clock
from benchmarks.hall import connection
from benchmarks.hall.asked import Asked, Question
from benchmarks.hall.connection import Connection
from benchmarks.hall.mix import SHARES, Mix
from benchmarks.hall.run import Hall, Outcome
from benchmarks.hall.seen import LAST, LOST, MOVE, REFUSED, WHOLE, WRONG, Sample, Seen, Times
from benchmarks.hall.soaking import Look, Soak
from benchmarks.hall.student import DRAG, EVENTS, UPDATES, Student
from benchmarks.hall.told import peak
from benchmarks.targets import FLOOR, MISSED, STRETCH, UNMEASURED, Target
from tests.hall.apart import finished

from osteoniche.web.kit import ids

DIAL = "antibody.dose"
WHOLE_BODY = {"inputs": [{"id": ids.REQUEST, "property": "data", "value": {}}]}
ASKED = Asked("/", (Question("GET", "/"),), WHOLE_BODY, {"values": {}})
OPENED = {"shown": "picture", "scenario": "set=none", "beside": {}}

Script = Callable[[int, dict[str, Any]], Awaitable[bytes]]
"""The bytes that answer a request, by how many there were before it and what it asks."""


def answered(body: dict[str, Any], **changes: Any) -> bytes:
    """As the server would, by either way."""
    through_dash = "inputs" in body
    request = body["inputs"][0]["value"] if through_dash else body
    told = {"seq": request["seq"], "moved": {}, "query": "", **OPENED, **changes}
    if not through_dash:
        return reply(200, told | {"moved": {"runs": {}}})
    return reply(200, {"response": {ids.ANSWER: {"data": told}}})


def reply(status: int, content: Any, **headers: str) -> bytes:
    body = json.dumps(content).encode()
    lines = [f"HTTP/1.1 {status} As wanted", f"Content-Length: {len(body)}"]
    lines += [f"{name}: {text}" for name, text in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode() + body


@dataclass
class Scripted:
    """A server that follows a script, and ends a connection behind the answers of some numbers."""

    script: Script
    ends: tuple[int, ...] = ()
    asked: list[dict[str, Any]] = field(default_factory=list)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                size = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
                body = json.loads(await reader.readexactly(size))
                self.asked.append(body)
                number = len(self.asked) - 1
                writer.write(await self.script(number, body))
                await writer.drain()
                if number in self.ends:
                    break
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()


@asynccontextmanager
async def serving(script: Script, ends: tuple[int, ...] = ()):
    told = Scripted(script, ends)
    server = await asyncio.start_server(told.serve, "127.0.0.1", 0)
    try:
        yield told, f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
    finally:
        server.close()


def dragged(script: Script, *, waits: bool, ends: tuple[int, ...] = ()) -> tuple[Seen, Scripted]:
    """One drag of a student whose page is open."""

    async def drag() -> tuple[Seen, Scripted]:
        async with serving(script, ends) as (told, address):
            seen = Seen()
            values = lambda events: [float(step) for step in range(events)]  # noqa: E731
            one = Student(ASKED, address, DIAL, values, seen)
            one.shown = dict(OPENED)
            await one.drag(0.0, 10.0, waits=waits)
            one.close()
            return seen, told

    return finished(drag())


class Clock:
    """Moves on only where somebody waits for a moment, and where a test says so."""

    def __init__(self) -> None:
        self.time = 0.0

    def now(self) -> float:
        return self.time

    async def until(self, moment: float) -> None:
        self.time = max(self.time, moment)


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    made = Clock()
    monkeypatch.setattr(hall_clock, "now", made.now)
    monkeypatch.setattr(hall_clock, "until", made.until)
    monkeypatch.setattr(connection, "PATIENCE", 600.0)  # a busy machine loses no request
    return made


async def good(number: int, body: dict[str, Any]) -> bytes:
    return answered(body)


def value_of(body: dict[str, Any]) -> float:
    request = body["inputs"][0]["value"] if "inputs" in body else body
    return request["values"][ids.control(DIAL)]


def test_a_page_asks_for_the_newest_and_for_everything_at_rest():
    seen, server = dragged(good, waits=True)
    moves = seen.of(MOVE)
    assert len(moves) + seen.superseded == EVENTS
    assert len(moves) <= UPDATES + 1
    sent = [each.sent for each in moves]
    assert min(after - before for before, after in pairwise(sent)) >= DRAG / UPDATES - 1e-9
    assert [len(seen.of(kind)) for kind in (WHOLE, LAST)] == [1, 1]
    assert (seen.drags, seen.shown, seen.count(REFUSED, LOST, WRONG)) == (1, 1, 0)
    values = [value_of(body) for body in server.asked]
    assert values == sorted(values)
    assert values[-2:] == [EVENTS - 1.0] * 2  # the last move, and everything


def test_each_request_says_what_the_page_shows():
    async def counted(number: int, body: dict[str, Any]) -> bytes:
        return answered(body, scenario=f"after {number}")

    _, server = dragged(counted, waits=True)
    requests = [body["inputs"][0]["value"] if "inputs" in body else body for body in server.asked]
    numbers = [request["seq"] for request in requests]
    assert numbers == list(range(1, len(requests) + 1))
    drawn = [request["drawn"] for request in requests]
    assert drawn == [OPENED["scenario"], *(f"after {number}" for number in range(len(drawn) - 1))]


DUE = [DRAG * step / UPDATES for step in range(1, UPDATES + 1)]


def test_in_open_mode_time_counts_from_when_a_move_was_due(clock):
    """A server that lets one move wait makes none of those behind it look quick."""

    async def slow(number: int, body: dict[str, Any]) -> bytes:
        clock.time += 1.5 if number == 0 else 0.0
        return answered(body)

    seen, _ = dragged(slow, waits=False)
    assert [each.due for each in seen.of(MOVE)] == DUE
    late = [1500, 1375, 1250, 1125, 1000, 875, 750, 625]
    assert [1e3 * (each.done - each.due) for each in seen.of(MOVE)] == pytest.approx(late)
    assert seen.waited(MOVE).p50 == pytest.approx(1000)
    assert seen.served(MOVE).p50 == 0.0


def test_a_hand_does_not_wait_for_what_is_still_to_be_answered(clock):
    clock.time = 2.0  # so late was all of the drag before it shown
    seen, _ = dragged(good, waits=False)
    assert [each.due for each in seen.of(MOVE)] == DUE
    assert {each.sent for each in seen.of(MOVE)} == {2.0}


def test_on_a_page_newer_moves_take_the_place_of_those_that_wait(clock):
    async def slow(number: int, body: dict[str, Any]) -> bytes:
        clock.time += 0.5
        return answered(body)

    seen, server = dragged(slow, waits=True)
    assert [len(seen.of(kind)) for kind in (MOVE, WHOLE)] == [3, 1]
    assert seen.superseded == EVENTS - 3
    assert value_of(server.asked[-1]) == EVENTS - 1
    assert seen.waited(LAST).slowest == pytest.approx(1e3 * (1 / EVENTS + 3 * 0.5 - DRAG))


def test_what_is_refused_is_counted_apart_and_asked_again_through_dash():
    async def busy(number: int, body: dict[str, Any]) -> bytes:
        return reply(503, {}, **{"Retry-After": "0.01"}) if number == 0 else answered(body)

    seen, server = dragged(busy, waits=True)
    assert (len(seen.of(MOVE, REFUSED)), seen.count(LOST, WRONG)) == (1, 0)
    assert "inputs" in server.asked[1]
    assert seen.shown == 1
    assert 0.01 <= seen.of(WHOLE)[0].sent - seen.of(MOVE, REFUSED)[0].done <= 0.02


@pytest.mark.parametrize(
    ("bad", "ending"),
    [
        (reply(503, {}), WRONG),
        (reply(500, {}), WRONG),
        (reply(200, {"seq": 99, "moved": {}}), WRONG),
        (b"", LOST),
        (b"HTTP/1.1 200 Cut off\r\nContent-Length: 9\r\n\r\n{", LOST),
    ],
    ids=["no word when to come again", "failed", "of another request", "nothing", "half"],
)
def test_what_is_no_answer_is_counted_as_such(bad, ending):
    async def once(number: int, body: dict[str, Any]) -> bytes:
        return bad if number == 0 else answered(body)

    seen, _ = dragged(once, waits=True, ends=(0,) if ending == LOST else ())
    assert len(seen.of(MOVE, ending)) == 1
    assert sum(seen.problems.values()) == 1
    assert seen.shown == 1


def test_a_kept_connection_that_the_server_ended_loses_nothing():
    async def ended() -> list[int]:
        async def there(number: int, body: dict[str, Any]) -> bytes:
            return reply(200, {})

        async with serving(there, ends=(0, 1)) as (_, address):
            one = Connection(address)
            found = [(await one.ask("POST", "/", b"{}")).status for _ in range(4)]
            one.close()
            return found

    assert finished(ended()) == [200] * 4


def test_percentiles_are_values_that_were_measured():
    times = Times.of([step / 1e3 for step in range(200, 0, -1)])
    assert (times.count, times.p50, times.p95, times.p99) == (200, 100.0, 190.0, 198.0)
    assert times.slowest == 200.0
    assert Times.of([]).as_json() == {"count": 0}


def test_a_new_hall_asks_for_what_nobody_asked_for_and_a_remembered_one_for_few_values():
    new, again = (Hall(1, 0.0, new=new).values(DIAL) for new in (True, False))
    assert len({value for _ in range(50) for value in new(EVENTS)}) == 50 * EVENTS
    assert len({value for _ in range(50) for value in again(EVENTS)}) <= 24


def test_a_mix_is_the_same_each_time():
    one, other = Mix(ASKED, OPENED), Mix(ASKED, OPENED)
    requests = [one.request(number) for number in range(500)]
    assert requests == [other.request(number) for number in range(500)]
    assert {each.kind for each in requests} == set(SHARES)


def test_growth_counts_for_each_worker_from_when_it_was_warm():
    soak = Soak(100)
    for asked, memory in (
        (0, {1: 100.0}),
        (10, {1: 150.0}),
        (40, {1: 170.0, 2: 90.0}),
        (45, {1: 155.0, 2: 95.0}),
        (50, {2: 120.0}),
        (100, {2: 125.0, 3: 80.0}),
    ):
        shares = {number: (resident, 0.0) for number, resident in memory.items()}
        soak.looks.append(Look(asked, shares))
    assert [each.growth for each in soak.workers] == [20.0, 5.0, None]
    assert [each.asked for each in soak.workers] == [(0, 45), (40, 100), (100, 100)]


def test_another_answer_and_none_are_different():
    soak = Soak(3, first={0: "as before", 1: "one", 2: "one"}, again={0: "as before", 1: "two"})
    assert soak.different == [1, 2]


@pytest.mark.parametrize(
    ("value", "verdict"),
    [(5.0, STRETCH), (5.1, FLOOR), (10.0, FLOOR), (10.1, MISSED), (float("nan"), UNMEASURED)],
)
def test_a_verdict(value, verdict):
    assert Target("R0", "a time", "ms", 10.0, 5.0).verdict(value) == verdict


def test_a_verdict_of_what_should_be_reached():
    share = Target("R0", "a share", "%", 60.0, 75.0, at_least=True)
    assert [share.verdict(value) for value in (80, 75, 74, 60, 59)] == [
        STRETCH, STRETCH, FLOOR, FLOOR, MISSED,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("most", "at_most", "tried", "best"),
    [
        (300, 1000, [200, 300, 450], 300),
        (150, 1000, [200, 300], 200),
        (80, 1000, [200], 100),  # those that were there are too many
        (900, 300, [200, 300], 300),  # no more may come
        (900, 150, [150], 150),
    ],
)
def test_more_students_come_until_they_bring_no_more(monkeypatch, most, at_most, tried, best):
    """Of a server that answers `most` of them, and fewer where more ask."""
    monkeypatch.setattr(spent, "cores", lambda: 2)
    came = []

    def hall(students: int) -> Outcome:
        came.append(students)
        answers = round(min(students, most) - 0.01 * max(0, students - most))
        seen = Seen(samples=[Sample(MOVE, 0.0, 0.0, 0.5)] * answers)
        return Outcome(Hall(students, 1.0), Seen(), seen, 0.0, 0.0, students / 100, 0.0)

    usual = hall(100)
    assert peak(usual, hall, at_most).hall.students == best
    assert came == [100, *tried]

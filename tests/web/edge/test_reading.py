"""Of requests that come in drop by drop a process waits for a few only."""

import socket
from collections.abc import Iterator
from contextlib import ExitStack, closing

import pytest
from tests.runs import run
from tests.web.browsers import page

from osteoniche.web.edge import gate, reading
from osteoniche.web.edge.reading import SLOW, Readings


class Connections:
    """Connections of browsers to a server, by number; `ends` has both ends of each."""

    def __init__(self, count: int, stack: ExitStack) -> None:
        self.ends = [socket.socketpair() for _ in range(count)]
        for end in (end for pair in self.ends for end in pair):
            stack.enter_context(closing(end))

    def __getitem__(self, number: int) -> socket.socket:
        return self.ends[number][0]

    def given_up(self) -> list[int]:
        """From which of them nothing more will be read."""
        return [i for i, (here, _) in enumerate(self.ends) if _has_ended(here)]


def _has_ended(connection: socket.socket) -> bool:
    connection.setblocking(False)
    try:
        return connection.recv(1, socket.MSG_PEEK) == b""
    except BlockingIOError:
        return False


@pytest.fixture
def connections() -> Iterator[Connections]:
    with ExitStack() as stack:
        yield Connections(5, stack)


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_those_that_are_read_for_longest_are_given_up(connections):
    clock = Clock()
    readings = Readings(at_once=2, clock=clock)
    for number in range(4):
        readings.begin(connections[number])
        clock.now += 1
    readings.end_slow()
    assert connections.given_up() == [0, 1]


def test_nobody_is_given_up_while_there_is_room_or_all_are_quick(connections):
    clock = Clock()
    readings = Readings(at_once=2, clock=clock)
    for number in range(2):
        readings.begin(connections[number])
    clock.now += 3600
    for number in range(2, 5):
        readings.begin(connections[number])
    readings.end_slow()
    assert connections.given_up() == []
    clock.now += 2 * SLOW
    readings.end_slow()
    assert connections.given_up() == [0, 1, 2]


def test_what_has_been_read_counts_no_more(connections):
    clock = Clock()
    readings = Readings(at_once=0, clock=clock)
    with readings.of(connections[0]):
        clock.now += 3600
    readings.end_slow()
    assert connections.given_up() == []


def test_who_has_sent_something_is_not_the_slow_one(connections):
    clock = Clock()
    readings = Readings(at_once=0, clock=clock)
    for number in range(2):
        readings.begin(connections[number])
    connections.ends[1][1].sendall(b"more")
    clock.now += 3600
    readings.end_slow()
    assert connections.given_up() == [0]


def test_the_gate_reads_bodies_under_these_eyes(connections, monkeypatch):
    read = []
    usual = gate.flask.Request.get_data

    def get_data(request, *how, **named):
        read.append(list(reading.READINGS._since))
        return usual(request, *how, **named)

    monkeypatch.setattr(gate.flask.Request, "get_data", get_data)
    client = page(run).server.test_client()
    client.post("/live", json={}, environ_overrides={"gunicorn.socket": connections[0]})
    assert read
    assert all(held == [connections[0]] for held in read)
    assert not reading.READINGS._since

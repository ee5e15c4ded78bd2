"""Records and notes of jobs: who wants them, what a visit may have, clocks that jump."""

import time
from pathlib import Path

import pytest
from tests.jobs import chunks

from osteoniche.cache import Vault
from osteoniche.jobs import Progress, State, Work, board, interest
from osteoniche.jobs.board import Board
from osteoniche.jobs.interest import Interest
from osteoniche.jobs.store import Store

RUNNING = Progress(State.RUNNING, 3, 12)
HOUR = 3600.0


class Clock:
    """The clock of one process. `time` is that of the machine, which somebody may set."""

    def __init__(self) -> None:
        self.now, self.set = 1e6, 1e9

    def monotonic(self) -> float:
        return self.now

    def time(self) -> float:
        return self.set


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(board, "time", clock)
    monkeypatch.setattr(interest, "time", clock)
    monkeypatch.setattr(time, "time", clock.time)
    return clock


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(Vault(str(tmp_path / "vault"), "science"))


@pytest.fixture
def records(store: Store) -> Board:
    return Board(store)


def work(number: int = 12) -> Work:
    return Work(chunks.square, "{}", number)


def test_who_gives_no_sign_of_life_is_lost(store, clock):
    writer, reader = Board(store), Board(store)
    writer.write(work(), RUNNING)
    assert reader.read(work()) == RUNNING
    clock.now += board.LOST_AFTER - 1
    assert reader.read(work()) == RUNNING
    writer.write(work(), RUNNING)
    clock.now += 2
    assert reader.read(work()) == RUNNING
    clock.now += board.LOST_AFTER + 1
    assert reader.read(work()).state is State.LOST


@pytest.mark.parametrize("jump", [HOUR, -HOUR, 40 * 24 * HOUR])
def test_a_clock_that_is_set_loses_and_stops_nothing(store, clock, jump):
    writer, reader = Board(store), Board(store)
    writer.write(work(), RUNNING)
    wanted = Interest(writer, work())
    assert reader.look(work(), "mine-1")
    assert reader.read(work()) == RUNNING
    clock.set += jump
    assert reader.read(work()) == RUNNING
    assert wanted.lasts()
    clock.now += 1
    assert reader.look(work(), "mine-1")
    assert wanted.lasts()
    reader.cancel(work(), "mine-1")
    assert wanted.lasts()
    clock.now += board.CANCELLED_AFTER + 1
    assert not wanted.lasts()


def test_what_nobody_looks_at_is_wanted_no_more(records, clock):
    wanted = Interest(records, work())
    clock.now += board.LEFT_AFTER - 1
    assert wanted.lasts()
    records.look(work())
    assert wanted.lasts()
    clock.now += board.LEFT_AFTER - 1
    assert wanted.lasts()
    clock.now += 2
    assert not wanted.lasts()


def test_a_look_of_another_keeps_what_one_cancelled(records, clock):
    wanted = Interest(records, work())
    records.cancel(work(), "mine-1")
    assert wanted.lasts()
    records.look(work(), "yours-1")
    clock.now += board.CANCELLED_AFTER + 1
    assert wanted.lasts()


def test_a_look_that_is_under_way_does_not_undo_a_stop(store, clock, monkeypatch):
    """The stop falls between the look's two steps: after it was let through, before its note."""
    records = Board(store)
    wanted = Interest(records, work())
    withdrawn = records.is_withdrawn

    def withdrawn_then_stopped(of: Work, wish: str) -> bool:
        found = withdrawn(of, wish)
        monkeypatch.setattr(records, "is_withdrawn", withdrawn)
        records.cancel(of, "mine-1")
        assert wanted.lasts()  # for others to come
        return found

    monkeypatch.setattr(records, "is_withdrawn", withdrawn_then_stopped)
    assert records.look(work(), "mine-1")
    clock.now += board.CANCELLED_AFTER + 1
    assert not wanted.lasts()
    assert not records.look(work(), "mine-1")
    assert not wanted.lasts()


def test_a_visit_has_two_places(records):
    one, two, three = (work(number) for number in (1, 2, 3))
    for each in (one, two):
        assert records.claim(each, "visit-1")
        records.write(each, RUNNING)
    assert not records.claim(three, "visit-2")
    assert records.claim(one, "visit-3")  # it has that one
    assert records.claim(three, "other-1")
    records.write(two, Progress(State.DONE, 2, 2))
    assert records.claim(three, "visit-4")


def test_what_a_visit_cancels_takes_no_place(records):
    for number in (1, 2):
        assert records.claim(work(number), "visit-1")
        records.write(work(number), RUNNING)
    records.cancel(work(2), "visit-1")
    assert records.claim(work(3), "visit-2")


def test_who_has_no_name_is_not_counted(records):
    for number in range(1, 9):
        assert records.claim(work(number), "")
        records.write(work(number), RUNNING)


@pytest.mark.parametrize(("seconds", "said"), [(3.4, "about 3 s"), (121.0, "about 2 minutes")])
def test_who_waits_is_told_about_how_long(seconds, said):
    told = Progress(State.WAITING, 0, 12, seconds).sentence()
    assert told == f"Waiting for its turn beside other work; {said} left."
    assert "not known yet" in Progress(State.WAITING, 0, 12).sentence()


class Full:
    """A store that takes nothing and has nothing."""

    def get(self, key: str) -> None:
        return None

    def put(self, key: str, data: bytes) -> bool:
        return False


def test_an_end_that_is_kept_nowhere_is_told_by_who_knows_it(clock):
    records = Board(Full())  # type: ignore[arg-type]
    failed = Progress(State.FAILED, 1, 12, why="No room.")
    records.write(work(), failed)
    assert records.read(work()) == failed
    assert records.read(work(5)) is None
    clock.now += board.HELD + 1
    assert records.read(work()) is None


def test_what_is_held_in_memory_has_an_end(clock):
    records = Board(Full())  # type: ignore[arg-type]
    for number in range(1, 3 * board.IN_MEMORY):
        records.write(work(number), RUNNING)
    assert len(records._unkept) == board.IN_MEMORY

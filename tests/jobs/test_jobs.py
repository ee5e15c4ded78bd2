"""Long work: shared, watched, cancelled, resumed, and finished although workers are lost."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from tests.jobs import chunks

from osteoniche.cache import Vault
from osteoniche.jobs import Jobs, LocalPool, Progress, State, Work, board, driver, interest
from osteoniche.jobs import jobs as entrance
from osteoniche.jobs.store import Store

PATIENCE = 180.0
HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def pool() -> Iterator[LocalPool]:
    pool = LocalPool(2)
    yield pool
    pool.close()


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    return Vault(str(tmp_path / "vault"), "science")


class Clock:
    """The time of who reads records and notes; it goes on when it is told."""

    now = 1e6

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    stands = Clock()
    monkeypatch.setattr(board, "time", stands)
    monkeypatch.setattr(interest, "time", stands)
    return stands


def decide(vault: Vault, wanted: Work) -> None:
    """Wait until the driver has decided, at the time that it is, whether to go on."""
    for _ in range(2):  # it gives its sign of life, then decides, then gives the next
        before = beat(vault, wanted)
        until(partial(is_other, vault, wanted, before), "no life")


def is_other(vault: Vault, wanted: Work, before: str) -> bool:
    return beat(vault, wanted) != before


def beat(vault: Vault, wanted: Work) -> str:
    return str(json.loads(vault.get(wanted.key) or "")["beat"])


def work(folder: Path, chunk=chunks.square, number: int = 12, **given) -> Work:
    return Work(chunk, json.dumps({"folder": str(folder), **given}), number)


def until(true: Callable[[], object], what: str) -> None:
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, what
        time.sleep(0.05)


def ended(jobs: Jobs, wanted: Work) -> Progress:
    """Watch work until it neither waits nor runs."""
    seen: list[Progress] = []

    def over() -> bool:
        seen.append(jobs.look(wanted) or pytest.fail("the work is not known"))
        return not seen[-1].active

    until(over, "it never ended")
    return seen[-1]


def squares(number: int) -> list[bytes]:
    return [str(each * each).encode() for each in range(number)]


def test_all_chunks_are_computed_once_and_given_in_order(tmp_path, vault, pool):
    wanted, told = work(tmp_path), []
    jobs = Jobs(vault, pool)
    assert jobs.look(wanted) is None
    progress = jobs.finish(wanted, told.append)
    assert (progress.state, progress.done, progress.total) == (State.DONE, 12, 12)
    assert jobs.results(wanted) == squares(12)
    assert chunks.marks(tmp_path) == dict.fromkeys(range(12), 1)
    assert [each.done for each in told] == sorted(each.done for each in told)


def test_what_is_done_is_not_done_again(tmp_path, vault, pool):
    wanted = work(tmp_path)
    Jobs(vault, pool).finish(wanted, lambda progress: None)
    progress = Jobs(vault, pool).start(wanted)  # another process
    assert progress.state is State.DONE
    assert chunks.marks(tmp_path) == dict.fromkeys(range(12), 1)


def test_a_finished_job_that_lost_a_result_computes_just_that(tmp_path, vault, pool):
    wanted, jobs = work(tmp_path), Jobs(vault, pool)
    jobs.finish(wanted, lambda progress: None)
    vault.forget(wanted.part(5))
    assert jobs.finish(wanted, lambda progress: None).state is State.DONE
    assert jobs.results(wanted) == squares(12)
    assert chunks.marks(tmp_path) == dict.fromkeys(range(12), 1) | {5: 2}


def test_two_visitors_share_one_computation(tmp_path, vault, pool):
    wanted = work(tmp_path, seconds=0.05)
    here, there = Jobs(vault, pool), Jobs(vault, pool)  # two server processes
    here.start(wanted)
    assert there.start(wanted).active
    assert ended(there, wanted).state is State.DONE
    assert chunks.marks(tmp_path) == dict.fromkeys(range(12), 1)


def test_different_work_is_not_confused(tmp_path, vault, pool):
    jobs = Jobs(vault, pool)
    one, two = work(tmp_path, number=3), work(tmp_path, number=4)
    jobs.finish(one, lambda progress: None)
    assert jobs.look(two) is None
    assert jobs.results(two) is None


def test_a_cancelled_job_stops_and_goes_on_where_it_was(tmp_path, vault, pool, monkeypatch):
    monkeypatch.setattr(board, "CANCELLED_AFTER", 0.5)
    wanted, jobs = work(tmp_path, number=40, hold=20), Jobs(vault, pool)
    jobs.start(wanted)
    until(lambda: len(chunks.marks(tmp_path)) >= 4, "it never began")
    jobs.cancel(wanted)
    reader = board.Board(Store(vault))  # reads without looking
    until(lambda: not reader.read(wanted).active, "it never stopped")
    stopped = reader.read(wanted)
    assert stopped.state is State.STOPPED
    assert 0 < stopped.done < 40
    (tmp_path / chunks.GO).touch()
    assert ended(jobs, wanted).state is State.STOPPED
    finished = sum(part is not None for part in jobs.parts(wanted))
    assert jobs.finish(wanted, lambda progress: None).state is State.DONE
    assert jobs.results(wanted) == squares(40)
    again = sum(chunks.marks(tmp_path).values()) - 40
    assert finished >= stopped.done
    assert again <= driver.AHEAD * pool.width  # those that were under way


@pytest.mark.parametrize("wishes", [("", ""), ("mine", "another")])
def test_what_one_visitor_cancels_goes_on_for_another(tmp_path, vault, pool, clock, wishes):
    mine, another = wishes
    wanted, jobs = work(tmp_path, number=20, hold=4), Jobs(vault, pool)
    jobs.start(wanted)
    clock.now += 1
    jobs.cancel(wanted, mine)
    decide(vault, wanted)
    clock.now += 1
    assert jobs.look(wanted, another).active
    clock.now += board.CANCELLED_AFTER
    decide(vault, wanted)
    assert jobs.known(wanted).active
    (tmp_path / chunks.GO).touch()
    until(lambda: not jobs.look(wanted, another).active, "it never ended")
    assert jobs.known(wanted).state is State.DONE


def test_a_wish_that_was_cancelled_keeps_nothing_running(tmp_path, vault, pool, monkeypatch):
    """A look that was sent before the stop may come after it; to who stopped, it has stopped."""
    monkeypatch.setattr(board, "CANCELLED_AFTER", 0.5)
    wanted, jobs = work(tmp_path, number=200, seconds=0.1), Jobs(vault, pool)
    jobs.start(wanted)
    jobs.cancel(wanted, "mine")

    def over() -> bool:
        assert jobs.look(wanted, "mine").state is State.STOPPED
        return not jobs.known(wanted).active

    until(over, "its own late looks kept it running")
    assert len(chunks.marks(tmp_path)) < 200


def test_who_starts_it_while_it_stops_is_not_stopped(tmp_path, vault, pool, monkeypatch):
    """Between the decision to stop and the record of it someone comes and sees it running."""
    monkeypatch.setattr(board, "CANCELLED_AFTER", 0.0)
    wanted, jobs, locked = work(tmp_path, number=20, hold=4), Jobs(vault, pool), vault.locked
    jobs.start(wanted)

    came: list[Progress] = []

    def come_first(key: str) -> Any:
        monkeypatch.setattr(vault, "locked", locked)
        came.append(Jobs(vault, pool).start(wanted))
        return locked(key)

    monkeypatch.setattr(vault, "locked", come_first)
    jobs.cancel(wanted)
    until(lambda: came, "it never wanted to stop")
    assert came[0].active
    (tmp_path / chunks.GO).touch()
    assert ended(jobs, wanted).state is State.DONE


def test_who_goes_on_sees_at_once_what_is_there(tmp_path, vault, pool, monkeypatch):
    monkeypatch.setattr(board, "CANCELLED_AFTER", 0.0)
    wanted, jobs = work(tmp_path, number=60, hold=20), Jobs(vault, pool)
    jobs.start(wanted)
    until(lambda: len(chunks.marks(tmp_path)) >= 4, "it never began")
    jobs.cancel(wanted)
    until(lambda: not jobs.known(wanted).active, "it never stopped")
    stopped = jobs.known(wanted)
    until(lambda: not jobs._drives, "its place was never free")
    again = jobs.start(wanted)
    assert again.state is State.RUNNING  # nobody else is there
    assert stopped.done <= again.done < 60
    waits = jobs.start(work(tmp_path, number=61))
    assert (waits.state, waits.done) == (State.WAITING, 0)
    jobs.close()
    (tmp_path / chunks.GO).touch()


def test_work_that_nobody_looks_at_stops(tmp_path, vault, pool, monkeypatch):
    monkeypatch.setattr(board, "LEFT_AFTER", 1.0)
    wanted = work(tmp_path, number=200, seconds=0.1)
    Jobs(vault, pool).start(wanted)
    reader = board.Board(Store(vault))
    until(lambda: not reader.read(wanted).active, "it never stopped")
    assert reader.read(wanted).state is State.STOPPED
    assert len(chunks.marks(tmp_path)) < 200


def test_a_killed_worker_costs_what_was_under_way(tmp_path, vault, pool):
    wanted, jobs = work(tmp_path, chunks.dies_once), Jobs(vault, pool)
    assert jobs.finish(wanted, lambda progress: None).state is State.DONE
    assert jobs.results(wanted) == squares(12)
    ran = chunks.marks(tmp_path)
    assert chunks.marks(tmp_path, "died") == {3: 1}
    assert sum(ran.values()) - 12 <= driver.AHEAD * pool.width


def test_a_chunk_that_always_kills_its_worker_ends_the_job_and_says_so(tmp_path, vault, pool):
    progress = Jobs(vault, pool).finish(work(tmp_path, chunks.always_dies), lambda each: None)
    assert progress.state is State.FAILED
    assert progress.why == driver.NO_WORKERS.format(losses=driver.LOSSES)


def test_a_chunk_that_fails_ends_the_job_with_its_reason(tmp_path, vault, pool):
    jobs, wanted = Jobs(vault, pool), work(tmp_path, chunks.fails)
    progress = jobs.finish(wanted, lambda each: None)
    assert (progress.state, progress.why) == (State.FAILED, "the dose is not finite")
    assert jobs.results(wanted) is None


def test_who_comes_when_the_line_is_full_is_told_and_nothing_is_kept(tmp_path, vault, pool):
    jobs = Jobs(vault, pool, in_line=1)
    first, second = work(tmp_path, number=10, hold=0), work(tmp_path, number=entrance.SHORT + 1)
    jobs.start(first)
    refused = jobs.start(second)
    assert (refused.state, refused.why) == (State.FAILED, entrance.TOO_MANY)
    assert jobs.look(second) is None
    assert jobs.follow(second, "mine").state is State.WAITING  # who waits is let in later
    assert jobs.start(first).active  # who joins takes no place
    assert jobs.start(work(tmp_path, number=entrance.SHORT)).active  # nor does short work
    assert jobs.start(work(tmp_path, number=1)).why == entrance.TOO_MANY  # as long as it is little
    (tmp_path / chunks.GO).touch()
    assert ended(jobs, first).state is State.DONE
    until(lambda: jobs.start(second).state is not State.FAILED, "its place was never free")
    assert ended(jobs, second).state is State.DONE


def test_the_time_that_is_left_is_estimated(tmp_path, vault, pool):
    told: list[Progress] = []
    Jobs(vault, pool).finish(work(tmp_path, number=60, seconds=0.1), told.append)
    estimates = [each.seconds_left for each in told if each.seconds_left is not None]
    assert estimates
    assert min(estimates) < 3.0 < 60.0 > max(estimates)


def test_a_record_that_is_no_record_is_none(tmp_path, vault, pool):
    jobs, wanted = Jobs(vault, pool), work(tmp_path)
    for garbage in (b"[1]", b'{"state": "odd"}', b'{"state": "done", "done": null}'):
        vault.put(wanted.key, garbage)
        assert jobs.look(wanted) is None
    assert jobs.finish(wanted, lambda progress: None).state is State.DONE


def test_a_killed_server_is_noticed_and_another_goes_on(tmp_path, vault, pool):
    """Its workers end too; what it had finished is kept."""
    wanted = work(tmp_path, number=30, seconds=0.3, hold=12)
    server = subprocess.Popen(
        [sys.executable, str(HERE / "server.py"), str(tmp_path / "vault"), wanted.spec],
        cwd=HERE.parents[1],
    )
    until(lambda: len(chunks.marks(tmp_path)) >= 6, "it never began")
    server.kill()
    server.wait()
    workers = {int(path.read_text().split()[0]) for path in tmp_path.glob("ran-*")}
    jobs = Jobs(vault, pool)
    until(lambda: not jobs.look(wanted).active, "nobody noticed")
    assert jobs.look(wanted).state is State.LOST
    assert board.LOST_AFTER < 15  # as docs/operations.md says
    until(lambda: not any(map(alive, workers)), "a worker outlived its server")
    before = sum(part is not None for part in jobs.parts(wanted))
    assert before >= 4
    (tmp_path / chunks.GO).touch()
    assert jobs.finish(wanted, lambda progress: None).state is State.DONE
    assert jobs.results(wanted) == squares(30)
    ran = chunks.marks(tmp_path)
    assert sum(ran.values()) - 30 <= 2 * driver.AHEAD * pool.width


def alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{process}/status")
    return not (status.exists() and "State:\tZ" in status.read_text())


def test_an_interrupted_command_stops_the_job(tmp_path, vault, pool, monkeypatch):
    monkeypatch.setattr(board, "CANCELLED_AFTER", 0.2)

    def interrupt(progress: Progress) -> None:
        if progress.done:
            raise KeyboardInterrupt

    wanted = work(tmp_path, number=60, seconds=0.1)
    with pytest.raises(KeyboardInterrupt):
        Jobs(vault, pool).finish(wanted, interrupt)
    reader = board.Board(Store(vault))
    until(lambda: reader.read(wanted).state is State.STOPPED, "it never stopped")


def test_a_process_that_ends_stops_its_work_at_once(tmp_path, vault, pool):
    """Although others look: they see that it stopped, and need not wait until it counts as lost."""
    jobs, there = Jobs(vault, pool), Jobs(vault, pool)
    running, waiting = work(tmp_path, number=60, hold=8), work(tmp_path, number=61, hold=0)
    jobs.start(running)
    jobs.start(waiting)
    until(lambda: (there.look(waiting), there.look(running))[1].done >= 2, "it never began")
    jobs.close()  # although its chunks are held back
    assert there.look(running).state is there.look(waiting).state is State.STOPPED
    assert 0 < there.look(running).done < 60
    (tmp_path / chunks.GO).touch()
    assert there.finish(running, lambda progress: None).state is State.DONE
    assert there.results(running) == squares(60)


def test_a_command_goes_on_with_work_that_is_lost_while_it_waits(tmp_path, vault, pool, clock):
    wanted = work(tmp_path)
    records = board.Board(Store(vault))  # of a process that was killed
    records.write(wanted, Progress(State.RUNNING, 3, 12))
    told: list[Progress] = []

    def report(progress: Progress) -> None:
        if not told:
            clock.now += board.LOST_AFTER + 1
        told.append(progress)

    assert Jobs(vault, pool).finish(wanted, report).state is State.DONE
    assert told[0].state is State.RUNNING
    assert State.LOST not in {each.state for each in told}
    assert squares(12) == Jobs(vault, pool).results(wanted)


def test_a_chunk_that_kills_its_workers_takes_no_other_work_along(tmp_path, vault, pool):
    """All chunks under way are lost with it, those of others too; only its own job ends."""
    (tmp_path / "others").mkdir()
    jobs, deadly = Jobs(vault, pool), work(tmp_path, chunks.always_dies)
    others = [work(tmp_path / "others", number=number, seconds=0.05) for number in (30, 31, 32)]
    for each in (*others, deadly):
        jobs.start(each)
    until(lambda: not any(jobs.look(each).active for each in (*others, deadly)), "never ended")
    assert jobs.known(deadly).why == driver.NO_WORKERS.format(losses=driver.LOSSES)
    assert [jobs.known(each).state for each in others] == [State.DONE] * 3

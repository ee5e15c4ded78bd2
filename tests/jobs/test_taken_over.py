"""Work goes on without a click: its process ended, was lost, or its record is gone."""

import json
import pickle
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest
from tests.jobs import chunks

from osteoniche.cache import Vault
from osteoniche.errors import Problem, ScenarioError
from osteoniche.jobs import Jobs, Progress, State, Work, board, driver, pool
from osteoniche.jobs import jobs as entrance
from osteoniche.jobs.board import Board
from osteoniche.jobs.store import Store
from osteoniche.jobs.work import Part, computed

PATIENCE = 120.0


class Threads:
    """Workers that are threads of this process, in place of processes; what they began is kept."""

    width = 2

    def __init__(self) -> None:
        self._executor = ThreadPoolExecutor(self.width)
        self.begun: list[tuple[Work, int]] = []

    def submit(self, work: Work, number: int) -> "Future[Part]":
        self.begun.append((work, number))
        return self._executor.submit(computed, work.chunk, work.spec, number)

    def close(self) -> None:
        self._executor.shutdown(cancel_futures=True)


@pytest.fixture
def workers(tmp_path: Path) -> Iterator[Threads]:
    threads = Threads()
    yield threads
    (tmp_path / chunks.GO).touch()
    threads.close()


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    return Vault(str(tmp_path / "vault"), "science")


def work(folder: Path, number: int = 12, chunk=chunks.square, **given: float) -> Work:
    return Work(chunk, json.dumps({"folder": str(folder), **given}), number)


def until(true: Callable[[], object], what: str) -> None:
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, what
        time.sleep(0.02)


def ended(jobs: Jobs, wanted: Work, wish: str = "") -> Progress:
    """What a page sees that looks until it neither waits nor runs."""
    seen: list[Progress] = []

    def over() -> bool:
        seen.append(jobs.follow(wanted, wish))
        return not seen[-1].active

    until(over, "it never ended")
    return seen[-1]


def squares(number: int) -> list[bytes]:
    return [str(each * each).encode() for each in range(number)]


def test_what_a_process_drove_that_ends_goes_on_in_another(tmp_path, vault, workers):
    here, there = Jobs(vault, workers), Jobs(vault, workers)
    wanted = work(tmp_path, 20, hold=8)
    here.start(wanted, "mine-1")
    until(lambda: there.follow(wanted, "mine-1").done >= 4, "it never began")
    here.close()
    assert there.known(wanted).state is State.STOPPED
    assert there.follow(wanted, "mine-1").active
    (tmp_path / chunks.GO).touch()
    assert ended(there, wanted, "mine-1").state is State.DONE
    assert there.results(wanted) == squares(20)
    assert here.start(wanted).state is State.DONE


def test_a_process_that_ends_begins_nothing(tmp_path, vault, workers):
    jobs = Jobs(vault, workers)
    jobs.close()
    assert jobs.start(work(tmp_path)).active  # the next look comes to another process
    assert workers.begun == []


def test_what_was_lost_goes_on_where_it_is_looked_at(tmp_path, vault, workers, monkeypatch):
    wanted = work(tmp_path)
    Board(Store(vault)).write(wanted, Progress(State.RUNNING, 3, 12))  # of a process that is gone
    jobs = Jobs(vault, workers)
    assert jobs.follow(wanted, "mine-1").state is State.RUNNING
    assert workers.begun == []
    monkeypatch.setattr(board, "LOST_AFTER", -1.0)
    jobs.follow(wanted, "mine-1")
    monkeypatch.undo()
    assert ended(jobs, wanted, "mine-1").state is State.DONE


def test_what_is_forgotten_goes_on(tmp_path, vault, workers):
    """As when the cache is removed while it runs, or its record went to make room."""
    wanted, jobs = work(tmp_path), Jobs(vault, workers)
    assert ended(jobs, wanted, "mine-1").state is State.DONE
    vault.forget(wanted.key)
    assert ended(jobs, wanted, "mine-1").state is State.DONE
    assert chunks.marks(tmp_path) == dict.fromkeys(range(12), 1)


def test_what_one_stopped_does_not_go_on_for_its_late_looks(tmp_path, vault, workers, monkeypatch):
    monkeypatch.setattr(board, "CANCELLED_AFTER", 0.0)
    wanted, jobs = work(tmp_path, 20, hold=8), Jobs(vault, workers)
    jobs.start(wanted, "mine-1")
    jobs.cancel(wanted, "mine-1")
    until(lambda: not jobs.known(wanted).active, "it never stopped")
    begun = len(workers.begun)
    assert jobs.follow(wanted, "mine-1").state is State.STOPPED
    vault.forget(wanted.key)
    assert jobs.follow(wanted, "mine-1").state is State.STOPPED
    assert len(workers.begun) == begun
    assert jobs.follow(wanted, "yours-1").active  # to another it goes on


def test_what_failed_is_not_begun_again_by_a_look(tmp_path, vault, workers):
    wanted, jobs = work(tmp_path, chunk=chunks.fails), Jobs(vault, workers)
    failed = ended(jobs, wanted)
    assert (failed.state, failed.why) == (State.FAILED, "the dose is not finite")
    begun = len(workers.begun)
    assert jobs.follow(wanted) == failed
    assert len(workers.begun) == begun


def test_a_small_map_does_not_wait_for_twenty_large_ones(tmp_path, vault, workers):
    """The hall's fault: they hold all workers, and one chunk of theirs is all that it waits for."""
    jobs = Jobs(vault, workers)
    large = [work(tmp_path, 197 + number, hold=0) for number in range(20)]
    for each in large:
        jobs.start(each)
    full = driver.AHEAD * workers.width
    until(lambda: len(workers.begun) == full, "they never began")
    small = Work(chunks.square, json.dumps({"folder": str(tmp_path)}), 1)
    assert jobs.start(small).state is State.WAITING
    (tmp_path / chunks.GO).touch()
    assert ended(jobs, small).state is State.DONE
    before = [each for each, _ in workers.begun].index(small)
    assert before <= full + 2  # those that had a place, and what came free before it asked
    jobs.close()


def test_a_third_of_one_visit_is_told_and_waits(tmp_path, vault, workers):
    jobs = Jobs(vault, workers)
    one, two, three = (work(tmp_path, number, hold=0) for number in (3, 4, 5))
    jobs.start(one, "mine-1")
    jobs.start(two, "mine-2")
    refused = Jobs(vault, workers).start(three, "mine-3")  # whichever process is asked
    assert (refused.state, refused.why) == (State.FAILED, entrance.TOO_MANY_OF_ONE)
    assert jobs.start(one, "mine-4").active  # what it has it may look at
    assert jobs.start(three, "yours-1").active
    (tmp_path / chunks.GO).touch()
    for each in (one, two, three):
        assert ended(jobs, each, "mine-5").state is State.DONE


def test_a_job_has_a_limit_of_time_and_another_start_goes_on(tmp_path, vault, workers, monkeypatch):
    monkeypatch.setattr(driver, "PROCESSOR", -1.0)
    wanted, jobs = work(tmp_path), Jobs(vault, workers)
    stopped = ended(jobs, wanted)
    assert stopped.state is State.FAILED
    assert f"has {stopped.done} of 12 parts" in stopped.why
    assert 0 < stopped.done < 12
    assert jobs.follow(wanted) == stopped
    monkeypatch.undo()
    until(lambda: jobs.start(wanted).state is not State.FAILED, "it was never begun again")
    assert ended(jobs, wanted).state is State.DONE
    assert sum(chunks.marks(tmp_path).values()) <= 12 + driver.AHEAD * workers.width


def test_what_a_chunk_takes_counts_its_threads():
    """As those of a solver: a chunk that lets one compute does not take nothing."""
    part = computed(chunks.in_a_thread, "0.05", 0)
    assert part.processor >= 0.05


def test_the_limit_of_time_is_told_in_minutes():
    why = driver.TOO_LONG.format(minutes=round(driver.PROCESSOR / 60), done=3, total=12)
    assert why.startswith("It took 30 minutes of one processor, the most that one start may take")


def test_a_mistake_of_the_program_shows_nothing_of_its_inside(tmp_path, vault, workers, caplog):
    failed = ended(Jobs(vault, workers), work(tmp_path, chunk=chunks.errs))
    assert (failed.state, failed.why) == (State.FAILED, pool.INSIDE)
    assert "KeyError: '/var/lib/secret'" in caplog.text


def test_what_is_wrong_comes_whole_from_another_process():
    wrong = ScenarioError([Problem("dose", -1, "0 or more"), Problem("horizon", 0, "1 or more")])
    assert str(pickle.loads(pickle.dumps(wrong))) == str(wrong)


def test_processes_that_share_a_job_begin_it_once(tmp_path, vault, workers):
    """Ten looks at once at what stopped: one of them takes it over."""
    wanted = work(tmp_path, 30, hold=0)
    jobs = [Jobs(vault, workers) for _ in range(10)]
    looks = [threading.Thread(target=each.follow, args=(wanted, "mine-1")) for each in jobs]
    for look in looks:
        look.start()
    for look in looks:
        look.join()
    (tmp_path / chunks.GO).touch()
    assert ended(jobs[0], wanted, "mine-1").state is State.DONE
    assert len(workers.begun) == 30

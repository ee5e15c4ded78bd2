"""Whose chunk is next, told by counting: no process, no clock."""

from contextlib import ExitStack

import pytest

from osteoniche.jobs.line import Line, Place

WIDTH = 4


class Job:
    """A job that asks for chunks as long as it has some, and keeps those it was granted."""

    def __init__(self, line: Line, left: int, kind: str = "map") -> None:
        self.line, self.missing = line, left
        self.granted = 0
        self.place = Place(kind, left, self._grant)

    def _grant(self) -> None:
        self.granted += 1

    def ask(self, *, alone: bool = False) -> None:
        if self.missing > self.place.held and not self.place.asks:
            self.line.ask(self.place, WIDTH, alone=alone)

    def finish(self, seconds: float = 1.0) -> None:
        """One of its chunks is computed."""
        self.missing -= 1
        self.place.left -= 1
        self.line.finished(self.place, seconds)


@pytest.fixture
def line() -> Line:
    return Line()


@pytest.fixture
def stack():
    with ExitStack() as stack:
        yield stack


def joined(stack: ExitStack, line: Line, *lefts: int, kind: str = "map") -> list[Job]:
    jobs = [Job(line, left, kind) for left in lefts]
    for job in jobs:
        stack.enter_context(line.joined(job.place))
    return jobs


def fill(jobs: list[Job]) -> None:
    """Ask until nothing more is granted."""
    before = -1
    while before != (before := sum(job.granted for job in jobs)):
        for job in jobs:
            job.ask()


def go_on(jobs: list[Job]) -> Job:
    """One chunk of those under way is computed, by whom most are under way; who it was."""
    first = max(jobs, key=lambda job: job.place.held)
    first.finish()
    fill(jobs)
    return first


def test_one_job_has_all_workers(stack, line):
    (job,) = joined(stack, line, 197)
    fill([job])
    assert job.granted == WIDTH


def test_a_small_map_beside_twenty_large_ones_is_done_within_a_few_chunks(stack, line):
    large = joined(stack, line, *[197] * 20)
    fill(large)
    for _ in range(50):
        go_on(large)
    (small,) = joined(stack, line, 1)
    small.ask()
    chunks = 0
    while not small.granted:
        go_on(large)
        chunks += 1
    assert chunks <= 1  # the next that is free


def test_work_of_some_parts_waits_a_round_for_each_of_them(stack, line):
    large = joined(stack, line, *[197] * 20)
    fill(large)
    (some,) = joined(stack, line, 3)
    some.ask()
    chunks = 0
    while some.missing:
        if some.place.held:
            some.finish()
            some.ask()
        go_on(large)
        chunks += 1
    assert chunks <= 3 * 21


def test_all_go_on_evenly(stack, line):
    jobs = joined(stack, line, 197, 100, 50)
    fill(jobs)
    for _ in range(90):
        go_on(jobs)
    assert max(job.granted for job in jobs) - min(job.granted for job in jobs) <= 1


def test_the_shortest_is_first_of_those_whose_turn_it_is(stack, line):
    before = joined(stack, line, 9)
    fill(before)
    long, short = joined(stack, line, 8, 2)
    long.ask()
    short.ask()
    before[0].finish()
    assert (long.granted, short.granted) == (0, 1)


def test_who_leaves_gives_back_what_it_had(line):
    gone, stays = Job(line, 9), Job(line, 9)
    with line.joined(stays.place):
        with line.joined(gone.place):
            fill([gone])
            stays.ask()
            assert stays.granted == 0
        assert stays.granted == 1


def test_what_may_kill_its_worker_runs_alone(stack, line):
    suspect, other = joined(stack, line, 9, 9)
    fill([other])
    suspect.ask(alone=True)
    other.finish()
    other.ask()
    while other.place.held:
        assert suspect.granted == 0
        other.finish()
        other.ask()
    assert suspect.granted == 1
    assert other.place.asks
    other.ask()
    suspect.ask()
    assert suspect.granted + other.granted == 1 + WIDTH  # nothing beside it
    suspect.finish()
    assert other.granted == WIDTH + 1


def test_what_was_granted_before_is_not_alone(stack, line):
    (job,) = joined(stack, line, 9)
    job.ask()
    job.ask(alone=True)
    assert not job.place.alone
    assert job.granted == 1
    job.finish()
    job.ask(alone=True)
    assert job.place.alone
    job.ask()
    assert job.granted == 2


def test_the_time_that_is_left_counts_the_others_up_to_ones_own_end(stack, line):
    large, small = *joined(stack, line, 100, kind="fit"), *joined(stack, line, 10)
    assert line.seconds_left(small.place, 2) is None  # no chunk was computed yet
    fill([small, large])
    small.finish(4.0)
    assert line.seconds_left(small.place, 2) is None  # of the other it is not known
    large.finish(1.0)
    assert line.seconds_left(small.place, 2) == pytest.approx((9 * 4.0 + 8 * 1.0) / 2)
    assert line.seconds_left(large.place, 2) == pytest.approx((9 * 4.0 + 99 * 1.0) / 2)


def test_who_comes_later_is_told_what_work_of_its_kind_took(stack, line):
    first, waits = joined(stack, line, 5, 2)
    fill([first])
    first.finish(2.0)
    (later,) = joined(stack, line, 3)
    assert line.waits(waits.place)
    assert line.waits(later.place)
    assert line.seconds_left(later.place, 1) == pytest.approx(2.0 * (3 + 2 + 4))


def test_the_estimate_of_who_is_next_counts_what_is_under_way_alone(stack, line):
    large = joined(stack, line, *[197] * 20)
    fill(large)
    for _ in range(25):
        go_on(large)
    (small,) = joined(stack, line, 1)
    assert line.seconds_left(small.place, 2) == pytest.approx((WIDTH + 1) * 1.0 / 2)


def test_the_last_chunk_takes_what_a_chunk_takes(stack, line):
    (job,) = joined(stack, line, 2)
    fill([job])
    job.finish(3.0)
    assert line.seconds_left(job.place, 8) == 3.0


def test_who_comes_later_keeps_nobody_waiting_to_catch_up(stack, line):
    before = joined(stack, line, 197)
    fill(before)
    for _ in range(60):
        go_on(before)
    (later,) = joined(stack, line, 197)
    had = before[0].granted
    for _ in range(20):
        go_on([*before, later])
    assert abs((before[0].granted - had) - later.granted) <= WIDTH

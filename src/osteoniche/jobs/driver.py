"""Jobs: started by whoever asks first, driven by one thread, watched and stopped by all."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Future, wait
from dataclasses import replace

from osteoniche.cache import Vault
from osteoniche.jobs.board import Board, Progress, State
from osteoniche.jobs.pool import Pool, Workers
from osteoniche.jobs.work import Work

AT_ONCE = 2
"""Jobs that one server process drives at a time; others wait."""
IN_LINE = 16
"""Jobs that one server process drives or lets wait; what more comes is told to come later."""
TICK = 0.5
"""Seconds between two signs of life."""
AHEAD = 2
"""Chunks handed out for each that can run, so that no worker waits for the next."""
LEAVING = 5
"""Seconds that the work of a process may take to stop when the process ends."""
LOSSES = 3
"""Workers that may be lost one after the other without a chunk being finished."""
TOO_MANY = "The server has as much long work as it can hold. Try again in a minute."
UNSTORED = "The results can not be stored: the cache is full or does not answer."
NO_WORKERS = "The workers were lost {losses} times in a row, at the same part of the work."


class Jobs:
    """The jobs that one process knows of; their records and results are shared by all.

    `heard` is told key and state of those that this process drives, again and again.
    """

    def __init__(
        self,
        vault: Vault,
        pool: Pool,
        at_once: int = AT_ONCE,
        in_line: int = IN_LINE,
        heard: Callable[[str, State], object] = lambda key, state: None,
    ) -> None:
        self._vault, self._board, self._pool = vault, Board(vault, heard), pool
        self._turns = threading.BoundedSemaphore(at_once)
        self._places = threading.BoundedSemaphore(in_line)
        self._drives: set[threading.Thread] = set()
        self._leaving = threading.Event()

    @property
    def workers(self) -> Workers:
        """How those are who do the work."""
        return self._pool.workers

    def start(self, work: Work) -> Progress:
        """Have work done, unless someone else has it done already; how far it is.

        Chunks that were finished before, by whomever, are not computed again.
        """
        self._board.look(work)
        with self._vault.locked(work.key):
            known = self._board.read(work)
            if known and (known.active or (known.state is State.DONE and self.results(work))):
                return known
            if not self._places.acquire(blocking=False):
                return Progress(State.FAILED, 0, work.chunks, why=TOO_MANY)
            turn = self._turns.acquire(blocking=False)
            state = State.RUNNING if turn else State.WAITING
            progress = Progress(state, self._found(work), work.chunks)
            self._board.write(work, progress)
        drive = threading.Thread(
            target=self._drive, args=(work, progress), name=work.key[:12], daemon=True
        )
        self._drives.add(drive)
        drive.start()
        return progress

    def look(self, work: Work, wish: str = "") -> Progress | None:
        """How far work is, None if nobody asked for it; work that nobody looks at stops.

        `wish` tells one who looks from others. Once it was cancelled its looks keep nothing
        running, and to it the work has stopped, although it may go on for others.
        """
        wanted = self._board.look(work, wish)
        known = self._board.read(work)
        if known and known.active and not wanted:
            return replace(known, state=State.STOPPED, seconds_left=None)
        return known

    def known(self, work: Work) -> Progress | None:
        """How far work is, None if nobody asked for it; without keeping it running."""
        return self._board.read(work)

    def cancel(self, work: Work, wish: str = "") -> None:
        """Want work no more; it stops unless others still look at it."""
        self._board.cancel(work, wish)

    def results(self, work: Work) -> list[bytes] | None:
        """The results of all chunks in order, or None if some are not there."""
        parts = self.parts(work)
        return None if None in parts else [part for part in parts if part is not None]

    def parts(self, work: Work) -> list[bytes | None]:
        """The result of each chunk that is finished."""
        return [self._vault.get(work.part(number)) for number in range(work.chunks)]

    def finish(self, work: Work, report: Callable[[Progress], None]) -> Progress:
        """Do work while the caller waits and is told of its progress; how it ended."""
        progress = self._followed(work, report)
        if progress.state is State.LOST:  # who drove it is gone: now it is driven here
            progress = self._followed(work, report)
        report(progress)
        return progress

    def close(self) -> None:
        """Stop what this process drives, at once and although others look: the process ends."""
        self._leaving.set()
        for drive in list(self._drives):
            drive.join(LEAVING)

    def _followed(self, work: Work, report: Callable[[Progress], None]) -> Progress:
        progress = self.start(work)
        try:
            while progress.active:
                report(progress)
                time.sleep(TICK)
                progress = self.look(work) or replace(progress, state=State.LOST)
        except BaseException:
            self.cancel(work)
            raise
        return progress

    def _found(self, work: Work) -> int:
        """How many chunks are finished."""
        return sum(part is not None for part in self.parts(work))

    def _drive(self, work: Work, begin: Progress) -> None:
        begun = time.time()

        def wanted() -> bool:
            return not self._leaving.is_set() and self._board.is_wanted(work, begun)

        try:
            self._in_turn(work, begin, wanted)
        finally:
            self._places.release()
            self._drives.discard(threading.current_thread())

    def _in_turn(self, work: Work, begin: Progress, wanted: Callable[[], bool]) -> None:
        """Run once it is its turn, which it is at once if it begins as running."""
        while begin.state is State.WAITING and not self._turns.acquire(timeout=TICK):
            self._board.write(work, begin)
            with self._vault.locked(work.key):
                if not wanted():
                    self._board.write(work, replace(begin, state=State.STOPPED))
                    return
        try:
            _Drive(work, self._vault, self._board, self._pool, wanted).run()
        finally:
            self._turns.release()


class _Drive:
    """One job on its way, in a thread of its own."""

    def __init__(
        self, work: Work, vault: Vault, board: Board, pool: Pool, wanted: Callable[[], bool]
    ) -> None:
        self._work, self._vault, self._board, self._pool = work, vault, board, pool
        self._wanted = wanted
        self._missing: list[int] = []
        self._under_way: dict[Future[bytes], int] = {}
        self._losses, self._written = 0, 0.0
        self._begun: tuple[float, int] | None = None
        """When the first chunks were finished, and how many there were then."""

    def run(self) -> None:
        """Do what is missing; the last record says how it ended."""
        try:
            self._missing = [
                number
                for number in reversed(range(self._work.chunks))
                if self._vault.get(self._work.part(number)) is None
            ]
            found = self._done
            while self._missing or self._under_way:
                if self._begun is None and self._done > found:
                    self._begun = time.monotonic(), self._done
                self._tell(State.RUNNING)
                if not self._wanted() and self._stopped():
                    return
                self._step()
        except Exception as error:  # noqa: BLE001 (whatever it was, who waits is to be told)
            self._end(State.FAILED, str(error) or type(error).__name__)
        else:
            self._end(State.DONE)

    @property
    def _done(self) -> int:
        return self._work.chunks - len(self._missing) - len(self._under_way)

    def _step(self) -> None:
        """Hand out chunks, wait a moment, take in what is finished."""
        while self._missing and len(self._under_way) < AHEAD * self._pool.width:
            number = self._missing[-1]
            self._under_way[self._pool.submit(self._work, number)] = number
            self._missing.pop()
        finished, _ = wait(self._under_way, timeout=TICK, return_when=FIRST_COMPLETED)
        lost = {future for future in finished if isinstance(future.exception(), BrokenExecutor)}
        for future in finished - lost:
            if not self._vault.put(self._work.part(self._under_way[future]), future.result()):
                raise OSError(UNSTORED)
            del self._under_way[future]
            self._losses = 0
        if lost:
            self._again()

    def _again(self) -> None:
        """Put back what was under way: where one worker is lost, all are replaced."""
        self._losses += 1
        if self._losses >= LOSSES:
            raise BrokenExecutor(NO_WORKERS.format(losses=self._losses))
        self._missing += self._under_way.values()
        self._under_way.clear()

    def _stopped(self) -> bool:
        """Stop, unless someone came at the last moment: whoever starts work waits for this lock."""
        with self._vault.locked(self._work.key):
            stops = not self._wanted()
            if stops:
                self._end(State.STOPPED)
        return stops

    def _tell(self, state: State, why: str = "") -> None:
        now = time.monotonic()
        if state is State.RUNNING and now < self._written + TICK:
            return
        self._written = now
        done, left = self._done, None
        if state is State.RUNNING and self._begun and done > self._begun[1]:
            begun, found = self._begun
            left = (now - begun) / (done - found) * (self._work.chunks - done)
        self._board.write(self._work, Progress(state, done, self._work.chunks, left, why))

    def _end(self, state: State, why: str = "") -> None:
        for future in self._under_way:
            future.cancel()
        self._tell(state, why)

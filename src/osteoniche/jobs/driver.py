"""One job on its way, in a thread of its own."""

import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Future
from queue import Empty, SimpleQueue

from osteoniche.jobs.board import Board, Progress, State
from osteoniche.jobs.line import Line, Place
from osteoniche.jobs.pool import Pool, Unfinished, told
from osteoniche.jobs.store import Store
from osteoniche.jobs.work import Part, Work

TICK = 0.5
"""Seconds between two signs of life."""
AHEAD = 2
"""Chunks handed out for each that can run, so that no worker waits for the next."""
LOSSES = 3
"""Workers that may be lost with the same chunk. The last time it runs alone."""
ROUNDS = 3
"""How often what is gone at the end, as when the cache was removed, is computed again."""
PROCESSOR = 1800.0
"""Seconds of a processor that a job may take from one start."""
UNSTORED = "The results can not be stored: the cache is full or does not answer."
NO_WORKERS = "The workers were lost {losses} times in a row, at the same part of the work."
TOO_LONG = (
    "It took {minutes} minutes of one processor, the most that one start may take, and has {done} "
    "of {total} parts. Those are kept: another start goes on from there."
)


class Driver:
    """Has the chunks of a job computed that are missing, as `line` grants them."""

    def __init__(
        self,
        work: Work,
        store: Store,
        board: Board,
        pool: Pool,
        line: Line,
        wanted: Callable[[], bool],
    ) -> None:
        self._work, self._store, self._board, self._pool = work, store, board, pool
        self._line, self._wanted = line, wanted
        self._inbox: SimpleQueue[Future[Part] | None] = SimpleQueue()
        """Chunks that are no longer under way, and None for each that is granted."""
        self._place = Place(work.kind, work.chunks, lambda: self._inbox.put(None))
        self._missing: list[int] = []
        self._under_way: dict[Future[Part], int] = {}
        self._losses: Counter[int] = Counter()
        self._processor, self._written = 0.0, float("-inf")

    def run(self) -> None:
        """Do what is missing; the last record says how it ended."""
        try:
            for _ in range(ROUNDS):
                if not self._is_missing_some():
                    break
                with self._line.joined(self._place):
                    if not self._lasted():
                        return
            if self._is_missing_some():
                raise Unfinished(UNSTORED)
        except Exception as error:  # noqa: BLE001 (whatever it was, who waits is to be told)
            self._end(State.FAILED, told(error))
        else:
            self._end(State.DONE)

    def _is_missing_some(self) -> bool:
        """Whether some results are not there: not computed yet, or gone since."""
        self._missing = [
            number
            for number in reversed(range(self._work.chunks))
            if self._store.get(self._work.part(number)) is None
        ]
        self._place.left = len(self._missing)
        return bool(self._missing)

    def _lasted(self) -> bool:
        """Have all of them computed; False if it was stopped."""
        while self._missing or self._under_way:
            self._tell(self._state)
            if not self._wanted() and self._stopped():
                return False
            self._step()
        return True

    @property
    def _state(self) -> State:
        return State.WAITING if self._line.waits(self._place) else State.RUNNING

    @property
    def _done(self) -> int:
        return self._work.chunks - len(self._missing) - len(self._under_way)

    def _step(self) -> None:
        """Ask for a chunk, wait a moment, take in what is finished and hand out what is granted."""
        granted = self._place.held - len(self._under_way)
        if not self._place.asks and len(self._missing) > granted:
            self._line.ask(self._place, AHEAD * self._pool.width, alone=self._suspects)
        try:
            event = self._inbox.get(timeout=TICK)
        except Empty:
            return
        if event is None:
            self._hand_out()
        else:
            self._take_in(event)

    @property
    def _suspects(self) -> bool:
        """Whether the next chunk may be what its workers were lost of."""
        return self._losses[self._missing[-1]] >= LOSSES - 1

    def _hand_out(self) -> None:
        number = self._missing[-1]
        if self._suspects and not self._place.alone:  # it was lost since this was asked for
            self._line.finished(self._place)
            return
        future = self._pool.submit(self._work, number)
        self._missing.pop()
        self._under_way[future] = number
        future.add_done_callback(self._inbox.put)

    def _take_in(self, future: "Future[Part]") -> None:
        number = self._under_way.pop(future)
        self._missing.append(number)  # until it is kept
        try:
            part = future.result()
        except BrokenExecutor:
            self._again(number)
            return
        if not self._store.put(self._work.part(number), part.data):
            raise Unfinished(UNSTORED)
        self._missing.pop()
        self._place.left -= 1
        self._line.finished(self._place, part.seconds)
        self._spend(part.processor)

    def _spend(self, seconds: float) -> None:
        self._processor += seconds
        if self._processor > PROCESSOR and (self._missing or self._under_way):
            raise Unfinished(
                TOO_LONG.format(
                    minutes=round(PROCESSOR / 60), done=self._done, total=self._work.chunks
                )
            )

    def _again(self, number: int) -> None:
        """Note that a chunk was lost: with one worker all are, whosever work they do."""
        self._losses[number] += 1
        self._line.finished(self._place)
        if self._losses[number] >= LOSSES:
            raise Unfinished(NO_WORKERS.format(losses=LOSSES))

    def _stopped(self) -> bool:
        """Stop, unless someone came at the last moment: whoever starts work waits for this lock."""
        with self._store.locked(self._work.key):
            stops = not self._wanted()
            if stops:
                self._end(State.STOPPED)
        return stops

    def _tell(self, state: State) -> None:
        now = time.monotonic()
        if now < self._written + TICK:
            return
        self._written = now
        left = self._line.seconds_left(self._place, self._pool.width)
        self._board.write(self._work, Progress(state, self._done, self._work.chunks, left))

    def _end(self, state: State, why: str = "") -> None:
        for future in self._under_way:
            future.cancel()
        self._board.write(self._work, Progress(state, self._done, self._work.chunks, why=why))

"""How the server stays answerable: computation waits in a bounded line, the rest goes past it.

A thread that waits for a curve answers nobody. So in each process only so many requests may compute
or wait for a computation; what comes then is told at once to come back. At least RESERVED threads
are always free for what is quick: remembered curves, files, and the question whether the server is
alive.
"""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from enum import StrEnum
from typing import Any, TypeVar

from osteoniche.cache import ResultCache

T = TypeVar("T")

#: Path, below the prefix, that answers OK while the server lives.
PATH = "healthz"
#: Threads of a server process, and how many of them no computation may hold. So many, since they
#: mostly wait: a hall that opens the same preset at once is answered, not turned away.
THREADS, RESERVED = 64, 8
#: Simulations at once in a process. Two, since they share one core: a slow one (it may take
#: seconds) then delays the quick ones and does not stop them.
AT_ONCE = 2
#: Seconds that a request waits for its turn.
PATIENCE = 5.0
#: Seconds without a byte after which a request that has begun, or an answer, is given up: a
#: telephone that lost its network would hold a thread for ever.
RECEIVING, SENDING = 10, 30
#: Seconds after which who was turned away should ask again.
RETRY_AFTER = 1


class Busy(Exception):
    """More curves are asked for than the server can compute in time."""


class Standing(StrEnum):
    """What one who stands in line does."""

    WAITING = "waiting"
    COMPUTING = "computing"


class Line:
    """The line in which computations of one process wait.

    `places` callers may be in line, those at work included; `at_once` of them work at a time, each
    after at most `patience` seconds. `count` hears how many more (1) or fewer (-1) there are of a
    standing.
    """

    def __init__(
        self,
        places: int = THREADS - RESERVED,
        at_once: int = AT_ONCE,
        patience: float = PATIENCE,
        count: Callable[[Standing, int], object] = lambda standing, by: None,
    ) -> None:
        self._at_once, self._count, self._in_line = at_once, count, places
        self._places = threading.BoundedSemaphore(places)
        self._turns = threading.BoundedSemaphore(at_once)
        self._patience = patience

    @property
    def standing(self) -> dict[Standing, int]:
        """How many wait and how many compute."""
        computing = self._at_once - self._turns._value  # a semaphore tells it nowhere else
        waiting = max(0, self._in_line - self._places._value - computing)
        return {Standing.WAITING: waiting, Standing.COMPUTING: computing}

    @property
    def full(self) -> bool:
        """Whether who comes now is turned away."""
        return self._places._value == 0

    @contextmanager
    def place(self) -> Iterator[None]:
        """Stand in line. Raises Busy at once if all places are taken."""
        if not self._places.acquire(blocking=False):
            raise Busy
        self._count(Standing.WAITING, 1)
        try:
            yield
        finally:
            self._count(Standing.WAITING, -1)
            self._places.release()

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for one's turn to work. Raises Busy if it does not come."""
        if not self._turns.acquire(timeout=self._patience):
            raise Busy
        self._count(Standing.WAITING, -1)
        self._count(Standing.COMPUTING, 1)
        try:
            yield
        finally:
            self._count(Standing.COMPUTING, -1)
            self._count(Standing.WAITING, 1)
            self._turns.release()


class QueuedCache(ResultCache[T]):
    """Remembers results; who has to wait for one stands in line, who finds it does not."""

    def __init__(self, line: Line, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._line = line

    def _lead(
        self, name: str, compute: Callable[[], T], keep: Callable[[T], bool]
    ) -> tuple[T, bytes | None]:
        with self._line.place():
            return super()._lead(name, self._in_turn(compute), keep)

    def _follow(self, flight: "Future[bytes | None]", compute: Callable[[], T]) -> T:
        with self._line.place():
            return super()._follow(flight, self._in_turn(compute))

    def _in_turn(self, compute: Callable[[], T]) -> Callable[[], T]:
        def computed() -> T:
            with self._line.turn():
                return compute()

        return computed

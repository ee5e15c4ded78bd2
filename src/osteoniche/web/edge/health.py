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


class Line:
    """The line in which computations of one process wait.

    `places` callers may be in line, those at work included; `at_once` of them work at a time, each
    after at most `patience` seconds.
    """

    def __init__(
        self,
        places: int = THREADS - RESERVED,
        at_once: int = AT_ONCE,
        patience: float = PATIENCE,
    ) -> None:
        self._places = threading.BoundedSemaphore(places)
        self._turns = threading.BoundedSemaphore(at_once)
        self._patience = patience

    @contextmanager
    def place(self) -> Iterator[None]:
        """Stand in line. Raises Busy at once if all places are taken."""
        if not self._places.acquire(blocking=False):
            raise Busy
        try:
            yield
        finally:
            self._places.release()

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for one's turn to work. Raises Busy if it does not come."""
        if not self._turns.acquire(timeout=self._patience):
            raise Busy
        try:
            yield
        finally:
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

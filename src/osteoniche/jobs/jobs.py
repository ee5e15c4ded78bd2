"""Jobs: started by whoever asks first, driven by one thread each, watched and stopped by all."""

import threading
import time
from collections.abc import Callable

from osteoniche.cache import Vault
from osteoniche.jobs.board import LEFT_AFTER, PLACES, Board, Progress, State
from osteoniche.jobs.driver import TICK, Driver
from osteoniche.jobs.interest import Interest
from osteoniche.jobs.line import Line
from osteoniche.jobs.pool import Pool, Workers
from osteoniche.jobs.store import Store
from osteoniche.jobs.work import Work

IN_LINE = 32
"""Jobs that one server process drives; what more comes is told to come later."""
SHORT = 4
"""Chunks of work that is let in all the same, until there are twice as many."""
LEAVING = 5
"""Seconds that the work of a process may take to stop when the process ends."""
TOO_MANY = "The server has as much long work as it can hold. Try again in a minute."
TOO_MANY_OF_ONE = (
    f"{PLACES} of your computations are under way, the most that one visitor may have. Stop one, "
    "or try again when one is finished; what no page shows any more ends after "
    f"{LEFT_AFTER:.0f} seconds."
)


class Jobs:
    """The jobs that one process knows of; their records and results are shared by all.

    A wish names one visitor's start of some work, as `visit-number`: see `look` and `start`. What
    `vault` does not take goes to `beside`, if there is one. `heard` is told key and state of those
    that this process drives, again and again.
    """

    def __init__(
        self,
        vault: Vault,
        pool: Pool,
        beside: Vault | None = None,
        *,
        in_line: int = IN_LINE,
        heard: Callable[[str, State], object] = lambda key, state: None,
    ) -> None:
        self._store = Store(vault, beside)
        self._board, self._pool, self._line = Board(self._store, heard), pool, Line()
        self._in_line = in_line
        self._drives: set[threading.Thread] = set()
        self._guard = threading.Lock()
        self._leaving = threading.Event()

    @property
    def workers(self) -> Workers:
        """How those are who do the work."""
        return self._pool.workers

    def start(self, work: Work, wish: str = "") -> Progress:
        """Have work done, unless someone else has it done already; how far it is.

        Chunks that were finished before, by whomever, are not computed again. A visit may have
        PLACES jobs under way.
        """
        self._board.look(work, wish)
        with self._store.locked(work.key):
            known = self._board.read(work)
            if known and (known.active or (known.state is State.DONE and self.results(work))):
                return known
            if self._leaving.is_set():  # the next look comes to another process
                return Progress(State.WAITING, 0, work.chunks)
            return self._begun(work, wish)

    def _begun(self, work: Work, wish: str) -> Progress:
        """Drive work in a thread of its own; failed, and why, if there is no room for it."""
        room = self._in_line * (2 if work.chunks <= SHORT else 1)
        interest = Interest(self._board, work)
        drive = threading.Thread(
            target=self._drive, args=(work, interest), name=work.key[:12], daemon=True
        )
        with self._guard:
            if len(self._drives) >= room:
                return Progress(State.FAILED, 0, work.chunks, why=TOO_MANY)
            state = State.WAITING if self._drives else State.RUNNING
            self._drives.add(drive)
        if not self._board.claim(work, wish):
            self._forget(drive)
            return Progress(State.FAILED, 0, work.chunks, why=TOO_MANY_OF_ONE)
        progress = Progress(state, self._found(work), work.chunks)
        self._board.write(work, progress)
        drive.start()
        return progress

    def look(self, work: Work, wish: str = "") -> Progress | None:
        """How far work is, None if nobody asked for it; work that nobody looks at stops.

        `wish` tells one who looks from others. Once it was cancelled its looks keep nothing
        running, and to it the work has stopped, although it may go on for others.
        """
        wanted = self._board.look(work, wish)
        known = self._board.read(work)
        return known.stopped() if known and known.active and not wanted else known

    def follow(self, work: Work, wish: str = "") -> Progress:
        """How far work is that someone wants: what stopped, was lost or is forgotten goes on.

        So work outlives the process that drives it, and a visitor who was away for a while.
        """
        known = self.look(work, wish)
        if known and (known.active or known.state in (State.DONE, State.FAILED)):
            return known
        if self._board.is_withdrawn(work, wish):
            return (known or Progress(State.STOPPED, self._found(work), work.chunks)).stopped()
        started = self.start(work, wish)
        if started.why in (TOO_MANY, TOO_MANY_OF_ONE):  # a later look begins it
            return Progress(State.WAITING, self._found(work), work.chunks)
        return started

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
        return [self._store.get(work.part(number)) for number in range(work.chunks)]

    def finish(self, work: Work, report: Callable[[Progress], None]) -> Progress:
        """Do work while the caller waits and is told of its progress; how it ended."""
        progress = self.start(work)
        try:
            while progress.active:
                report(progress)
                time.sleep(TICK)
                progress = self.follow(work)
        except BaseException:
            self.cancel(work)
            raise
        report(progress)
        return progress

    def close(self) -> None:
        """Stop what this process drives, at once and although others look: the process ends."""
        self._leaving.set()
        with self._guard:
            drives = [drive for drive in self._drives if drive.is_alive()]
        for drive in drives:
            drive.join(LEAVING)

    def _found(self, work: Work) -> int:
        """How many chunks are finished."""
        return sum(part is not None for part in self.parts(work))

    def _drive(self, work: Work, interest: Interest) -> None:
        def wanted() -> bool:
            return not self._leaving.is_set() and interest.lasts()

        try:
            Driver(work, self._store, self._board, self._pool, self._line, wanted).run()
        finally:
            self._forget(threading.current_thread())

    def _forget(self, drive: threading.Thread) -> None:
        with self._guard:
            self._drives.discard(drive)

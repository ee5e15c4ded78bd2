"""Whether anyone still wants a job, as its driver sees it."""

import time

from osteoniche.jobs import board
from osteoniche.jobs.board import Board
from osteoniche.jobs.work import Work


class Interest:
    """Follows the notes of who looks at a job and who cancels it, from when it is made on.

    A look whose wish was cancelled counts for nothing, whenever it comes: it may have been sent
    before the stop and arrive after it.
    """

    def __init__(self, records: Board, work: Work) -> None:
        self._board, self._work = records, work
        self._seen, self._cancelled = records.notes(work)
        self._seen_at = time.monotonic()
        self._cancelled_at: float | None = None

    def lasts(self) -> bool:
        """Whether someone looked lately, since the last cancel if there was one."""
        now = time.monotonic()
        seen, cancelled = self._board.notes(self._work)
        if seen and seen != self._seen:
            self._seen = seen
            if not self._board.is_withdrawn(self._work, str(seen.get("wish", ""))):
                self._seen_at, self._cancelled_at = now, None
        if cancelled and cancelled != self._cancelled:
            self._cancelled, self._cancelled_at = cancelled, now
        if self._cancelled_at is not None:
            return now < self._cancelled_at + board.CANCELLED_AFTER
        return now < self._seen_at + board.LEFT_AFTER

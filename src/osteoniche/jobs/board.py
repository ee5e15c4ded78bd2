"""Where everyone reads how far a job is: small records in the shared vault."""

import json
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any

from osteoniche.cache import Vault
from osteoniche.jobs.work import Work

LOST_AFTER = 12.0
"""Seconds without a sign of life after which a job counts as lost."""
LEFT_AFTER = 20.0
"""Seconds after which a job stops that nobody looks at any more."""
CANCELLED_AFTER = 3.0
"""Seconds that someone else has to look at a job that one visitor cancelled, to keep it."""


class State(StrEnum):
    """How a job stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"
    FAILED = "failed"
    LOST = "lost"


SENTENCES = {
    State.WAITING: "Waiting until other work is finished.",
    State.RUNNING: "Computed {done} of {parts}; {left}.",
    State.DONE: "Everything is computed ({parts}).",
    State.STOPPED: "Stopped at {done} of {parts}; the next start goes on from there.",
    State.FAILED: "This could not be computed. {why}",
    State.LOST: "The work was lost at {done} of {parts}; the next start goes on from there.",
}
"""How a job stands, for people."""


@dataclass(frozen=True)
class Progress:
    """How far a job is: chunks done of all, seconds that it may still take, why it failed."""

    state: State
    done: int
    total: int
    seconds_left: float | None = None
    why: str = ""

    @property
    def active(self) -> bool:
        """Whether it waits or runs."""
        return self.state in (State.WAITING, State.RUNNING)

    def sentence(self) -> str:
        """How the job stands, in a sentence."""
        left = "how long it will take is not known yet"
        if self.seconds_left is not None:
            seconds = max(1, round(self.seconds_left))
            left = f"about {seconds} s" if seconds < 100 else f"about {round(seconds / 60)} minutes"
            left += " left"
        parts = "1 part" if self.total == 1 else f"{self.total} parts"
        return SENTENCES[self.state].format(done=self.done, parts=parts, left=left, why=self.why)


class Board:
    """The records of jobs. Times are those of the machines' clocks, which should agree.

    `heard` is told key and state of what is written here.
    """

    def __init__(
        self, vault: Vault, heard: Callable[[str, State], object] = lambda key, state: None
    ) -> None:
        self._vault, self._heard = vault, heard

    def write(self, work: Work, progress: Progress) -> None:
        """Say how far a job is, as its driver does again and again: that is its sign of life."""
        self._heard(work.key, progress.state)
        record = asdict(progress) | {"beat": time.time()}
        self._vault.put(work.key, json.dumps(record).encode())

    def read(self, work: Work) -> Progress | None:
        """How far a job is; None if nobody has asked for it."""
        record = self._record(work.key)
        try:
            progress = Progress(
                State(record["state"]),
                int(record["done"]),
                int(record["total"]),
                record["seconds_left"],
                str(record["why"]),
            )
            silent = time.time() - float(record["beat"])
        except (KeyError, TypeError, ValueError):
            return None
        if progress.active and silent > LOST_AFTER:
            return replace(progress, state=State.LOST, seconds_left=None)
        return progress

    def look(self, work: Work, wish: str = "") -> bool:
        """Note that someone watches a job; False, and no note, for a wish that was cancelled.

        The time is taken before the wish is looked up, and in `cancel` after it is withdrawn: a
        look that is under way while its own wish is cancelled counts as earlier and undoes nothing.
        """
        now = time.time()
        if wish and self._time(work, _withdrawn(wish)):
            return False
        self._note(work, "seen", now)
        return True

    def cancel(self, work: Work, wish: str = "") -> None:
        """Note that someone who watched a job wants it no more."""
        if wish:
            self._note(work, _withdrawn(wish), time.time())
        self._note(work, "cancelled", time.time())

    def is_wanted(self, work: Work, begun: float) -> bool:
        """Whether anyone still wants a job that was started at a time."""
        now = time.time()
        seen = max(self._time(work, "seen"), begun)
        cancelled = self._time(work, "cancelled")
        if cancelled > begun and seen <= cancelled:
            return now < cancelled + CANCELLED_AFTER
        return now < seen + LEFT_AFTER

    def _note(self, work: Work, what: str, now: float) -> None:
        self._vault.put(f"{work.key}:{what}", json.dumps({"time": now}).encode())

    def _time(self, work: Work, what: str) -> float:
        try:
            return float(self._record(f"{work.key}:{what}")["time"])
        except (KeyError, TypeError, ValueError):
            return 0.0

    def _record(self, key: str) -> dict[str, Any]:
        data = self._vault.get(key)
        record = json.loads(data) if data else {}
        return record if isinstance(record, dict) else {}


def _withdrawn(wish: str) -> str:
    """What is noted of a cancelled wish."""
    return f"cancelled:{wish}"

"""Where everyone reads how far a job is, and notes that it is wanted: small records in the store.

No two clocks are compared, so that none has to be right: who reads a record notes by its own clock
when it changed.
"""

import json
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any, TypeVar

from osteoniche.jobs.store import Store
from osteoniche.jobs.work import Work

T = TypeVar("T")

LOST_AFTER = 12.0
"""Seconds without a sign of life after which a job counts as lost."""
LEFT_AFTER = 20.0
"""Seconds after which a job stops that nobody looks at any more."""
CANCELLED_AFTER = 3.0
"""Seconds that someone else has to look at a job that one visitor cancelled, to keep it."""
PLACES = 2
"""Jobs that one visit may have under way."""
IN_MEMORY = 256
"""Records that are held in memory, at most."""
HELD = 60.0
"""Seconds that a record is held in memory that no place took."""


class State(StrEnum):
    """How a job stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"
    FAILED = "failed"
    LOST = "lost"


SENTENCES = {
    State.WAITING: "Waiting for its turn beside other work; {left}.",
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

    def stopped(self) -> "Progress":
        """As it is for who wants it no more."""
        return replace(self, state=State.STOPPED, seconds_left=None)

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
    """The records of jobs, and the notes of who wants them.

    An end that can be kept nowhere is held in memory: at least who asks this process hears of it.
    `heard` is told key and state of what is written here.
    """

    def __init__(
        self, store: Store, heard: Callable[[str, State], object] = lambda key, state: None
    ) -> None:
        self._store, self._heard = store, heard
        self._beats: dict[str, tuple[str, float]] = {}
        """The last sign of life that was seen of a job, and when it was new to this process."""
        self._unkept: dict[str, tuple[Progress, float]] = {}
        self._guard = threading.Lock()

    def write(self, work: Work, progress: Progress) -> None:
        """Say how far a job is, as its driver does again and again: that is its sign of life."""
        self._heard(work.key, progress.state)
        record = asdict(progress) | {"beat": _token()}
        kept = self._store.put(work.key, json.dumps(record).encode())
        with self._guard:
            self._unkept.pop(work.key, None)
            if not kept:
                _hold(self._unkept, work.key, (progress, time.monotonic()))

    def read(self, work: Work) -> Progress | None:
        """How far a job is; None if nobody has asked for it."""
        return self._read(work.key)

    def _read(self, key: str) -> Progress | None:
        with self._guard:
            unkept, since = self._unkept.get(key, (None, 0.0))
            if unkept and time.monotonic() < since + HELD:
                return unkept
        record = self._record(key)
        try:
            progress = Progress(
                State(record["state"]),
                int(record["done"]),
                int(record["total"]),
                record["seconds_left"],
                str(record["why"]),
            )
            beat = str(record["beat"])
        except (KeyError, TypeError, ValueError):
            return None
        if progress.active and self._silent(key, beat) > LOST_AFTER:
            return replace(progress, state=State.LOST, seconds_left=None)
        return progress

    def _silent(self, key: str, beat: str) -> float:
        """For how many seconds this process has seen the same sign of life."""
        now = time.monotonic()
        with self._guard:
            known, since = self._beats.get(key, ("", now))
            if beat != known:
                since = now
            _hold(self._beats, key, (beat, since))
        return now - since

    def look(self, work: Work, wish: str = "") -> bool:
        """Note that someone watches a job; False, and no note, for a wish that was cancelled."""
        if self.is_withdrawn(work, wish):
            return False
        self._note(f"{work.key}:seen", {"wish": wish})
        return True

    def cancel(self, work: Work, wish: str = "") -> None:
        """Note that someone who watched a job wants it no more."""
        if wish:
            self._note(f"{work.key}:cancelled:{wish}", {})
        self._note(f"{work.key}:cancelled", {})
        self._release(work, wish)

    def is_withdrawn(self, work: Work, wish: str) -> bool:
        """Whether a wish was cancelled."""
        return bool(wish) and bool(self._record(f"{work.key}:cancelled:{wish}"))

    def notes(self, work: Work) -> tuple[dict[str, Any], dict[str, Any]]:
        """What was noted last by who looks, and by who cancels; both change with each note."""
        return self._record(f"{work.key}:seen"), self._record(f"{work.key}:cancelled")

    def claim(self, work: Work, wish: str) -> bool:
        """Give a visit a place for work that is to be started; False if it has PLACES already."""
        visit = _visit(wish)
        if not visit:
            return True
        with self._store.locked(visit):
            others = [key for key in self._held(visit) if key != work.key and self._is_active(key)]
            if len(others) >= PLACES:
                return False
            self._note(visit, {"jobs": [*others, work.key]})
        return True

    def _release(self, work: Work, wish: str) -> None:
        """Give back the place of a visit."""
        visit = _visit(wish)
        if visit:
            with self._store.locked(visit):
                held = [key for key in self._held(visit) if key != work.key]
                self._note(visit, {"jobs": held})

    def _held(self, visit: str) -> list[str]:
        jobs = self._record(visit).get("jobs")
        return [str(key) for key in jobs] if isinstance(jobs, list) else []

    def _is_active(self, key: str) -> bool:
        progress = self._read(key)
        return progress is not None and progress.active

    def _note(self, key: str, what: dict[str, Any]) -> None:
        self._store.put(key, json.dumps(what | {"note": _token()}).encode())

    def _record(self, key: str) -> dict[str, Any]:
        data = self._store.get(key)
        try:
            record = json.loads(data) if data else {}
        except ValueError:
            return {}
        return record if isinstance(record, dict) else {}


def _hold(held: dict[str, T], key: str, what: T) -> None:
    """Hold what is newest, of so many at most."""
    held.pop(key, None)
    held[key] = what
    for old in list(held)[:-IN_MEMORY]:
        del held[old]


def _visit(wish: str) -> str:
    """The key of the visit that a wish is of: wishes are named `visit-number`, or have no name."""
    visit = wish.partition("-")[0]
    return f"visit:{visit}" if visit else ""


def _token() -> str:
    """A word that nobody wrote before."""
    return secrets.token_hex(8)

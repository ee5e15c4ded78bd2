"""Whose chunk is next: one of each job in turn, the shortest first."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class Place:
    """The place of a job in the line.

    `left` are its chunks that are not finished, `seconds` what one of them takes (None: not known).
    """

    def __init__(self, kind: str, left: int, granted: Callable[[], None]) -> None:
        self.kind, self.left = kind, left
        self.seconds: float | None = None
        self._granted = granted
        self.turns = self.held = 0
        """Its round, and chunks that it was granted and has under way."""
        self.begun = False
        """Whether it was granted a chunk."""
        self.asks = self.alone = False
        """Whether it wants a chunk, and whether that one must be the only one under way."""

    def grant(self) -> None:
        """Have it hand out a chunk."""
        self.turns, self.held, self.begun = self.turns + 1, self.held + 1, True
        self.asks = False  # the last, since the job reads both
        self._granted()


class Line:
    """The jobs of one process, which share the workers chunk by chunk.

    Who comes begins in the round that the others are in: short work is done within a few chunks,
    whatever else there is, and long work goes on all the same.
    """

    def __init__(self) -> None:
        self._places: list[Place] = []
        self._seconds: dict[str, float] = {}
        """What a chunk of a kind took last."""
        self._width = 1
        self._guard = threading.Lock()

    @contextmanager
    def joined(self, place: Place) -> Iterator[None]:
        """Stand in the line."""
        with self._guard:
            place.turns = min((other.turns for other in self._places), default=0)
            self._places.append(place)
        try:
            yield
        finally:
            with self._guard:
                self._places.remove(place)
                self._serve()

    def waits(self, place: Place) -> bool:
        """Whether a job has had nothing yet, since there are others."""
        return not place.begun and len(self._places) > 1

    def ask(self, place: Place, width: int, *, alone: bool = False) -> None:
        """Want one more chunk, of as many as `width` under way; the answer may come at once.

        One that is `alone` waits until nothing is under way, and all others wait for it.
        """
        with self._guard:
            if place.held and (alone or place.alone):
                return  # until its own are finished too
            self._width = width
            place.asks, place.alone = True, alone
            self._serve()

    def finished(self, place: Place, seconds: float | None = None) -> None:
        """A chunk is no longer under way; if it was computed, what it took."""
        with self._guard:
            place.held -= 1
            if seconds is not None:
                place.seconds = seconds if place.seconds is None else _blend(place.seconds, seconds)
                self._seconds[place.kind] = place.seconds
            self._serve()

    def seconds_left(self, place: Place, workers: int) -> float | None:
        """How long a job may still take beside the others; None as long as that is not known."""
        total = 0.0
        with self._guard:
            for other in self._places:
                seconds = self._chunk(other)
                if seconds is None:
                    return None
                total += (place.left if other is place else _before(other, place)) * seconds
            return max(total / max(1, workers), self._chunk(place) or 0.0)

    def _chunk(self, place: Place) -> float | None:
        """Seconds that a chunk of a job takes: one of its own, or else one of its kind."""
        return self._seconds.get(place.kind) if place.seconds is None else place.seconds

    def _serve(self) -> None:
        """Grant what is free, by whose turn it is."""
        while asking := [place for place in self._places if place.asks]:
            under_way = sum(place.held for place in self._places)
            first = min(asking, key=lambda place: (place.turns, place.left))
            kept_apart = any(place.alone and place.held for place in self._places)
            room = 1 if first.alone else self._width
            if kept_apart or under_way >= room:
                return
            first.grant()


def _before(other: Place, place: Place) -> int:
    """Chunks of another job that are computed before the last one of a job: see Line._serve."""
    last = place.turns + place.left - place.held - 1
    turns = last - other.turns + (other.left < place.left)
    return other.held + min(other.left - other.held, max(0, turns))


def _blend(before: float, now: float) -> float:
    """A mean that follows: the machine may be busier than a while ago."""
    return 0.7 * before + 0.3 * now

"""One student: a page with a dial that is dragged now and then."""

import asyncio
import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from benchmarks.hall import clock
from benchmarks.hall.asked import Asked, Question, told
from benchmarks.hall.connection import Answer, Connection, Lost
from benchmarks.hall.seen import (
    AFTER,
    ANSWERED,
    LAST,
    LATER,
    LOST,
    MOVE,
    OPENING,
    RANGE,
    REFUSED,
    WHOLE,
    WRONG,
    Sample,
    Seen,
)

DRAG, EVENTS = 1.0, 23
"""Seconds of a drag, and how often a browser tells of the dial meanwhile."""
UPDATES = 8
"""Updates of a drag, at most: a page sends no two within DRAG / UPDATES."""
RESTS_AFTER = 0.5
"""Seconds after which a dial rests, and everything is asked for."""
RANGE_AGAIN = 2.0
"""Seconds after which a likely range is asked for again, where others are computed (204)."""
PAUSE = 2.0
"""Seconds after which a page asks again, where nothing says how long it should wait."""
BUSY = (429, 503)

Values = Callable[[int], list[float]]
"""The values that a dial passes in a drag, as many as are asked for."""


@dataclass(frozen=True, slots=True)
class Move:
    """Where a hand has a dial, and when (seconds of the monotonic clock)."""

    due: float
    value: float


class Student:
    """A page of its own: what it shows, and what it has still to ask.

    What becomes of its requests is told to `seen`, which may be another from now on; `shown` is
    what the last answer told of the curves that it shows.
    """

    def __init__(self, asked: Asked, address: str, dial: str, values: Values, seen: Seen) -> None:
        self.seen = seen
        self.shown: dict[str, Any] = {}
        self._asked, self._dial, self._values = asked, dial, values
        self._curves, self._ranges = Connection(address), Connection(address)
        self._number = 0
        self._known: set[str] = set()
        self._short = True
        """Whether the next move may take the short way: after a refusal everything is asked for."""
        self._is_shown = False
        """Whether the value at which the last drag ended is on the page."""
        self._range: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Ask for everything that a page asks for while it opens, likely ranges included."""
        for question in self._asked.opening:
            while True:
                answer = await self._ask(OPENING, question, clock.now(), _is_there)
                if answer:
                    break
            found = told(answer) if question.body and answer.body else None
            if found:
                self._number, self.shown = found["seq"], found
        await self.likely()

    async def drag(self, begins: float, after: float, *, waits: bool) -> None:
        """Drag the dial at a time, and have everything shown when it rests, or until the next drag.

        Where a move `waits` for the answer to the one before, newer ones take its place, as on the
        page. Else all `UPDATES` are sent, late where the connection was not free.
        """
        self.seen.drags += 1
        self._is_shown = False
        events = EVENTS if waits else UPDATES
        steps = enumerate(self._values(events), start=1)
        moves = [Move(begins + DRAG * step / events, value) for step, value in steps]
        await (self._newest(moves) if waits else self._all(moves))
        await clock.until(moves[-1].due + RESTS_AFTER)
        await self._rest(moves[-1], after)

    async def likely(self) -> None:
        """The likely ranges that the page does not know, one after the other."""
        for scenario in dict.fromkeys(self.shown.get("likely", {}).get("runs", {}).values()):
            while scenario not in self._known:
                question, due = self._asked.range(scenario), clock.now()
                answer = await self._ask(RANGE, question, due, _is_there, self._ranges)
                if answer and answer.status == 200:
                    self._known.add(scenario)
                else:
                    await clock.until(clock.now() + RANGE_AGAIN)

    async def step(self, due: float) -> None:
        """One move by itself, to see how soon it is answered."""
        (value,) = self._values(1)
        await self._numbered(AFTER, self._asked.short, Move(due, value), due)

    def close(self) -> None:
        """Leave."""
        if self._range:
            self._range.cancel()
        self._curves.close()
        self._ranges.close()

    async def _newest(self, moves: list[Move]) -> None:
        """One request under way; what came meanwhile gives way to the newest."""
        after, free = 0, 0.0
        while after < len(moves):
            await clock.until(max(moves[after].due, free))
            now = clock.now()
            if now > moves[-1].due + RESTS_AFTER:  # at rest: everything is asked for instead
                self.seen.superseded += len(moves) - after
                return
            newest = max(place for place, move in enumerate(moves) if move.due <= now)
            self.seen.superseded += newest - after
            after, free = newest + 1, now + DRAG / UPDATES
            await self._follow(moves[newest], last=after == len(moves))

    async def _all(self, moves: list[Move]) -> None:
        for move in moves:
            await clock.until(move.due)
            await self._follow(move, last=move is moves[-1])

    async def _follow(self, move: Move, *, last: bool) -> None:
        """Ask for what follows a dial; through Dash where more changes than the page can draw."""
        if self._range:
            self._range.cancel()
        drawn = False
        if self._short:
            answer = await self._numbered(MOVE, self._asked.short, move, move.due)
            self._short = drawn = bool(answer and answer["moved"])
            if answer and not drawn:
                self.seen.returned += 1
            if drawn:
                self.shown = answer
        if not drawn:
            drawn = await self._everything(move, move.due)
        if drawn and last:
            self._tell(move)

    async def _rest(self, move: Move, until: float) -> None:
        """Everything, asked for until it is there; then the likely ranges."""
        while not await self._everything(move, max(move.due + RESTS_AFTER, clock.now())):
            if clock.now() > until:
                return
        if not self._is_shown:
            self._tell(move)
        self._range = asyncio.create_task(self.likely())

    async def _everything(self, move: Move, due: float) -> bool:
        answer = await self._numbered(WHOLE, self._asked.through_dash, move, due)
        if answer:
            self.shown, self._short = answer, True
        return bool(answer)

    async def _numbered(
        self, kind: str, ask: Callable[..., Question], move: Move, due: float
    ) -> dict[str, Any] | None:
        """What an answer tells the page: to this request, and of no refused setting."""
        self._number += 1
        number = self._number
        state = self._asked.moved(self._dial, move.value)
        question = ask(state, number, self.shown)
        found: dict[str, Any] = {}

        def is_right(answer: Answer) -> bool:
            found.update((told(answer) if kind == WHOLE else answer.json()) or {})
            return found.get("seq") == number and found.get("query", "") is not None

        return found if await self._ask(kind, question, due, is_right) else None

    def _tell(self, move: Move) -> None:
        self._is_shown = True
        self.seen.shown += 1
        self.seen.samples.append(Sample(LAST, move.due, move.due, clock.now()))

    async def _ask(
        self,
        kind: str,
        question: Question,
        due: float,
        is_right: Callable[[Answer], bool],
        by: Connection | None = None,
    ) -> Answer | None:
        """A right answer, noted; None, after the pause that it takes, where there was none."""
        sent = clock.now()
        try:
            answer = await (by or self._curves).ask(question.method, question.path, question.body)
        except Lost as error:
            self.seen.note(Sample(kind, due, sent, clock.now(), LOST), str(error))
            await self._back(PAUSE)
            return None
        done, size = clock.now(), len(answer.body)
        ending = _ending(answer, is_right)
        self.seen.note(Sample(kind, due, sent, done, ending, size), f"status {answer.status}")
        if ending in (REFUSED, WRONG):
            await self._back(float(answer.headers.get("retry-after", PAUSE)))
        return answer if ending in (ANSWERED, LATER) else None

    async def _back(self, seconds: float) -> None:
        """Wait as long as was asked for, up to twice that: so pages do not come together."""
        await clock.until(clock.now() + seconds * random.uniform(1.0, 2.0))


def _ending(answer: Answer, is_right: Callable[[Answer], bool]) -> str:
    if answer.status in BUSY and "retry-after" in answer.headers:
        return REFUSED
    if answer.status == 204:
        return LATER
    return ANSWERED if answer.status == 200 and is_right(answer) else WRONG


def _is_there(answer: Answer) -> bool:
    return bool(answer.body)

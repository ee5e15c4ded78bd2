"""Very many requests of all kinds, while memory is looked at."""

import asyncio
import hashlib
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from benchmarks import spent
from benchmarks.hall import clock
from benchmarks.hall.connection import Answer, Connection, Lost
from benchmarks.hall.mix import KNOWN, LATER_FROM, NEW, Mix, Wanted
from benchmarks.hall.seen import ANSWERED, LATER, LOST, REFUSED, WRONG, Sample, Seen, Times
from benchmarks.hall.student import BUSY, RANGE_AGAIN

CONNECTIONS = 8
TOGETHER = 100
"""Requests on one connection before it is made anew: so that all workers are asked."""
WARM = 0.1
"""Share of the requests after which a worker holds in memory what it may."""
SAMPLE = 300
"""Requests that are asked again at the end."""
LOOKS = 0.5
"""Seconds between two looks at the memory."""

TOKEN = re.compile(rb'"end_id":"[^"]*"')
"""What Dash signs anew for each page."""


@dataclass(frozen=True)
class Look:
    """Memory of each worker by its number, RSS and PSS in MB, after so many requests."""

    asked: int
    memory: dict[int, tuple[float, float]]


@dataclass
class Soak:
    """What came of so many requests: `again` are the digests of answers that were asked twice."""

    requests: int
    seen: Seen = field(default_factory=Seen)
    looks: list[Look] = field(default_factory=list)
    first: dict[int, str] = field(default_factory=dict)
    again: dict[int, str] = field(default_factory=dict)
    seconds: float = 0.0

    @property
    def different(self) -> list[int]:
        """Requests that had another answer the second time."""
        return [number for number, told in self.first.items() if self.again.get(number) != told]

    @property
    def workers(self) -> "list[Worker]":
        """Those that were seen, in their order."""
        seen = dict.fromkeys(number for look in self.looks for number in look.memory)
        return [self._worker(number) for number in seen]

    def _worker(self, number: int) -> "Worker":
        looks = [(look.asked, look.memory[number]) for look in self.looks if number in look.memory]
        begins, start = looks[0]
        warm = [look for look in looks if look[0] >= begins + WARM * self.requests]
        rss = [resident for _, (resident, _) in warm]
        return Worker(
            number,
            (begins, looks[-1][0]),
            start,
            warm[0][1] if warm else None,
            looks[-1][1],
            max(rss) - rss[0] if rss else None,
        )

    @property
    def drift(self) -> tuple[Times, Times]:
        """How long moves took in the first quarter after the beginning, and in the last."""
        moves = [
            each.done - each.sent
            for each in self.seen.samples
            if each.kind in (NEW, KNOWN) and each.ending == ANSWERED
        ]
        warm = moves[int(WARM * len(moves)) :]
        quarter = len(warm) // 4
        return Times.of(warm[:quarter]), Times.of(warm[-quarter:])


@dataclass(frozen=True)
class Worker:
    """A worker's memory, RSS and PSS in MB, at its first look, once warm, and at its last.

    `growth` is the most that its RSS was above that when it was warm; None where it never was.
    `asked` is how many requests there had been at its first and its last look.
    """

    number: int
    asked: tuple[int, int]
    start: tuple[float, float]
    warm: tuple[float, float] | None
    end: tuple[float, float]
    growth: float | None


async def soaked(mix: Mix, address: str, requests: int) -> Soak:
    """Ask so many, then some of them again."""
    soak, begun = Soak(requests), clock.now()
    watching = asyncio.create_task(_watch(soak))
    await _asked(mix, address, iter(range(requests)), soak, soak.first)
    soak.seconds = clock.now() - begun
    watching.cancel()
    await asyncio.gather(watching, return_exceptions=True)
    _look(soak)
    await _asked(mix, address, iter(list(soak.first)), Soak(requests), soak.again)
    return soak


async def _asked(
    mix: Mix, address: str, numbers: Iterator[int], soak: Soak, digests: dict[int, str]
) -> None:
    """Requests on several connections at a time, and digests of the answers to some."""
    step = max(1, soak.requests // SAMPLE)

    async def ask() -> None:
        connection = Connection(address)
        for sent, number in enumerate(numbers, start=1):
            wanted = mix.request(number)
            answer = await _answered(connection, wanted, soak.seen)
            if answer and number % step == 0:
                said = TOKEN.sub(b"", b"%d " % answer.status + answer.content)
                digests[number] = hashlib.sha256(said).hexdigest()
            if sent % TOGETHER == 0:
                connection.close()
        connection.close()

    await asyncio.gather(*[ask() for _ in range(CONNECTIONS)])


async def _answered(connection: Connection, wanted: Wanted, seen: Seen) -> Answer | None:
    """The answer to a request, asked for until there is one; None where it is lost or wrong."""
    question = wanted.question
    while True:
        sent = clock.now()
        try:
            answer = await connection.ask(question.method, question.path, question.body)
        except Lost as error:
            seen.note(Sample(wanted.kind, sent, sent, clock.now(), LOST), str(error))
            return None
        ending = _ending(wanted, answer)
        sample = Sample(wanted.kind, sent, sent, clock.now(), ending, len(answer.body))
        seen.note(sample, f"status {answer.status}")
        if ending in (ANSWERED, WRONG):
            return answer if ending == ANSWERED else None
        pause = float(answer.headers.get("retry-after", RANGE_AGAIN))
        await asyncio.sleep(pause * random.uniform(1.0, 2.0))


def _ending(wanted: Wanted, answer: Answer) -> str:
    if answer.status in BUSY and "retry-after" in answer.headers:
        return REFUSED
    if answer.status in (202, 204) and wanted.kind in LATER_FROM:
        return LATER
    right = answer.status == wanted.status and b'"moved":null' not in answer.content
    return ANSWERED if right else WRONG


async def _watch(soak: Soak) -> None:
    while True:
        _look(soak)
        await asyncio.sleep(LOOKS)


def _look(soak: Soak) -> None:
    soak.looks.append(Look(len(soak.seen.samples), spent.memory()))

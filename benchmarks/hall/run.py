"""A hall full of students for a while."""

import asyncio
import itertools
import math
import random
import resource
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from benchmarks import spent
from benchmarks.hall import clock
from benchmarks.hall.asked import Asked
from benchmarks.hall.connection import Connection, Lost
from benchmarks.hall.seen import ALIVE, ANSWERED, LOST, WHOLE, WRONG, Sample, Seen
from benchmarks.hall.student import DRAG, RESTS_AFTER, Student, Values
from benchmarks.page import DIALS
from osteoniche.web.edge.health import PATH as HEALTH

PERIOD = 10.0
"""Seconds from one drag to the next, give or take a tenth."""
DRAIN = 30.0
"""Seconds after which what is still not answered counts as lost."""
OPENING = 0.03
"""Seconds between two students who open their page."""
KNOWN = 24
"""Values of each dial that a hall asks for again and again, where all is remembered."""
PROBES, PROBED = 24, 0.25
"""Moves that show whether all is normal again, and seconds between them."""
LOOKS = 0.1
"""Seconds between two looks whether the server is alive."""


@dataclass(frozen=True)
class Hall:
    """How many students there are, for how long, and what they ask.

    `new` values were never asked for; others are few, and known after `warm`. A page `waits` for an
    answer before it asks for the newest; else all updates of a drag are sent.
    """

    students: int
    seconds: float
    new: bool = True
    waits: bool = True

    def values(self, dial: str) -> Values:
        """What the dial passes in a drag."""
        if self.new:
            return lambda events: _between(*DIALS[dial], events)
        return lambda events: _along(known(dial), events)


@dataclass(frozen=True)
class Outcome:
    """What was seen, and what it took of the processors (seconds) while drags began.

    `begun` is when the first could begin (seconds of the monotonic clock), `late` how long after
    the last the last answer came.
    """

    hall: Hall
    opening: Seen
    seen: Seen
    begun: float
    late: float
    server: float
    generator: float

    @property
    def cores(self) -> tuple[float, float]:
        """Cores that the server and the students kept busy."""
        return self.server / self.hall.seconds, self.generator / self.hall.seconds

    @property
    def rested(self) -> float:
        """When the last drag was over and its dial at rest."""
        return self.begun + self.hall.seconds + DRAG + RESTS_AFTER

    @property
    def answers(self) -> float:
        """Good answers a second, of all kinds, while drags began."""
        return self.seen.answers(self.begun, self.begun + self.hall.seconds)


def known(dial: str) -> list[float]:
    """The values of a dial that are asked for again and again."""
    low, high = DIALS[dial]
    return [round(low + (high - low) * step / KNOWN, 3) for step in range(1, KNOWN + 1)]


def _between(low: float, high: float, events: int) -> list[float]:
    """From anywhere to anywhere, in equal steps to so many digits that nobody else has them."""
    begin, end = random.uniform(low, high), random.uniform(low, high)
    share = (step / events for step in range(1, events + 1))
    return [max(round(begin + (end - begin) * each, 6), 1e-6) for each in share]


def _along(values: Sequence[float], events: int) -> list[float]:
    """Along a list, up or down, from anywhere; round its end where it is too short."""
    first, up = random.randrange(len(values)), random.choice((1, -1))
    return [values[(first + up * step) % len(values)] for step in range(events)]


async def filled(hall: Hall, asked: Asked, address: str) -> Outcome:
    """Have the students open their pages, then drag for so long, and wait for what they asked."""
    opening, seen = Seen(), Seen()
    dials = itertools.cycle(DIALS)
    students = [
        Student(asked, address, dial, hall.values(dial), opening)
        for dial in itertools.islice(dials, hall.students + 1)
    ]
    try:
        await asyncio.gather(
            *[_open(student, OPENING * place) for place, student in enumerate(students)]
        )
        for student in students:
            student.seen = seen
        begun, before = clock.now(), (spent.seconds(), _own())
        until = begun + hall.seconds
        doctor = asyncio.create_task(_look(address, until, seen))
        *dragging, probe = students
        tasks = [asyncio.create_task(_attend(student, hall, begun)) for student in dragging]
        await asyncio.sleep(hall.seconds)
        server, own = spent.seconds() - before[0], _own() - before[1]
        probes = asyncio.create_task(_afterwards(probe, until + DRAG + RESTS_AFTER))
        await _drained(tasks, seen)
        late = clock.now() - until
        await asyncio.gather(doctor, probes)
        return Outcome(hall, opening, seen, begun, late, server, own)
    finally:
        for student in students:
            student.close()


async def warm(asked: Asked, address: str) -> None:
    """Have everything remembered that a hall without new values asks for."""
    seen = Seen()

    async def along(dial: str) -> None:
        for value in known(dial):
            student = Student(asked, address, dial, lambda _, at=value: [at], seen)
            await student.open()
            await student.drag(clock.now(), math.inf, waits=False)
            await student.likely()
            student.close()

    await asyncio.gather(*map(along, DIALS))


async def _open(student: Student, after: float) -> None:
    await asyncio.sleep(after)
    await student.open()


async def _attend(student: Student, hall: Hall, begun: float) -> None:
    """One drag after the other, each when it is due, whatever became of the one before."""
    begins = begun + random.uniform(0.0, PERIOD)
    while begins < begun + hall.seconds:
        after = begins + PERIOD * random.uniform(0.9, 1.1)
        await student.drag(begins, after, waits=hall.waits)
        begins = after


async def _afterwards(probe: Student, begins: float) -> None:
    """One student moves a dial, for a while from when the others rest."""
    for number in range(PROBES):
        due = begins + PROBED * number
        await clock.until(due)
        await probe.step(due)


async def _drained(tasks: Sequence[asyncio.Task[None]], seen: Seen) -> None:
    """What is still not answered after a while is lost."""
    done, waiting = await asyncio.wait(tasks, timeout=DRAIN)
    now = clock.now()
    for task in waiting:
        task.cancel()
        seen.note(Sample(WHOLE, now, now, now, LOST), "not answered after the run")
    await asyncio.gather(*waiting, return_exceptions=True)
    for task in done:
        task.result()


async def _look(address: str, until: float, seen: Seen) -> None:
    """Whether the server is alive, asked on a new connection each time, however slow the last."""
    looks = []
    due = clock.now()
    while due < until:
        looks.append(asyncio.create_task(_alive(address, due, seen)))
        due += LOOKS
        await clock.until(due)
    await asyncio.gather(*looks)


async def _alive(address: str, due: float, seen: Seen) -> None:
    connection, sent = Connection(address), clock.now()
    path = f"{urlsplit(address).path}{HEALTH}"
    try:
        body = (await connection.ask("GET", path)).body
        ending = ANSWERED if body == b"OK" else WRONG
    except Lost:
        ending = LOST
    connection.close()
    seen.note(Sample(ALIVE, due, sent, clock.now(), ending), "no sign of life")


def _own() -> float:
    """Seconds of processors that this process has used."""
    own = resource.getrusage(resource.RUSAGE_SELF)
    return own.ru_utime + own.ru_stime

"""What one move costs the server, and how many it gives when it does nothing else."""

import asyncio
import gzip
import random
from collections.abc import Callable

from benchmarks import spent, targets
from benchmarks.hall import clock
from benchmarks.hall.asked import Asked
from benchmarks.hall.connection import Connection
from benchmarks.hall.run import Hall, known
from benchmarks.hall.seen import Seen
from benchmarks.hall.student import Student
from benchmarks.page import DIALS
from benchmarks.targets import Measured

MOVES = 100
"""Moves of each dial that are made one after the other."""
CONNECTIONS = 12
"""Connections that ask for one move after the other, as fast as they are answered."""
SECONDS = 10.0
"""How long they do."""

Bodies = Callable[[], bytes]
"""Makes the body of the next request."""


async def moves(asked: Asked, address: str) -> list[Measured]:
    """Processors and bytes of new moves, and of the same as another page asks for them (R2, R6)."""
    new, again, raw, packed = {}, {}, 0, 0
    for dial in DIALS:
        student = Student(asked, address, dial, Hall(1, 0.0).values(dial), Seen())
        await student.open()
        student.close()
        shown, connection = student.shown, Connection(address)
        values = Hall(1, 0.0).values(dial)(MOVES)
        random.shuffle(values)
        for costs, order in ((new, values), (again, values[::-1])):
            begun = spent.seconds()
            for number, value in enumerate(order):
                question = asked.short(asked.moved(dial, value), number, shown)
                answer = await connection.ask(question.method, question.path, question.body)
                found = answer.json()
                if not found["moved"]:
                    raise RuntimeError(f"a move of {dial} to {value} came back without curves")
                raw = max(raw, len(answer.content))
                packed = max(packed, len(gzip.compress(answer.content, 6)))
                shown = found
            costs[dial] = 1e3 * (spent.seconds() - begun) / MOVES
        connection.close()
    return [
        Measured(targets.NEW, max(new.values()), _each(new)),
        Measured(targets.AGAIN, max(again.values()), _each(again)),
        Measured(targets.RAW, raw / 1e3),
        Measured(targets.PACKED, packed / 1e3),
    ]


def _each(costs: dict[str, float]) -> str:
    return ", ".join(f"{dial} {cost:.1f}" for dial, cost in costs.items())


async def bodies(asked: Asked, address: str, *, new: bool) -> Bodies:
    """Moves of one dial, to values that nobody had or to those that are known."""
    dial = next(iter(DIALS))
    student = Student(asked, address, dial, Hall(1, 0.0).values(dial), Seen())
    await student.open()
    student.close()

    def body() -> bytes:
        value = round(random.uniform(*DIALS[dial]), 6) if new else random.choice(known(dial))
        return asked.short(asked.moved(dial, value), 1, student.shown).body

    return body


async def rate(
    address: str, path: str, body: Bodies, seconds: float = SECONDS
) -> tuple[float, float]:
    """Answers a second to connections that ask as fast as they are answered.

    And the milliseconds of processors that each took.
    """
    begun, before = clock.now(), spent.seconds()

    async def ask() -> int:
        connection, good = Connection(address), 0
        while clock.now() < begun + seconds:
            answer = await connection.ask("POST", path, body())
            good += answer.status == 200
        connection.close()
        return good

    good = await asyncio.gather(*[ask() for _ in range(CONNECTIONS)])
    cost = 1e3 * (spent.seconds() - before) / sum(good)
    return sum(good) / (clock.now() - begun), cost

"""`make fuzz`: bad inputs of every kind against the server as it is served, for minutes.

Prints what was answered, by family; for what did harm the number of its block and the smallest
input that shows it. `ARGS="--seed NUMBER --inputs 100"` sends that block again.
"""

import argparse
import contextlib
import http.client
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor, wait
from functools import cache, partial
from pathlib import Path

from tests.fuzz.blocks import SIZE, family_of, run_block
from tests.fuzz.inputs import FAMILIES, Input, Page, Raw
from tests.fuzz.verdicts import wrong
from tests.served.servers import Server, exchange, serve
from tests.web.browsers import page

from osteoniche.web.edge.gate import CALLBACKS

INPUTS = 50_000
AT_ONCE = 2
"""Processes that send."""
PATIENCE = 60.0
"""Seconds after which an answer counts as a hang; nothing that the page may ask takes so long."""
GROWTH = 50_000
"""Kilobytes by which a process may grow in all but the first tenth, in which its caches fill."""
ENDLESS = "--max-requests 0"
"""Processes are not replaced by themselves, so one that is new was lost."""
INSIDE = ("Traceback", "Internal error", "Error handling request")

Tally = Counter[tuple[str, str]]
"""Answers by family and status."""


class Client:
    """Sends inputs of a family to a server on a port, and judges the answers."""

    def __init__(self, port: int, family: str) -> None:
        self._port, self.family = port, family
        self.tally: Tally = Counter()
        self.seconds: list[float] = []

    def judge(self, sent: Input) -> str | None:
        """What is wrong with the answer to an input, or None."""
        begun = time.monotonic()
        try:
            status, headers, body = self._raw(sent) if isinstance(sent, Raw) else self._asked(sent)
        except TimeoutError:
            return f"no answer within {PATIENCE:g} seconds"
        self.seconds.append(time.monotonic() - begun)
        self.tally[self.family, str(status) if status else "closed"] += 1
        return wrong(status, headers, body) if status else None

    def _asked(self, sent: Input) -> tuple[int, dict[str, str], bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=PATIENCE)
        with contextlib.closing(connection):
            with contextlib.suppress(ConnectionError):  # of a large body it reads no more
                connection.request(sent.method, f"/{sent.path}", sent.body, dict(sent.headers))
            try:
                answer = connection.getresponse()
                headers = {name.lower(): value for name, value in answer.getheaders()}
                return answer.status, headers, answer.read()
            except (ConnectionError, http.client.BadStatusLine):
                return 0, {}, b""

    def _raw(self, sent: Raw) -> tuple[int, dict[str, str], bytes]:
        answer = exchange(self._port, sent.content)
        head, _, body = answer.partition(b"\r\n\r\n")
        line, *lines = head.decode("latin-1").split("\r\n")
        status = line.split()[1] if line.startswith("HTTP/") else "0"
        pairs = (each.partition(": ") for each in lines)
        return int(status), {name.lower(): value for name, _, value in pairs}, body


def send(port: int, number: int) -> tuple[Client, list[str]]:
    """Send a block; who sent it, with the answers, and what did harm."""
    client = Client(port, family_of(number))
    try:
        run_block(_known(), number, client.judge)
    except Exception as harm:  # noqa: BLE001 (whatever it is, it is told, and the rest is sent)
        return client, [f"Block {number}, {client.family}: {harm}"]
    return client, []


@cache
def _known() -> Page:
    return Page(page(lambda scenario: None))  # type: ignore[arg-type, return-value]


def memory(server: Server) -> dict[int, int]:
    """Kilobytes that each process of a server holds."""
    pids = ",".join(map(str, server.workers()))
    listed = subprocess.run(
        ["ps", "-o", "pid=,rss=", "-p", pids], capture_output=True, encoding="utf-8", check=True
    )
    return {int(pid): int(size) for pid, size in map(str.split, listed.stdout.splitlines())}


def see_everything(server: Server) -> None:
    """Ask for each callback as a page does, often and at once, so that all processes have seen it.

    What is asked one after the other goes to the same process.
    """
    with ThreadPoolExecutor(8) as pool:
        for body in _known().callbacks:
            asked = [pool.submit(server.ask, "POST", CALLBACKS, body) for _ in range(8)]
            wait(asked)


def after(server: Server, before: dict[int, int]) -> Iterator[str]:
    """What became of the server."""
    now = memory(server)
    if now.keys() != before.keys():
        yield f"Processes were replaced: {sorted(before)} are now {sorted(now)}."
    for pid in now.keys() & before.keys():
        grown = now[pid] - before[pid]
        print(f"process {pid}: {before[pid] // 1000} MB, then {now[pid] // 1000} MB")
        if grown > GROWTH:
            yield f"Process {pid} grew by {grown // 1000} MB."
    lines = server.log.splitlines()
    yield from (f"The log has: {line}" for line in lines if any(word in line for word in INSIDE))


def main(inputs: int, seed: int) -> int:
    """Send inputs from a seed on; 1 if any did harm."""
    harms: list[str] = []
    try:
        with (
            tempfile.TemporaryDirectory() as folder,
            serve(Path(folder), "app:server", GUNICORN_CMD_ARGS=ENDLESS) as server,
        ):
            harms += fuzz(server, range(seed, seed + -(-inputs // SIZE)))
    except AssertionError as error:  # its log, of thousands of lines
        harms.append(f"The server did not end in order: {error!s:.200}")
    print("\n\n".join(harms) or "No input did harm.")
    return 1 if harms else 0


def fuzz(server: Server, numbers: range) -> list[str]:
    """Send blocks to a server and tell what was answered; what did harm."""
    tenth = max(1, len(numbers) // 10)
    tally: Tally = Counter()
    seconds: list[float] = []
    harms: list[str] = []
    before: dict[int, int] = {}
    begun = time.monotonic()
    see_everything(server)
    with ProcessPoolExecutor(AT_ONCE) as pool:
        for part in numbers[:tenth], numbers[tenth:]:
            for client, found in pool.map(partial(send, server.port), part):
                tally += client.tally
                seconds += client.seconds
                harms += found
            before = before or memory(server)
    print(f"{len(seconds)} inputs from seed {numbers[0]} on: {time.monotonic() - begun:.0f} s")
    _tell(tally, sorted(seconds))
    return [*harms, *after(server, before)]


def _tell(tally: Tally, seconds: list[float]) -> None:
    for family in FAMILIES:
        answers = sorted((how, n) for (name, how), n in tally.items() if name == family)
        if answers:
            print(f"  {family}: {', '.join(f'{n} x {how}' for how, n in answers)}")
    half, most = (seconds[int(share * (len(seconds) - 1))] for share in (0.5, 0.99))
    told = f"{1e3 * half:.0f} ms, 99 of 100 within {1e3 * most:.0f} ms"
    print(f"Half were answered within {told}, the last after {seconds[-1]:.1f} s.")


if __name__ == "__main__":
    words = argparse.ArgumentParser(prog="make fuzz", description="Send bad inputs to the server.")
    words.add_argument("--inputs", type=int, default=INPUTS, help="how many (%(default)s)")
    words.add_argument("--seed", type=int, default=0, help="the number of the first block (0)")
    given = words.parse_args()
    sys.exit(main(given.inputs, given.seed))

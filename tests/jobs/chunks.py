"""Chunks that workers compute in the tests; `spec` is JSON with a folder to leave marks in."""

import json
import os
import signal
import threading
import time
from pathlib import Path

from osteoniche.errors import SolverError


def note(folder: str, what: str, number: int) -> None:
    """Leave a mark that this was done by this process."""
    with Path(folder, f"{what}-{number}").open("a") as file:
        file.write(f"{os.getpid()}\n")


def marks(folder: Path, what: str = "ran") -> dict[int, int]:
    """How often each chunk left its mark."""
    return {
        int(path.name.rpartition("-")[2]): len(path.read_text().splitlines())
        for path in folder.glob(f"{what}-*")
    }


GO = "go"
"""The file of the folder that chunks wait for which are held back."""


def square(spec: str, number: int) -> bytes:
    """A small result after `seconds`; from the number `hold` on, once the file GO is there."""
    given = json.loads(spec)
    time.sleep(given.get("seconds", 0.0))
    while number >= given.get("hold", number + 1) and not Path(given["folder"], GO).exists():
        time.sleep(0.02)
    note(given["folder"], "ran", number)
    return str(number * number).encode()


def dies_once(spec: str, number: int) -> bytes:
    """Kill the worker at chunk 3, the first time."""
    given = json.loads(spec)
    if number == 3 and not Path(given["folder"], "died-3").exists():
        note(given["folder"], "died", number)
        os.kill(os.getpid(), signal.SIGKILL)
    return square(spec, number)


def always_dies(spec: str, number: int) -> bytes:
    """Kill the worker at chunk 3, every time."""
    if number == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return square(spec, number)


def fails(spec: str, number: int) -> bytes:
    """Raise at chunk 3."""
    if number == 3:
        raise SolverError("the dose is not finite")
    return square(spec, number)


def errs(spec: str, number: int) -> bytes:
    """A mistake of the program, with something of its inside."""
    raise KeyError("/var/lib/secret")


def in_a_thread(spec: str, number: int) -> bytes:
    """Take so many seconds of a processor in another thread."""
    thread = threading.Thread(target=_spend, args=(float(spec),))
    thread.start()
    thread.join()
    return b""


def _spend(seconds: float) -> None:
    begun = time.thread_time()
    while time.thread_time() < begun + seconds:
        pass

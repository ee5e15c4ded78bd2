"""What the servers that this process started take of the machine."""

import os
import time
from contextlib import suppress

import psutil

PREPARED = 60.0
"""Seconds that it may take."""


def cores() -> int:
    """Cores that processes may use here."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def workers() -> list[psutil.Process]:
    """The processes that answer: those of gunicorn that another of them started."""
    return [each for master in _masters() for each in master.children() if _is_gunicorn(each)]


def settle() -> None:
    """Wait until servers have prepared what they need for long work, in a process of its own."""
    deadline = time.monotonic() + PREPARED
    while time.monotonic() < deadline:
        if all(_is_gunicorn(each) for master in _masters() for each in master.children()):
            return
        time.sleep(0.1)


def seconds() -> float:
    """Seconds of processors that servers have used so far, all that they started included."""
    total = 0.0
    for master in _masters():
        for each in (master, *master.children(recursive=True)):
            with suppress(psutil.NoSuchProcess):  # it has ended, and its parent counts it
                total += sum(each.cpu_times()[:4])  # user and system, own and of what has ended
    return total


def memory() -> dict[int, tuple[float, float]]:
    """Memory of each worker by its number: what is resident, and its share of it (RSS, PSS), MB."""
    found = {}
    for each in workers():
        with suppress(psutil.NoSuchProcess):
            told = each.memory_full_info()
            found[each.pid] = (told.rss / 1e6, told.pss / 1e6)
    return found


def _masters() -> list[psutil.Process]:
    found = [each for each in psutil.Process().children(recursive=True) if _is_gunicorn(each)]
    numbers = {each.pid for each in found}
    return [each for each in found if each.ppid() not in numbers]


def _is_gunicorn(process: psutil.Process) -> bool:
    try:
        return any("gunicorn" in word for word in process.cmdline())
    except psutil.NoSuchProcess:
        return False

"""A thread that lets others go first: what is made of many curves delays nobody's single one."""

import os
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import TypeVar

from osteoniche.jobs.pool import POLITENESS

T = TypeVar("T")


def politely(compute: Callable[[], T]) -> T:
    """What `compute` returns, or raises, in a thread that gets the processor after others.

    A thread for each, since one that was begun before a fork is not there behind it. Threads that
    it begins itself are as polite.
    """
    with ThreadPoolExecutor(1, thread_name_prefix="polite", initializer=_give_way) as thread:
        return thread.submit(compute).result()


def _give_way() -> None:
    """On Linux alone: elsewhere politeness is that of a whole process.

    Where a sandbox forbids it the thread is one like any other, which is better than none.
    """
    if sys.platform == "linux":
        thread = threading.get_native_id()
        with suppress(OSError):
            politeness = os.getpriority(os.PRIO_PROCESS, thread) + POLITENESS
            os.setpriority(os.PRIO_PROCESS, thread, politeness)

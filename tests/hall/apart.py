"""A thread of its own: where a test before this one opened a browser, the main one has a loop."""

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

T = TypeVar("T")


def apart(function: Callable[[], T]) -> T:
    """What function returns, run in another thread."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(function).result()


def finished(work: Coroutine[Any, Any, T]) -> T:
    """What work returns, in a loop of its own."""
    return apart(lambda: asyncio.run(work))
